"""Running conversations: who has which, and a form to join one, write in it and hand it back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol
from urllib.parse import urlencode
from uuid import uuid4

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from console.acting import PerformActions
from console.record_table import build_record_table
from console.rendering import PageRenderer
from pipeline.actions.actor import Actor, Door, build_person_actor
from pipeline.actions.conversation.hand_back import HandBack
from pipeline.actions.conversation.join import JoinConversation
from pipeline.actions.conversation.say import SayToVisitor
from pipeline.actions.results import ActionResult, AlreadyDone, Refusal, Refused
from pipeline.domain.conversation import SilentConversation, StoredConversation
from pipeline.domain.takeover import Holder, Takeover

QUIET_FOR, MOST_QUIET = timedelta(days=30), 50
"""Which visitors without a lead are listed."""
MOST_TEXT = 4_000
"""Characters of one message, as for visitors."""


TAKEN = "taken"
REMARKS = {TAKEN: "talk.taken", str(Refusal.NOT_IN): "talk.not_in"}
"""The text for somebody whose form changed nothing, by its name in the page's address."""


class ConversationReader(Protocol):
    """What the pages read."""

    def get(self, conversation_id: str) -> StoredConversation | None: ...
    def list_current(self) -> Sequence[tuple[str, Takeover]]: ...

    def list_without_lead(self, since: datetime, limit: int) -> Sequence[SilentConversation]:
        """Visitors who told what they need, left no way to reach them, and have been quiet since then or later."""
        ...


def add_conversations(
    router: APIRouter, talks: ConversationReader, actions: PerformActions, pages: PageRenderer
) -> None:
    @router.get("/conversations", name="console_conversations")
    def conversations(request: Request) -> Response:
        say = pages.build_wording()
        quiet = talks.list_without_lead(say.now - QUIET_FOR, MOST_QUIET)
        return pages.render(
            request,
            "conversations.html",
            say,
            current=talks.list_current(),
            quiet=[(talk, build_record_table(talk.record, (), say).rows) for talk in quiet],
            days=QUIET_FOR.days,
            Holder=Holder,
        )

    @router.get("/conversations/{conversation_id}", name="console_conversation")
    def conversation(request: Request, conversation_id: str, me: str = "", remark: str = "") -> Response:
        found, say = talks.get(conversation_id), pages.build_wording()
        if found is None:
            return pages.render(request, "missing.html", say, 404, what="conversation")
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
            remark=say.text(REMARKS[remark]) if remark in REMARKS else None,
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
        someone = pages.build_wording().playbook.routing.find_person(person)
        if someone is None:
            return pages.render(request, "missing.html", pages.build_wording(), 404, what="person")
        actor = build_person_actor(someone, Door.CONSOLE)
        result = actions.perform(_read_action(do, conversation_id, message, text.strip()), actor)
        target = request.url_for("console_conversation", conversation_id=conversation_id)
        query = urlencode({"me": someone.id, "remark": _choose_remark(result, actor)})
        return RedirectResponse(f"{target.path}?{query}#write", 303)


def _read_action(do: str, conversation_id: str, message: str, text: str) -> HandBack | JoinConversation | SayToVisitor:
    if do == "back":
        return HandBack(conversation_id)
    if do == "join" or not text:
        return JoinConversation(conversation_id)
    return SayToVisitor(conversation_id, f"console:{message}", text)


def _choose_remark(result: ActionResult, actor: Actor) -> str:
    """A key of `REMARKS`, or what needs no remark."""
    if isinstance(result, Refused):
        return str(result.refusal)
    return TAKEN if isinstance(result, AlreadyDone) and result.by not in (None, actor.id) else ""
