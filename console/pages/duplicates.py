"""Possible duplicates and conflicts: what speaks for it, both records side by side, and the form to decide."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from console.rendering import PageRenderer
from console.same_origin import is_same_origin
from pipeline.domain.matching import ReviewAnswer
from pipeline.ports import Clock
from pipeline.reports.reviews import MergeView, ReviewView
from prompts.problems import Mistake

MOST_OPEN, MOST_DECIDED = 50, 20
MOST_REASON = 500
"""Characters."""


class ReviewQueue(Protocol):
    def list_open(self, limit: int) -> Sequence[ReviewView]: ...
    def list_decided(self, limit: int) -> Sequence[ReviewView]: ...
    def answer(self, item_id: str, answer: ReviewAnswer, by: str, reason: str, now: datetime) -> ReviewView: ...


class MergeUndo(Protocol):
    def unmerge(self, merge_id: str, by: str, reason: str, now: datetime) -> MergeView: ...


def add_duplicates(
    router: APIRouter, reviews: ReviewQueue, merges: MergeUndo, pages: PageRenderer, clock: Clock
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
        def decide(who: str) -> None:
            reviews.answer(item_id, do, who, reason, clock.now())

        return _decided(request, pages, person, decide)

    @router.post("/merges/{merge_id}/undo", name="console_undo")
    def undo(
        request: Request,
        merge_id: str,
        person: str = Form(max_length=64),
        reason: str = Form(default="", max_length=MOST_REASON),
    ) -> Response:
        def take_back(who: str) -> None:
            merges.unmerge(merge_id, who, reason, clock.now())

        return _decided(request, pages, person, take_back)


def _decided(request: Request, pages: PageRenderer, person: str, act: Callable[[str], None]) -> Response:
    """Acts in the name of somebody of the team, then shows the page again with what stood against it, if anything."""
    say = pages.build_wording()
    if not is_same_origin(request.headers):
        return pages.render(request, "missing.html", say, 403, what="form")
    someone = say.playbook.routing.find_person(person)
    if someone is None:
        return pages.render(request, "missing.html", say, 404, what="person")
    remark = ""
    try:
        act(someone.id)
    except Mistake as mistake:
        remark = str(mistake)
    query = urlencode({"me": someone.id, "remark": remark})
    return RedirectResponse(f"{request.url_for('console_review').path}?{query}", 303)
