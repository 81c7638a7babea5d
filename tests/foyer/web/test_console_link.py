"""Without a password the console opens by a link that only the terminal prints, and nobody else reaches the server."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from foyer.settings import Settings, SettingsProblem
from foyer.web.console_link import build_console_link, read_console_key, refuse_exposed_console
from tests.support.program import Installation, installation
from tests.support.proxy import line_to


def settings(**values: object) -> Settings:
    return Settings(_env_file=None, **values)  # type: ignore[arg-type]


def test_the_key_is_made_once_and_read_by_this_user_alone(tmp_path: Path):
    folder = tmp_path / "data"
    key = read_console_key(folder)
    assert len(key.get_secret_value()) == 43, "32 bytes"
    (folder / "console.key").chmod(0o644)
    assert read_console_key(folder) == key
    assert stat.S_IMODE((folder / "console.key").stat().st_mode) == 0o600
    assert read_console_key(tmp_path / "another") != key


def test_an_empty_file_is_no_key(tmp_path: Path):
    (tmp_path / "console.key").touch()
    assert read_console_key(tmp_path).get_secret_value()


def test_processes_that_start_together_have_one_key(tmp_path: Path):
    with ThreadPoolExecutor(16) as threads:
        assert len(set(threads.map(read_console_key, [tmp_path] * 64))) == 1
    assert [file.name for file in tmp_path.iterdir()] == ["console.key"]


def test_the_link_holds_the_key_only_where_no_password_is_set(tmp_path: Path):
    key = read_console_key(tmp_path).get_secret_value()
    assert build_console_link(settings(data=tmp_path)) == f"http://localhost:8000/console/open?key={key}"
    assert build_console_link(settings(data=tmp_path, console_password="p")) == "http://localhost:8000/console/"


EXPOSED = [
    {"host": "0.0.0.0"},  # noqa: S104 - refused
    {"host": "::"},
    {"host": "192.168.1.5"},
    {"host": "chat.internal"},
    {"base_url": "https://chat.example.com"},
    {"base_url": "http://10.0.0.7:8000"},
    {"base_url": "http://localhost.example.com"},
    {"allowed_origins": "http://localhost:3000,https://www.example.com"},
]


@pytest.mark.parametrize("values", EXPOSED)
def test_whoever_is_reached_by_others_needs_a_password(values):
    (name,) = values
    with pytest.raises(SettingsProblem, match=f"FOYER_{name.upper()} is .*set FOYER_CONSOLE_PASSWORD"):
        refuse_exposed_console(settings(**values))
    refuse_exposed_console(settings(**values, console_password="long enough"))


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"host": "localhost"},
        {"host": "::1"},
        {"host": "127.0.0.2", "base_url": "http://127.0.0.2:8000/"},
        {"base_url": "http://foyer.localhost:8000", "allowed_origins": "http://localhost:3000,http://[::1]:3000"},
    ],
)
def test_on_this_machine_alone_no_password_is_needed(values):
    refuse_exposed_console(settings(**values))


@pytest.fixture
def foyer(tmp_path: Path) -> Iterator[Installation]:
    with installation(tmp_path / "foyer") as installed:
        yield installed


@pytest.mark.parametrize("command", ["serve", "web"])
def test_an_exposed_server_does_not_start(foyer: Installation, command: str):
    database = {"FOYER_DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none"} if command == "web" else {}
    refused = foyer.run(command, FOYER_HOST="0.0.0.0", **database)  # noqa: S104 - refused
    assert refused.returncode == 2
    assert refused.stderr.startswith("foyer: FOYER_HOST is 0.0.0.0, so that others than this machine reach Foyer")


def test_a_proxy_that_says_nothing_of_itself_opens_nothing(foyer: Installation):
    """As nginx does it by default: `Host` is what it connects to, no header names the visitor."""
    server = foyer.start("serve")
    as_if_local = {"Host": server.base.removeprefix("http://"), "Sec-Fetch-Site": "same-origin"}
    link = foyer.console(server)
    with line_to(foyer.port) as line, httpx.Client(base_url=line.base, headers=as_if_local) as stranger:
        assert stranger.get("/console/").status_code == 403
        assert stranger.post("/console/conversations/c1/say", data={"do": "join"}).status_code == 403
    assert httpx.get(f"{server.base}/console/").status_code == 403
    assert foyer.run("console").stdout.strip() == link.replace("127.0.0.1", "localhost")
    with httpx.Client(follow_redirects=True) as owner:
        assert "No leads yet" in owner.get(link).text
        assert owner.get(f"{server.base}/console/alerts").status_code == 200
