"""The tests' own tools keep their promises."""

from __future__ import annotations

import ast
import asyncio
import os
import socket
import sys
import tomllib
from collections import defaultdict
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from sqlalchemy import create_engine, inspect, text

from tests.support import browser
from tests.support.material import MATERIAL, material
from tests.support.network import OutsideWorld, is_here

ROOT = Path(__file__).resolve().parents[1]
OURS = ("assistant", "console", "foyer", "integrations", "pipeline", "prompts")


@pytest.mark.parametrize("attempt", [1, 2])
def test_each_test_gets_a_database_of_its_own(database_url, attempt):
    engine = create_engine(database_url)
    with engine.begin() as connection:
        assert "left_by_another_test" not in inspect(connection).get_table_names()
        connection.execute(text("create table left_by_another_test (n integer)"))
    engine.dispose()


def test_a_bare_database_has_no_tables(bare_database_url):
    engine = create_engine(bare_database_url)
    assert inspect(engine).get_table_names() == []
    engine.dispose()


def test_a_database_is_dropped_under_open_connections(postgres):
    with postgres.database(migrated=False) as url:
        engine = create_engine(url)
        held = engine.connect()
        held.execute(text("select 1"))
    held.invalidate()
    engine.dispose()


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.1", "::1", "localhost", "chat.localhost", "::", "", None])
def test_this_machine_is_here(host):
    assert is_here(host)


@pytest.mark.parametrize("host", ["192.0.2.1", "10.0.0.1", "2001:db8::1", "example.com", "localhost.example.com"])
def test_the_rest_of_the_world_is_not(host):
    assert not is_here(host)


def test_a_test_cannot_leave_this_machine():
    with socket.socket() as plain, pytest.raises(OutsideWorld):
        plain.connect(("192.0.2.1", 80))
    with pytest.raises(OutsideWorld):
        socket.create_connection(("example.com", 80))
    with socket.socket(type=socket.SOCK_DGRAM) as datagram, pytest.raises(OutsideWorld):
        datagram.sendto(b"", ("192.0.2.1", 53))


def test_a_test_can_talk_to_itself(free_port):
    with socket.create_server(("127.0.0.1", free_port)), socket.create_connection(("localhost", free_port), 5):
        pass


def test_no_setting_of_the_developer_reaches_a_test():
    assert not [name for name in os.environ if name.startswith(("FOYER_", "SLACK_", "OPENAI_"))]


def test_missing_material_skips():
    with pytest.raises(pytest.skip.Exception, match="no/such/file"):
        material("no/such/file")


@pytest.mark.skipif(not MATERIAL.exists(), reason="no material beside the repository")
def test_material_is_found():
    assert material("dialogue").is_dir()


@pytest.mark.parametrize(("ci", "code"), [("", 0), ("true", 1)])
def test_a_machine_without_a_browser_is_told_what_to_do(ci, code, monkeypatch, capsys):
    monkeypatch.setattr(browser, "find", lambda: None)
    monkeypatch.setattr(browser, "install", lambda: None)
    monkeypatch.setenv("CI", ci)
    assert browser.main() == code
    assert "apt-get install chromium" in capsys.readouterr().err


@pytest.mark.journey
def test_the_browser_opens_a_page(chromium):
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        window = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = window.new_page()
        page.goto("data:text/html,<h1>Foyer</h1>")
        assert page.inner_text("h1") == "Foyer"
        window.close()


@pytest.mark.anyio
async def test_async_tests_run(free_port):
    server = await asyncio.start_server(lambda reader, writer: None, "127.0.0.1", free_port)
    server.close()
    await server.wait_closed()


def imported(file: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or ".")
    return names


@pytest.mark.parametrize("file", sorted(ROOT.glob("pipeline/domain/*.py")), ids=lambda file: file.stem)
def test_the_domain_imports_the_standard_library_alone(file):
    foreign = {
        name
        for name in imported(file)
        if name.split(".")[0] not in sys.stdlib_module_names and not name.startswith("pipeline.domain")
    }
    assert not foreign


def declared() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    lines = [*project["dependencies"], *(line for extra in project["optional-dependencies"].values() for line in extra)]
    return {canonicalize_name(Requirement(line).name) for line in lines}


@pytest.mark.parametrize("package", OURS)
def test_what_is_imported_is_declared(package):
    """What comes only with another package goes when that package no longer needs it."""
    known, providers = declared(), packages_distributions()
    undeclared = {
        f"{file.relative_to(ROOT)}: {name}"
        for file in ROOT.glob(f"{package}/**/*.py")
        for name in (full.split(".")[0] for full in imported(file))
        if name not in sys.stdlib_module_names
        and name not in OURS
        and not known & {canonicalize_name(provider) for provider in providers.get(name, [])}
    }
    assert not undeclared, "add them to pyproject.toml and run `make lock`"


MOST_MODULES = 15
ROOMS = {"pipeline"}
"""Packages that only list rooms (docs/decisions/0035-rooms.md): their own files count, their folders do not."""
ONE_FILE_EACH = ("foyer/commands", "pipeline/store/migrations/versions")
"""Packages in which each command, or each migration, is a file."""


def packages() -> list[Path]:
    found = {file.parent for top in (*OURS, "tests") for file in (ROOT / top).rglob("*.py")}
    return sorted(folder for folder in found if folder.relative_to(ROOT).as_posix() not in ONE_FILE_EACH)


@pytest.mark.parametrize("package", packages(), ids=lambda folder: folder.relative_to(ROOT).as_posix())
def test_a_package_is_small_enough_to_be_seen_at_once(package):
    files = [file for file in package.glob("*.py") if file.name != "__init__.py" and not file.name.startswith("test_")]
    folders = [] if package.name in ROOMS else [folder for folder in package.iterdir() if any(folder.glob("*.py"))]
    assert len(files) + len(folders) <= MOST_MODULES, "make a room below for those that belong together"


def test_a_class_name_stands_for_one_thing():
    homes = defaultdict(list)
    for file in sorted(file for top in (*OURS, "tests", "scripts") for file in (ROOT / top).rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef):
                homes[node.name].append(f"{file.relative_to(ROOT)}:{node.lineno}")
    assert not {name: places for name, places in homes.items() if len(places) > 1}
