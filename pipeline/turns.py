"""Fair turns within a queue: who can take a lead now, whose turn it is, and who stands in when nobody can."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from pipeline.calendar import is_working, next_working_time, public_holidays
from pipeline.domain.decision import Skip
from pipeline.playbook import Person, Playbook, Queue

NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class TeamState:
    """What the store counts about the team; people and queues by their ids, an absent entry is none."""

    open_leads: Mapping[str, int] = field(default_factory=dict)
    assigned: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """Leads ever assigned, by queue and person."""
    last_assigned: Mapping[tuple[str, str], datetime] = field(default_factory=dict)
    """When the last of them was, aware."""


@dataclass(frozen=True, slots=True)
class Availability:
    """Why a person can't take a lead; null where nothing speaks against it."""

    away: str | None = None
    full: str | None = None
    off_hours: str | None = None

    @property
    def able(self) -> bool:
        """Neither away nor full: can take a lead, if only when work begins."""
        return not (self.away or self.full)

    @property
    def reason(self) -> str:
        return self.away or self.full or self.off_hours or "not their turn"


@dataclass(frozen=True, slots=True)
class Choice:
    person: Person
    reason: str
    skipped: tuple[Skip, ...]
    fallback: str | None = None


def availability(person: Person, playbook: Playbook, team: TeamState, now: datetime) -> Availability:
    zone = ZoneInfo(person.time_zone)
    today, load = now.astimezone(zone).date(), team.open_leads.get(person.id, 0)
    hours = person.working_hours or playbook.company.working_hours
    working = is_working(now, hours, zone, public_holidays(playbook.company.holidays, today.year))
    full = person.capacity is not None and load >= person.capacity
    return Availability(
        away=f"away on {today.isoformat()}" if today in person.away else None,
        full=f"at capacity with {load} open leads" if full else None,
        off_hours=None if working else f"outside working hours ({now.astimezone(zone):%a %H:%M} in {person.time_zone})",
    )


def choose(queue: Queue, playbook: Playbook, team: TeamState, now: datetime) -> Choice:
    """Somebody, always: a colleague at work, else one whose day begins later, else a manager, else who can look first.

    Among equals the turn goes to the fewest leads of this queue so far, then the longest wait, then playbook order.
    """
    people = [person for person in playbook.routing.people if person.id in queue.people]
    people.sort(key=lambda person: queue.people.index(person.id))
    state = {person.id: availability(person, playbook, team, now) for person in playbook.routing.people}
    at_work = [person for person in people if state[person.id].able and not state[person.id].off_hours]
    able = [person for person in people if state[person.id].able]
    skipped = tuple(Skip(person.name, state[person.id].reason) for person in people if person not in (at_work or able))
    if able:
        person = _next_in_turn(at_work or able, queue, team)
        later = None if at_work else f"nobody in {queue.label} is at work now; {person.name} takes it when work begins"
        return Choice(person, _turn(person, queue, team), skipped, later)
    managers = [p for p in playbook.routing.people if p.role == "manager" and p not in people and state[p.id].able]
    if managers:
        person = _next_in_turn([p for p in managers if not state[p.id].off_hours] or managers, queue, team)
        return Choice(
            person, f"{person.name} stands in.", skipped, f"nobody in {queue.label} can take it: a manager does"
        )
    return _first_back(people, queue, playbook, skipped, now)


def _next_in_turn(people: Sequence[Person], queue: Queue, team: TeamState) -> Person:
    def turn(person: Person) -> tuple[int, datetime]:
        here = (queue.id, person.id)
        return team.assigned.get(here, 0), team.last_assigned.get(here, NEVER)

    return min(people, key=turn)


def _turn(person: Person, queue: Queue, team: TeamState) -> str:
    count = team.assigned.get((queue.id, person.id), 0)
    return f"It is {person.name}'s turn, with {count} lead{'' if count == 1 else 's'} of this queue so far."


def _first_back(
    people: Sequence[Person], queue: Queue, playbook: Playbook, skipped: tuple[Skip, ...], now: datetime
) -> Choice:
    """The last resort: the queue's people and the managers are all away or full."""
    managers = [person for person in playbook.routing.people if person.role == "manager" and person not in people]
    back = {person.id: _back_at(person, playbook, now) for person in (*people, *managers)}
    person = min((*people, *managers), key=lambda person: back[person.id])
    local = back[person.id].astimezone(ZoneInfo(person.time_zone))
    fallback = f"nobody in {queue.label} and no manager is free: {person.name} can look first, {local:%a %d %b %H:%M}"
    others = tuple(skip for skip in skipped if skip.who != person.name)
    return Choice(person, f"{person.name} is back first.", others, fallback)


def _back_at(person: Person, playbook: Playbook, now: datetime) -> datetime:
    zone = ZoneInfo(person.time_zone)
    days_off = public_holidays(playbook.company.holidays, now.astimezone(zone).year) | set(person.away)
    return next_working_time(now, person.working_hours or playbook.company.working_hours, zone, days_off)
