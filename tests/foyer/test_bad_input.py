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


def test_a_refusal_is_said_and_not_logged_as_well(foyer: Installation):
    foyer.start().stop()
    answer = foyer.run("outcome", "nobody", "won")
    assert answer.stdout == ""
    assert answer.stderr.splitlines() == ["foyer: there is no lead 'nobody'; 'foyer leads' lists them"]


PASSWORD = {"FOYER_CONSOLE_PASSWORD": "secret and long enough"}
SETTINGS = {
    "an unknown setting": ({"FOYER_PROT": "8001"}, "FOYER_PROT is not a setting of Foyer; did you mean FOYER_PORT?"),
    "an impossible port": ({"FOYER_PORT": "99999"}, "FOYER_PORT can't be used"),
    "half of Slack": ({"FOYER_SLACK_CHANNEL": "C0123456789"}, "needs both FOYER_SLACK_BOT_TOKEN and"),
    "the other half": ({"FOYER_SLACK_BOT_TOKEN": "xoxb-secret"}, "needs both FOYER_SLACK_BOT_TOKEN and"),
    "no address": ({"FOYER_HOST": "999.1.1.1"}, "FOYER_HOST can't be used: this is no address; write one of"),
    "another machine's": (
        {"FOYER_HOST": "192.0.2.7", **PASSWORD},
        "192.0.2.7 is no address of this machine; set FOYER_HOST",
    ),
    "an unknown name": ({"FOYER_HOST": "nosuch.invalid", **PASSWORD}, "nosuch.invalid is no address of this machine"),
    "a path": ({"FOYER_BASE_URL": "https://a.example/foyer"}, "Foyer can't be served below a path: give it a host"),
    "no scheme": ({"FOYER_BASE_URL": "chat.example.com"}, "write scheme, host and port only, like https://"),
    "a log's form": ({"FOYER_LOG_FORMAT": "xml"}, "FOYER_LOG_FORMAT can't be used: write 'console' or 'json'"),
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


@pytest.mark.parametrize("command", ["serve", "understand"])
def test_a_prompts_folder_that_is_not_there_is_said_once(foyer: Installation, tmp_path: Path, command: str):
    said = refusal(foyer, command, FOYER_PROMPTS=str(tmp_path / "nowhere"))
    assert f"{tmp_path / 'nowhere'}: is no folder; start Foyer where your prompts folder is, or set" in said
    assert said.count("nowhere") == 1


def test_another_folder_is_told_from_the_prompts_in_one_line(foyer: Installation, tmp_path: Path):
    said = refusal(foyer, "serve", FOYER_PROMPTS=str(tmp_path))
    assert f"{tmp_path}: holds no prompts" in said
    assert said.count("foyer:") == 1


def test_a_text_that_is_not_utf8_is_named(foyer: Installation, prompts: Path):
    file = prompts / "knowledge" / "en" / "more.md"
    file.write_bytes("## Café\n".encode("latin-1"))
    assert f"{file}: not UTF-8 text at byte 6; save the file as UTF-8" in refusal(
        foyer, "serve", FOYER_PROMPTS=str(prompts)
    )
    (prompts / "texts" / "en" / "more.md").write_bytes(b"\xff")
    assert "more.md: not UTF-8 text at byte 0" in refusal(foyer, "understand", FOYER_PROMPTS=str(prompts))


@pytest.mark.parametrize("command", ["serve", "doctor", "leads"])
def test_settings_in_another_encoding_are_named(foyer: Installation, command: str):
    foyer.folder.mkdir(exist_ok=True)
    (foyer.folder / ".env").write_bytes("FOYER_CONSOLE_PASSWORD=zug\u00e4nglich\n".encode("latin-1"))
    said = refusal(foyer, command)
    assert "the file .env in this folder is not UTF-8 text at byte 26; save it as UTF-8" in said


@pytest.mark.parametrize("command", [["serve"], ["leads"], ["lead", "x"], ["report", "bands"], ["review"]])
@pytest.mark.parametrize("content", [b"no database at all " * 500, b"SQLite format 3\0" + b"\xff" * 8176])
def test_a_damaged_database_is_said_and_left_as_it_is(foyer: Installation, command: list[str], content: bytes):
    (foyer.data / "foyer.db").write_bytes(content)
    said = refusal(foyer, *command)
    assert f"the database file {foyer.data / 'foyer.db'} is damaged" in said
    assert "foyer backup" in said


def test_a_database_that_is_damaged_further_inside_is_said(foyer: Installation):
    with foyer.store() as store:
        store.migrate()
    file = foyer.data / "foyer.db"
    whole = file.read_bytes()
    file.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    assert "is damaged" in refusal(foyer, "leads")


def test_the_doctor_names_a_damaged_database(foyer: Installation):
    (foyer.data / "foyer.db").write_bytes(b"no database at all " * 500)
    answer = foyer.run("doctor", "--format", "json")
    found = {each["what"]: each for each in json.loads(answer.stdout)}
    assert found["database"]["state"] == "broken"
    assert "is damaged" in found["database"]["found"]
    assert answer.returncode == 1
    assert "Traceback" not in answer.stderr


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
