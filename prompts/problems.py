"""A person's mistakes: what is wrong, where, and what to do or write instead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


class Mistake(Exception):
    """What a user can mend: its text says what is wrong and what to do. Anything else that is raised is a bug."""


Place = tuple[str | int, ...]
"""Where in a file: `("policy", 3)` is the fourth entry under `policy`."""


class WrongAt(ValueError):
    """What a model finds wrong with its file when it looks at all of it: at a place inside the model."""

    def __init__(self, place: Place, message: str) -> None:
        super().__init__(message)
        self.place = place


@dataclass(frozen=True, slots=True)
class Problem:
    file: Path
    line: int | None
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}" if self.line else f"{self.file}: {self.message}"


class BadFiles(Mistake):
    """One or more files can't be used; nothing of them is taken."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, problems)))
