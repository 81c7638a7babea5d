"""Outcomes as people tell them: what must be said with each. Pure."""

from __future__ import annotations

from datetime import datetime

from pipeline.domain.outcome import Outcome, OutcomeKind
from prompts.problems import Mistake

MOST_REASON = 500
"""Characters of a reason."""


class OutcomeRefused(Mistake):
    """The outcome can't be taken as it is told; the message says what to tell."""


def build_outcome(
    result: OutcomeKind, by: str, now: datetime, reason: str | None = None, value: float | None = None
) -> Outcome:
    """The outcome; OutcomeRefused for a lead that was lost or disqualified without a reason (A4), or a wrong value."""
    reason = " ".join((reason or "").split()) or None
    if result is not OutcomeKind.WON and reason is None:
        raise OutcomeRefused(f"'{result}' needs a reason: say in a few words why")
    if reason and len(reason) > MOST_REASON:
        raise OutcomeRefused(f"the reason has {len(reason)} characters; at most {MOST_REASON} are kept")
    if value is not None and result is not OutcomeKind.WON:
        raise OutcomeRefused(f"only a lead that was won has a value; leave it out for '{result}'")
    if value is not None and not 0 <= value < 1e12:
        raise OutcomeRefused(f"{value:g} can't be the value of a lead; write an amount from 0")
    return Outcome(result, now, by, reason, value)
