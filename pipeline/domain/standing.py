"""An open lead as it stands before a later message."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pipeline.domain.closed_values import NextAction
from pipeline.domain.decision import Decision, Score
from pipeline.domain.submission import Submission


@dataclass(frozen=True, slots=True)
class OpenLead:
    """What is in force, with what time and people have changed since."""

    submission: Submission
    """The one in force, with all that was carried over to it."""
    decision: Decision
    queue: str
    owner: str | None
    score: Score | None
    next_action: NextAction
    next_action_at: datetime
