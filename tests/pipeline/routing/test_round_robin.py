"""Fair turns: everybody gets their share of the leads that came while they could take one."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.domain.decision import Route
from pipeline.playbook import Person, Playbook, Queue, Routing, WorkingHours
from pipeline.routing.round_robin import Assignment, Tally, TeamState, choose_owner, count_open_lead, count_turn
from tests.support.builders import a_playbook, days_off

MORNING = datetime(2026, 9, 9, 9, 0, tzinfo=UTC)
"""A Wednesday: everybody who works full time is there."""
OFFICE = WorkingHours(start=time(8), end=time(18))


def a_person(name: str, **changes) -> Person:
    return Person(
        id=name, name=name.title(), email=f"{name}@example.com", time_zone="UTC", working_hours=OFFICE, **changes
    )


def a_team(*people: Person, turns: str = "round_robin") -> Playbook:
    """One queue of all of them."""
    queue = Queue(id="sales", label="Sales", people=tuple(person.id for person in people), turns=turns)
    routing = Routing(people=people, queues=(queue,), policy=(), otherwise="sales")
    company = a_playbook().company.model_copy(update={"holidays": None})
    return a_playbook().model_copy(update={"routing": routing, "company": company})


@dataclass
class InMemoryRoundRobin:
    """Gives leads away as the store does, its counts in memory."""

    playbook: Playbook
    open_leads: Counter[str] = field(default_factory=Counter)
    turns: Mapping[tuple[str, str], Tally] = field(default_factory=dict)

    def give(self, now: datetime) -> Assignment:
        queue, team = self.playbook.routing.queues[0], TeamState(self.open_leads, self.turns)
        choice = choose_owner(queue, self.playbook, team, now)
        given = Route(queue.id, choice.person.id, "", "", (), 1, shares=choice.shares)
        self.open_leads[choice.person.id] += 1
        self.turns = count_turn(team, given, now).turns
        return choice

    def given(self) -> dict[str, int]:
        return {person: tally.given for (_, person), tally in self.turns.items()}


@settings(max_examples=40)
@given(st.integers(1, 60), st.integers(1, 6))
def test_turns_are_even(leads, people):
    queue_state = InMemoryRoundRobin(a_team(*[a_person(f"p{n}") for n in range(people)]))
    for n in range(leads):
        queue_state.give(MORNING + timedelta(seconds=n))
    counts = [queue_state.given().get(f"p{n}", 0) for n in range(people)]
    assert max(counts) - min(counts) <= 1


@settings(max_examples=40)
@given(st.lists(st.sampled_from([0.25, 0.5, 1, 1.5, 2]), min_size=1, max_size=5), st.integers(1, 80))
def test_weighted_turns_follow_the_weights_at_every_moment(weights, leads):
    people = [a_person(f"p{n}", weight=weight) for n, weight in enumerate(weights)]
    queue_state = InMemoryRoundRobin(a_team(*people, turns="weighted"))
    for n in range(1, leads + 1):
        queue_state.give(MORNING + timedelta(seconds=n))
        for person in people:
            assert abs(queue_state.given().get(person.id, 0) - n * person.weight / sum(weights)) < 2


def test_half_time_gets_every_third_lead_of_two():
    queue_state = InMemoryRoundRobin(a_team(a_person("ana"), a_person("ben", weight=0.5), turns="weighted"))
    order = [queue_state.give(MORNING + timedelta(seconds=n)).person.id for n in range(6)]
    assert order == ["ana", "ben", "ana", "ana", "ben", "ana"]


@pytest.mark.parametrize(
    ("open_leads", "weight", "owner"),
    [
        ({"ana": 3, "ben": 2}, 1, "ben"),
        ({"ana": 3, "ben": 2}, 0.5, "ana"),
        ({"ana": 2, "ben": 2}, 1, "ana"),
        ({}, 1, "ana"),
    ],
)
def test_fewest_open_leads_for_their_weight(open_leads, weight, owner):
    queue_state = InMemoryRoundRobin(
        a_team(a_person("ana"), a_person("ben", weight=weight), turns="fewest_open"), Counter(open_leads)
    )
    choice = queue_state.give(MORNING)
    assert choice.person.id == owner
    assert choice.reason.endswith(f"for their share of work: {open_leads.get(owner, 0)}.")


def test_equal_loads_are_taken_in_turns():
    queue_state = InMemoryRoundRobin(a_team(a_person("ana"), a_person("ben"), turns="fewest_open"))
    order = []
    for n in range(4):
        order.append(queue_state.give(MORNING + timedelta(seconds=n)).person.id)
        queue_state.open_leads.clear()
    assert order == ["ana", "ben", "ana", "ben"]


def test_the_turn_is_told_with_the_leads_so_far():
    queue_state = InMemoryRoundRobin(a_team(a_person("ana"), a_person("ben")))
    assert queue_state.give(MORNING).reason == "It is Ana's turn, with 0 leads of this queue so far."
    queue_state.give(MORNING)
    assert queue_state.give(MORNING).reason == "It is Ana's turn, with 1 lead of this queue so far."


def test_who_was_away_is_not_flooded_on_return():
    """No part in the leads of that time, so nothing to make up for."""
    ben = a_person("ben", away=days_off(date(2026, 9, 7), date(2026, 9, 8)))
    queue_state = InMemoryRoundRobin(a_team(a_person("ana"), ben))
    for n in range(100):
        assert queue_state.give(MORNING - timedelta(days=1) + timedelta(seconds=n)).person.id == "ana"
    back = [queue_state.give(MORNING + timedelta(seconds=n)).person.id for n in range(10)]
    assert Counter(back) == {"ana": 5, "ben": 5}


def test_a_new_colleague_is_not_flooded_either():
    queue_state = InMemoryRoundRobin(a_team(a_person("ana"), a_person("ben")))
    for n in range(100):
        queue_state.give(MORNING + timedelta(seconds=n))
    queue_state.playbook = a_team(a_person("ana"), a_person("ben"), a_person("cem"))
    assert Counter(queue_state.give(MORNING).person.id for _ in range(9)) == {"ana": 3, "ben": 3, "cem": 3}


TEAM = (
    a_person("ana"),
    a_person("ben", away=days_off(date(2026, 9, 16), date(2026, 9, 20))),
    a_person("cem", holidays="DE-BY"),
    Person(
        id="dee", name="Dee", email="dee@example.com", time_zone="America/New_York", weight=0.5,
        working_hours=WorkingHours(start=time(9), end=time(13)),
    ),
    Person(
        id="eli", name="Eli", email="eli@example.com", time_zone="Europe/Berlin", weight=0.5,
        working_hours=WorkingHours(days=("mon", "tue", "wed"), start=time(9), end=time(17)),
    ),
)  # fmt: skip
"""Five people, two of them part-time."""


def at_work(person: Person, now: datetime) -> bool:
    """Said again in the plainest words, without the code under test."""
    local, hours = now.astimezone(ZoneInfo(person.time_zone)), person.working_hours
    off = person.id == "ben" and date(2026, 9, 16) <= local.date() <= date(2026, 9, 20)
    day = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")[local.weekday()]
    assert hours
    return not off and day in hours.days and hours.start <= local.time() < hours.end


def test_ten_thousand_leads_each_within_a_hundredth_of_their_share():
    """A share is that of the people at work when a lead came."""
    queue_state, random_ = InMemoryRoundRobin(a_team(*TEAM, turns="weighted")), random.Random(1)
    shares: Counter[str] = Counter()
    leads = 0
    while leads < 10_000:
        now = MORNING + timedelta(seconds=random_.uniform(0, 28 * 86_400))
        there = [person for person in TEAM if at_work(person, now)]
        if there:
            leads += 1
            weights = {person.id: person.weight for person in there}
            shares.update({person: weight / sum(weights.values()) for person, weight in weights.items()})
            assert queue_state.give(now).person in there
    for person in TEAM:
        assert queue_state.given()[person.id] == pytest.approx(shares[person.id], rel=0.01)


def test_nobody_is_at_work_at_night_and_whoever_begins_within_the_hour_shares():
    choice = InMemoryRoundRobin(a_team(*TEAM)).give(datetime(2026, 9, 14, 2, 0, tzinfo=UTC))
    assert set(choice.shares) == {"ana", "ben", "cem", "eli"}  # Dee begins at 13:00, Eli at 7:00 and the others at 8:00
    assert choice.look_again_at == datetime(2026, 9, 14, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("lost", "gained", "expected"),
    [
        (None, "ines", {"daniel": 2, "ines": 1}),
        ("daniel", "ines", {"daniel": 1, "ines": 1}),
        ("daniel", "daniel", {"daniel": 2}),
        ("daniel", None, {"daniel": 1}),
        ("ines", None, {"daniel": 2, "ines": 0}),
        (None, None, {"daniel": 2}),
    ],
)
def test_an_open_lead_goes_from_a_person_to_another(lost, gained, expected):
    team = TeamState({"daniel": 2}, {("inbound_sales", "ines"): Tally(1, 1)})
    assert count_open_lead(team, lost, gained) == TeamState(expected, team.turns)
