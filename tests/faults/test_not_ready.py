"""A real server that can't store says that it is not ready, in time; what still works goes on working."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest

from tests.support.builders import a_lead
from tests.support.databases import Postgres, postgres_server
from tests.support.network import free_port
from tests.support.program import PROMPTS, Installation, Program, eventually, installation

pytestmark = pytest.mark.fault


def ready(server: Program) -> tuple[int, dict[str, Any]]:
    answer = httpx.get(f"{server.base}/readyz", timeout=10)
    return answer.status_code, answer.json()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Installation, Program]]:
    with installation(tmp_path_factory.mktemp("served")) as foyer:
        server = foyer.start()
        assert ready(server)[0] == 200
        yield foyer, server


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Another program holds it for writing."""
    with closing(sqlite3.connect(file, isolation_level=None, timeout=30)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")


@pytest.mark.parametrize(("file", "part"), [("foyer.db", "database"), ("engine.db", "engine")])
def test_a_locked_file_is_not_ready_and_hangs_nobody(served: tuple[Installation, Program], file: str, part: str):
    foyer, server = served
    with locked(foyer.data / file):
        eventually(lambda: ready(server)[0] == 503)
        begun = time.monotonic()
        assert "locked" in ready(server)[1][part]
        assert time.monotonic() - begun < 5
    eventually(lambda: ready(server)[0] == 200)


def test_a_full_disk_is_not_ready(served: tuple[Installation, Program]):
    """No file of the process may grow any more."""
    _, server = served
    pid = server.process.pid
    before = resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
    try:
        eventually(lambda: all("can't be written" in ready(server)[1][part] for part in ("database", "engine")))
        assert ready(server)[0] == 503
        assert httpx.get(f"{server.base}/healthz").status_code == 200
    finally:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, before)
    eventually(lambda: ready(server)[0] == 200)


def test_a_broken_playbook_is_degraded_and_survives_a_restart(tmp_path: Path):
    prompts = tmp_path / "prompts"
    shutil.copytree(PROMPTS, prompts, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    with installation(tmp_path, FOYER_PROMPTS=str(prompts), FOYER_CONSOLE_PASSWORD="long enough") as foyer:
        first = foyer.start()
        file = prompts / "playbook" / "company.yaml"
        good = file.read_text("utf-8")
        file.write_text(good.replace("time_zone:", "time_zon:"), "utf-8")
        eventually(lambda: ready(first)[1]["playbook"] != "ok")
        assert ready(first)[0] == 200
        assert "company.yaml" in ready(first)[1]["playbook"]
        first.kill9()

        second = foyer.start()
        code, told = ready(second)
        assert (code, "last good version serves" in told["playbook"]) == (200, True)
        assert httpx.get(f"{second.base}/chat/").status_code == 200
        assert "no leads" in foyer.run("leads").stdout.lower()
        console = httpx.Client(base_url=second.base, auth=("team", "long enough"))
        eventually(lambda: "a change of the prompts was refused" in console.get("/console/").text)
        page = console.get("/console/").text
        assert "did you mean" in page
        assert "time_zone" in page
        assert "refused" not in httpx.get(f"{second.base}/console/").text
        file.write_text(good, "utf-8")
        eventually(lambda: ready(second)[1]["playbook"] == "ok")
        console.close()


@pytest.fixture
def own_postgres() -> Iterator[Postgres]:
    """A server that no other test uses, so that it may be stopped."""
    with postgres_server() as server:
        yield server


@pytest.mark.postgres
def test_web_alone_raises_the_alarm_and_a_postgresql_that_hangs_holds_up_no_page(
    tmp_path: Path, own_postgres: Postgres
):
    with (
        own_postgres.database(migrated=True) as url,
        installation(tmp_path, FOYER_DATABASE_URL=url, FOYER_CONSOLE_PASSWORD="long enough") as foyer,
    ):
        server = foyer.start("web")
        with foyer.store() as store:
            store.submissions.receive(a_lead())
        listed = foyer.run("leads")
        assert "1 enquiry waits for a decision" in listed.stdout
        assert "No leads yet" not in listed.stdout
        assert foyer.run("doctor").returncode == 1
        eventually(lambda: "no worker is alive" in ready(server)[1]["work"], 30)
        assert ready(server)[0] == 200
        assert '"event": "alarm"' in server.output
        page = httpx.get(f"{server.base}/console/", auth=("team", "long enough")).text
        assert "no worker is alive" in page

        with stopped(own_postgres), ThreadPoolExecutor(60) as probes:
            eventually(lambda: ready(server)[0] == 503)  # an answer is shared for a second
            begun = time.monotonic()
            answers = list(probes.map(lambda _: httpx.get(f"{server.base}/readyz", timeout=20).status_code, range(60)))
            assert set(answers) == {503}
            assert time.monotonic() - begun < 8
            for path in ("healthz", "embed.js", ""):
                assert httpx.get(f"{server.base}/{path}", timeout=5).status_code == 200
        eventually(lambda: ready(server)[0] == 200, 30)


@pytest.mark.postgres
def test_a_worker_answers_for_its_work(tmp_path: Path, own_postgres: Postgres):
    """Ready while it can store and nothing urgent waits; alive whatever happens."""
    port = free_port()
    with (
        own_postgres.database(migrated=True) as url,
        installation(tmp_path, FOYER_DATABASE_URL=url, FOYER_WORKER_PORT=str(port)) as foyer,
    ):
        worker = foyer.start("worker")
        worker.base = f"http://127.0.0.1:{port}"
        eventually(lambda: ready(worker) == (200, {"status": "ok", **dict.fromkeys(PARTS, "ok")}))
        with stopped(own_postgres):
            eventually(lambda: ready(worker)[0] == 503)
            assert httpx.get(f"{worker.base}/healthz", timeout=5).status_code == 200
        eventually(lambda: ready(worker)[0] == 200, 30)
        assert httpx.get(f"{worker.base}/console/", timeout=5).status_code == 404
        assert worker.stop() == 0


PARTS = ("database", "engine", "playbook", "work")


@contextmanager
def stopped(server: Postgres) -> Iterator[None]:
    """All of its processes stand still: connections are taken by the kernel, and nobody ever answers."""
    processes = [
        process
        for process in psutil.process_iter(["cmdline"])
        if any(str(server.socket_dir) in part for part in process.info["cmdline"] or ())
    ]
    children = [child for process in processes for child in process.children(recursive=True)]
    everybody = {process.pid for process in (*processes, *children)} - {os.getpid()}
    for pid in everybody:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in everybody:
            os.kill(pid, signal.SIGCONT)
