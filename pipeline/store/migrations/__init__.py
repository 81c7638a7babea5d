"""One history of the schema for both databases, applied at start; it only goes forward, so that no row is dropped."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import inspect, text

from pipeline.store.database import Database, DatabaseProblem

LOCK = 0x464F5945
"""Advisory lock number of PostgreSQL: two processes that start at once migrate one after the other."""
FOLDER = Path(__file__).parent


def upgrade_schema(database: Database, to: str = "head") -> None:
    """Brings the schema to the newest version, or to that revision; safe to call from several processes at once.

    DatabaseProblem for a schema of a later program, which this one would misread.
    """
    found, ours = read_schema_version(database), find_newest_revision()
    if found == ours:
        return
    if found is not None and found > ours:
        raise DatabaseProblem(_explain_newer(found, ours))
    from alembic import command  # a tenth of a start's time, and needed by the first one after an update alone
    from alembic.config import Config

    with database.engine.execution_options(write=True).begin() as connection:
        if not database.is_sqlite:
            connection.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))
        config = Config()
        config.set_main_option("script_location", str(FOLDER))
        config.attributes["connection"] = connection
        command.upgrade(config, to)


def require_schema(found: str) -> None:
    """Raises DatabaseProblem unless the schema is the one that this program was written for."""
    ours = find_newest_revision()
    if found > ours:
        raise DatabaseProblem(_explain_newer(found, ours))
    if found < ours:
        raise DatabaseProblem(
            f"the database is at version {found} and this program needs {ours}: 'foyer serve' (with PostgreSQL also "
            "'foyer web' or 'foyer worker') brings it up to date when it starts; make a copy first with 'foyer backup'"
        )


def _explain_newer(found: str, ours: str) -> str:
    return (
        f"the database is at version {found} and this program knows versions up to {ours}: a newer Foyer has used "
        "it; start that one again, or give this one a database of its own (FOYER_DATA or FOYER_DATABASE_URL)"
    )


def find_newest_revision() -> str:
    """The last revision of the history; its files are named `<revision>_<what it brings>.py`, in order."""
    return max(path.name.split("_")[0] for path in (FOLDER / "versions").glob("[0-9]*.py"))


def read_schema_version(database: Database) -> str | None:
    """The revision that the database is at; null where it has never been migrated."""
    with database.engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return found
