"""What is odd in a playbook that loads, and where."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from prompts.problems import Place


class FindingLevel(StrEnum):
    ERROR = "error"
    """Something that is written there has no effect."""
    WARNING = "warning"
    """Probably not what is meant."""
    NOTE = "note"
    """Worth knowing."""


@dataclass(frozen=True, slots=True)
class PlaybookFinding:
    level: FindingLevel
    file: str
    """Of the playbook's folder, e.g. `routing.yaml`."""
    place: Place
    message: str
