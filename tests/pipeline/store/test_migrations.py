"""The migrations lead to exactly the tables of `tables.py`, however many processes start at once."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from pipeline.domain.closed_values import FoundBy
from pipeline.domain.decision import HowFound
from pipeline.domain.lookup import LookupKey, SubjectKind
from pipeline.store import Database, DatabaseProblem, Store
from pipeline.store.migrations import find_newest_revision, upgrade_schema
from pipeline.store.tables import Table

LEAD = """INSERT INTO lead (id, status, stage, created_at, updated_at, source, submission_id, queue, next_action,
    next_action_at) VALUES (:id, 'closed', 'lead', '2026-09-01', '2026-09-01', 'chat', 's', 'q', 'call', '2026-09-01')
"""
SUBMISSION = """INSERT INTO submission (id, key, source, received_at, due_at, failures, raw, record, origin,
    visitor_text, is_partial) VALUES ('s', 'k', 'chat', '2026-09-01', '2026-09-01', 0, '{}', '{}', '{}', '', FALSE)
"""
OUTCOMES = """INSERT INTO outcome (lead_id, result, reason, value, at, actor, score) VALUES
    ('l1', 'won', NULL, 9.5, '2026-09-03 00:00:00', 'maya', NULL),
    ('l2', 'lost', 'no budget', NULL, '2026-09-02 00:00:00', 'ines', 40)
"""
FACTS = """INSERT INTO found_fact (about, key, provider, name, value, method, at) VALUES
    ('company', 'acme.com', 'website', 'website_title', '"Acme"', 'title of its page', '2026-09-01 00:00:00'),
    ('company', 'acme.com', 'website', 'company_name', '"Acme"', 'og:site_name of its page', '2026-09-01 00:00:00'),
    ('company', 'acme.com', 'website', 'company_size', '120', 'structured data of its page', '2026-09-01 00:00:00'),
    ('company', 'acme.com', 'website', 'city', '"Bonn"', 'company.city', '2026-09-01 00:00:00')
"""


def test_the_newest_migration_is_what_the_code_expects(bare_database_url: str):
    with closing(Database(bare_database_url)) as database:
        upgrade_schema(database)
        with database.engine.connect() as connection:
            context = MigrationContext.configure(connection)
            assert compare_metadata(context, Table.metadata) == []
            assert context.get_current_revision() == find_newest_revision()


def test_outcomes_told_before_they_were_append_only_are_kept(bare_database_url: str):
    with closing(Database(bare_database_url)) as database:
        upgrade_schema(database, "0012")
        with database.engine.execution_options(write=True).begin() as connection:
            connection.execute(text(SUBMISSION))
            connection.execute(text(LEAD), [{"id": "l1"}, {"id": "l2"}])
            connection.execute(text(OUTCOMES))
        upgrade_schema(database)
        with database.engine.connect() as connection:
            kept = connection.execute(text("SELECT lead_id, result, reason, value, score FROM outcome ORDER BY id"))
            assert [tuple(row) for row in kept] == [
                ("l2", "lost", "no budget", None, 40),
                ("l1", "won", None, 9.5, None),
            ]


def test_several_processes_may_migrate_at_once(bare_database_url: str):
    databases = [Database(bare_database_url) for _ in range(3)]
    try:
        # Alembic's context is one per process, so threads stand for processes only in what they do to the database.
        for database in databases:
            upgrade_schema(database)
        with ThreadPoolExecutor(3) as pool:
            list(pool.map(Database.check, databases))
    finally:
        for database in databases:
            database.close()


def test_the_database_of_a_newer_program_is_left_alone_and_says_what_to_do(bare_database_url: str):
    with closing(Database(bare_database_url)) as database:
        upgrade_schema(database)
        with database.engine.execution_options(write=True).begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        with pytest.raises(
            DatabaseProblem, match=f"version 9999 .* up to {find_newest_revision()}: .* start that one again"
        ):
            upgrade_schema(database)


def test_processes_that_start_together_migrate_one_after_the_other(bare_database_url: str):
    program = (
        "import sys\n"
        "from pipeline.store import Database, Store\n"
        "store = Store(Database(sys.argv[1]))\n"
        "store.migrate()\n"
        "store.close()\n"
    )
    together = [
        subprocess.Popen([sys.executable, "-c", program, bare_database_url], stderr=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    assert [(process.communicate(timeout=60)[1], process.returncode) for process in together] == [("", 0)] * 3
    found = Store.open_existing(bare_database_url)
    assert found
    found.close()


def test_facts_of_providers_keep_how_they_were_found(bare_database_url: str):
    with closing(Database(bare_database_url)) as database:
        upgrade_schema(database, "0015")
        with database.engine.execution_options(write=True).begin() as connection:
            connection.execute(text(FACTS))
        upgrade_schema(database)
        with closing(Store(database)) as store:
            kept = store.lookups.get_facts([LookupKey(SubjectKind.COMPANY, "acme.com")])
    assert {fact.name: (fact.value, fact.how) for fact in kept["website"]} == {
        "city": ("Bonn", HowFound(FoundBy.ANSWER_FIELD, {"path": "company.city"})),
        "company_name": ("Acme", HowFound(FoundBy.PAGE_TAG, {"tag": "og:site_name"})),
        "company_size": (120, HowFound(FoundBy.PAGE_DATA)),
        "website_title": ("Acme", HowFound(FoundBy.PAGE_TITLE)),
    }
