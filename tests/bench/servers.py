"""The programs under measurement, each in a process of its own that ends with its block."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from pipeline.playbook import ChatLimits
from tests.support.network import free_port

ROOT = Path(__file__).resolve().parents[2]
FOYER = (sys.executable, "-c", "from foyer.cli import main; main()")
ECHO = Path(__file__).with_name("echo.py")
SETTINGS = ("FOYER_", "SLACK_", "OPENAI_", "LANGCHAIN_", "LANGSMITH_", "CHAINLIT_")
"""Variables that would make what is measured depend on who measures."""
PATIENCE = 60.0
"""Seconds a server may take to start, or to end before it is killed."""
UNLIMITED = 1_000_000
LOOK_SECONDS = 0.01
"""How often a starting server is asked whether it answers; the error of the time to start."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server as the bench sees it."""

    name: str
    socket_url: str
    process: psutil.Process
    started_in: float
    """Seconds from the start of the process to its first answer."""

    def cpu_seconds(self) -> float:
        """User and system time of all its threads so far."""
        times = self.process.cpu_times()
        return times.user + times.system

    def resident_bytes(self) -> int:
        return int(self.process.memory_info().rss)


@contextmanager
def foyer_server(
    folder: Path, settings: Mapping[str, str] | None = None, command: Sequence[str] = (*FOYER, "serve")
) -> Iterator[Server]:
    """`foyer serve` on the data in `folder`; `settings` are more FOYER_ variables."""
    port = free_port()
    own = {"FOYER_DATA": str(folder / "data"), "FOYER_PROMPTS": str(open_prompts(folder)), "FOYER_PORT": str(port)}
    with _running(command, folder, {**own, **(settings or {})}, port, "/healthz") as (process, seconds):
        yield Server("Foyer", f"{_socket(port)}/chat/ws/socket.io/{_QUERY}", process, seconds)


@contextmanager
def foyer_worker(folder: Path, database_url: str) -> Iterator[psutil.Process]:
    """`foyer worker` on that PostgreSQL, at work from the start of the block; alerts go to its log in `folder`."""
    log = folder / "server.log"
    settings = {
        "FOYER_DATA": str(folder / "data"), "FOYER_PROMPTS": str(ROOT / "prompts"), "FOYER_DATABASE_URL": database_url,
    }  # fmt: skip
    with _program([*FOYER, "worker"], folder, settings, lambda: " is at work." in log.read_text("utf-8")) as process:
        yield process


def open_prompts(folder: Path) -> Path:
    """The shipped prompts, but for the limits on a flood: what is refused is not measured."""
    prompts = folder / "prompts"
    shutil.copytree(ROOT / "prompts", prompts, dirs_exist_ok=True)
    limits = dict.fromkeys(ChatLimits.model_fields, UNLIMITED)
    (prompts / "playbook" / "limits.yaml").write_text(json.dumps(limits), "utf-8")
    return prompts


@contextmanager
def echo_server(folder: Path) -> Iterator[Server]:
    """The stock Chainlit application of `echo.py`, started the way Chainlit's documentation starts one."""
    port = free_port()
    command = [sys.executable, "-m", "chainlit", "run", str(ECHO), "--headless", "--host", "127.0.0.1"]
    settings = {"CHAINLIT_APP_ROOT": str(folder)}
    with _running([*command, "--port", str(port)], folder, settings, port, "/") as (process, seconds):
        yield Server("stock echo", f"{_socket(port)}/ws/socket.io/{_QUERY}", process, seconds)


def clean_environment(settings: Mapping[str, str]) -> dict[str, str]:
    """This process's environment without anybody's settings but these."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(SETTINGS)}
    return {**kept, "PYTHONPATH": str(ROOT), **settings}


_QUERY = "?EIO=4&transport=websocket"


def _socket(port: int) -> str:
    return f"ws://127.0.0.1:{port}"


@contextmanager
def _running(
    command: Sequence[str], folder: Path, settings: Mapping[str, str], port: int, page: str
) -> Iterator[tuple[psutil.Process, float]]:
    begun = time.perf_counter()
    with _program(command, folder, settings, lambda: _answers(port, page)) as process:
        yield process, time.perf_counter() - begun


@contextmanager
def _program(
    command: Sequence[str], folder: Path, settings: Mapping[str, str], ready: Callable[[], bool]
) -> Iterator[psutil.Process]:
    """What it prints is in `server.log` in the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / "server.log"
    with log.open("ab") as output:
        # Not in the repository: a developer's .env is read from the folder in which a program starts.
        started = subprocess.Popen(command, cwd=folder, env=clean_environment(settings), stdout=output, stderr=output)
    try:
        _await(ready, started, log)
        yield psutil.Process(started.pid)
    finally:
        _end(started)


def _await(ready: Callable[[], bool], program: subprocess.Popen[bytes], log: Path) -> None:
    """Until it is ready: a process that starts has no event to await from here."""
    deadline = time.monotonic() + PATIENCE
    while not ready():
        if program.poll() is not None:
            raise RuntimeError(f"a program ended while it started:\n{log.read_text('utf-8', 'replace')[-2000:]}")
        if time.monotonic() > deadline:
            raise TimeoutError(f"a program was not ready within {PATIENCE:.0f} s")
        time.sleep(LOOK_SECONDS)


def _answers(port: int, page: str) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", page)
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def _end(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    try:
        server.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
