"""How an action ends: done, refused, or somebody was first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

ASSISTANT = "The assistant"


@dataclass(frozen=True, slots=True)
class Done:
    about: str
    """The id of what was changed or made: a lead, a review item, a merge, a turn or a conversation."""


class Refusal(StrEnum):
    FORBIDDEN = "forbidden"
    """The actor's role may not."""
    UNKNOWN = "unknown"
    """There is nothing of that id."""
    UNFIT = "unfit"
    """It makes no sense as it was told; the text says what to tell."""
    NOT_IN = "not_in"
    """The assistant has the conversation, so the words stay within the team."""


@dataclass(frozen=True, slots=True)
class Refused:
    refusal: Refusal
    why: str
    """For the person, with what to do."""


@dataclass(frozen=True, slots=True)
class AlreadyDone:
    by: str | None
    """Who was first, as `pipeline.actions.actor.Actor.id`; null for the assistant."""
    at: datetime | None
    """When; null where that was not kept."""
    what: str
    """What they did, with `{who}` in the place of their name."""


ActionResult = Done | Refused | AlreadyDone


class ActionStopped(Exception):
    """Ends an action, and its transaction, with nothing written; `result` is what the person is told."""

    def __init__(self, result: Refused | AlreadyDone) -> None:
        super().__init__(result)
        self.result = result


class ConcurrentChange(Exception):
    """Somebody else changed the row in this very moment: nothing is written, and a repetition sees their change."""


def refuse(refusal: Refusal, why: str) -> ActionStopped:
    return ActionStopped(Refused(refusal, why))


def describe_first(result: AlreadyDone, name: str | None = None) -> str:
    """`Ana answered it already, merged, at 2026-09-09 15:00 UTC`; `name` is how `by` is called here."""
    told = result.what.replace("{who}", name or result.by or ASSISTANT)
    return f"{told}, at {result.at:%Y-%m-%d %H:%M} UTC" if result.at else told
