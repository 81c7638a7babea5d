"""The doctor asks: what it calls ok was tried, and what can't be tried from here is called not checked."""

from __future__ import annotations

import json
import shutil
import stat
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from typer.testing import CliRunner

from foyer.cli import app
from pipeline.store import Database, Store
from tests.support.builders import PROMPTS
from tests.support.settling import enquiry


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FOYER_PROMPTS", str(PROMPTS))
    monkeypatch.setenv("FOYER_PORT", "9")  # nobody listens
    monkeypatch.chdir(tmp_path)
    return tmp_path


def diagnose(what: str) -> list[tuple[str, str]]:
    """State and finding of the lines of this name."""
    answer = CliRunner().invoke(app, ["doctor", "--format", "json"])
    found = [(line["state"], line["found"]) for line in json.loads(answer.stdout) if line["what"] == what]
    assert answer.exit_code == 1 or "broken" not in dict(found)
    return found


@contextmanager
def answering(path: str, status: int, body: object) -> Iterator[str]:
    """A server that answers one path; its address."""

    class OnePath(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status if self.path == path else 404)
            self.end_headers()
            self.wfile.write(json.dumps(body).encode())

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), OnePath) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


MODELS = {"data": [{"id": "small"}, {"id": "large"}]}


@pytest.mark.parametrize(
    ("status", "body", "name", "state", "says"),
    [
        (200, MODELS, "small", "ok", "answers, takes the key and has 'small'"),
        (200, MODELS, "huge", "broken", "has no model 'huge'; it has large, small"),
        (401, {}, "small", "broken", "refuses the key"),
        (200, "hello", "small", "not checked", "lists no models (200)"),
        (501, {}, "small", "not checked", "lists no models (501)"),
    ],
)
def test_a_models_server_is_asked(folder: Path, monkeypatch, status, body, name: str, state: str, says: str):
    with answering("/v1/models", status, body) as address:
        monkeypatch.setenv("FOYER_MODEL_BASE_URL", f"{address}/v1")
        monkeypatch.setenv("FOYER_MODEL_NAME", name)
        monkeypatch.setenv("FOYER_MODEL_API_KEY", "sk-secret")
        ((found, words),) = diagnose("llm server")
    assert (found, says in words) == (state, True)
    assert "sk-secret" not in words


def test_an_address_where_nothing_listens_is_broken(folder: Path, monkeypatch):
    monkeypatch.setenv("FOYER_MODEL_BASE_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("FOYER_MODEL_NAME", "small")
    ((state, words),) = diagnose("llm server")
    assert (state, "does not answer" in words) == ("broken", True)


@pytest.mark.parametrize(
    ("body", "status", "state", "says"),
    [
        ({"status": "ok", "database": "ok"}, 200, "ok", "is ok"),
        ({"status": "degraded", "work": "2 enquiries wait"}, 200, "warning", "degraded: work: 2 enquiries wait"),
        ({"status": "not ready", "database": "disk full"}, 503, "broken", "database: disk full"),
        (["nginx"], 200, "warning", "something else than Foyer answers"),
    ],
)
def test_a_running_server_is_asked(folder: Path, monkeypatch, body, status: int, state: str, says: str):
    with answering("/readyz", status, body) as address:
        monkeypatch.setenv("FOYER_PORT", address.rpartition(":")[2])
        ((found, words),) = diagnose("server")
    assert (found, says in words) == (state, True)


def test_a_public_address_is_asked(folder: Path, monkeypatch):
    with answering("/healthz", 200, {"status": "ok"}) as address:
        monkeypatch.setenv("FOYER_BASE_URL", address)
        assert diagnose("base URL") == [("ok", f"{address} leads here")]
    ((state, words),) = diagnose("base URL")
    assert (state, "does not lead here" in words) == ("warning", True)
    assert diagnose("server")[0][0] == "off"


def test_the_data_folder_is_tried(folder: Path, monkeypatch):
    assert diagnose("data folder")[0][0] == "off"
    data = folder / "data"
    data.mkdir(mode=0o700)
    assert diagnose("data folder") == [("ok", f"{data} can be written, by its owner alone")]
    assert list(data.iterdir()) == []
    data.chmod(0o755)
    ((state, words),) = diagnose("data folder")
    assert (state, "can look into it" in words) == ("warning", True)
    assert stat.S_IMODE(data.stat().st_mode) == 0o755
    monkeypatch.setenv("FOYER_DATA", "/proc/self/fdinfo")
    ((state, words),) = diagnose("data folder")
    assert (state, "can't be written" in words) == ("broken", True)


def test_enquiries_without_a_worker_are_broken(folder: Path):
    (folder / "data").mkdir()
    with closing(Store(Database(f"sqlite:///{folder / 'data' / 'foyer.db'}"))) as store:
        store.migrate()
        assert diagnose("engine") == [("off", "no worker is alive: none has run yet")]
        store.submissions.receive(enquiry(1))
    ((state, _),) = diagnose("engine")
    assert state == "broken"
    ((state, words),) = diagnose("waiting work")
    assert (state, words.startswith("1 enquiry waits for a decision, for ")) == ("broken", True)


def test_a_rule_without_effect_is_named(folder: Path, monkeypatch):
    prompts = Path(shutil.copytree(PROMPTS, folder / "prompts", ignore=shutil.ignore_patterns("*.py", "__pycache__")))
    file = prompts / "playbook" / "company.yaml"
    lines = [line for line in file.read_text("utf-8").splitlines() if not line.startswith("holidays:")]
    file.write_text("\n".join([*lines, "holidays: XX"]), "utf-8")
    monkeypatch.setenv("FOYER_PROMPTS", str(prompts))
    ((state, words),) = diagnose("playbook")
    assert state == "warning"
    assert f"{file}:{len(lines) + 1}: no public holidays are known for 'XX'" in words


def test_what_others_said_is_shown_as_it_is(folder: Path, monkeypatch):
    """Brackets are markup in a table for people."""
    told = {"status": "degraded", "work": "said [/bold] and [red]stop"}
    with answering("/readyz", 200, told) as address:
        monkeypatch.setenv("FOYER_PORT", address.rpartition(":")[2])
        monkeypatch.setenv("COLUMNS", "200")
        printed = CliRunner().invoke(app, ["doctor"])
    assert "said [/bold] and [red]stop" in printed.stdout
