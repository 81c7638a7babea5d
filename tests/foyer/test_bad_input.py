"""A user's mistake at the real command line: one clear message that says what to do, and nothing touched."""

from __future__ import annotations

import hashlib
import json
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.support.network import free_port
from tests.support.program import PROMPTS, Installation, installation

MISTAKE = 2
DOWN = "postgresql://foyer:secret@127.0.0.1:{port}/foyer"


@pytest.fixture
def foyer(tmp_path: Path) -> Iterator[Installation]:
    """Installed and never started, but for a file of the owner in the data folder."""
    with installation(tmp_path) as installed:
        installed.data.mkdir()
        (installed.data / "notes.txt").write_text("the owner's own")
        yield installed


@pytest.fixture
def prompts(tmp_path: Path) -> Path:
    """A copy of the prompts, to be spoilt."""
    return Path(shutil.copytree(PROMPTS, tmp_path / "prompts", ignore=shutil.ignore_patterns("*.py", "__pycache__")))


def refusal(foyer: Installation, *arguments: str, **settings: str) -> str:
    """What the command says on its way out, after checking that the refusal was a clean one."""
    before = contents(foyer.data)
    answer = foyer.run(*arguments, **settings)
    assert answer.returncode == MISTAKE, answer.stderr
    assert "Traceback" not in answer.stdout + answer.stderr
    assert contents(foyer.data).items() >= before.items()
    return " ".join(answer.stderr.split())


def contents(folder: Path) -> dict[str, str]:
    """The files below a folder with their contents' digests."""
    files = (file for file in folder.rglob("*") if file.is_file())
    return {str(file): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def spoil(file: Path, old: str, new: str) -> int:
    """Replaces the first `old` and returns the line it stands in, from 1."""
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")
    return text[: text.index(old)].count("\n") + 1


SETTINGS = {
    "an unknown setting": ({"FOYER_PROT": "8001"}, "FOYER_PROT is not a setting of Foyer; did you mean FOYER_PORT?"),
    "an impossible port": ({"FOYER_PORT": "99999"}, "FOYER_PORT can't be used"),
    "half of Slack": ({"FOYER_SLACK_CHANNEL": "C0123456789"}, "needs both FOYER_SLACK_BOT_TOKEN and"),
    "the other half": ({"FOYER_SLACK_BOT_TOKEN": "xoxb-secret"}, "needs both FOYER_SLACK_BOT_TOKEN and"),
    "another database": ({"FOYER_DATABASE_URL": "mysql://a:secret@b/c"}, "sqlite or postgresql"),
    "a PostgreSQL that is down": ({"FOYER_DATABASE_URL": "down"}, "start it, or correct FOYER_DATABASE_URL"),
}


@pytest.mark.parametrize(("settings", "says"), SETTINGS.values(), ids=SETTINGS)
def test_a_setting_that_can_not_be_used_is_named(foyer: Installation, settings: dict[str, str], says: str):
    given = {name: DOWN.format(port=free_port()) if value == "down" else value for name, value in settings.items()}
    said = refusal(foyer, "serve", **given)
    assert says in said
    assert "secret" not in said


@pytest.mark.parametrize("command", ["serve", "understand"])
def test_an_impossible_value_in_the_playbook_is_named_with_file_and_line(
    foyer: Installation, prompts: Path, command: str
):
    line = spoil(prompts / "playbook" / "company.yaml", "America/New_York", "America/New_Yorck")
    said = refusal(foyer, command, FOYER_PROMPTS=str(prompts))
    assert f"company.yaml:{line}: time_zone: write an IANA time zone" in said


def test_a_missing_text_is_named_with_what_is_written_in_its_place(foyer: Installation, prompts: Path):
    spoil(prompts / "texts" / "en" / "chat.md", "## ask.goal\n", "## ask.gaol\n")
    said = refusal(foyer, "serve", FOYER_PROMPTS=str(prompts))
    assert "the text 'ask.goal' is missing ('ask.gaol' looks close" in said
    assert "add a heading '## ask.goal'" in said


def test_a_prompts_folder_that_is_not_there_is_said(foyer: Installation, tmp_path: Path):
    assert "nowhere" in refusal(foyer, "serve", FOYER_PROMPTS=str(tmp_path / "nowhere"))


def test_a_port_in_use_is_said_with_another_to_take(foyer: Installation):
    with socket.create_server(("127.0.0.1", foyer.port)):
        said = refusal(foyer, "serve")
    assert f"port {foyer.port} on 127.0.0.1 can't be used" in said
    assert f"FOYER_PORT={foyer.port + 1} foyer serve" in said


def test_a_data_folder_that_can_not_be_made_is_said(foyer: Installation):
    in_the_way = foyer.data / "notes.txt"
    said = refusal(foyer, "serve", FOYER_DATA=str(in_the_way / "data"))
    assert f"the data folder {in_the_way / 'data'} can't be written" in said
    assert "FOYER_DATA" in said


@pytest.mark.parametrize("command", ["web", "worker"])
def test_several_processes_need_postgresql(foyer: Installation, command: str):
    said = refusal(foyer, command)
    assert f"'foyer {command}' shares its work with other processes and needs PostgreSQL" in said
    assert "use 'foyer serve'" in said


def test_two_servers_do_not_share_a_data_folder(foyer: Installation):
    first = foyer.start()
    second = foyer.run("serve", FOYER_PORT=str(free_port()))
    assert second.returncode == MISTAKE
    assert f"another Foyer works on {foyer.data} already" in " ".join(second.stderr.split())
    assert "Traceback" not in second.stderr
    assert httpx.get(f"{first.base}/readyz").status_code == 200


def test_an_unknown_lead_is_said(foyer: Installation):
    with foyer.store() as store:
        store.migrate()
    assert "there is no lead 'nosuch'; 'foyer leads' lists them" in refusal(foyer, "lead", "nosuch")


def test_a_broken_line_is_answered_in_its_place(foyer: Installation):
    lines = '{"id": 1, "text": "hello"}\n{"id": 2 "text"}\n{"id": 3}\n{"id": 4, "text": "bye"}\n'
    answer = foyer.run("understand", text=lines)
    said = [json.loads(line) for line in answer.stdout.splitlines()]
    assert answer.returncode == 1
    assert [line.get("error") for line in (said[0], said[3])] == [None, None]
    assert said[1]["error"].startswith("line 2: not JSON")
    assert said[2] == {"id": 3, "error": "line 3: text: field required"}
    assert "Traceback" not in answer.stderr


@pytest.mark.parametrize(
    "arguments",
    [["sevre"], ["leads", "--limit", "0"], ["understand", "nosuch.jsonl"], ["playbook", "check", "nosuch"]],
)
def test_a_mistyped_command_is_explained(foyer: Installation, arguments: list[str]):
    assert "Usage: foyer" in refusal(foyer, *arguments)
