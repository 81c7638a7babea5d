"""What an alert tells beside the record: what a person still has to answer."""

from __future__ import annotations

from dataclasses import replace

from pipeline.decision.alert import build_alert
from tests.support.builders import a_decision, a_lead, a_playbook


def test_what_nobody_could_answer_or_read_stands_in_the_alert():
    raw = {"questions": [{"turn": 3, "question": "do you run on Mars?"}, {"turn": 5, "question": "million million"}]}
    lead = replace(a_lead(), raw=raw)
    alert = build_alert("l1", lead, a_decision(lead), a_playbook(), "https://x.example", is_update=False)
    assert alert.uncertain[:2] == ("To answer: do you run on Mars?", "To answer: million million")
