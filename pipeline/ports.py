"""What the pipeline asks of the outside world, in our own words.

Each port has a local twin that needs no account, and every implementation passes the same contract test.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from pipeline.domain.alert import Alert
from pipeline.domain.decision import Suggestion
from pipeline.domain.lookup import LookupKey, ProviderAnswer, Subject
from pipeline.domain.submission import Submission
from pipeline.playbook import Playbook


class DeliveryError(Exception):
    """A delivery did not happen; the subclass says what to do next."""


class RetryAfter(DeliveryError):
    """Try again, not before `seconds` from now (null: after the usual back-off)."""

    def __init__(self, reason: str, seconds: float | None = None) -> None:
        super().__init__(reason)
        self.seconds = seconds


class Rejected(DeliveryError):
    """The other side refuses this for good; a person must look."""


class Clock(Protocol):
    def now(self) -> datetime:
        """The current time, aware, in UTC."""
        ...


@dataclass(frozen=True, slots=True)
class PostedMessage:
    """Where a notification stands: the vendor's own reference, e.g. Slack's channel and ts."""

    channel: str
    reference: str


@dataclass(frozen=True, slots=True)
class CheckResult:
    """Whether an outside system can be used, what was found, and what the owner should do about it (null: nothing)."""

    ok: bool
    found: str
    todo: str | None = None


class Notifier(Protocol):
    """Tells the team. Raises RetryAfter or Rejected, nothing else, for what the other side does."""

    def post(self, alert: Alert) -> PostedMessage: ...

    def check(self) -> CheckResult:
        """Asks the other side whether it would take an alert; never raises for what it says."""
        ...

    def find(self, alert: Alert, since: datetime) -> PostedMessage | None:
        """The alert posted since then by an attempt whose end we did not see, or null if it is not there."""
        ...


class Enricher(Protocol):
    """Says what it knows about a person or a company. Never raises for what the other side does: that is an answer."""

    name: str

    def key(self, subject: Subject) -> LookupKey | None:
        """Under what its facts are kept; null where too little is known to ask it."""
        ...

    def enrich(self, subject: Subject, now: datetime) -> ProviderAnswer: ...


class Classifier(Protocol):
    """A second opinion on a submission (K2); the rules need none."""

    def suggest(self, submission: Submission, playbook: Playbook) -> Suggestion | None:
        """What it reads, verified, within its own time limit; null where it can't say. Never raises for a failure."""
        ...


class BriefWriter(Protocol):
    """Better words for a brief; there is one without it."""

    @property
    def model(self) -> str: ...

    def reword(
        self, account: str, sentences: Sequence[str], our_company: str, version: str, language: str
    ) -> Mapping[str, str]:
        """By sentence other words for it, checked to say the same, within its own time limit; those it can't better
        are left out. Never raises for a failure."""
        ...
