"""The parts of a score always add up to the number shown, for any playbook and any facts."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from pipeline.conditions.conditions import FACT_KINDS, KNOWN_AFTER_SCORING, FactKind, KnownFact, parse_condition
from pipeline.domain.activity import Activity
from pipeline.domain.record import Field
from pipeline.domain.submission import Origin
from pipeline.playbook import Scoring
from pipeline.qualification.scoring import FLOOR, decay_points, find_missing_fields, score_lead
from tests.support.builders import NOW, PROMPTS, a_fact, a_lead, a_playbook, a_record, a_submission, the_facts

DEMO = "Could we get a demo?"
PRICING = Origin(page="https://brightdesk.example/pricing")
DEMO_TWICE = Origin(page="https://brightdesk.example/demo", pages=("https://brightdesk.example/demo",))


def parts_of(submission, *more):
    found = score_lead(the_facts(submission, *more), a_playbook())
    return {part.signal: part.points for part in found.parts if part.points} if found else None


@pytest.mark.parametrize(
    ("submission", "parts"),
    [
        (
            a_lead(),
            {"ideal_size": 20, "relevant_use_case": 20, "decision_maker": 15, "title_match": 10, "wrote_to_us": 1},
        ),
        (a_lead(role=None), {"ideal_size": 20, "relevant_use_case": 20, "wrote_to_us": 1}),
        (a_lead(role=None, team_size=49), {"smaller_than_ideal": 10, "relevant_use_case": 20, "wrote_to_us": 1}),
        (a_lead(role=None, team_size=9), {"relevant_use_case": 20, "wrote_to_us": 1}),
        (a_lead(role=None, team_size=501), {"larger_than_ideal": 10, "relevant_use_case": 20, "wrote_to_us": 1}),
        (a_lead(role="Founder", use_case=None), {"ideal_size": 20, "decision_maker": 15, "wrote_to_us": 1}),
        (a_submission(text=DEMO, role="Intern"), {"demo_request": 30, "wrote_to_us": 1}),
        (a_submission(text=DEMO, role="Intern", origin=PRICING), {"demo_request": 30, "pricing_page": 5}),
        (a_submission(role="Intern", origin=DEMO_TWICE), {"demo_page_again": 20, "wrote_to_us": 1}),
        (
            a_lead(role=None, industry="healthcare"),
            {"ideal_size": 20, "relevant_use_case": 20, "wrote_to_us": 1, "outside_coverage": -20},
        ),
        (
            a_submission(text="I'm a student, it is for my thesis, a demo please", use_case="live_chat"),
            {"relevant_use_case": 20, "demo_request": 30, "wrote_to_us": 1, "not_a_buyer": -50},
        ),
        (a_submission(role="Intern", industry="healthcare"), {"wrote_to_us": 1}),
    ],
)
def test_the_shipped_points(submission, parts):
    assert parts_of(submission) == parts


@pytest.mark.parametrize(
    ("submission", "total", "grade", "band", "stage"),
    [
        (a_lead(text=DEMO), 96, "A", "hot", "mql"),
        (a_lead(), 66, "B", "warm", "mql"),
        (a_lead(role=None), 41, "C", "cool", "lead"),
        (a_lead(role=None, team_size=5), 21, "D", "cold", "lead"),
        (a_submission(role="Intern", industry="healthcare"), 1, "D", "cold", "lead"),
    ],
)
def test_what_the_total_means(submission, total, grade, band, stage):
    found = score_lead(the_facts(submission), a_playbook())
    assert found is not None
    assert (found.total, found.grade, found.band, a_playbook().get_stage(found.total)) == (total, grade, band, stage)


@pytest.mark.parametrize(
    ("signal", "evidence"),
    [("ideal_size", "“we are 120 to 120”"), ("demo_request", "“demo”"), ("wrote_to_us", "came by chat")],
)
def test_each_part_shows_what_earned_it(signal, evidence):
    found = score_lead(the_facts(a_lead(text=DEMO)), a_playbook())
    assert found is not None
    assert next(part.evidence for part in found.parts if part.signal == signal) == evidence


def test_a_provider_can_supply_what_is_needed():
    assert score_lead(the_facts(a_submission(), a_fact("company_size", 80)), a_playbook())


def test_with_too_little_there_is_no_score_but_what_to_ask():
    submission = a_submission(text=DEMO, name="Jane Doe", email="jane@acme-shop.com")
    assert score_lead(the_facts(submission), a_playbook()) is None
    assert find_missing_fields(submission, a_playbook()) == ("use_case", "team_size", "role")


@pytest.mark.parametrize("known", [{"problem": "x"}, {"goal": "x"}, {"industry": "ecommerce"}, {"company": "Acme"}])
def test_what_earns_no_fit_alone_makes_no_number(known):
    submission = a_submission(text=DEMO, **known)
    assert score_lead(the_facts(submission), a_playbook()) is None
    assert find_missing_fields(submission, a_playbook()) == ("use_case", "team_size", "role")


@pytest.mark.parametrize("known", [{"use_case": "live_chat"}, {"team_size": 20}, {"role": "Intern"}])
def test_one_of_what_is_needed_is_enough(known):
    submission = a_submission(text="hello", **known)
    assert score_lead(the_facts(submission), a_playbook())
    assert find_missing_fields(submission, a_playbook()) == ()


def test_what_was_declined_is_not_asked_again():
    record = a_record(name="Jane Doe")
    declined = type(record)(known=record.known, declined=frozenset({Field.TEAM_SIZE, Field.BUDGET}))
    assert find_missing_fields(a_submission(declined), a_playbook()) == ("use_case", "role")


@pytest.mark.parametrize(
    ("signal", "group", "points"),
    [
        ("demo_request", "engagement", 30),
        ("ideal_size", "fit", 20),
        ("relevant_use_case", "fit", 20),
        ("decision_maker", "fit", 15),
        ("title_match", "fit", 15),
        ("smaller_than_ideal", "fit", 10),
        ("larger_than_ideal", "fit", 10),
        ("outside_coverage", "risk", 20),
        ("email_opened", "engagement", 2),
        ("pricing_page", "engagement", 10),
        ("demo_page_again", "engagement", 20),
        ("not_a_buyer", "risk", 50),
    ],
)
def test_the_default_points_of_the_field(signal, group, points):
    shipped = a_playbook().scoring
    assert (shipped.every_signal[signal].group, shipped.every_signal[signal].points) == (group, points)
    assert shipped.mql_threshold == 60


@pytest.mark.parametrize(
    ("points", "days", "half_life", "left"),
    [
        (10, 0, 30, 10),
        (10, 30, 30, 5),
        (10, 60, 30, 3),  # 2.5
        (10, 15, 30, 7),  # 7.07
        (30, 300, 30, 0),  # 0.03
        (1, 30, 30, 1),  # 0.5
        (1, 31, 30, 0),
    ],
)
def test_points_halve_in_a_half_life(points, days, half_life, left):
    assert decay_points(points, days, half_life) == left


def after(days, *did, submission=None):
    """What counts so many days later."""
    found = score_lead(
        the_facts(submission or a_lead(text=DEMO), did=did, now=NOW + timedelta(days=days)), a_playbook()
    )
    assert found
    return {part.signal: part.points for part in found.parts}


def test_what_was_done_fades_and_who_they_are_does_not():
    fresh, old = after(0), after(29)
    assert (fresh["demo_request"], old["demo_request"]) == (30, 15)
    assert {name: old[name] for name in ("ideal_size", "decision_maker", "wrote_to_us")} == {
        name: fresh[name] for name in ("ideal_size", "decision_maker", "wrote_to_us")
    }


def test_a_faded_part_says_since_when_and_how_much_is_left():
    found = score_lead(the_facts(a_lead(text=DEMO), now=NOW + timedelta(days=29)), a_playbook())
    assert found
    (part,) = [part for part in found.parts if part.signal == "demo_request"]
    assert part.evidence == "“demo”; 29 days ago, so 15 of 30 are left"


def test_what_is_done_again_is_fresh_again():
    pricing = a_lead(origin=PRICING)
    back = Activity("page_visited", NOW + timedelta(days=60), "https://brightdesk.example/pricing")
    assert after(60, submission=pricing)["pricing_page"] == 3
    assert after(60, back, submission=pricing)["pricing_page"] == 10


def test_an_opened_mail_counts_and_fades_faster():
    opened = Activity("email_opened", NOW)
    assert [after(days, opened).get("email_opened") for days in (0, 14, 60)] == [2, 1, 0]
    assert "email_opened" not in after(0)


def test_who_is_quiet_for_a_month_loses_points_until_they_do_something():
    assert after(29).get("gone_quiet") is None
    assert after(30)["gone_quiet"] == -10
    assert after(30, Activity("email_opened", NOW + timedelta(days=2))).get("gone_quiet") is None


AGENCY: dict[str, Any] = {
    "id": "agencies",
    "when": {"industry": "agency"},
    "caps": {"fit": 80, "engagement": 20},
    "signals": [
        {
            "id": "clients",
            "group": "fit",
            "points": 70,
            "when": {"company_size": "at least 100"},
            "says": "many clients",
        }
    ],
    "bands": [
        {"id": "key", "at_least": 50, "next_action": "immediate_call", "act_within_hours": 1},
        {"id": "other", "at_least": 1, "next_action": "nurture", "act_within_hours": 9},
    ],
}


def with_models(*models):
    raw = yaml.safe_load((PROMPTS / "playbook" / "scoring.yaml").read_text("utf-8"))
    return a_playbook().model_copy(update={"scoring": Scoring.model_validate(raw | {"models": list(models)})})


@pytest.mark.parametrize(
    ("industry", "model", "total", "band"), [("agency", "agencies", 70, "key"), ("saas", "default", 66, "warm")]
)
def test_a_segment_is_scored_by_its_own_model(industry, model, total, band):
    found = score_lead(the_facts(a_lead(industry=industry)), with_models(AGENCY))
    assert found
    assert (found.model, found.total, found.band) == (model, total, band)
    assert with_models(AGENCY).scoring.get_band(found).id == band


def test_what_a_model_leaves_out_is_as_above():
    found = score_lead(
        the_facts(a_lead(industry="agency")), with_models({"id": "agencies", "when": {"industry": "agency"}})
    )
    plain = score_lead(the_facts(a_lead(industry="agency")), a_playbook())
    assert found
    assert plain
    assert replace(found, model="default") == plain


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"id": "default"}, "each model needs an id of its own"),
        ({"when": {"score": "at least 5"}}, "model 'agencies': its condition tests 'score'"),
        ({"caps": {"fit": 90, "engagement": 20}}, "model 'agencies': the caps add up to 110"),
        ({"signals": AGENCY["signals"] * 2}, "model 'agencies': there are two signals 'clients'"),
        ({"bands": AGENCY["bands"][:1]}, "model 'agencies': bands must be listed"),
        ({"signals": [{**AGENCY["signals"][0], "half_life_days": 3}]}, "signal 'clients' can't fade"),
    ],
)
def test_a_model_that_can_not_work_is_refused(change, says):
    with pytest.raises(ValueError, match=says):
        with_models(AGENCY | change)


texts = st.sampled_from(["a", "b", "c"])
values = {
    FactKind.NUMBER: st.integers(-5, 5),
    FactKind.TEXT: texts,
    FactKind.MANY: st.lists(texts, max_size=3).map(tuple),
    FactKind.FLAG: st.booleans(),
    FactKind.POSTAL: texts,
    FactKind.SPEECH: texts,
}
TESTABLE = sorted(set(FACT_KINDS) - KNOWN_AFTER_SCORING)


@st.composite
def conditions(draw):
    fact = draw(st.sampled_from(TESTABLE))
    wanted = {
        FactKind.NUMBER: st.integers(-5, 5).map(lambda n: f"at least {n}"),
        FactKind.TEXT: texts | texts.map(lambda text: f"not {text}") | st.just("unknown"),
        FactKind.MANY: texts | st.just("known"),
        FactKind.FLAG: st.booleans(),
        FactKind.POSTAL: texts,
        FactKind.SPEECH: texts,
    }[FACT_KINDS[fact]]
    return parse_condition(fact, draw(wanted))


@st.composite
def playbooks(draw):
    """Any scoring file that loads: signals of any points and conditions, caps down to nothing."""
    fit_cap = draw(st.integers(0, 100))
    signals = draw(
        st.lists(
            st.tuples(
                st.sampled_from(["fit", "engagement", "risk"]),
                st.integers(1, 100),
                st.lists(conditions(), max_size=2).map(tuple),
            ),
            min_size=1,
            max_size=8,
        )
    )
    shipped = a_playbook().scoring
    rules = shipped.model_copy(
        update={
            "caps": {"fit": fit_cap, "engagement": draw(st.integers(0, 100 - fit_cap))},
            "half_life_days": draw(st.none() | st.floats(0.5, 400)),
            "signals": tuple(
                shipped.signals[0].model_copy(
                    update={"id": f"signal_{n}", "group": group, "points": points, "when": when, "says": f"signal {n}"}
                )
                for n, (group, points, when) in enumerate(signals)
            ),
        }
    )
    return a_playbook().model_copy(update={"scoring": rules})


@st.composite
def any_facts(draw):
    names = draw(st.lists(st.sampled_from(TESTABLE), unique=True))
    ages = st.dictionaries(texts, st.floats(0, 400))
    found = {name: KnownFact(draw(values[FACT_KINDS[name]]), f"evidence of {name}", draw(ages)) for name in names}
    return found | {"said": KnownFact((str(Field.ROLE),), "said: role")}


@given(any_facts(), playbooks())
def test_the_parts_add_up(facts, playbook):
    found = score_lead(facts, playbook)
    assert found is not None
    assert 1 <= found.total <= 100
    assert found.total == sum(part.points for part in found.parts) == found.fit + found.engagement - found.risk
    for group, counted, cap in (
        ("fit", found.fit, playbook.scoring.caps["fit"]),
        ("engagement", found.engagement, max(playbook.scoring.caps["engagement"], 1)),
    ):
        points = [part.points for part in found.parts if part.group == group]
        assert counted == sum(points) <= cap
        assert all(point >= 0 for point in points)
    assert all(part.points <= 0 for part in found.parts if part.group == "risk")
    assert all(part.evidence for part in found.parts)


@given(any_facts(), playbooks())
def test_no_part_counts_more_than_its_signal(facts, playbook):
    found = score_lead(facts, playbook)
    assert found is not None
    points = {signal.id: signal.points for signal in playbook.scoring.signals} | {FLOOR.signal: FLOOR.points}
    assert all(abs(part.points) <= points[part.signal] for part in found.parts)


@given(any_facts(), playbooks())
def test_the_same_facts_give_the_same_score(facts, playbook):
    assert score_lead(facts, playbook) == score_lead(dict(reversed(facts.items())), playbook)
