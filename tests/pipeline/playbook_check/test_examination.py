"""What a playbook that loads may still get wrong is found exactly, and nothing is called unreachable that is not."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.conditions.conditions import KnownFact, all_hold, parse_condition
from pipeline.playbook import Playbook, Rule, Signal
from pipeline.playbook_check.examination import examine_playbook
from pipeline.playbook_check.findings import FindingLevel
from pipeline.playbook_check.policy_findings import build_policy
from pipeline.playbook_check.reach import list_totals
from pipeline.qualification.scoring import score_lead
from tests.support.builders import PROMPTS, a_playbook
from tests.support.program import installation


def with_part(name: str, **changes) -> Playbook:
    part = getattr(a_playbook(), name).model_copy(update=changes)
    return a_playbook().model_copy(update={name: part})


def a_rule(name: str, queue: str = "triage", **when) -> Rule:
    return Rule(rule=name, when=when, queue=queue)


def found(playbook: Playbook, *levels: FindingLevel) -> list[str]:
    return [
        finding.message for finding in examine_playbook(playbook) if finding.level in (levels or list(FindingLevel))
    ]


def test_the_shipped_playbook_has_neither_errors_nor_warnings():
    assert found(a_playbook(), FindingLevel.ERROR, FindingLevel.WARNING) == []


def policy(*rules: Rule) -> Playbook:
    return with_part("routing", policy=rules)


@pytest.mark.parametrize(
    ("above", "rule"),
    [
        ([a_rule("a", score="at least 50")], {"score": "at least 60"}),
        ([a_rule("a", score="at least 30"), a_rule("b", score="under 30")], {"score": "10 to 90"}),
        ([a_rule("a", score="30 to 59"), a_rule("b", score="60 to 79")], {"score": "35 to 70"}),
        ([a_rule("a", kind=["spam", "vendor"])], {"kind": "vendor", "score": "at least 60"}),
        ([a_rule("a", kind="not spam")], {"kind": "vendor"}),
        ([a_rule("a", kind="known")], {"kind": "not vendor"}),
        ([a_rule("a", country="known"), a_rule("b", country="unknown")], {"score": "at least 60"}),
        ([a_rule("a", score="at least 60")], {"band": "hot"}),
        ([a_rule("a", band=["hot", "warm"])], {"score": "at least 61"}),
        ([a_rule("a", tools=["zendesk", "slack"])], {"tools": "slack"}),
        ([a_rule("a", tools="zendesk"), a_rule("b", tools="not zendesk")], {"tools": "known"}),
        ([a_rule("a", postal_code="10 to 14")], {"postal_code": ["10115", "12*", "13000 to 13999"]}),
        ([a_rule("a", mentions="not tender")], {"mentions": "not tender or rfp"}),
        ([a_rule("a")], {"urgency": "high"}),
        ([a_rule("a", region="California")], {"region": "california"}),
        ([a_rule("a", existing_customer=True), a_rule("b", existing_customer=False)], {"existing_customer": "known"}),
        ([a_rule("a", open_opportunity=True)], {"open_opportunity": True, "opportunity_owner": "not account_owner"}),
        ([a_rule("a", tech_stack="Zendesk")], {"tech_stack": "zendesk"}),
        ([a_rule("a", clear_kind=False)], {"confidence": "under 0.7"}),
        ([a_rule("a", clear_kind=True), a_rule("b", clear_kind=False)], {"kind": "buyer"}),
        ([a_rule("a", previous_leads="over 1")], {"previous_leads": "at least 2"}),
    ],
)
def test_a_rule_that_those_above_use_up(above, rule):
    (message,) = found(policy(*above, a_rule("last", queue="nurture", **rule)), FindingLevel.ERROR)
    assert message.startswith("the rule 'last' is never reached: 'a'")


@pytest.mark.parametrize(
    ("above", "rule"),
    [
        ([a_rule("a", score="at least 60")], {"score": "at least 50"}),
        ([a_rule("a", score="at least 31"), a_rule("b", score="under 30")], {"score": "10 to 90"}),
        ([a_rule("a", kind=["spam", "vendor"])], {"kind": ["vendor", "student"]}),
        ([a_rule("a", country="known")], {"score": "at least 60"}),
        ([a_rule("a", tools="slack")], {"tools": ["zendesk", "slack"]}),
        ([a_rule("a", postal_code="10 to 14")], {"postal_code": "10 to 15"}),
        ([a_rule("a", postal_code="94105")], {"postal_code": "94105*"}),
        ([a_rule("a", confidence="under 0.7")], {"confidence": "at most 0.7"}),
        ([a_rule("a", clear_kind=False)], {"confidence": "at most 0.7"}),
        ([a_rule("a", clear_kind=False)], {"clear_kind": True}),
        ([a_rule("a", score="over 60")], {"score": "at least 60"}),
        ([a_rule("a", existing_customer=True)], {"existing_customer": False}),
        ([a_rule("a", existing_customer=True)], {"score": "at least 60"}),
        ([a_rule("a", opportunity_owner="not account_owner")], {"opportunity_owner": "tomas"}),
        ([a_rule("a", revenue="over 1000000")], {"revenue": "at least 1000000"}),
        ([a_rule("a", account_owner=["maya", "daniel", "ines", "tomas", "priya"])], {"account_owner": "known"}),
    ],
)
def test_a_rule_that_still_gets_leads(above, rule):
    assert not found(policy(*above, a_rule("last", queue="nurture", **rule)), FindingLevel.ERROR)


@pytest.mark.parametrize(
    ("when", "says"),
    [
        ({"score": "at least 101"}, "no lead gets more than 100 points"),
        ({"confidence": "over 1"}, "no lead has confidence over 1"),
        ({"score": "at least 60", "band": "cold"}, "no lead has score at least 60, band is cold"),
        ({"clear_kind": "unknown"}, "no lead has clear kind unknown"),
        ({"source": "unknown"}, "no lead has source unknown"),
    ],
)
def test_a_rule_that_never_holds(when, says):
    (message,) = found(policy(a_rule("wrong", **when)), FindingLevel.ERROR)
    assert says in message


def test_an_account_rule_uses_nothing_up():
    account = Rule(rule="account", when={}, to="account_owner")
    assert not found(policy(account, a_rule("rest")), FindingLevel.ERROR)
    assert (
        "the rule 'again' is never reached: 'account'"
        in found(policy(account, Rule(rule="again", when={"score": "known"}, to="account_owner")), FindingLevel.ERROR)[
            0
        ]
    )


def test_what_is_left_over_is_said_in_words():
    gap = found(policy(a_rule("a", score="at least 30"), a_rule("b", score="unknown")), FindingLevel.NOTE)
    assert "no rule is for leads with score 1 to 29; they go to 'triage'" in gap


def test_people_and_queues_without_leads():
    only = policy(a_rule("all", queue="nurture"))
    warnings = found(only, FindingLevel.WARNING)
    assert "no lead ever reaches the queue 'enterprise'; send a rule to it or remove it" in warnings
    assert "Daniel Okafor gets no new leads: no lead reaches inbound_sales, enterprise" in warnings
    assert not any("Inês" in warning for warning in warnings)


def test_holidays_of_an_unknown_place_and_a_capacity_of_nothing():
    people = a_playbook().routing.people
    odd = (people[0].model_copy(update={"holidays": "ZZ"}), people[1].model_copy(update={"capacity": 0}), *people[2:])
    messages = found(with_part("routing", people=odd), FindingLevel.ERROR, FindingLevel.WARNING)
    assert any("no public holidays are known for 'ZZ'" in message for message in messages)
    assert any("Daniel Okafor gets no leads: the capacity is 0" in message for message in messages)


# ------------------------------------------------------------------------------------------------------------- points


def a_signal(name: str, points: int, group: str = "fit", **when) -> Signal:
    return Signal(id=name, group=group, points=points, when=when, says=name)


def scoring(*signals: Signal, **changes) -> Playbook:
    return with_part("scoring", signals=signals, half_life_days=None, **changes)


def test_scores_that_exclude_each_other_do_not_add_up():
    """The shipped sizes are three signals of which a lead has one."""
    playbook = scoring(
        a_signal("small", 30, company_size="under 50"),
        a_signal("large", 40, company_size="at least 50"),
        a_signal("known", 5, country="known"),
    )
    assert list_totals(playbook.scoring.choices[-1], playbook) == {1, 5, 30, 35, 40, 45}
    messages = found(playbook, FindingLevel.ERROR)
    assert (
        "the band 'hot' is never reached: no lead gets more than 45 points; lower at_least, or raise points or caps"
        in messages
    )
    assert any("nobody becomes an MQL: mql_threshold is 60" in message for message in messages)
    assert any("no lead gets the grade B" in message for message in messages)


def test_a_signal_below_a_cap_that_is_used_up():
    playbook = scoring(
        a_signal("large", 65, company_size="at least 50"),
        a_signal("huge", 10, company_size="at least 500"),
        a_signal("demo", 35, group="engagement", asked_for="demo"),
    )
    errors = [message for message in found(playbook, FindingLevel.ERROR) if "signal" in message]
    assert errors == [
        "the signal 'huge' never adds a point: the cap of 65 is used up by the signals above whenever it holds"
    ]


NUMBERS = st.sampled_from(["at least 5", "under 3", "3 to 7", "over 7", "known", "unknown"])
WORDS = st.sampled_from(["a", ["a", "b"], "not a", "known", "unknown"])
WHEN = st.fixed_dictionaries({}, optional={"company_size": NUMBERS, "country": WORDS, "tools": WORDS})
LEADS = [
    {
        name: KnownFact(value, "the test")
        for name, value in (("company_size", size), ("country", country), ("tools", tools))
        if value is not None
    }
    for size in (None, *range(10))
    for country in (None, "a", "b", "c")
    for tools in (None, ("a",), ("b",), ("a", "b"), ("c",))
]
"""Every lead that these conditions can tell from another."""


@settings(max_examples=30)
@given(st.lists(WHEN, min_size=1, max_size=5))
def test_a_rule_is_called_unreachable_if_and_only_if_no_lead_reaches_it(whens):
    conditions = [tuple(parse_condition(fact, wanted) for fact, wanted in when.items()) for when in whens]
    rules = tuple(
        Rule.model_construct(rule=str(n), when=when, queue="triage", to=None) for n, when in enumerate(conditions)
    )
    looked_at = build_policy(with_part("routing", policy=rules))
    first = [next((n for n, when in enumerate(conditions) if all_hold(when, lead)), None) for lead in LEADS]
    for number in range(len(rules)):
        assert bool(looked_at.find_reaching(number)) == (number in first)
    assert bool(looked_at.find_unrouted()) == (None in first)


@given(
    st.lists(
        st.tuples(WHEN, st.integers(1, 60), st.sampled_from(["fit", "engagement", "risk"])), min_size=1, max_size=5
    )
)
def test_the_scores_that_can_be_reached_are_those_that_are(drawn):
    signals = tuple(
        Signal(id=f"s{n}", group=group, points=points, when=when, says="")
        for n, (when, points, group) in enumerate(drawn)
    )
    playbook = scoring(*signals)
    said = {"said": KnownFact(("role",), "the test")}
    reached = {found.total for lead in LEADS if (found := score_lead(lead | said, playbook))}
    assert list_totals(playbook.scoring.choices[-1], playbook) == reached


# ------------------------------------------------------------------------------------------------------------ command


def test_the_command_names_file_and_line_and_fails_for_errors(tmp_path: Path):
    prompts = tmp_path / "prompts"
    shutil.copytree(PROMPTS, prompts, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    routing = prompts / "playbook" / "routing.yaml"
    text = routing.read_text("utf-8")
    extra = "  - rule: too late\n    when: {score: at least 90}\n    queue: enterprise\n"
    routing.write_text(text.replace("  - rule: no score\n", f"{extra}  - rule: no score\n"), "utf-8")
    with installation(tmp_path / "foyer") as foyer:
        done = foyer.run("playbook", "check", str(prompts), "--format", "jsonl")
    assert done.returncode == 1, done.stderr
    first = done.stdout.splitlines()[0]
    line = routing.read_text("utf-8").splitlines().index("  - rule: too late") + 1
    assert '"level": "error"' in first
    assert f'routing.yaml", "line": {line}, "message": "the rule \'too late\' is never reached' in first
