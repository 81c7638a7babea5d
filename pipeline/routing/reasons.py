"""Why a lead goes where it goes, in the team's language: the texts, and what several rules say. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from pipeline.playbook import Person
from pipeline.wording.times import format_short
from prompts.texts import Texts, Variables

_DAY, _NAME, _QUEUE, _WHEN = (frozenset({name}) for name in ("day", "name", "queue", "when"))
_COUNT = frozenset({"count"})

ROUTE_TEXTS: Mapping[str, Variables] = {
    "route.reason": _QUEUE | {"because"},
    "route.no_rule": frozenset(),
    "route.keeper": _NAME | _COUNT | {"known_by", "full", "because"},
    "route.keeper_passed_over": frozenset(),
    "route.keeper.left": frozenset(),
    "route.keeper.away": frozenset({"away"}),
    "route.keeper.later": _WHEN,
    "route.keeper.out_of_sight": frozenset(),
    "route.turn": _NAME | _COUNT | {"one"},
    "route.fewest_open": _NAME | _COUNT,
    "route.not_their_turn": frozenset(),
    "route.full": _COUNT,
    "route.nobody_at_work": _QUEUE | _NAME | _WHEN,
    "route.manager": _QUEUE,
    "route.stands_in": _NAME,
    "route.nobody_free": _QUEUE | _NAME | _WHEN,
    "route.nobody_in_sight": _QUEUE | _NAME,
    "route.back_first": _NAME,
    "presence.away_on": _DAY,
    "presence.away_until": _DAY,
    "presence.away_in_the_morning": _DAY,
    "presence.away_in_the_afternoon": _DAY,
    "presence.holiday": _DAY | {"country"},
    "presence.off": frozenset({"time", "zone"}),
}


def describe_turn(person: Person, given: int, texts: Texts) -> str:
    """Whose turn it is, and how many leads of the queue they were given before."""
    return texts.render("route.turn", name=person.name, count=given, one=given == 1)


def format_local_time(at: datetime, person: Person, texts: Texts) -> str:
    """A moment as the person's own clock shows it, e.g. `Mon 14 Sep 09:00`."""
    return format_short(at, ZoneInfo(person.time_zone), texts.language)
