"""Running conversations: who has which, and a form to join one, write in it and hand it back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol
from urllib.parse import urlencode
from uuid import uuid4

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from console.record_table import record_table
from console.rendering import Pages
from console.same_origin import from_our_page
from pipeline.domain.conversation import QuietTalk, StoredConversation
from pipeline.domain.takeover import Holder, Takeover
from pipeline.flow.tell_team import Colleagues, Outcome, Result
from pipeline.playbook import Person

QUIET_FOR, MOST_QUIET = timedelta(days=30), 50
"""Which visitors without a lead are listed."""
MOST_TEXT = 4_000
"""Characters of one message, as for visitors."""


class Talks(Protocol):
    """What the pages read."""

    def get(self, conversation_id: str) -> StoredConversation | None: ...
    def current(self) -> Sequence[tuple[str, Takeover]]: ...

    def without_lead(self, since: datetime, limit: int) -> Sequence[QuietTalk]:
        """Visitors who told what they need, left no way to reach them, and have been quiet since then or later."""
        ...


def add_conversations(router: APIRouter, talks: Talks, colleagues: Colleagues, pages: Pages) -> None:
    @router.get("/conversations", name="console_conversations")
    def conversations(request: Request) -> Response:
        say = pages.wording()
        quiet = talks.without_lead(say.now - QUIET_FOR, MOST_QUIET)
        return pages.render(
            request,
            "conversations.html",
            say,
            current=talks.current(),
            quiet=[(talk, record_table(talk.record, (), say).rows) for talk in quiet],
            days=QUIET_FOR.days,
            Holder=Holder,
        )

    @router.get("/conversations/{conversation_id}", name="console_conversation")
    def conversation(request: Request, conversation_id: str, me: str = "", remark: str = "") -> Response:
        found, say = talks.get(conversation_id), pages.wording()
        if found is None:
            return pages.render(request, "missing.html", say, 404, what="conversation")
        remarks = {Result.TAKEN: "A colleague has this chat already.", Result.NOT_IN: "The assistant has this chat."}
        return pages.render(
            request,
            "conversation.html",
            say,
            conversation=found,
            held=found.takeover,
            Holder=Holder,
            people=say.playbook.routing.people,
            me=me or found.takeover.person,
            message=str(uuid4()),
            remark=next((text for result, text in remarks.items() if result == remark), None),
            most=MOST_TEXT,
        )

    @router.post("/conversations/{conversation_id}/say", name="console_say")
    def say(
        request: Request,
        conversation_id: str,
        person: str = Form(max_length=64),
        message: str = Form(max_length=64),
        do: str = Form(default="say", max_length=10),
        text: str = Form(default="", max_length=MOST_TEXT),
    ) -> Response:
        someone = pages.wording().playbook.routing.person(person)
        if not from_our_page(request.headers):
            return pages.render(request, "missing.html", pages.wording(), 403, what="form")
        if someone is None:
            return pages.render(request, "missing.html", pages.wording(), 404, what="person")
        outcome = _do(colleagues, do, conversation_id, someone, message, text.strip())
        target = request.url_for("console_conversation", conversation_id=conversation_id)
        query = urlencode({"me": someone.id, "remark": outcome.result})
        return RedirectResponse(f"{target.path}?{query}#write", 303)


def _do(colleagues: Colleagues, do: str, conversation_id: str, person: Person, message: str, text: str) -> Outcome:
    if do == "back":
        return colleagues.hand_back(conversation_id)
    if do == "join" or not text:
        return colleagues.join(conversation_id, person)
    return colleagues.say(conversation_id, person, f"console:{message}", text)
