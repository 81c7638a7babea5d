"""Nothing stays unrouted: the first rule that holds names the queue, fair turns name a person, and both say why."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.conditions.conditions import KnownFact
from pipeline.domain.decision import Skip
from pipeline.domain.matching import Deal
from pipeline.matching import KnownContact, KnownRecords
from pipeline.playbook import Account, Person, Queue, Routing, Rule
from pipeline.routing.policy import Tally, TeamState, route_lead
from tests.support.builders import (
    NOW,
    a_decision,
    a_fact,
    a_lead,
    a_playbook,
    a_submission,
    days_off,
    half_off,
    the_facts,
)

DEMO = "Could we get a demo?"
NOBODY_BUSY = TeamState()


@pytest.mark.parametrize(
    ("submission", "queue", "rule"),
    [
        (a_lead(text=DEMO, team_size=600), "enterprise", "enterprise"),
        (a_lead(text=DEMO, team_size=500), "enterprise", "enterprise"),
        (a_lead(text=DEMO, team_size=499), "inbound_sales", "score of 60 or more"),
        (a_lead(team_size=600), "inbound_sales", "score of 60 or more"),
        (a_lead(), "inbound_sales", "score of 60 or more"),
        (a_lead(role=None), "nurture", "score of 30 to 59"),
        (a_lead(role=None, team_size=5), "triage", "otherwise"),
        (a_lead(industry="healthcare"), "exception", "unusual industry"),
        (a_lead(text="It must run on-premise"), "exception", "unusual request"),
        (a_lead(source="fax"), "exception", "unusual source"),
        (a_lead(text="this is for my thesis", team_size=None), "disqualified_review", "no buyer"),
        (a_submission(text="dofollow guest posts"), "disqualified_review", "no buyer"),
        (a_lead(text="We are already customers"), "triage", "existing customer"),
        (a_submission(text=DEMO), "triage", "no score"),
        (a_submission(text="Hello"), "triage", "not sure enough"),
        (a_lead(text="my thesis"), "triage", "not sure enough"),  # beside a team size: contradictory
    ],
)
def test_the_shipped_policy(submission, queue, rule):
    found = route_lead(the_facts(submission), a_playbook(), NOBODY_BUSY, NOW)
    assert (found.queue, found.rule) == (queue, rule)


def test_an_unusual_lead_never_enters_a_cadence_by_itself():
    decision = a_decision(a_lead(text="We are preparing a tender"))
    assert (decision.route.queue, decision.plan) == ("exception", None)


def test_a_sure_enquiry_without_a_score_goes_to_triage():
    facts = {"clear_kind": KnownFact(True, "sure"), "kind": KnownFact("buyer", "said so")}
    assert route_lead(facts, a_playbook(), NOBODY_BUSY, NOW).rule == "no score"


def test_a_route_explains_itself():
    found = route_lead(the_facts(a_lead()), a_playbook(), NOBODY_BUSY, NOW)
    assert found.owner == "daniel"
    assert found.reason == (
        "Inbound sales: score of 60 or more (score at least 60: 66). "
        "It is Daniel Okafor's turn, with 0 leads of this queue so far."
    )
    assert found.skipped == (Skip("Tomás Reyes", "outside working hours (Wed 07:00 in America/Los_Angeles)"),)
    assert (found.confidence, found.fallback) == (a_playbook().classification.confidence.buyer[-1].confidence, None)


# ------------------------------------------------------------------------------------------------- the account's owner


def owned_by(person: str) -> KnownRecords:
    return KnownRecords(contact_by_email=KnownContact("contact_1", owner=person))


def test_an_account_stays_with_its_owner_over_a_weekend_and_at_any_load():
    night, full = datetime(2026, 9, 13, 3, 0, tzinfo=UTC), TeamState(open_leads={"tomas": 400})
    found = route_lead(the_facts(a_lead(), known=owned_by("tomas")), a_playbook(), full, night)
    assert (found.owner, found.rule, found.queue) == ("tomas", "existing account owner", "inbound_sales")
    assert found.reason.startswith(
        "Tomás Reyes owns this account (own history: owner of the known contact or company), over capacity with 400 "
        "open leads. Inbound sales: "
    )


FRIDAY_EVENING = datetime(2026, 9, 11, 23, 30, tzinfo=UTC)
"""19:30 in New York; a working day of the company from now ends on Monday at 18:00."""


@pytest.mark.parametrize(
    ("lead", "away", "skipped"),
    [
        (a_lead(), (), None),
        (a_lead(), days_off(date(2026, 9, 12), date(2026, 9, 13)), None),
        (a_lead(), days_off(date(2026, 9, 12), date(2026, 9, 30)), "Thu 01 Oct 09:00"),
        (a_lead(), days_off(date(2026, 9, 14)), "Tue 15 Sep 09:00"),
        (a_lead(role=None), days_off(date(2026, 9, 14)), None),  # nurture: three working days to act
        (a_submission(text=DEMO), days_off(date(2026, 9, 14)), "Tue 15 Sep 09:00"),  # without a score
    ],
)
def test_an_owner_who_is_not_at_work_in_time_is_passed_over(lead, away, skipped):
    playbook = with_team(a_playbook(), daniel={"away": away})
    found = route_lead(the_facts(lead, known=owned_by("daniel")), playbook, NOBODY_BUSY, FRIDAY_EVENING)
    if skipped is None:
        assert (found.owner, found.rule) == ("daniel", "existing account owner")
    else:
        assert found.owner != "daniel"
        assert Skip("Daniel Okafor", f"owns the account but is not at work before {skipped}") in found.skipped
        assert found.fallback


def test_an_owner_who_is_not_at_work_within_a_year_is_passed_over():
    playbook = with_team(a_playbook(), daniel={"away": days_off(date(2026, 9, 12), date.max)})
    found = route_lead(the_facts(a_lead(), known=owned_by("daniel")), playbook, NOBODY_BUSY, FRIDAY_EVENING)
    assert Skip("Daniel Okafor", "owns the account but is not at work within a year") in found.skipped


def a_deal(**changes):
    standing = {"status": "open", "stage": "sql", "owner": "ines", **changes}
    return Deal("lead_7", "contact_1", None, updated_at=NOW - timedelta(days=3), **standing)


@pytest.mark.parametrize(
    ("deal", "account", "rule", "says"),
    [
        (
            a_deal(status="closed", owner="tomas", won=True),
            None,
            "customer of ours",
            "Tomás Reyes owns this account (own history: owner of lead_7). Triage: customer of ours"
            " (existing customer: own history: lead_7 of the same contact was won, owner tomas,"
            " last activity 3 days ago).",
        ),
        (
            a_deal(owner="tomas"),
            "ines",
            "open opportunity of a colleague",
            "Inês Carvalho owns this account (own history: owner of the known contact or company). Triage: open"
            " opportunity of a colleague (open opportunity: own history: lead_7 of the same contact is at stage sql,"
            " owner tomas, last activity 3 days ago, opportunity owner is not account owner: tomas).",
        ),
        (
            a_deal(owner="ines"),
            "ines",
            "score of 60 or more",
            "Inês Carvalho owns this account (own history: owner of the known contact or company). Inbound sales: score"
            " of 60 or more (score at least 60: 66).",
        ),
        (a_deal(status="closed", owner="tomas"), None, "score of 60 or more", "Inbound sales: score of 60 or more"),
    ],
)
def test_a_customer_and_a_colleagues_opportunity_are_for_a_person_to_judge(deal, account, rule, says):
    known = KnownRecords(contact_by_email=KnownContact("contact_1", owner=account), deals=(deal,))
    found = route_lead(the_facts(a_lead(), known=known), a_playbook(), NOBODY_BUSY, NOW)
    assert f": {rule} (" in found.reason
    assert found.reason.startswith(says)
    assert found.queue == ("inbound_sales" if rule.startswith("score") else "triage")


def test_whom_a_provider_calls_a_customer_is_one():
    assert route_lead(the_facts(a_lead(), a_fact("existing_customer", True)), a_playbook(), NOBODY_BUSY, NOW).rule == (
        "customer of ours"
    )
    no_customer = the_facts(a_lead(), a_fact("existing_customer", False))
    assert route_lead(no_customer, a_playbook(), NOBODY_BUSY, NOW).queue == "inbound_sales"


def test_the_list_of_accounts_says_whose_colleague_somebody_is():
    account = Account(domains=("acme-shop.com",), owner="daniel")
    known = KnownRecords(contact_by_email=KnownContact("contact_1", owner="ines"), deals=(a_deal(),))
    found = route_lead(the_facts(a_lead(), known=known), with_routing(accounts=(account,)), NOBODY_BUSY, NOW)
    assert (found.owner, found.queue) == ("daniel", "triage")


def test_spam_from_an_account_is_still_spam():
    facts = the_facts(a_submission(text="dofollow guest posts"), known=owned_by("tomas"))
    found = route_lead(facts, a_playbook(), NOBODY_BUSY, NOW)
    assert (found.owner, found.queue) == ("tomas", "disqualified_review")


@pytest.mark.parametrize(
    ("owner", "away", "skipped"),
    [
        ("ines", days_off(NOW.date()), Skip("Inês Carvalho", "owns the account but is away on 2026-09-09")),
        ("gone", (), Skip("gone", "owns the account but is no longer in the team")),
    ],
)
def test_without_the_owner_the_policy_goes_on(owner, away, skipped):
    playbook = with_team(a_playbook(), ines={"away": away})
    found = route_lead(the_facts(a_lead(), known=owned_by(owner)), playbook, NOBODY_BUSY, NOW)
    assert (found.owner, found.rule) == ("daniel", "score of 60 or more")
    assert skipped in found.skipped
    assert found.fallback == "the account's owner can't take it, so the next rule decided"


def test_a_rule_above_the_account_rule_comes_first():
    rules = a_playbook().routing.policy
    no_buyer = next(rule for rule in rules if rule.rule == "no buyer")
    playbook = with_routing(policy=(no_buyer, *rules))
    facts = the_facts(a_submission(text="dofollow guest posts"), known=owned_by("tomas"))
    assert route_lead(facts, playbook, NOBODY_BUSY, NOW).owner == "maya"


# ------------------------------------------------------------------------------------------------------------ in turns


def with_routing(**changes):
    routing = a_playbook().routing.model_copy(update=changes)
    return a_playbook().model_copy(update={"routing": routing})


def with_team(playbook, **changes):
    people = tuple(person.model_copy(update=changes.get(person.id, {})) for person in playbook.routing.people)
    return with_routing(people=people)


ALL_AT_WORK = datetime(2026, 9, 9, 15, 45, tzinfo=UTC)
"""Everybody of Inbound sales works: 16:45 in Lisbon, 11:45 in New York, 8:45 in Los Angeles."""


@pytest.mark.parametrize(
    ("changes", "team", "owner", "skipped"),
    [
        ({"daniel": {"away": days_off(NOW.date())}}, TeamState(), "ines", Skip("Daniel Okafor", "away on 2026-09-09")),
        (
            {},
            TeamState(open_leads={"daniel": 41}),
            "ines",
            Skip("Daniel Okafor", "at capacity with 41 open leads"),
        ),
        (
            {"daniel": {"time_zone": "Asia/Tokyo"}},
            TeamState(),
            "ines",
            Skip("Daniel Okafor", "outside working hours (Thu 00:45 in Asia/Tokyo)"),
        ),
    ],
)
def test_who_is_passed_over_and_why(changes, team, owner, skipped):
    found = route_lead(the_facts(a_lead()), with_team(a_playbook(), **changes), team, ALL_AT_WORK)
    assert (found.owner, found.fallback) == (owner, None)
    assert skipped in found.skipped


@pytest.mark.parametrize(
    ("language", "reason", "skipped"),
    [
        ("de", "Inbound sales: score of 60 or more (Punktzahl mindestens 60: 66). Inês Carvalho ist an der Reihe, "
         "bisher mit 0 Leads aus dieser Warteschlange.",
         {"am 9. Sept. 2026 abwesend", "voll ausgelastet, offene Leads: 41"}),
        ("es", "Inbound sales: score of 60 or more (puntuación de al menos 60: 66). Es el turno de Inês Carvalho, con "
         "0 leads de esta cola hasta ahora.", {"ausente el 9 sept 2026", "al límite, con 41 leads abiertos"}),
    ],
)  # fmt: skip
def test_why_is_said_in_the_companys_language(language, reason, skipped):
    playbook = with_team(a_playbook(), daniel={"away": days_off(NOW.date())})
    company = playbook.company.model_copy(update={"language": language})
    team = TeamState(open_leads={"tomas": 41})
    found = route_lead(the_facts(a_lead()), playbook.model_copy(update={"company": company}), team, ALL_AT_WORK)
    assert found.reason == reason
    assert {skip.why for skip in found.skipped} == skipped


# ----------------------------------------------------------------------------------------------------------- fallbacks

SUNDAY = datetime(2026, 9, 13, 12, 0, tzinfo=UTC)
SALES = ("daniel", "ines", "tomas")


def test_when_nobody_is_at_work_whoever_begins_first_takes_it():
    found = route_lead(the_facts(a_lead()), a_playbook(), NOBODY_BUSY, SUNDAY)
    assert found.owner == "ines"
    assert found.fallback == (
        "nobody in Inbound sales is at work now; Inês Carvalho takes it when work begins, Mon 14 Sep 09:00"
    )
    assert found.look_again_at == datetime(2026, 9, 14, 8, 0, tzinfo=UTC)
    assert found.shares == {"ines": 1}


def test_when_nobody_can_take_it_a_manager_does():
    full = TeamState(open_leads=dict.fromkeys(SALES, 99))
    found = route_lead(the_facts(a_lead()), a_playbook(), full, ALL_AT_WORK)
    assert (found.owner, found.fallback) == ("maya", "nobody in Inbound sales can take it: a manager does")
    assert {skip.who for skip in found.skipped} == {"Daniel Okafor", "Inês Carvalho", "Tomás Reyes"}


def test_when_everybody_is_away_the_first_one_back_gets_it():
    today = NOW.date()
    away = {
        "daniel": {"away": days_off(today, date(2026, 9, 11))},
        "ines": {"away": days_off(today)},
        "tomas": {"away": days_off(today, date(2026, 9, 10))},
        "maya": {"away": days_off(today, date(2026, 9, 10))},
    }
    found = route_lead(the_facts(a_lead()), with_team(a_playbook(), **away), NOBODY_BUSY, ALL_AT_WORK)
    assert found.owner == "ines"
    assert found.fallback == (
        "nobody in Inbound sales and no manager is free: Inês Carvalho can look first, Thu 10 Sep 09:00"
    )
    assert {skip.who for skip in found.skipped} == {"Daniel Okafor", "Tomás Reyes"}


def test_public_holidays_are_those_of_each_person():
    thanksgiving = datetime(2026, 11, 26, 16, 0, tzinfo=UTC)
    playbook = with_team(a_playbook(), ines={"holidays": "PT"})
    found = route_lead(the_facts(a_lead()), playbook, NOBODY_BUSY, thanksgiving)
    assert (found.owner, found.fallback) == ("ines", None)
    assert Skip("Daniel Okafor", "on a public holiday (26 Nov in US)") in found.skipped


# ------------------------------------------------------------------------------------------------------------ always

PEOPLE = ("ana", "ben", "cem")
QUEUES = ("first", "second")
SEPTEMBER = (date(2026, 9, 1), date(2026, 9, 30))
absences = st.sampled_from(
    [
        (),
        days_off(SEPTEMBER[0], date(2026, 9, 10)),
        (*days_off(date(2026, 9, 9)), *half_off(date(2026, 9, 14), "morning")),
        half_off(date(2026, 9, 9), "afternoon"),
        days_off(*SEPTEMBER),
        days_off(date(2026, 1, 1), date.max),
    ]
)


@st.composite
def policies(draw):
    people = tuple(
        Person(
            id=person,
            name=person.title(),
            email=f"{person}@example.com",
            role=draw(st.sampled_from(["rep", "manager"])),
            time_zone=draw(st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Tokyo"])),
            holidays=draw(st.sampled_from([None, "DE-BY", "ZZ"])),
            away=draw(absences),
            capacity=draw(st.none() | st.integers(0, 3)),
            weight=draw(st.sampled_from([0.5, 1, 3])),
        )
        for person in PEOPLE
    )
    queues = tuple(
        Queue(
            id=name,
            label=name.title(),
            people=tuple(draw(st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=3))),
            turns=draw(st.sampled_from(["round_robin", "weighted", "fewest_open"])),
        )
        for name in QUEUES
    )
    rule = st.builds(
        lambda when, place: Rule(rule="a rule", when=when, **place),
        st.lists(
            st.sampled_from([("score", "at least 50"), ("kind", "not spam"), ("account_owner", "known")]), max_size=2
        ).map(dict),
        st.sampled_from([{"queue": "first"}, {"queue": "second"}, {"to": "account_owner"}]),
    )
    policy = tuple(draw(st.lists(rule, max_size=4)))
    return Routing(people=people, queues=queues, policy=policy, otherwise=draw(st.sampled_from(QUEUES)))


counts = st.dictionaries(st.sampled_from(PEOPLE), st.integers(0, 5))
tallies = st.builds(
    Tally,
    st.floats(0, 9),
    st.integers(0, 9),
    st.none() | st.datetimes(datetime(2026, 1, 1), datetime(2026, 9, 1), timezones=st.just(UTC)),  # noqa: DTZ001
)
teams = st.builds(
    TeamState,
    counts,
    st.dictionaries(st.tuples(st.sampled_from(QUEUES), st.sampled_from(PEOPLE)), tallies),
)
moments = st.datetimes(datetime(2026, 9, 1), datetime(2026, 9, 30), timezones=st.just(UTC))  # noqa: DTZ001
facts = st.fixed_dictionaries(
    {},
    optional={
        "score": st.integers(1, 100).map(lambda total: KnownFact(total, "sum")),
        "kind": st.sampled_from(["buyer", "spam"]).map(lambda kind: KnownFact(kind, "said")),
        "account_owner": st.sampled_from([*PEOPLE, "gone"]).map(lambda owner: KnownFact(owner, "history")),
        "confidence": st.floats(0, 1).map(lambda sure: KnownFact(sure, "signs")),
        "clear_kind": st.booleans().map(lambda clear: KnownFact(clear, "signs")),
    },
)


@given(facts, policies(), teams, moments)
def test_nothing_stays_unrouted(known, routing, team, now):
    playbook = a_playbook().model_copy(update={"routing": routing})
    found = route_lead(known, playbook, team, now)
    assert found.owner in PEOPLE
    assert found.queue in QUEUES
    assert found.reason
    assert all(skip.who and skip.why for skip in found.skipped)
    assert found.shares == {} or found.owner in found.shares
    assert sum(found.shares.values()) == pytest.approx(1 if found.shares else 0)
    assert found.look_again_at is None or found.look_again_at > now
    owner = playbook.routing.find_person(found.owner)
    assert owner is not None
    assert owner.name not in {skip.who for skip in found.skipped}


@given(facts, policies(), teams, moments)
def test_whoever_is_chosen_without_a_fallback_is_in_the_queue_and_at_work(known, routing, team, now):
    playbook = a_playbook().model_copy(update={"routing": routing})
    found = route_lead({name: fact for name, fact in known.items() if name != "account_owner"}, playbook, team, now)
    if found.fallback is None:
        person = playbook.routing.find_person(str(found.owner))
        assert person is not None
        assert found.owner in playbook.routing.get_queue(found.queue).people
        today = now.astimezone(ZoneInfo(person.time_zone)).date()
        assert not any(absence.covers(today) for absence in person.away if absence.half is None)
        assert person.capacity is None or team.open_leads.get(person.id, 0) < person.capacity


@given(facts, policies(), teams, moments)
def test_the_same_state_gives_the_same_route(known, routing, team, now):
    playbook = a_playbook().model_copy(update={"routing": routing})
    assert route_lead(known, playbook, team, now) == route_lead(known, playbook, team, now)
