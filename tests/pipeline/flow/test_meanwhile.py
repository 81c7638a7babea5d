"""What a job concludes about a lead holds only where nothing happened to it meanwhile: people and visitors win."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Protocol

import pytest

from pipeline.domain.activity import Activity
from pipeline.domain.conversation import StoredConversation
from pipeline.domain.outcome import Outcome, OutcomeKind
from pipeline.domain.record import Record
from pipeline.domain.submission import Origin
from pipeline.flow.draft_touches import DraftTouchesJob
from pipeline.flow.rescore import RescoreJob
from pipeline.followup import cadence
from pipeline.playbook import Playbook
from pipeline.runtime.feed import LEASE
from pipeline.store import Database, Store, tables
from tests.fakes.stand_ins import StoppedClock
from tests.pipeline.acting import end_lead
from tests.pipeline.flow.test_answer_only import WAITING, refuse
from tests.support.builders import NOW, a_lead, a_playbook
from tests.support.settling import settle

DUE = NOW + timedelta(days=30)
TALK = "conversation-1"
LEAD = a_lead(text="Could we get a demo?", conversation_id=TALK)


class TickingJob(Protocol):
    def __call__(self, store: Store, playbook: Callable[[], Playbook], clock: StoppedClock) -> Callable[..., int]: ...


def drafting(store: Store, playbook: Callable[[], Playbook], clock: StoppedClock) -> Callable[..., int]:
    return DraftTouchesJob(store.touches, playbook, clock).draft_due_touches


def rescoring(store: Store, playbook: Callable[[], Playbook], clock: StoppedClock) -> Callable[..., int]:
    return RescoreJob(store.rescores, playbook, clock, "http://here/{}".format).rescore_due_leads


JOBS = pytest.mark.parametrize("job", [drafting, rescoring])


@dataclass
class OncePlaybook:
    """The playbook, which a job reads after it has taken its rows: the first reader finds that something happened."""

    happen: Callable[[], object]
    happened: bool = False

    def __call__(self) -> Playbook:
        if not self.happened:
            self.happened = True
            self.happen()
        return a_playbook()


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    with closing(Store(Database(database_url))) as made:
        made.conversations.open(StoredConversation(TALK, NOW, Origin(), Record(), {}, ()))
        yield made


@pytest.fixture
def elsewhere(database_url: str) -> Iterator[Store]:
    """The same rows, as another process has them."""
    with closing(Store(Database(database_url))) as made:
        yield made


def note(other: Store, lead_id: str) -> None:
    with other.database.write() as session:
        session.add(tables.EventRow(lead_id=lead_id, at=DUE, kind="noted", actor="ines", body={}))


def give_to_maya(other: Store, lead_id: str) -> None:
    with other.database.write() as session:
        session.get_one(tables.LeadRow, lead_id).owner = "maya"


def answer_in_the_chat(other: Store, lead_id: str) -> None:
    turn = {"position": 0, "author": "person", "text": "Hi", "at": DUE, "details": {}}
    with other.database.write() as session:
        session.add(tables.TurnRow(id="turn", conversation_id=TALK, **turn))


def visit(other: Store, lead_id: str) -> None:
    assert other.rescores.record_activity(lead_id, Activity("page_visited", DUE, "https://brightdesk.example/demo"))


def write_again(other: Store, lead_id: str) -> None:
    again = a_lead(key="again", conversation_id=TALK, text="Could we get a demo?", name="Janet Doe")
    assert settle(other, again, DUE)[0] == lead_id


def win(other: Store, lead_id: str) -> None:
    end_lead(other, lead_id, Outcome(OutcomeKind.WON, DUE, "maya"))


HAPPENINGS = [note, give_to_maya, answer_in_the_chat, visit, write_again, win]


@JOBS
@pytest.mark.parametrize("happen", HAPPENINGS)
def test_what_was_concluded_before_something_happened_is_dropped(
    store: Store, elsewhere: Store, job: TickingJob, happen: Callable[[Store, str], None]
):
    lead_id, _ = settle(store, LEAD)
    playbook = OncePlaybook(lambda: happen(elsewhere, lead_id))
    assert job(store, playbook, StoppedClock(DUE))() == 0
    assert playbook.happened
    assert store.views.list_drafts() == ()
    assert not store.views.list_newest()[0].is_rescored


@JOBS
def test_where_nothing_happened_it_holds(store: Store, job: TickingJob):
    settle(store, LEAD)
    run = job(store, a_playbook, StoppedClock(DUE))
    assert [run(), run()] == [1, 0]


@pytest.mark.parametrize(
    ("happen", "drafts"), [(note, 1), (give_to_maya, 1), (visit, 1), (answer_in_the_chat, 1), (win, 0)]
)
def test_a_dropped_draft_is_written_anew_for_the_lead_as_it_is(store: Store, elsewhere: Store, happen, drafts):
    lead_id, _ = settle(store, LEAD)
    run = drafting(store, OncePlaybook(lambda: happen(elsewhere, lead_id)), StoppedClock(DUE))
    assert [run(), run()] == [0, drafts]
    if happen is give_to_maya:
        (draft,) = store.views.list_drafts()
        maya = a_playbook().routing.find_person("maya")
        assert maya
        assert maya.name in (draft.body or "")


@pytest.mark.parametrize(("happen", "action"), [(note, "immediate_call"), (give_to_maya, "fast_follow_up")])
def test_a_dropped_score_is_counted_anew_for_the_lead_as_it_is(store: Store, elsewhere: Store, happen, action):
    lead_id, _ = settle(store, LEAD)
    run = rescoring(store, OncePlaybook(lambda: happen(elsewhere, lead_id)), StoppedClock(DUE))
    assert [run(), run()] == [0, 1]
    (lead,) = store.views.list_newest()
    assert lead.decision.score
    assert (lead.decision.score.band, lead.decision.brief.next_action) == ("warm", action)


def test_who_takes_back_all_they_said_meanwhile_is_not_scored(store: Store, elsewhere: Store):
    settle(store, replace(WAITING, visitor_text="Could we get a demo?"))
    playbook = OncePlaybook(lambda: refuse(elsewhere))
    assert rescoring(store, playbook, StoppedClock(DUE))() == 0
    assert playbook.happened
    assert store.views.count() == 0


@JOBS
def test_what_another_worker_took_is_left_alone_until_its_time_is_over(store: Store, elsewhere: Store, job: TickingJob):
    settle(store, LEAD)
    others, found = job(elsewhere, a_playbook, StoppedClock(DUE)), list[int]()
    assert job(store, OncePlaybook(lambda: found.append(others())), StoppedClock(DUE))() == 1
    assert found == [0]


@JOBS
def test_who_is_too_slow_changes_nothing_any_more(store: Store, elsewhere: Store, job: TickingJob):
    settle(store, LEAD)
    later = job(elsewhere, a_playbook, StoppedClock(DUE + LEASE))
    done: list[int] = []
    assert job(store, OncePlaybook(lambda: done.append(later())), StoppedClock(DUE))() == 0
    assert done == [1]


def test_one_that_cannot_be_drafted_holds_up_no_other(store: Store, monkeypatch: pytest.MonkeyPatch):
    def wordless(touch, record, *others):
        if touch.position == first.position and record.text("company") == "Acme Shop":
            raise ZeroDivisionError("a bug in a rule")
        return write(touch, record, *others)

    write = cadence.draft_touch
    _, decision = settle(store, LEAD)
    assert decision.plan
    first = decision.plan.touches[0]
    settle(store, a_lead(key="other", conversation_id="other", company="Other", email="jo@other-shop.com"))
    monkeypatch.setattr(cadence, "draft_touch", wordless)
    with pytest.raises(ExceptionGroup, match="1 of 2 failed"):
        drafting(store, a_playbook, StoppedClock(DUE))()
    assert len(store.views.list_drafts()) == 1
