"""What people do in tests: through the one door, at a moment that the test names."""

from __future__ import annotations

from datetime import datetime

from pipeline.actions.actor import Actor, ActorRole, Door
from pipeline.actions.contact.answer_review import AnswerReview
from pipeline.actions.contact.merge_contacts import MergeContacts
from pipeline.actions.contact.undo_merge import UndoMerge
from pipeline.actions.lead.record_outcome import RecordOutcome
from pipeline.actions.perform import Action, ActionPerformer
from pipeline.actions.ports import TakeoverSteps
from pipeline.actions.results import ActionResult, Done
from pipeline.actions.words import describe_ending
from pipeline.domain.matching import ReviewAnswer
from pipeline.domain.outcome import Outcome
from pipeline.reports.reviews import MergeView, ReviewView
from pipeline.store import Store
from tests.fakes.stand_ins import StoppedClock
from tests.support.builders import NOW, VERSIONS, a_playbook


def an_actor(name: str = "maya", role: ActorRole = ActorRole.REP, door: Door = Door.CONSOLE) -> Actor:
    return Actor(name, name.title(), role, door)


def a_performer(store: Store, now: datetime = NOW, steps: TakeoverSteps | None = None) -> ActionPerformer:
    return ActionPerformer(store.actions, steps, StoppedClock(now), lambda: VERSIONS)


def perform(store: Store, action: Action, by: str = "maya", now: datetime = NOW) -> ActionResult:
    return a_performer(store, now).perform(action, an_actor(by))


def told(result: ActionResult) -> str:
    """What somebody reads whose action changed nothing."""
    assert not isinstance(result, Done), result
    return describe_ending(result, a_playbook().get_texts())


def done(result: ActionResult) -> str:
    assert isinstance(result, Done), result
    return result.about


def end_lead(store: Store, lead_id: str, outcome: Outcome) -> ActionResult:
    action = RecordOutcome(lead_id, outcome.result, outcome.reason, outcome.value, outcome.at)
    return perform(store, action, outcome.by, outcome.at)


def merge(store: Store, kept_id: str, merged_id: str, by: str, reason: str, now: datetime) -> MergeView:
    return store.merges.get(done(perform(store, MergeContacts(kept_id, merged_id, reason), by, now)))


def unmerge(store: Store, merge_id: str, by: str, reason: str, now: datetime) -> MergeView:
    return store.merges.get(done(perform(store, UndoMerge(merge_id, reason), by, now)))


def answer(store: Store, item_id: str, answer: ReviewAnswer, by: str, reason: str, now: datetime) -> ReviewView:
    return store.reviews.get(done(perform(store, AnswerReview(item_id, answer, reason), by, now)))
