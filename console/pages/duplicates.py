"""What waits for a person's judgement: possible duplicates and conflicts, both records side by side, and who wants to
be deleted; each with the form to decide."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from console.acting import PerformActions, describe_result
from console.rendering import PageRenderer
from pipeline.actions.actor import Door, build_person_actor
from pipeline.actions.contact.answer_review import AnswerReview
from pipeline.actions.contact.settle_deletion import SettleDeletion
from pipeline.actions.contact.undo_merge import UndoMerge
from pipeline.domain.matching import ReviewAnswer
from pipeline.reports.reviews import DeletionView, ReviewView

MOST_OPEN, MOST_DECIDED = 50, 20
MOST_REASON = 500
"""Characters."""


class ReviewQueue(Protocol):
    def list_open(self, limit: int) -> Sequence[ReviewView]: ...
    def list_decided(self, limit: int) -> Sequence[ReviewView]: ...


class DeletionQueue(Protocol):
    def list_open(self, limit: int) -> Sequence[DeletionView]: ...
    def list_done(self, limit: int) -> Sequence[DeletionView]: ...


def add_duplicates(
    router: APIRouter, reviews: ReviewQueue, deletions: DeletionQueue, actions: PerformActions, pages: PageRenderer
) -> None:
    @router.get("/review", name="console_review")
    def review(request: Request, me: str = "", remark: str = "") -> Response:
        say = pages.build_wording()
        return pages.render(
            request,
            "review.html",
            say,
            items=reviews.list_open(MOST_OPEN),
            decided=reviews.list_decided(MOST_DECIDED),
            unwanted=deletions.list_open(MOST_OPEN),
            deleted=deletions.list_done(MOST_DECIDED),
            people=say.playbook.routing.people,
            me=me,
            remark=remark,
            most=MOST_REASON,
            Answer=ReviewAnswer,
        )

    @router.post("/review/{item_id}", name="console_answer")
    def answer(
        request: Request,
        item_id: str,
        do: ReviewAnswer = Form(),
        person: str = Form(max_length=64),
        reason: str = Form(default="", max_length=MOST_REASON),
    ) -> Response:
        return _decide(request, pages, actions, person, AnswerReview(item_id, do, reason))

    @router.post("/deletions/{request_id}", name="console_deletion")
    def settle(
        request: Request,
        request_id: str,
        person: str = Form(max_length=64),
        reason: str = Form(default="", max_length=MOST_REASON),
    ) -> Response:
        return _decide(request, pages, actions, person, SettleDeletion(request_id, reason))

    @router.post("/merges/{merge_id}/undo", name="console_undo")
    def undo(
        request: Request,
        merge_id: str,
        person: str = Form(max_length=64),
        reason: str = Form(default="", max_length=MOST_REASON),
    ) -> Response:
        return _decide(request, pages, actions, person, UndoMerge(merge_id, reason))


def _decide(
    request: Request,
    pages: PageRenderer,
    actions: PerformActions,
    person: str,
    action: AnswerReview | UndoMerge | SettleDeletion,
) -> Response:
    """Acts in the name of somebody of the team, then shows the page again with what stood against it, if anything."""
    say = pages.build_wording()
    someone = say.playbook.routing.find_person(person)
    if someone is None:
        return pages.render(request, "missing.html", say, 404, what="person")
    remark = describe_result(actions.perform(action, build_person_actor(someone, Door.CONSOLE)), say)
    query = urlencode({"me": someone.id, "remark": remark})
    return RedirectResponse(f"{request.url_for('console_review').path}?{query}", 303)
