"""What happened to a lead, event by event, in words. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from console.wording import PageWording
from pipeline.actions.contact.undo_merge import read_stayed
from pipeline.reports.leads import ActionView, EventView


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    at: datetime
    what: str
    actor: str
    details: tuple[tuple[str, str], ...]
    """(label, text), for what is known."""


def build_timeline(events: Iterable[EventView], say: PageWording) -> tuple[TimelineEntry, ...]:
    """In the events' own order."""
    return tuple(
        TimelineEntry(
            event.at,
            say.term("event", event.kind),
            "Foyer" if event.actor == "foyer" else say.person(event.actor),
            tuple(
                (say.term("event_detail", key), _told(key, value, say))
                for key, value in event.body.items()
                if value is not None
            ),
        )
        for event in events
    )


def build_action_rows(actions: Iterable[ActionView], say: PageWording) -> tuple[TimelineEntry, ...]:
    """What people did, in its own order: by which door, and each value that changed with what it was before."""
    return tuple(
        TimelineEntry(
            action.at,
            say.term("action", action.kind),
            f"{say.person(action.actor)}, {say.term('door', action.door)}",
            (
                *_changes(action, say),
                *(((say.term("event_detail", "reason"), action.reason),) if action.reason else ()),
            ),
        )
        for action in actions
    )


def _reason(action: ActionView, say: PageWording) -> tuple[tuple[str, str], ...]:
    return ((say.term("event_detail", "reason"), action.reason),) if action.reason else ()


def _changes(action: ActionView, say: PageWording) -> tuple[tuple[str, str], ...]:
    changed = [key for key, value in action.after.items() if value != action.before.get(key)]
    return tuple(
        (
            say.term("event_detail", key),
            f"{_state(key, action.before.get(key), say)} → {_state(key, action.after[key], say)}",
        )
        for key in changed
    )


def _state(key: str, value: Any, say: PageWording) -> str:
    """A value before or after; of an outcome its result alone, for all of it stands above."""
    if not value:
        return say.text("nothing")
    return say.term("outcome", value["result"]) if key == "outcome" else _told(key, value, say)


def _told(key: str, value: Any, say: PageWording) -> str:
    if key == "stayed":
        return "; ".join(say.remark(read_stayed(each)) for each in value)
    if not isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    match key:
        case "owner" | "previous_owner" | "person":
            return say.person(value)
        case "queue":
            return say.queue(value)
        case "cadence":
            return say.cadence(value)
        case "channel" | "match" | "next_action" | "stage" | "band" | "status" | "answer":
            return say.term(key, value)
        case "result":
            return say.term("outcome", value)
        case "due_at" | "was_due_at":
            return say.exact(datetime.fromisoformat(value))
        case _:
            return value
