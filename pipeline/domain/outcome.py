"""How a lead ended: the label by which scores are measured and learned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class OutcomeKind(StrEnum):
    WON = "won"
    LOST = "lost"
    """A buyer who did not buy from us."""
    DISQUALIFIED = "disqualified"
    """Never a buyer for us."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a person, or a system that people work in, says became of a lead."""

    result: OutcomeKind
    at: datetime
    by: str
    """A person's id in the playbook, a login, or the name of the system."""
    reason: str | None = None
    value: float | None = None
    """What a won lead is worth, in the company's currency; null where nobody said."""


@dataclass(frozen=True, slots=True)
class LabelledLead:
    """A lead with its outcome and with what the machine had thought of it."""

    lead_id: str
    outcome: Outcome
    score: int | None
    """The total of the decision in force when the outcome was told; null where too little was known."""
    band: str | None
