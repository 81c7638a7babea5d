"""What a partial submission becomes: a lead that says so, completed in place, without a machine's follow-up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.reports.leads import LeadView
from tests.pipeline.flow.test_flow import Running, pipeline_on
from tests.support.builders import AGREED, a_lead, a_playbook

CONFIRMED = a_lead(consent=AGREED)
PARTIAL = replace(CONFIRMED, id=f"{CONFIRMED.id}-p", key=f"{CONFIRMED.key}:p", is_partial=True)
ELSEWHERE = replace(PARTIAL, id="elsewhere", key="chat:elsewhere:1", conversation_id="elsewhere")


@pytest.fixture
def running(database_url: str, tmp_path: Path) -> Iterator[Running]:
    with pipeline_on(database_url, tmp_path, [], a_playbook) as made:
        yield made


def only_lead(running: Running) -> LeadView:
    (lead,) = running.store.views.list_newest()
    return lead


def test_a_partial_lead_says_so_and_is_not_followed_up_by_a_machine(running):
    running.receive(PARTIAL)
    lead = only_lead(running)
    assert lead.status == "partial"
    assert lead.decision.plan is None
    page = running.store.views.get_page(lead.id)
    assert page
    assert page.touches == ()
    (alert,) = running.team.arrived
    assert alert.title.startswith("Partial: ")
    assert "before confirming" in alert.uncertain[0]
    assert alert.follow_up == ()


def test_it_is_completed_in_place(running):
    running.receive(PARTIAL)
    partial = only_lead(running)
    running.receive(CONFIRMED)
    lead = only_lead(running)
    assert (lead.id, lead.status) == (partial.id, "open")
    assert lead.decision.plan is not None
    assert running.team.arrived[1].title.startswith("Updated: ")
    assert "Partial" not in running.team.arrived[1].title


def test_it_is_completed_by_the_same_person_in_another_conversation(running):
    running.receive(ELSEWHERE)
    partial = only_lead(running)
    running.receive(CONFIRMED)
    lead = only_lead(running)
    assert (lead.id, lead.status) == (partial.id, "open")


def test_it_never_replaces_what_the_visitor_confirmed(running):
    running.receive(CONFIRMED)
    before = only_lead(running)
    running.receive(ELSEWHERE)
    assert only_lead(running) == before
    assert running.team.arrived[1].title.startswith("Updated: Partial: ")
    page = running.store.views.get_page(before.id)
    assert page
    assert page.touches
