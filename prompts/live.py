"""Files that take effect without a restart: a broken change is reported, and the last good version stays."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Generic, TypeVar

from prompts.problems import BadFiles, Problem

Loaded = TypeVar("Loaded")
Stamp = tuple[tuple[str, int, int], ...]

SUFFIXES = frozenset({".yaml", ".md", ".svg"})


class Live(Generic[Loaded]):
    """The loaded content of a folder, looked at again at most once every `seconds`.

    `load` raises BadFiles; the first load lets it through, later ones keep the last good content and set `problems`.
    """

    def __init__(
        self,
        folder: Path,
        load: Callable[[Path], Loaded],
        seconds: float = 1.0,
        on_change: Callable[[tuple[Problem, ...]], None] = lambda problems: None,
    ) -> None:
        self._folder, self._load, self._seconds, self._on_change = folder, load, seconds, on_change
        self._lock = threading.Lock()
        self._stamp = read_stamp(folder)
        self._looked = time.monotonic()
        self._content = load(folder)
        self.problems: tuple[Problem, ...] = ()

    def current(self) -> Loaded:
        """The newest good content."""
        if time.monotonic() - self._looked >= self._seconds:
            with self._lock:
                self._look()
        return self._content

    def _look(self) -> None:
        self._looked = time.monotonic()
        now = read_stamp(self._folder)
        if now == self._stamp:
            return
        self._stamp = now
        try:
            self._content = self._load(self._folder)
            self.problems = ()
        except BadFiles as error:
            self.problems = error.problems
        except OSError as error:  # files come and go while they are read: they are read again
            self._stamp = ()
            self.problems = (Problem(self._folder, None, f"can't be read ({error.strerror}); check its permissions"),)
        self._on_change(self.problems)


def read_stamp(folder: Path) -> Stamp:
    """What tells one state of the folder's files from another: names, sizes and times of change."""
    return tuple(_read_stamps(sorted(path for path in folder.rglob("*") if path.suffix in SUFFIXES)))


def _read_stamps(files: Iterable[Path]) -> Iterator[tuple[str, int, int]]:
    for path in files:
        with suppress(OSError):  # gone since it was listed, or an editor's lock that points nowhere
            stat = path.stat()
            yield str(path), stat.st_size, stat.st_mtime_ns
