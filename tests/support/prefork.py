"""Programs that start in a blink: forked from a process that has already imported what all of Foyer's import.

Some hundred tests start the real program, and most of a start's processor time are imports. A forked process has its
own memory, files, signals and end, as any other; `make run` and the bench start theirs from nothing.

Run as `python -m tests.support.prefork FD`, this module is the process that forks; a request is a JSON object
`{"command", "environment", "folder"}` with the descriptors of standard input, output, error and of a pipe for the
exit code. It answers with the new process's id, and ends with the test run that started it.
"""

from __future__ import annotations

import array
import atexit
import json
import os
import runpy
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from importlib import import_module
from pathlib import Path
from threading import Lock
from typing import IO, Any

ROOT = Path(__file__).resolve().parents[2]
REQUEST_BYTES = 1 << 20
IMPORTED = (
    *("foyer.cli", "foyer.commands.serve", "foyer.web.application"),
    # What a start leaves for later, or for those who set it up.
    *("py3langid.langid", "tldextract", "integrations.slack.inbound", "integrations.slack.listening"),
    *("integrations.slack.notifier", "integrations.slack.threads", "integrations.enrichment.http"),
)

_one_at_a_time = Lock()


class Forked:
    """A running process, as `subprocess.Popen` shows one."""

    def __init__(self, pid: int, ended: int) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._ended = ended

    def poll(self) -> int | None:
        return self._look(0)

    def wait(self, timeout: float) -> int:
        """The exit code, negative for a signal's number; subprocess.TimeoutExpired."""
        code = self._look(timeout)
        if code is None:
            raise subprocess.TimeoutExpired(f"process {self.pid}", timeout)
        return code

    def terminate(self) -> None:
        self._signal(signal.SIGTERM)

    def kill(self) -> None:
        self._signal(signal.SIGKILL)

    def _signal(self, number: int) -> None:
        if self.poll() is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def _look(self, seconds: float) -> int | None:
        if self.returncode is None and select.select([self._ended], [], [], seconds)[0]:
            self.returncode = int(os.read(self._ended, 16))
            os.close(self._ended)
        return self.returncode


def start(
    command: Sequence[str],
    environment: Mapping[str, str],
    folder: Path,
    output: IO[bytes],
    errors: IO[bytes],
    text: IO[bytes] | None = None,
) -> Forked:
    """Starts a Python script with its arguments in a folder, with nothing in its environment but what is given."""
    request = {"command": list(command), "environment": dict(environment), "folder": str(folder)}
    ended, end = os.pipe()
    with Path(os.devnull).open("rb") as nothing:
        files = [(text or nothing).fileno(), output.fileno(), errors.fileno(), end]
        with _one_at_a_time:
            pid = _forker().fork(json.dumps(request).encode(), files)
    os.close(end)
    return Forked(pid, ended)


@cache
def _forker() -> _Forker:
    """One for each process of the test run, gone when that one is."""
    forker = _Forker()
    atexit.register(forker.close)
    return forker


class _Forker:
    """The process that forks, seen from the test run."""

    def __init__(self) -> None:
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        command = [sys.executable, "-m", "tests.support.prefork", str(theirs.fileno())]
        self._process = subprocess.Popen(command, cwd=ROOT, pass_fds=[theirs.fileno()])
        theirs.close()

    def fork(self, request: bytes, files: Sequence[int]) -> int:
        self._control.sendmsg([request], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", files))])
        return int(self._control.recv(16))

    def close(self) -> None:
        self._control.close()
        self._process.wait()


def _serve(control: socket.socket) -> dict[str, Any] | None:
    """Forks for each request until the test run is gone; in each forked process it returns what that one shall do."""
    ends: dict[int, int] = {}
    woken, wake = socket.socketpair()
    wake.setblocking(False)
    signal.set_wakeup_fd(wake.fileno())
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        ready, _, _ = select.select([control, woken], [], [])
        if woken in ready:
            woken.recv(4096)
            _report(ends)
        if control not in ready:
            continue
        body, files, _, _ = socket.recv_fds(control, REQUEST_BYTES, 4)
        if not body:
            return None
        pid = os.fork()
        if pid == 0:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            signal.signal(signal.SIGINT, signal.default_int_handler)
            woken.close()
            wake.close()
            for number, file in enumerate(files[:3]):
                os.dup2(file, number)
            for file in (*files, *ends.values()):
                os.close(file)
            request: dict[str, Any] = json.loads(body)
            return request
        ends[pid] = files[3]
        for file in files[:3]:
            os.close(file)
        control.send(str(pid).encode())


def _report(ends: dict[int, int]) -> None:
    """Tells the end of each process that has ended."""
    while ends:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if pid == 0:
            return
        with suppress(BrokenPipeError):
            os.write(ends[pid], str(os.waitstatus_to_exitcode(status)).encode())
        os.close(ends.pop(pid))


def _become(request: Mapping[str, Any]) -> None:
    """Goes on as the program that was asked for."""
    os.environ.clear()
    os.environ.update(request["environment"])
    os.chdir(request["folder"])
    script, *arguments = request["command"]
    sys.argv = [script, *arguments]
    runpy.run_path(script, run_name="__main__")


if __name__ == "__main__":
    for module in IMPORTED:
        import_module(module)
    with socket.socket(fileno=int(sys.argv[1])) as control:
        request = _serve(control)
    if request is not None:
        _become(request)
