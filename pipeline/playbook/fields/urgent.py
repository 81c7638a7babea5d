"""What can't wait: by which words or values it is told, and what shortens the way then."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from pipeline.playbook.base import AnyFieldId, PlaybookPart
from pipeline.playbook.fields.rules import LocalLines, LocalText

URGENT = "urgent"
"""The fact that rules test, in a playbook that says what is urgent."""


class UrgentRule(PlaybookPart):
    phrases: LocalLines = Field(default_factory=dict)
    """Words of an urgent case, by language."""
    when: Mapping[str, Any] = Field(default_factory=dict)
    """Values of a record that make it one, as a field's `when`; all of them together."""
    asks: tuple[AnyFieldId, ...] = ()
    """What is asked besides the name, a way to be reached, and what is required."""
    say: LocalText = Field(default_factory=dict)
    """What the visitor is told at once, e.g. whom to call."""

    @property
    def words(self) -> tuple[str, ...]:
        """The phrases of all languages."""
        return tuple(phrase for lines in self.phrases.values() for phrase in lines)
