"""How an action ends: done, refused, or somebody was first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Union


@dataclass(frozen=True, slots=True)
class Done:
    about: str
    """The id of what was changed or made: a lead, a review item, a merge, a turn or a conversation."""


@dataclass(frozen=True, slots=True)
class InlineTerm:
    """One of our own values, as `pipeline.wording.terms.name_inline_term` names it."""

    group: str
    value: str


RemarkValue = Union[str, float, InlineTerm, "Remark", tuple["Remark", ...]]


@dataclass(frozen=True, slots=True)
class Remark:
    """What a person is told, in no language yet: `pipeline.actions.words` puts it into one."""

    text: str
    """The text `action.<text>`."""
    values: Mapping[str, RemarkValue]
    """What it is filled with; several remarks are listed with commas."""


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
    why: Remark
    """For the person, with what to do."""


@dataclass(frozen=True, slots=True)
class AlreadyDone:
    by: str | None
    """Who was first, as `pipeline.actions.actor.Actor.id`; null for the assistant."""
    at: datetime | None
    """When; null where that was not kept."""
    what: Remark
    """What they did; their name is filled in as `who`."""


ActionResult = Done | Refused | AlreadyDone


class ActionStopped(Exception):
    """Ends an action, and its transaction, with nothing written; `result` is what the person is told."""

    def __init__(self, result: Refused | AlreadyDone) -> None:
        super().__init__(result)
        self.result = result


class ConcurrentChange(Exception):
    """Somebody else changed the row in this very moment: nothing is written, and a repetition sees their change."""


def build_remark(text: str, /, **values: RemarkValue) -> Remark:
    return Remark(text, values)


def refuse(refusal: Refusal, text: str, /, **values: RemarkValue) -> ActionStopped:
    return ActionStopped(Refused(refusal, Remark(text, values)))
