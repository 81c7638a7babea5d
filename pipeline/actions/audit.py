"""What is written down of an action, in the transaction of its effect."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pipeline.actions.actor import Actor
from pipeline.domain.decision import Versions


@dataclass(frozen=True, slots=True)
class ActionHead:
    """What is known of an action before it is performed."""

    kind: str
    """Its stored name, as `pipeline.actions.perform.ACTIONS` gives it."""
    actor: Actor
    at: datetime
    versions: Versions


@dataclass(frozen=True, slots=True)
class ActionEffect:
    """What an action changed. `before` and `after` have the same keys: the state it touched, as JSON."""

    about: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    lead_id: str | None = None
    lead_version: int | None = None
    """The lead's version that the action made; null where it changed no lead of its own."""
    conversation_id: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class ActionEntry:
    """One row of the audit."""

    head: ActionHead
    effect: ActionEffect
