"""Somebody answers a question about two records; the first answer counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pipeline.actions.audit import ActionEffect, ActionHead
from pipeline.actions.ports import ContactRecords, ReviewState
from pipeline.actions.results import ActionStopped, AlreadyDone, Refusal, refuse
from pipeline.domain.matching import ReviewAnswer


@dataclass(frozen=True, slots=True)
class AnswerReview:
    item_id: str
    answer: ReviewAnswer
    reason: str = ""
    """Needed for a merge."""


def answer_review(action: AnswerReview, records: ContactRecords, head: ActionHead) -> ActionEffect:
    """A merge happens with the answer."""
    item = records.find_review(action.item_id)
    if item is None:
        raise refuse(Refusal.UNKNOWN, f"there is no review item '{action.item_id}'; 'foyer review' lists them")
    check_answer(item, action.answer)
    reason = " ".join(action.reason.split()) or None
    records.answer_review(item.id, action.answer, reason, head)
    merged = records.merge_reviewed(item.id, reason or "", head) if action.answer is ReviewAnswer.MERGED else None
    before: dict[str, Any] = {"answer": None, "merge": None, "answered": []}
    others = [each for each in merged.answered if each != item.id] if merged else []
    after = {"answer": str(action.answer), "merge": merged.merge_id if merged else None, "answered": others}
    return ActionEffect(item.id, before, after, item.lead_id, reason=reason)


def check_answer(item: ReviewState, answer: ReviewAnswer) -> None:
    """Stops where somebody answered before, or where the answer is none to such a question."""
    if item.answer:
        what = f"{{who}} answered it already, {item.answer}"
        raise ActionStopped(AlreadyDone(item.decided_by, item.decided_at, what))
    if answer not in (fitting := item.kind.answers):
        raise refuse(Refusal.UNFIT, f"'{answer}' is no answer to it; write one of: {', '.join(fitting)}")
