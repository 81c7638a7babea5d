"""The migrations lead to exactly the tables of `tables.py`, however many processes start at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from pipeline.store import Database, DatabaseProblem
from pipeline.store.migrations import find_newest_revision, upgrade_schema
from pipeline.store.tables import Table


def test_the_newest_migration_is_what_the_code_expects(bare_database_url: str):
    with closing(Database(bare_database_url)) as database:
        upgrade_schema(database)
        with database.engine.connect() as connection:
            context = MigrationContext.configure(connection)
            assert compare_metadata(context, Table.metadata) == []
            assert context.get_current_revision() == find_newest_revision()


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
