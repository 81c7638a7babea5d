"""Somebody answers a question about two records; the first answer counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pipeline.actions.audit import ActionEffect, ActionHead
from pipeline.actions.ports import ContactRecords, ReviewState
from pipeline.actions.results import ActionStopped, AlreadyDone, InlineTerm, Refusal, Remark, build_remark, refuse
from pipeline.domain.matching import ReviewAnswer
from pipeline.wording.terms import TermSet


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
        raise refuse(Refusal.UNKNOWN, "no_review", item=action.item_id)
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
        what = build_remark("answered_already", answer=InlineTerm(TermSet.ANSWER, item.answer))
        raise ActionStopped(AlreadyDone(item.decided_by, item.decided_at, what))
    if answer not in (fitting := item.kind.answers):
        choices = tuple(build_choice(each) for each in fitting)
        raise refuse(Refusal.UNFIT, "answer_unfit", answer=InlineTerm(TermSet.ANSWER, answer), choices=choices)


def build_choice(answer: ReviewAnswer) -> Remark:
    """An answer that somebody can give: what it is called and, where that differs, what to type for it."""
    return build_remark("choice", answer=InlineTerm(TermSet.ANSWER, answer), option=str(answer))
