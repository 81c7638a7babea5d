"""A lookup among many reads by index alone: no table is read from end to end."""

from __future__ import annotations

import re
from contextlib import closing
from itertools import islice
from typing import Any

from sqlalchemy import event

from pipeline.store import Database
from pipeline.store.contact.lookup import find_known_records
from tests.bench.lookup import asked, fill, markdown, measure

CONTACTS = 20_000
SQLITE_SCAN = re.compile(r"^SCAN (?!anon|CONSTANT)")
POSTGRES_SCAN = re.compile(r"Seq Scan on (?:contact|company)")
"""Tables that are empty in this test are read whole, and rightly so."""


def test_every_statement_of_a_lookup_uses_indexes(database_url: str):
    with closing(Database(database_url)) as database:
        fill(database, CONTACTS)
        for keys in islice(asked(CONTACTS), 3):
            with database.read() as session:
                statements = _statements(database, lambda session=session, keys=keys: find_known_records(session, keys))
                assert statements
                for statement, parameters in statements:
                    assert _scans(session, database.is_sqlite, statement, parameters) == []


def test_the_measure_measures(tmp_path):
    figures = measure("SQLite", f"sqlite:///{tmp_path}/foyer.db", 300)
    assert 0 < figures.p50 <= figures.p95 <= figures.slowest
    assert markdown([figures]).splitlines()[-1].startswith("| SQLite | 300 | ")


def _statements(database: Database, act: Any) -> list[tuple[str, Any]]:
    """What the act sends to the database."""
    sent: list[tuple[str, Any]] = []

    def note(connection, cursor, statement, parameters, context, many):
        sent.append((statement, parameters))

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        act()
    finally:
        event.remove(database.engine, "before_cursor_execute", note)
    return [(statement, parameters) for statement, parameters in sent if statement.lstrip().startswith("SELECT")]


def _scans(session, is_sqlite: bool, statement: str, parameters: Any) -> list[str]:
    """Steps of the plan that read a filled table from end to end; what the statement makes itself may be read so."""
    explain = "EXPLAIN QUERY PLAN " if is_sqlite else "EXPLAIN "
    if not is_sqlite:  # a small table is read faster whole; asked is whether an index could be used
        session.connection().exec_driver_sql("SET LOCAL enable_seqscan = off")
    steps = [str(row[-1]) for row in session.connection().exec_driver_sql(explain + statement, parameters)]
    return [step for step in steps if (SQLITE_SCAN if is_sqlite else POSTGRES_SCAN).search(step)]
