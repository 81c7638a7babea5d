"""A database as it was before promises were synced, to measure the difference."""

from __future__ import annotations

from pipeline.store import Database


def leave_unsynced(database: Database) -> None:
    """From here on SQLite syncs nothing but its checkpoints, as with `synchronous=NORMAL`."""
    database._write_engine = database._write_engine.execution_options(synced=False)
    begin = database.begin
    vars(database)["begin"] = lambda *, synced: begin(synced=False)
