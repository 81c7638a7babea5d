"""Files that take effect without a restart: a broken change is reported, and the last good version stays."""

from __future__ import annotations

import shutil
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

    `load` raises BadFiles; later loads keep the last good content and set `problems`, and so does the first one where
    `kept` holds a copy of files that were good before. With `keeps`, each good state of the files is copied there.
    """

    def __init__(
        self,
        folder: Path,
        load: Callable[[Path], Loaded],
        seconds: float = 1.0,
        on_change: Callable[[tuple[Problem, ...]], None] = lambda problems: None,
        kept: Path | None = None,
        *,
        keeps: bool = False,
    ) -> None:
        inside = kept is not None and kept.absolute().is_relative_to(folder.absolute())
        self._kept, self._keeps = None if inside else kept, keeps  # a copy inside would be copied with the next one
        self._folder, self._load, self._seconds, self._on_change = folder, load, seconds, on_change
        self._lock = threading.Lock()
        self._stamp = read_stamp(folder)
        self._looked = time.monotonic()
        self.problems: tuple[Problem, ...] = ()
        try:
            self._content = load(folder)
            self._keep()
        except BadFiles as error:
            self._content = self._load_kept(error)
            self.problems = error.problems
            on_change(self.problems)

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
            self._keep()
        except BadFiles as error:
            self.problems = error.problems
        except OSError as error:  # files come and go while they are read: they are read again
            self._stamp = ()
            self.problems = (Problem(self._folder, None, f"can't be read ({error.strerror}); check its permissions"),)
        self._on_change(self.problems)

    def _load_kept(self, error: BadFiles) -> Loaded:
        """The copy of what was good before; raises the error where there is none, or none that this program reads."""
        if self._kept is None or not self._kept.is_dir():
            raise error
        try:
            return self._load(self._kept)
        except BadFiles:
            raise error from None

    def _keep(self) -> None:
        """Copies the files just loaded; where they changed meanwhile the next look does. No copy stops no chat."""
        if self._kept is None or not self._keeps:
            return
        with suppress(OSError):
            new = copy_files(self._folder, self._kept.with_name(f"{self._kept.name}.new"))
            if read_stamp(self._folder) == self._stamp:
                shutil.rmtree(self._kept, ignore_errors=True)
                new.rename(self._kept)


def copy_files(folder: Path, copy: Path) -> Path:
    """A copy of all that `read_stamp` looks at, in the place of whatever is there; OSError where it can't be made."""
    shutil.rmtree(copy, ignore_errors=True)
    copy.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    copy.mkdir(mode=0o700)
    for path in folder.rglob("*"):
        if path.suffix in SUFFIXES and path.is_file():
            target = copy / path.relative_to(folder)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
    return copy


def read_stamp(folder: Path) -> Stamp:
    """What tells one state of the folder's files from another: names, sizes and times of change."""
    return tuple(_read_stamps(sorted(path for path in folder.rglob("*") if path.suffix in SUFFIXES)))


def _read_stamps(files: Iterable[Path]) -> Iterator[tuple[str, int, int]]:
    for path in files:
        with suppress(OSError):  # gone since it was listed, or an editor's lock that points nowhere
            stat = path.stat()
            yield str(path), stat.st_size, stat.st_mtime_ns
