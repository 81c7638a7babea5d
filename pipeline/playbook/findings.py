"""What is odd in a playbook that loads, and where."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    ERROR = "error"
    """Something that is written there has no effect."""
    WARNING = "warning"
    """Probably not what is meant."""
    NOTE = "note"
    """Worth knowing."""


Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    level: Level
    file: str
    """Of the playbook's folder, e.g. `routing.yaml`."""
    place: Place
    """Where in the file: `("policy", 3)` is the fourth rule."""
    message: str
