"""What a rep needs to judge a lead in under two minutes, independent of the channel that shows it."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.domain.decision import ScorePart, Skip


@dataclass(frozen=True, slots=True)
class Quote:
    """One value with the visitor's own words."""

    field: str
    value: str
    quote: str


@dataclass(frozen=True, slots=True)
class Alert:
    """A notification about one lead; `key` is the idempotency key of its delivery."""

    key: str
    lead_id: str
    title: str
    """Who and how hot, one line."""
    brief: str
    score: int | None
    grade: str | None
    parts: tuple[ScorePart, ...]
    quotes: tuple[Quote, ...]
    uncertain: tuple[str, ...]
    next_action: str
    queue: str
    owner: str | None
    """The owner's display name."""
    owner_slack_id: str | None
    route_reason: str
    skipped: tuple[Skip, ...]
    follow_up: tuple[str, ...]
    """The planned touches, one readable line each."""
    url: str
    """The lead's page in the console; empty where the lead is deleted."""
    conversation_id: str | None = None
    """The conversation that a person can join; null where the lead came another way."""
    withdrawn: bool = False
    """The visitor took it back: nothing is said of them any more."""
