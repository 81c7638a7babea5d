"""What every test may ask for, and the house rules that hold for all of them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import settings

from tests.support import browser, network
from tests.support.databases import Postgres, SqliteFiles, postgres_server

OUR_SETTINGS = ("FOYER_", "SLACK_", "OPENAI_", "LANGCHAIN_", "LANGSMITH_", "CHAINLIT_")
ON_BOTH = [pytest.param("sqlite", id="sqlite"), pytest.param("postgres", id="postgres", marks=pytest.mark.postgres)]


def _settings() -> list[str]:
    return [name for name in os.environ if name.startswith(OUR_SETTINGS)]


def pytest_configure() -> None:
    """Before any module of ours is imported: a developer's own keys and settings never reach a test."""
    for name in _settings():
        del os.environ[name]
    # A busy machine is not a slow rule: how long one example takes says nothing here.
    settings.register_profile("no_deadline", deadline=None)
    settings.load_profile("no_deadline")


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same before each test, for what a library or another test left; what a test sets itself is undone."""
    for name in _settings():
        monkeypatch.delenv(name)


@pytest.fixture(scope="session", autouse=True)
def stay_on_this_machine() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        network.stay_here(patch)
        yield


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Async tests are marked `anyio` and run on asyncio."""
    return "asyncio"


@pytest.fixture
def free_port() -> int:
    return network.free_port()


@pytest.fixture(scope="session")
def chromium() -> Path:
    """A browser for Playwright's `executable_path`; skips where there is none, but never in CI."""
    found = browser.find()
    if found is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(browser.ADVICE)
    return found


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    with postgres_server() as server:
        yield server


@pytest.fixture(scope="session")
def sqlite_files(tmp_path_factory: pytest.TempPathFactory) -> SqliteFiles:
    return SqliteFiles(tmp_path_factory.mktemp("sqlite"))


@contextmanager
def database_of(request: pytest.FixtureRequest, kind: str, tmp_path: Path, *, migrated: bool = True) -> Iterator[str]:
    """The address of an empty database; `kind` is sqlite or postgres."""
    if kind == "postgres":
        server: Postgres = request.getfixturevalue("postgres")
        with server.database(migrated=migrated) as url:
            yield url
    else:
        files: SqliteFiles = request.getfixturevalue("sqlite_files")
        yield files.database(tmp_path / "foyer.sqlite", migrated=migrated)


@pytest.fixture(params=ON_BOTH)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database with the newest schema, once on SQLite and once on PostgreSQL."""
    with database_of(request, request.param, tmp_path) as url:
        yield url


@pytest.fixture(params=ON_BOTH)
def bare_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without a schema, for tests of the migrations themselves."""
    with database_of(request, request.param, tmp_path, migrated=False) as url:
        yield url
