"""A playbook's own fields on the way from a submission to points, a queue, a brief and an alert."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from pipeline.decision.alert import build_alert
from pipeline.decision.backtest import BacktestSummary, DecidedLead, replay_leads
from pipeline.domain.alert import Alert
from pipeline.domain.decision import Decision, PlannedTouch
from pipeline.domain.record import Budget, Field, KnownValue, NumberRange, PersonName, Record, Timeline
from pipeline.domain.submission import Submission
from pipeline.followup.cadence import draft_touch
from pipeline.matching import KnownRecords
from pipeline.playbook import Playbook
from pipeline.qualification.facts import collect_facts
from pipeline.reports.learning.samples import TrainingTable, read_row_facts
from pipeline.routing.policy import TeamState
from prompts.texts import Text
from tests.pipeline.playbook.solar import a_solar_playbook
from tests.support.builders import NOW, VERSIONS, a_known, a_submission, an_enrichment, decide_submission

KNOWN: dict[str, KnownValue] = {
    Field.GOAL: a_known("pay less for electricity"),
    "own_home": a_known(True, "our own house"),
    "building": a_known("other", "an old windmill"),
    "products": a_known(("panels", "battery"), "panels and a battery"),
    "roof_area": a_known(NumberRange(60, 60, "m²"), "60 qm"),
    "bill": a_known(Budget(320, 320, "EUR", "month"), "320 euros"),
    "ready_by": a_known(Timeline(None, date(2027, 3, 31)), "by March"),
    Field.NAME: a_known(PersonName("Anna Muster", "Anna", "Muster")),
    Field.EMAIL: a_known("anna@example.org"),
    "roof_note": a_known("slate tiles", "slate tiles"),
}
"""The last is a field that the playbook had once."""


def an_enquiry(**raw: object) -> Submission:
    submission = a_submission(Record(KNOWN), text="our own house, panels and a battery")
    return replace(submission, raw={"asked": ["bill", "meter", "site"], **raw})


def decided(submission: Submission, playbook: Playbook) -> Decision:
    found = an_enrichment(submission)
    return decide_submission(submission, KnownRecords(), TeamState(), found, playbook, VERSIONS, NOW)


def alerted(submission: Submission, playbook: Playbook) -> Alert:
    return build_alert("l1", submission, decided(submission, playbook), playbook, "https://x.example", is_update=False)


def in_german() -> Playbook:
    playbook = a_solar_playbook()
    return playbook.model_copy(update={"company": playbook.company.model_copy(update={"language": "de"})})


def test_own_fields_are_facts_with_the_visitors_words():
    submission, playbook = an_enquiry(), a_solar_playbook()
    decision = decided(submission, playbook)
    facts = collect_facts(submission, decision.match, decision.enrichment, decision.profile, playbook)
    values = {name: facts[name].value for name in playbook.fields.fact_kinds if name in facts}
    assert values == {
        "own_home": True,
        "building": "other",
        "products": ("panels", "battery"),
        "roof_area": 60,
        "bill": 320,
        "urgent": False,
        "ready_by": (date(2027, 3, 31) - NOW.date()).days,
    }
    assert facts["bill"].evidence == "“320 euros”"


def test_they_earn_points_and_choose_the_queue():
    decision = decided(an_enquiry(), a_solar_playbook())
    assert decision.score
    evidence = {part.signal: part.evidence for part in decision.score.parts}
    assert "our own house" in evidence["owns_the_house"]
    assert evidence["wants_storage"] == "“panels and a battery”; “60 qm”"
    assert (decision.route.queue, decision.route.rule) == ("enterprise", "large bills")


def test_the_brief_tells_them_and_only_what_was_asked_is_not_said():
    brief = decided(an_enquiry(), a_solar_playbook()).brief
    for told in ("Own house: yes.", "Building: “an old windmill”.", "Products: Solar panels, Battery."):
        assert told in brief.text
    assert [told for told in brief.uncertain if "not said" in told] == ["Meter: not said", "Site: not said"]


def test_the_alert_shows_them_in_the_files_order_and_the_teams_language():
    alert = alerted(an_enquiry(), in_german())
    shown = {quote.field: quote.value for quote in alert.quotes}
    assert list(shown)[:6] == ["Ziel", "Eigenes Haus", "Gebäude", "Produkte", "Dachfläche", "Stromrechnung"]
    assert (shown["Eigenes Haus"], shown["Gebäude"], shown["Produkte"]) == (
        "ja",
        "an old windmill",
        "Solarmodule, Speicher",
    )
    assert (shown["Dachfläche"], shown["Stromrechnung"]) == ("60 m²", "320 EUR im Monat")


def test_an_urgent_case_is_a_fact_and_stands_first_in_alert_and_brief():
    urgent = replace(an_enquiry(), visitor_text="Help, there is a burning smell")
    calm, waiting = decided(an_enquiry(), a_solar_playbook()), decided(urgent, a_solar_playbook())
    assert calm.score
    assert waiting.score
    assert {part.signal for part in waiting.score.parts} - {part.signal for part in calm.score.parts} == {"cannot_wait"}
    assert waiting.brief.text.startswith("Urgent: “burning smell”.")
    assert alerted(urgent, in_german()).title == "Dringend: Anna Muster"
    assert alerted(an_enquiry(), in_german()).title == "Anna Muster"


def test_what_a_dropped_field_held_is_still_shown():
    alert = alerted(an_enquiry(), a_solar_playbook())
    assert [(quote.field, quote.value) for quote in alert.quotes][-1] == ("Roof note", "slate tiles")


def test_without_a_list_of_what_was_asked_the_playbooks_questions_count():
    submission = replace(an_enquiry(), raw={})
    told = [told for told in decided(submission, a_solar_playbook()).brief.uncertain if "not said" in told]
    assert told == ["Site: not said"]


def test_a_backtest_replays_them():
    submission, playbook = an_enquiry(), a_solar_playbook()
    case = DecidedLead("l1", submission, decided(submission, playbook))
    policy = tuple(rule for rule in playbook.routing.policy if rule.rule != "large bills")
    routing = playbook.routing.model_copy(update={"policy": policy})
    assert not list(replay_leads([case], playbook, BacktestSummary()))
    (change,) = replay_leads([case], playbook.model_copy(update={"routing": routing}), BacktestSummary())
    assert (change.before.queue, "queue" in change.parts) == ("enterprise", True)


def test_columns_of_an_export_can_mean_them():
    columns = {"Own?": ("Yes", "no", "select"), "Roof": ("60", "", "1,200"), "Wants": ("panels;battery", "", "")}
    meaning = {"Own?": "own_home", "Roof": "roof_area", "Wants": "products"}
    playbook = a_solar_playbook()
    table = TrainingTable(columns, (True, False, False))
    rows = read_row_facts(table, meaning, playbook.ideal_customer, playbook.fields.fact_kinds)
    assert [{name: row[name].value for name in meaning.values() if name in row} for row in rows] == [
        {"own_home": True, "roof_area": 60, "products": ("panels", "battery")},
        {"own_home": False},
        {"roof_area": 1200},
    ]


def test_a_follow_up_can_name_them():
    playbook, touch = a_solar_playbook(), PlannedTouch(1, "email", "roof", NOW)
    texts = playbook.get_texts("en")
    told = Text("follow_up.roof", "Your {{ products }} on {{ roof_area }}{{#meter}}, {{ meter }}{{/meter}}", Path(), 1)
    named = replace(texts, by_id={**texts.by_id, told.id: told})
    draft = draft_touch(touch, Record(KNOWN), playbook.model_copy(update={"texts": {"en": named}}), "Ann")
    assert draft.body == "Your Solar panels, Battery on 60 m²"
