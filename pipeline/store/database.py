"""The one file that knows the dialect: how to connect, how a write begins, how time and JSON are kept."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeGuard

import psycopg
from sqlalchemy import (
    JSON,
    ColumnElement,
    Connection,
    DateTime,
    Dialect,
    Engine,
    ExceptionContext,
    SQLColumnExpression,
    and_,
    create_engine,
    event,
    make_url,
    or_,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeDecorator

from pipeline.outage import Outage
from prompts.problems import Mistake

DEADLOCK = "40P01"
"""PostgreSQL's code for it."""
BUSY_TIMEOUT_MS = 30_000
"""How long SQLite waits for another process's write before it gives up."""
OWNER_ONLY = 0o600
DAMAGED = ("not a database", "malformed", "encrypted")
"""What SQLite says of a file that is not as it wrote it."""
_HELD = "one_at_a_time"
"""Where a session notes what its transaction has for itself."""
_LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended(what, 0)) FROM unnest(CAST(:what AS text[])) AS what")
_ONE_MOMENT = {"isolation_level": "REPEATABLE READ"}


OUTAGES = (DBAPIError,)
"""What may mean that the database is away, full, locked or damaged; `is_outage` says whether it does."""
CONFLICTS = (IntegrityError, OperationalError)
"""What may mean that two transactions wrote the same; `is_conflict` says whether it does."""


class DatabaseProblem(Mistake):
    """The database can't be used; the message says what to do."""


class UtcTime(TypeDecorator[datetime]):
    """An instant: aware in, UTC out. SQLite would keep the wall clock of any zone and drop the zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a time without a zone can't be stored: {value}")
        return value.astimezone(UTC) if dialect.name == "postgresql" else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


Json = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


class Database:
    """An engine with short transactions: `read()` and `write()` give a Session each.

    All queries of one `read()` see the database as it was at one moment: PostgreSQL has to be told, SQLite does so.
    SQLite writers begin with the write lock (BEGIN IMMEDIATE) and queue on a lock of this process, so that a
    read-then-write never loses an update and never fails as busy between our own threads.
    """

    def __init__(self, url: str, *, may_create: bool = True) -> None:
        self.url = parse_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        if self.is_sqlite and may_create and (file := get_file(self.url)):
            make_folder(file.parent)
            make_private_file(file)
        self.engine = _sqlite_engine(self.url) if self.is_sqlite else _postgres_engine(self.url)
        self.outage = Outage("database")
        if not self.is_sqlite:
            _notice_outages(self.engine, self.outage)
        self.insert: Callable[[Any], Any] = sqlite_insert if self.is_sqlite else postgres_insert
        """An INSERT into a table that knows ON CONFLICT."""
        self._writer: Any = threading.RLock() if self.is_sqlite else nullcontext()
        self._read_engine = self.engine if self.is_sqlite else self.engine.execution_options(**_ONE_MOMENT)
        self._write_engine = self.engine.execution_options(write=True, synced=True)
        self._kept: Connection | None = None
        """SQLite's writers come one after the other and share it."""

    @contextmanager
    def read(self) -> Iterator[Session]:
        with Session(self._read_engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def write(self, *, synced: bool = True) -> Iterator[Session]:
        """One transaction, on the disk at the end of the block, rolled back by any exception.

        Not `synced`, a power cut may take it back, as `begin` says: for what is found due and done again then.
        """
        engine = self._write_engine if synced else self._write_engine.execution_options(synced=False)
        with self._writer, Session(engine, expire_on_commit=False) as session, session.begin():
            yield session

    def lock_until_commit(self, session: Session, *what: str) -> None:
        """From here to the end of its write transaction nobody else is past this line for any of the same `what`.

        Locks of one call are taken in an order that is the same for all, so two calls never wait for each other.
        SQLite's writers are alone anyway; what is held already is not asked for again.
        """
        held = session.info.setdefault(_HELD, set())
        wanted = sorted(set(what) - held)
        if not self.is_sqlite and wanted:
            held.update(wanted)
            session.connection().execute(_LOCK, {"what": wanted})

    @contextmanager
    def begin(self, *, synced: bool) -> Iterator[Connection]:
        """`write` without the bookkeeping of objects and of pools, for what is stored with every message.

        Not `synced`, it outlives the process at once and a power cut from the next transaction on that is: SQLite's log
        is one file, written in order.
        """
        if not self.is_sqlite:
            with self._write_engine.begin() as connection:
                yield connection
            return
        with self._writer:
            self._kept = (self._kept or self._write_engine.connect()).execution_options(synced=synced)
            try:
                with self._kept.begin():
                    yield self._kept
            except DBAPIError:  # whatever is wrong with it, the next one has a new one
                self._kept.close()
                self._kept = None
                raise

    def check(self) -> None:
        """Raises DatabaseProblem if the database does not answer."""
        try:
            with self.engine.connect() as connection:
                connection.execute(text("SELECT 1"))
        except DBAPIError as error:
            raise DatabaseProblem(explain_failure(self.url, error)) from None

    def close(self) -> None:
        with self._writer:
            if self._kept:
                self._kept.close()
                self._kept = None
        self.engine.dispose()


def build_after_filter(
    at: SQLColumnExpression[Any], id_: SQLColumnExpression[str], last_at: datetime, last_id: str, *, newest_first: bool
) -> ColumnElement[bool]:
    """The rows behind the last one of a page, in an order by time and then by id: new rows shift no page."""
    later = at < last_at if newest_first else at > last_at
    return or_(later, and_(at == last_at, id_ > last_id))


def is_conflict(error: DBAPIError) -> bool:
    """Whether two transactions wrote the same unique key, or each waited for the other; a repetition helps."""
    return isinstance(error, IntegrityError) or getattr(error.orig, "sqlstate", None) == DEADLOCK


def is_outage(error: Exception) -> TypeGuard[DBAPIError]:
    """Whether the database, and not our statement, is to blame: away, locked, full, damaged or not to be written."""
    if isinstance(error, OperationalError):
        return True
    return isinstance(error, DBAPIError) and any(words in str(error.orig) for words in DAMAGED)


def parse_url(url: str) -> URL:
    """A usable database address; DatabaseProblem says how to write one."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise DatabaseProblem(
            "FOYER_DATABASE_URL can't be read; write sqlite:///path/to/foyer.db or "
            "postgresql://user:password@host:5432/database"
        ) from None
    if parsed.drivername in ("postgres", "postgresql"):
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.get_backend_name() not in ("sqlite", "postgresql"):
        raise DatabaseProblem(
            f"FOYER_DATABASE_URL names '{parsed.drivername}'; Foyer keeps its rows in sqlite or postgresql"
        )
    return parsed


def is_missing(url: str) -> bool:
    """Whether the address is one of a SQLite file that nobody has made yet; a server is there or does not answer."""
    file = get_file(parse_url(url))
    return file is not None and (not file.is_file() or not file.stat().st_size)


def get_file(url: URL) -> Path | None:
    """The file of a SQLite database; null for a server and for one in memory."""
    if url.get_backend_name() != "sqlite" or url.database in (None, "", ":memory:"):
        return None
    return Path(url.database or "")


def _sqlite_engine(url: URL) -> Engine:
    engine = create_engine(
        url,
        connect_args={"timeout": BUSY_TIMEOUT_MS / 1000},
        json_serializer=_write_json,
        hide_parameters=True,  # an error's text reaches the log
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we begin transactions ourselves, below
        for pragma in ("journal_mode=WAL", "foreign_keys=ON", f"busy_timeout={BUSY_TIMEOUT_MS}"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        options = connection.get_execution_options()
        if options.get("write", False):
            connection.exec_driver_sql(f"PRAGMA synchronous={'FULL' if options.get('synced', True) else 'NORMAL'}")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connection.exec_driver_sql("BEGIN")

    return engine


def _postgres_engine(url: URL) -> Engine:
    return create_engine(
        url,
        pool_size=8,
        max_overflow=8,
        pool_pre_ping=True,
        connect_args={"connect_timeout": 5},
        json_serializer=_write_json,
        hide_parameters=True,
    )


def _notice_outages(engine: Engine, outage: Outage) -> None:
    """By the connections that fail, and the first that works again."""

    @event.listens_for(engine, "handle_error")
    def failed(context: ExceptionContext) -> None:
        # A connection that was found dead before its use is only replaced.
        if (context.is_disconnect and not context.is_pre_ping) or context.connection is None:
            outage.note_failure(_say_in_short(context.original_exception))

    @event.listens_for(engine, "checkout")
    def works(_connection: Any, _record: Any, _proxy: Any) -> None:
        outage.note_success()


UNREACHABLE = (OperationalError, InterfaceError, psycopg.OperationalError)
"""What a driver or SQLAlchemy raises where the database does not answer, and for little else."""


def _say_in_short(error: BaseException) -> str:
    return " ".join(str(error).split())[:200]


def is_unavailable(error: BaseException | None) -> bool:
    """Whether the error, or what it came from, is a database that can't be reached, and none of ours."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        if isinstance(error, UNREACHABLE):
            return True
        seen.add(id(error))
        error = error.__cause__ or error.__context__
    return False


def _write_json(value: Any) -> str:
    """ValueError for what is no JSON: SQLite would keep an `Infinity` that no other reader takes."""
    return json.dumps(value, allow_nan=False)


def make_private_file(file: Path) -> None:
    """Creates the file, or takes the rights of others away from it: it holds personal data.

    SQLite gives the files beside it the same rights. Who does not own the file leaves it as it is.
    """
    with suppress(PermissionError):
        os.close(os.open(file, os.O_CREAT | os.O_RDONLY, OWNER_ONLY))
        for each in (file, *(file.with_name(file.name + suffix) for suffix in ("-wal", "-shm"))):
            if each.is_file() and each.stat().st_mode & 0o077:
                each.chmod(OWNER_ONLY)


def make_folder(folder: Path) -> None:
    """Creates the folder, for its owner alone; DatabaseProblem where that is not allowed.

    One that is there keeps its rights: it may be a place that others use as well.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
        probe = folder / ".write-test"
        probe.touch()
        probe.unlink(missing_ok=True)
    except OSError as error:
        raise DatabaseProblem(
            f"the data folder {folder} can't be written ({error.strerror}); "
            "give this user the right to write there, or set FOYER_DATA to another folder"
        ) from None


def explain_failure(url: URL, error: DBAPIError) -> str:
    """What a database's refusal means, and what to do."""
    reason = " ".join(str(error.orig).split())[:300]
    if url.get_backend_name() == "sqlite" and any(words in reason for words in DAMAGED):
        return (
            f"the database file {url.database} is damaged, or is no database ({reason}); move it away and put a copy "
            "in its place that 'foyer backup' made, or start anew without it"
        )
    if url.get_backend_name() == "sqlite":
        return f"the database file {url.database} can't be opened ({reason}); check the folder and its permissions"
    where = f"{url.host or 'the local socket'}:{url.port or 5432}"
    return (
        f"PostgreSQL at {where} does not answer ({reason}); start it, or correct FOYER_DATABASE_URL "
        "(nothing is lost: work goes on where it stopped once it is back)"
    )
