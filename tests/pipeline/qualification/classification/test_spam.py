"""Spam and other no-buyers are kept, decided on and shown, and nobody is disturbed for them; no buyer is among them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.evaluation.cases import read_cases
from pipeline.conditions.phrases import find_quotes
from pipeline.domain.submission import Submission
from tests.pipeline.flow.test_flow import Running, pipeline_on
from tests.quality.spam import MOST_ALERTED, sent
from tests.support.builders import PROMPTS, a_lead, a_playbook, a_submission
from tests.support.material import material

REVIEW = "disqualified_review"
NO_BUYERS = {
    "spam": "We sell quality backlinks and guest posts with high domain authority",
    "vendor": "We would like to offer you our services and redesign your website",
    "student": "I'm a student and this is for my thesis",
    "job_seeker": "Are you hiring? I can send my resume",
}


@pytest.fixture
def running(database_url: str, tmp_path: Path) -> Iterator[Running]:
    with pipeline_on(database_url, tmp_path, [], a_playbook) as made:
        yield made


def test_no_buyer_waits_for_review_whole_and_without_an_alert(running: Running):
    for kind, text in NO_BUYERS.items():
        running.receive(a_submission(text=text, key=f"chat:{kind}", conversation_id=kind, name="Mike Smith"))
    found = running.store.views.list_newest(queue=REVIEW)
    assert {lead.decision.profile.kind for lead in found} == set(NO_BUYERS)
    assert running.store.views.count_by_queue() == {REVIEW: len(NO_BUYERS)}
    assert all(lead.decision.profile.evidence for lead in found)
    assert running.team.arrived == []
    assert running.store.views.list_deliveries() == ()


def test_a_buyer_beside_them_is_announced(running: Running):
    running.receive(a_submission(text=NO_BUYERS["spam"], key="chat:spam", conversation_id="spam"))
    running.receive(a_lead())
    assert [alert.queue for alert in running.team.arrived] == ["Inbound sales"]
    assert len(running.store.views.list_newest(queue=REVIEW)) == 1


def test_whoever_turns_out_to_be_a_buyer_is_announced_after_all(running: Running):
    running.receive(a_submission(text=NO_BUYERS["vendor"], key="chat:c1:1", conversation_id="c1"))
    running.receive(a_lead(key="chat:c1:2", conversation_id="c1"))
    assert [alert.title.startswith("Updated: ") for alert in running.team.arrived] == [True]
    assert REVIEW not in running.store.views.count_by_queue()


@pytest.mark.parametrize(
    ("enquiry", "kind"),
    [
        (a_submission(text="Hi, I wanted to know your price."), "unknown"),
        (a_submission(text="We need something like this"), "buyer"),
        (a_submission(text="Guest posts are our trade", team_size=15), "unknown"),
        (a_lead(text="my thesis"), "unknown"),
    ],
)
def test_whom_we_are_not_sure_of_waits_in_triage_and_somebody_is_told(running: Running, enquiry: Submission, kind: str):
    running.receive(enquiry)
    (lead,) = running.store.views.list_newest()
    profile = lead.decision.profile
    assert (profile.kind, profile.route_to_sales) == (kind, False)
    assert profile.confidence < a_playbook().classification.confidence_threshold
    assert (lead.decision.route.queue, lead.decision.route.rule) == ("triage", "not sure enough")
    assert [alert.queue for alert in running.team.arrived] == ["Triage"]
    assert lead.decision.plan is None


def test_known_spam_alerts_no_more_often_than_measured():
    material("abuse/contact_form_spam_patterns.json")
    alerted = [row.fragment for row in sent() if row.alerted]
    assert len(alerted) <= MOST_ALERTED, alerted


def kinds_in(text: str) -> set[str]:
    """The kinds whose words stand in a text; a customer is no stranger to be kept out."""
    rows = a_playbook().classification.kinds
    return {row.kind for row in rows if row.kind != "existing_customer" and find_quotes(text, row.words)}


def test_no_visitor_of_the_labelled_conversations_is_called_a_no_buyer_but_those_who_are():
    for case in read_cases(PROMPTS / "cases"):
        if not case.id.startswith("not_buyers"):
            assert kinds_in(case.model_dump_json()) == set(), case.id


@pytest.mark.parametrize("name", ["multidogo_acts", "multidogo_slots", "nlupp", "restaurant8k"])
def test_nobody_in_a_service_chat_is_called_a_no_buyer(name):
    lines = material(f"dialogue/{name}.jsonl").read_text("utf-8").splitlines()
    texts = [json.loads(line)["text"] for line in lines]
    assert [text for text in texts if kinds_in(text)] == []
