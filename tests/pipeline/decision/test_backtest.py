"""What other rules would have made of stored leads: only true changes are told, each with its reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from pipeline.decision.backtest import BacktestSummary, DecidedLead, PlacementChange, replay_enrichment, replay_leads
from pipeline.domain.decision import Enrichment
from pipeline.matching import KnownContact, KnownRecords
from pipeline.routing.policy import TeamState
from tests.pipeline.providers import a_provider, with_providers
from tests.support.builders import (
    NOW,
    VERSIONS,
    a_decision,
    a_fact,
    a_lead,
    a_playbook,
    a_submission,
    days_off,
    decide_submission,
)

DEMO = "Could we get a demo?"
LEADS = (
    a_lead(key="1"),
    a_lead(key="2", text=DEMO),
    a_lead(key="3", role=None),
    a_lead(key="4", industry="healthcare"),
    a_submission(key="5", text="dofollow guest posts"),
)
CASES = [DecidedLead(f"lead_{lead.key}", lead, a_decision(lead)) for lead in LEADS]


def replayed(playbook, cases=CASES) -> tuple[list[PlacementChange], BacktestSummary]:
    summary = BacktestSummary()
    return list(replay_leads(cases, playbook, summary)), summary


def with_part(name: str, **changes):
    part = getattr(a_playbook(), name).model_copy(update=changes)
    return a_playbook().model_copy(update={name: part})


def test_the_same_playbook_changes_nothing():
    changes, summary = replayed(a_playbook())
    assert (changes, summary.leads, summary.changed) == ([], len(CASES), 0)


VENDORS = ("trusted", "other")
"""Of whom the first overwrites."""
WITH_VENDORS = with_providers(a_playbook(), *(a_provider(name, overwrite=name == VENDORS[0]) for name in VENDORS))
VALUES: Mapping[str, Sequence[str | int | bool]] = {
    "role": ["Head of Support", "Intern", "Gardener"],
    "seniority": ["head", "c_level"],
    "job_function": ["support", "sales"],
    "country": ["DE", "US"],
    "region": ["California", "Bavaria"],
    "postal_code": ["94107", "10115"],
    "time_zone": ["Asia/Tokyo"],
    "industry": ["saas", "healthcare"],
    "company_size": [5, 700],
    "existing_customer": [True, False],
}
vendor_facts = st.lists(
    st.sampled_from([(name, value) for name, values in VALUES.items() for value in values]).flatmap(
        lambda pair: st.sampled_from(VENDORS).map(lambda vendor: a_fact(*pair, vendor))
    ),
    max_size=8,
)
leads = st.builds(
    a_lead,
    role=st.sampled_from([None, "Head of Support"]),
    location=st.sampled_from([None, "DE"]),
    phone=st.sampled_from([None, "+14155550132"]),
    team_size=st.sampled_from([None, 120]),
    industry=st.sampled_from([None, "ecommerce"]),
    text=st.sampled_from(["", DEMO]),
)


@given(leads, vendor_facts, st.sampled_from([None, "tomas"]), st.integers(0, 72))
def test_a_decision_replayed_through_its_own_playbook_stays_as_it_was(lead, found, owner, hours_later):
    known = KnownRecords(contact_by_email=KnownContact("contact_1", owner=owner))
    now = NOW + timedelta(hours=hours_later)
    decision = decide_submission(lead, known, TeamState(), Enrichment(tuple(found), {}), WITH_VENDORS, VERSIONS, now)
    assert replay_enrichment(lead, decision.enrichment, WITH_VENDORS, now) == decision.enrichment
    changes, summary = replayed(WITH_VENDORS, [DecidedLead("lead_1", lead, decision)])
    assert (changes, summary.leads) == ([], 1)


def test_what_follows_from_a_vendors_role_is_read_by_the_other_playbooks_words():
    lead, role = a_lead(role=None), a_fact("role", "Head of Support")
    decision = decide_submission(
        lead, KnownRecords(), TeamState(), Enrichment((role,), {}), a_playbook(), VERSIONS, NOW
    )
    assert decision.enrichment.value("seniority") == "head"
    wordless = with_part("classification", seniorities=())
    assert replay_enrichment(lead, decision.enrichment, wordless, NOW).value("seniority") is None


def test_other_points_change_band_and_queue_and_say_which_points():
    signals = tuple(
        signal.model_copy(update={"points": 1}) if signal.id == "title_match" else signal
        for signal in a_playbook().scoring.signals
    )
    changes, summary = replayed(with_part("scoring", signals=signals))
    change = next(change for change in changes if change.lead_id == "lead_1")
    assert (change.before.band, change.after.band) == ("warm", "cool")
    assert (change.before.queue, change.after.queue) == ("inbound_sales", "nurture")
    assert change.why[:2] == ("title match +10 -> +1", "rule: score of 60 or more -> score of 30 to 59")
    assert summary.moves["band", "warm", "cool"] == 1
    assert summary.changed == len(changes)


def test_an_owner_changes_only_where_the_turn_could_not_be_theirs_any_more():
    people = a_playbook().routing.people
    away = tuple(p.model_copy(update={"away": days_off(NOW.date())}) if p.id == "daniel" else p for p in people)
    changes, _ = replayed(with_part("routing", people=away))
    assert {(change.parts, change.before.owner) for change in changes} == {(("owner",), "daniel")}


def test_words_of_the_playbook_are_read_anew_and_everything_else_is_reused():
    words = tuple(row for row in a_playbook().classification.asked_for if row.id != "demo")
    changes, _ = replayed(with_part("classification", asked_for=words))
    assert [change.lead_id for change in changes] == ["lead_2"]
    assert "demo request +30 -> +0" in changes[0].why


def test_free_mail_of_the_playbook_is_read_anew():
    kept = {fact.name for fact in replay_enrichment(LEADS[0], CASES[0].decision.enrichment, a_playbook(), NOW).facts}
    free = with_part("deduplication", free_mail=frozenset({"acme-shop.com"}))
    read = replay_enrichment(LEADS[0], CASES[0].decision.enrichment, free, NOW)
    assert "company_domain" in kept
    assert (read.value("mail_kind"), read.value("company_domain")) == ("free", None)


def test_a_lead_that_keeps_its_owner_is_given_no_other_turn_as_a_reason():
    now = NOW + timedelta(hours=2)
    decision = a_decision(a_lead(), now)
    cases = [DecidedLead(f"lead_{n}", a_lead(key=str(n)), decision) for n in range(6)]
    changes, _ = replayed(with_limits(warm=67), cases)
    assert len(changes) == len(cases)
    assert {change.parts for change in changes} == {("band",)}
    assert {change.why for change in changes} == {("66 points: warm -> cool",)}


def with_limits(warm: int):
    bands = tuple(
        band.model_copy(update={"at_least": warm}) if band.id == "warm" else band for band in a_playbook().scoring.bands
    )
    return with_part("scoring", bands=bands)
