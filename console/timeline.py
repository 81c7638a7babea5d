"""What happened to a lead, event by event, in words. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from console.wording import Wording, readable
from pipeline.reports.leads import EventView


@dataclass(frozen=True, slots=True)
class Happening:
    at: datetime
    what: str
    actor: str
    details: tuple[tuple[str, str], ...]
    """(label, text), for what is known."""


def timeline(events: Iterable[EventView], say: Wording) -> tuple[Happening, ...]:
    """In the events' own order."""
    return tuple(
        Happening(
            event.at,
            readable(event.kind),
            "Foyer" if event.actor == "foyer" else say.person(event.actor),
            tuple((readable(key), _told(key, value, say)) for key, value in event.body.items() if value is not None),
        )
        for event in events
    )


def _told(key: str, value: Any, say: Wording) -> str:
    if not isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    match key:
        case "owner" | "previous_owner":
            return say.person(value)
        case "queue":
            return say.queue(value)
        case "cadence":
            return say.cadence(value)
        case "channel" | "match" | "next_action":
            return readable(value)
        case "due_at" | "was_due_at":
            return say.exact(datetime.fromisoformat(value))
        case _:
            return value
