"""What other rules would have made of stored leads: only true changes are told, each with its reason."""

from __future__ import annotations

from pipeline.backtest import Case, Change, Summary, _enrichment, replay
from tests.builders import NOW, a_decision, a_lead, a_playbook, a_submission, days_off

DEMO = "Could we get a demo?"
LEADS = (
    a_lead(key="1"),
    a_lead(key="2", text=DEMO),
    a_lead(key="3", role=None),
    a_lead(key="4", industry="healthcare"),
    a_submission(key="5", text="dofollow guest posts"),
)
CASES = [Case(f"lead_{lead.key}", lead, a_decision(lead)) for lead in LEADS]


def replayed(playbook, cases=CASES) -> tuple[list[Change], Summary]:
    summary = Summary()
    return list(replay(cases, playbook, summary)), summary


def with_part(name: str, **changes):
    part = getattr(a_playbook(), name).model_copy(update=changes)
    return a_playbook().model_copy(update={name: part})


def test_the_same_playbook_changes_nothing():
    changes, summary = replayed(a_playbook())
    assert (changes, summary.leads, summary.changed) == ([], len(CASES), 0)


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
    kept = {fact.name for fact in _enrichment(LEADS[0], CASES[0].decision.enrichment, a_playbook(), NOW).facts}
    free = with_part("deduplication", free_mail=frozenset({"acme-shop.com"}))
    read = _enrichment(LEADS[0], CASES[0].decision.enrichment, free, NOW)
    assert "company_domain" in kept
    assert (read.value("mail_kind"), read.value("company_domain")) == ("free", None)
