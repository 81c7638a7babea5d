"""Who asked for a person and never answered the consent text: a person is told, and no machine does anything more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from pipeline.decision.outline import summarise_alert
from pipeline.domain.conversation import Author, ReplyChanges, StoredConversation, Turn
from pipeline.domain.decision import Suggestion
from pipeline.domain.record import Record
from pipeline.domain.submission import Origin, Submission
from pipeline.domain.thread import ThreadEvent, ThreadMessage
from pipeline.flow.gather.enrich import UNASKED
from pipeline.playbook import Playbook
from pipeline.reports.leads import LeadPage
from pipeline.store import Store, tables
from pipeline.store.conversation.withdrawals import OF_A_LEAD
from tests.pipeline.flow.gather.test_enrich import Vendor
from tests.pipeline.flow.test_flow import Running, pipeline_on
from tests.support.builders import AGREED, NOW, a_decision, a_lead, a_playbook, a_submission

WAITING = replace(a_lead(), is_partial=True)
"""All that an ordinary enquiry says, but for the answer about consent."""
CONVERSATION = StoredConversation("conversation-1", NOW, Origin(), Record(), {}, ())
AGREES = replace(WAITING, id="agrees", key="chat:agrees", consent=AGREED, received_at=NOW + timedelta(hours=1))


on_one_database = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""For what no database can change."""


@dataclass
class RecordingSecondOpinion:
    """A second opinion that notes about whom it was asked."""

    asked: list[str] = field(default_factory=list)

    def suggest(self, submission: Submission, playbook: Playbook) -> Suggestion | None:
        self.asked.append(submission.id)
        return None


@pytest.fixture
def vendor() -> Vendor:
    return Vendor()


@pytest.fixture
def model() -> RecordingSecondOpinion:
    return RecordingSecondOpinion()


@pytest.fixture
def running(database_url: str, tmp_path: Path, vendor: Vendor, model: RecordingSecondOpinion) -> Iterator[Running]:
    with pipeline_on(database_url, tmp_path, [vendor], a_playbook, model) as made:
        yield made


def newest(running: Running) -> LeadPage:
    lead = running.store.views.list_newest()[0]
    return running.store.views.get_page(lead.id) or pytest.fail("no page")


def contacts(running: Running) -> int:
    with running.store.database.read() as session:
        rows = [
            session.scalar(select(func.count()).select_from(table)) for table in (tables.ContactRow, tables.CompanyRow)
        ]
    return sum(filter(None, rows))


def test_a_person_is_told_and_nothing_else_is_done(running, vendor, model):
    running.receive(WAITING)
    page = newest(running)
    assert (vendor.asked, model.asked, page.touches, contacts(running)) == (0, [], (), 0)
    assert page.lead.decision.enrichment.status == {"vendor": UNASKED}
    assert (page.lead.status, page.lead.answer_only) == ("partial", True)
    (alert,) = running.team.arrived
    assert alert.title == "Answer wanted, no consent: Jane Doe, Acme Shop"
    assert alert.brief.startswith(a_playbook().get_texts().render("brief.answer_only"))
    assert "jane@acme-shop.com" in [quote.quote for quote in alert.quotes]
    assert alert.owner


@on_one_database
def test_what_a_provider_said_of_their_company_before_is_not_used(running):
    running.receive(a_lead(key="chat:2", conversation_id="c2", email="joe@acme-shop.com"))
    running.clock.pass_by(hours=1)
    running.receive(WAITING)
    facts = newest(running).lead.decision.enrichment.facts
    assert facts
    assert "vendor" not in {fact.source for fact in facts}


def test_whose_they_are_is_shown_and_nothing_of_it_is_touched(running):
    running.receive(a_lead(key="chat:2", conversation_id="c2"))
    before, known = newest(running), contacts(running)
    running.clock.pass_by(hours=1)
    running.receive(WAITING)
    page, after = newest(running), running.store.views.get_page(before.lead.id)
    assert page.lead.id != before.lead.id
    assert page.lead.owner == before.lead.owner
    assert [deal.lead_id for deal in page.lead.decision.match.deals] == [before.lead.id]
    assert after == before
    assert contacts(running) == known


def test_a_yes_completes_the_lead_in_place_and_all_goes_on_as_usual(running, vendor, model):
    running.receive(WAITING)
    waiting = newest(running).lead
    running.clock.at = AGREES.received_at
    running.receive(AGREES)
    agreed = newest(running).lead
    assert (agreed.id, agreed.status, agreed.contact, agreed.answer_only) == (waiting.id, "partial", "Jane Doe", False)
    assert (vendor.asked, model.asked) == (1, [AGREES.id])
    assert running.team.arrived[1].title.startswith("Updated: Partial: ")
    running.receive(replace(AGREES, id="all", key="chat:all", is_partial=False))
    confirmed = newest(running)
    assert (confirmed.lead.id, confirmed.lead.status) == (waiting.id, "open")
    assert confirmed.touches


def say_no(running: Running) -> None:
    """The visitor's refusal, and all that follows from it."""
    refuse(running.store)
    running.work()


def refuse(store: Store) -> None:
    """What the refusal stores in the conversation of `WAITING`."""
    stored = store.conversations.open(CONVERSATION)
    withdrawal = ThreadMessage("thread:conversation-1:000001", CONVERSATION.id, ThreadEvent.WITHDRAWN)
    reply = Turn("r1", len(stored.turns), Author.ASSISTANT, "That's all right.", NOW)
    assert store.conversations.answer(ReplyChanges(CONVERSATION.id, [], [reply], Record(), {}, withdrawal=withdrawal))


def kept_of(running: Running, words: str) -> list[str]:
    """The tables in which the words stand, whatever the case."""
    with running.store.database.read() as session:
        return [
            name
            for name, table in tables.Table.metadata.tables.items()
            if any(words.casefold() in str(tuple(row)).casefold() for row in session.execute(select(table)))
        ]


def test_a_no_takes_back_all_that_was_kept_of_them_and_the_team_is_told(running):
    running.receive(WAITING)
    assert kept_of(running, "acme")
    say_no(running)
    assert [kept_of(running, words) for words in ("acme", "jane", "customer emails")] == [[], [], []]
    assert running.store.views.count() == 0
    (alert,) = running.store.views.list_deliveries()
    assert summarise_alert(alert.alert, a_playbook().get_texts())[0] == "Taken back by the visitor"
    with running.store.database.read() as session:
        told = select(tables.DeliveryRow.status).where(tables.DeliveryRow.kind == "thread")
        assert session.scalars(told).all() == ["sent"]


def test_nobody_is_told_of_a_no_who_was_not_told_of_the_wish(running):
    running.store.submissions.receive(WAITING)
    running.engine.qualify(running.qualify.settler.take())
    say_no(running)
    assert kept_of(running, "jane") == []
    assert (running.team.arrived, running.store.views.list_deliveries()) == ([], ())


def test_a_no_while_it_is_being_decided_on_is_heard(running):
    running.store.submissions.receive(WAITING)
    batch = running.qualify.settler.take()
    say_no(running)
    running.engine.qualify(batch)
    running.store.submissions.record_failure(WAITING.id, 1, "gone", NOW)
    with running.store.leads.begin_decisions([WAITING], a_playbook().deduplication) as batch:
        assert (batch.pending, batch.later) == ([], [])
    assert running.store.views.count() == 0


@on_one_database
def test_a_no_leaves_what_was_agreed_to(running):
    running.receive(replace(AGREES, received_at=NOW))
    before = newest(running)
    say_no(running)
    assert replace(newest(running), transcript=()) == before


def test_what_points_to_a_lead_is_deleted_with_it():
    pointing = {
        name
        for name, table in tables.Table.metadata.tables.items()
        if any(key.column.table.name == "lead" for key in table.foreign_keys)
    }
    assert {table.__tablename__ for table in OF_A_LEAD} == pointing


@on_one_database
def test_fading_interest_leaves_nobody_waiting_for_long(running):
    running.receive(replace(WAITING, visitor_text="can I see a demo?"))
    assert newest(running).lead.decision.brief.next_action == "immediate_call"
    running.clock.pass_by(days=400)
    running.tick("rescore_due_leads")
    decision = newest(running).lead.decision
    assert decision.score
    assert (decision.score.band, decision.brief.next_action) == ("cool", "immediate_call")


@pytest.mark.parametrize(
    ("said", "confirmed", "waiting"),
    [
        pytest.param(a_lead(text="can I see a demo?"), "immediate_call", "immediate_call", id="hot"),
        pytest.param(a_lead(), "fast_follow_up", "fast_follow_up", id="warm"),
        pytest.param(a_submission(problem="mails get lost", team_size=120), "nurture", "fast_follow_up", id="cold"),
        pytest.param(a_submission(phone="+14155552671"), "fast_follow_up", "fast_follow_up", id="no score"),
        pytest.param(
            a_submission(email="a@b-school.org", text="I am a student, it is for my thesis"),
            "polite_decline",
            "polite_decline",
            id="no buyer",
        ),
    ],
)
def test_somebody_who_waits_is_never_left_to_nurture(said, confirmed, waiting):
    decided, awaited = a_decision(said), a_decision(replace(said, is_partial=True))
    assert (decided.brief.next_action, awaited.brief.next_action) == (confirmed, waiting)
    assert (awaited.next_action_at < decided.next_action_at) is (confirmed != waiting)
