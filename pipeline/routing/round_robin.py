"""Fair turns within a queue: who can take a lead now, whose turn it is, and who stands in when nobody can.

Each lead is divided, in parts that add up to one, among those who could take it when it came; the turn is with whom
the queue owes most. Nobody is ever owed much more than one lead, so an absence is not made up for: who was away had no
part in the leads of that time, and is not flooded on return. (Fagin and Williams, A fair carpool scheduling algorithm,
1983; with a constant team it is the smooth weighted round robin of load balancers.)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from pipeline.domain.decision import Route, Skip
from pipeline.playbook import Person, Playbook, Queue
from pipeline.routing.presence import Presence, check_presence
from pipeline.routing.reasons import describe_turn, format_local_time
from prompts.texts import Texts

NEVER = datetime.min.replace(tzinfo=UTC)
TOO_FAR = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Tally:
    """What one queue owed one person and gave them so far."""

    due: float = 0
    """Their parts of all leads that came while they could take one."""
    given: int = 0
    last_at: datetime | None = None
    """When they got the last one, aware."""


@dataclass(frozen=True, slots=True)
class TeamState:
    """What the store counts about the team; people and queues by their ids, an absent entry is none."""

    open_leads: Mapping[str, int] = field(default_factory=dict)
    turns: Mapping[tuple[str, str], Tally] = field(default_factory=dict)
    """By queue and person."""

    def tally(self, queue: Queue, person: Person) -> Tally:
        return self.turns.get((queue.id, person.id), Tally())


def count_turn(team: TeamState, route: Route, at: datetime | None, sign: int = 1) -> TeamState:
    """The turns once a lead was given, or with -1 taken back, as the store counts them; open leads stay."""
    turns = dict(team.turns)
    for person, share in route.shares.items():
        before, mine = turns.get((route.queue, person), Tally()), person == route.owner
        last = at if mine and at else before.last_at
        turns[route.queue, person] = Tally(before.due + sign * share, before.given + sign * mine, last)
    return TeamState(team.open_leads, turns)


def count_open_lead(team: TeamState, lost: str | None, gained: str | None) -> TeamState:
    """The open leads once one went from a person to another; null is nobody. Turns stay."""
    leads = dict(team.open_leads)
    for person, change in ((lost, -1), (gained, 1)):
        if person:
            leads[person] = max(leads.get(person, 0) + change, 0)
    return TeamState(leads, team.turns)


@dataclass(frozen=True, slots=True)
class Availability:
    """Why a person can't take a lead; null where nothing speaks against it."""

    presence: Presence
    full: str | None = None

    @property
    def able(self) -> bool:
        """Neither away nor full: can take a lead, if only when work begins."""
        return not (self.presence.away or self.full)

    @property
    def ready(self) -> bool:
        return self.able and not self.presence.off

    @property
    def begins(self) -> datetime:
        return self.presence.back_at or TOO_FAR

    @property
    def reason(self) -> str | None:
        """Why they are passed over; null where it is only not their turn."""
        return self.presence.away or self.full or self.presence.off


@dataclass(frozen=True, slots=True)
class Assignment:
    person: Person
    reason: str
    skipped: tuple[Skip, ...]
    fallback: str | None = None
    shares: Mapping[str, float] = field(default_factory=dict)
    """Whose lead it was by turn, in parts; none where no turn was taken."""
    look_again_at: datetime | None = None


def check_availability(person: Person, playbook: Playbook, team: TeamState, now: datetime) -> Availability:
    load = team.open_leads.get(person.id, 0)
    is_full = person.capacity is not None and load >= person.capacity
    full = playbook.get_texts().render("route.full", count=load) if is_full else None
    return Availability(check_presence(person, playbook, now), full)


def choose_owner(queue: Queue, playbook: Playbook, team: TeamState, now: datetime) -> Assignment:
    """Somebody, always: a colleague at work, else one whose day begins soon, else a manager, else who is back first."""
    people = sorted(_people(queue, playbook), key=lambda person: queue.people.index(person.id))
    state = _availabilities(people, playbook, team, now)
    able = [person for person in people if state[person.id].able and state[person.id].presence.back_at]
    ready = [person for person in able if state[person.id].ready]
    candidates = ready or _first_to_begin(able, state, playbook)
    shares = _shares(candidates, queue)
    texts = playbook.get_texts()
    skipped = tuple(_skip(person, state[person.id], texts) for person in people if person.id not in shares)
    if not candidates:
        return _stand_in(people, state, queue, playbook, team, skipped, now)
    person = _next_in_turn(candidates, shares, queue, team)
    if ready:
        return Assignment(person, _turn(person, queue, team, texts), skipped, shares=shares)
    begins = state[person.id].begins
    when = format_local_time(begins, person, texts)
    later = texts.render("route.nobody_at_work", queue=queue.label, name=person.name, when=when)
    return Assignment(person, _turn(person, queue, team, texts), skipped, later, shares, begins)


def _skip(person: Person, state: Availability, texts: Texts) -> Skip:
    return Skip(person.name, state.reason or texts.render("route.not_their_turn"))


def _availabilities(
    people: Iterable[Person], playbook: Playbook, team: TeamState, now: datetime
) -> Mapping[str, Availability]:
    return {person.id: check_availability(person, playbook, team, now) for person in people}


def _people(queue: Queue, playbook: Playbook) -> list[Person]:
    return [person for person in playbook.routing.people if person.id in queue.people]


def _first_to_begin(able: Sequence[Person], state: Mapping[str, Availability], playbook: Playbook) -> list[Person]:
    """Those whose work begins first or soon after: a later shift waits for its own leads, not for the night's."""
    if not able:
        return []
    first = min(state[person.id].begins for person in able)
    latest = first + timedelta(minutes=playbook.routing.waiting.begins_within)
    return [person for person in able if state[person.id].begins <= latest]


def _shares(people: Sequence[Person], queue: Queue) -> Mapping[str, float]:
    weights = {person.id: 1.0 if queue.turns == "round_robin" else person.weight for person in people}
    return {person_id: weight / sum(weights.values()) for person_id, weight in weights.items()}


def _next_in_turn(people: Sequence[Person], shares: Mapping[str, float], queue: Queue, team: TeamState) -> Person:
    """Among equals the turn goes to whoever waited longest, then by the queue's own order."""

    def turn(person: Person) -> tuple[float, float, datetime]:
        tally = team.tally(queue, person)
        load = team.open_leads.get(person.id, 0) / person.weight if queue.turns == "fewest_open" else 0
        owed = round(tally.due + shares[person.id] - tally.given, 9)
        return load, -owed, tally.last_at or NEVER

    return min(people, key=turn)


def _turn(person: Person, queue: Queue, team: TeamState, texts: Texts) -> str:
    if queue.turns == "fewest_open":
        return texts.render("route.fewest_open", name=person.name, count=team.open_leads.get(person.id, 0))
    return describe_turn(person, team.tally(queue, person).given, texts)


def _stand_in(
    people: Sequence[Person],
    state: Mapping[str, Availability],
    queue: Queue,
    playbook: Playbook,
    team: TeamState,
    skipped: tuple[Skip, ...],
    now: datetime,
) -> Assignment:
    """The queue's people are all away or full: a manager, or the last resort, whoever of all of them is back first."""
    again, texts = now + timedelta(minutes=playbook.routing.waiting.look_again), playbook.get_texts()
    managers = [p for p in playbook.routing.people if p.role == "manager" and p.id not in queue.people]
    state = {**state, **_availabilities(managers, playbook, team, now)}
    able = [manager for manager in managers if state[manager.id].able and state[manager.id].presence.back_at]
    if able:
        here = [manager for manager in able if state[manager.id].ready] or able
        shares = _shares(here, queue)
        person = _next_in_turn(here, shares, queue, team)
        fallback = texts.render("route.manager", queue=queue.label)
        reason = texts.render("route.stands_in", name=person.name)
        return Assignment(person, reason, skipped, fallback, shares, again)
    person = min((*people, *managers), key=lambda person: state[person.id].begins)
    fallback = _describe_nobody_free(queue, person, state[person.id].presence.back_at, texts)
    reason = texts.render("route.back_first", name=person.name)
    return Assignment(person, reason, skipped, fallback, look_again_at=again)


def _describe_nobody_free(queue: Queue, person: Person, back_at: datetime | None, texts: Texts) -> str:
    if back_at is None:
        return texts.render("route.nobody_in_sight", queue=queue.label, name=person.name)
    when = format_local_time(back_at, person, texts)
    return texts.render("route.nobody_free", queue=queue.label, name=person.name, when=when)
