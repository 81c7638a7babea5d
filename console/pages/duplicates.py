"""Possible duplicates and conflicts: what speaks for it, both records side by side, and the form to decide."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from console.rendering import Pages
from console.same_origin import from_our_page
from pipeline.domain.matching import Answer
from pipeline.ports import Clock
from pipeline.reports.reviews import MergeView, ReviewView
from prompts.problems import Mistake

MOST_OPEN, MOST_DECIDED = 50, 20
MOST_REASON = 500
"""Characters."""


class Reviews(Protocol):
    def open(self, limit: int) -> Sequence[ReviewView]: ...
    def decided(self, limit: int) -> Sequence[ReviewView]: ...
    def answer(self, item_id: str, answer: Answer, by: str, reason: str, now: datetime) -> ReviewView: ...


class Merges(Protocol):
    def unmerge(self, merge_id: str, by: str, reason: str, now: datetime) -> MergeView: ...


def add_duplicates(router: APIRouter, reviews: Reviews, merges: Merges, pages: Pages, clock: Clock) -> None:
    @router.get("/review", name="console_review")
    def review(request: Request, me: str = "", remark: str = "") -> Response:
        say = pages.wording()
        return pages.render(
            request,
            "review.html",
            say,
            items=reviews.open(MOST_OPEN),
            decided=reviews.decided(MOST_DECIDED),
            people=say.playbook.routing.people,
            me=me,
            remark=remark,
            most=MOST_REASON,
            Answer=Answer,
        )

    @router.post("/review/{item_id}", name="console_answer")
    def answer(
        request: Request,
        item_id: str,
        do: Answer = Form(),
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


def _decided(request: Request, pages: Pages, person: str, act: Callable[[str], None]) -> Response:
    """Acts in the name of somebody of the team, then shows the page again with what stood against it, if anything."""
    say = pages.wording()
    if not from_our_page(request.headers):
        return pages.render(request, "missing.html", say, 403, what="form")
    someone = say.playbook.routing.person(person)
    if someone is None:
        return pages.render(request, "missing.html", say, 404, what="person")
    remark = ""
    try:
        act(someone.id)
    except Mistake as mistake:
        remark = str(mistake)
    query = urlencode({"me": someone.id, "remark": remark})
    return RedirectResponse(f"{request.url_for('console_review').path}?{query}", 303)
