"""A whole copy of a SQLite database in one file, while others read and write.

A plain copy of the file is not whole: what was written last stands in the log beside it (`foyer.db-wal`). SQLite's own
backup copies one moment of both, and holds up nobody.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from pipeline.store.database import OWNER_ONLY, DatabaseProblem, get_file, parse_url
from prompts.problems import Mistake


class BackupRefused(Mistake):
    """No copy can be made; the message says what to do."""


def back_up_database(url: str, target: Path) -> int:
    """Copies the database of the address into a new file, for its owner alone; returns its bytes.

    The file appears whole, checked and written to the disk, or not at all. Raises BackupRefused for a server, which
    has a tool of its own, and for a file that is there or can't be made; DatabaseProblem for a damaged database.
    """
    source = get_file(parse_url(url))
    if source is None:
        place = parse_url(url).set(drivername="postgresql").render_as_string(hide_password=True).replace(":***@", "@")
        raise BackupRefused(f"PostgreSQL is copied by its own tool: pg_dump --format=custom --file={target} '{place}'")
    if target.exists():
        raise BackupRefused(f"{target} is there already; name another file, or remove it first")
    part = target.with_name(f"{target.name}.part")
    try:
        part.unlink(missing_ok=True)
        os.close(os.open(part, os.O_CREAT | os.O_EXCL, OWNER_ONLY))
        _copy(source, part)
        part.rename(target)
    except OSError as error:
        raise BackupRefused(f"{target} can't be written ({error.strerror})") from None
    except sqlite3.Error as error:
        raise DatabaseProblem(f"{source} can't be copied to {target} ({error})") from None
    finally:
        part.unlink(missing_ok=True)
    return target.stat().st_size


def _copy(source: Path, part: Path) -> None:
    """All pages in one step: what others write meanwhile comes after the copy's moment."""
    address = f"{source.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True)) as original, closing(sqlite3.connect(part)) as copy:
        original.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        (verdict,) = copy.execute("PRAGMA quick_check(1)").fetchone()
        if verdict != "ok":
            raise sqlite3.DatabaseError(verdict)
    with part.open("rb") as file:
        os.fsync(file.fileno())
