"""Stored turns: what is shown of them, which wait for an answer, and the JSON of their details."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from assistant.conversation.ports import Turn
from assistant.dialogue.moves import Ask, Move, get_stored_name
from assistant.dialogue.record_merge import has_evidence
from assistant.messages import Author, CardRow, Message, QuickReply
from assistant.understanding.port import Understood
from assistant.wording.forms import Form, FormMessage, form_from_json, form_to_json
from assistant.wording.voice import ReplyContent
from pipeline.domain.flat import to_flat_dict
from pipeline.domain.record import value_to_json
from pipeline.domain.submission import Origin
from pipeline.playbook import Playbook

ANSWERS = "answers"
NOTICE = "notice"
"""Marks a turn that says who has the conversation; it answers nothing."""


def build_message(turn: Turn) -> Message:
    """A stored turn as the chat window shows it."""
    return FormMessage(
        id=turn.id,
        author=turn.author,
        text=turn.text,
        at=turn.at,
        quick_replies=tuple(QuickReply(**reply) for reply in turn.details.get("quick_replies", ())),
        card=tuple(CardRow(**row) for row in turn.details.get("card", ())),
        author_name=turn.author_name,
        form=read_stored_form(turn),
    )


def find_unanswered_turns(turns: Sequence[Turn]) -> tuple[Turn, ...]:
    """The visitor's turns that nobody has answered yet."""
    found = []
    for turn in reversed(turns):
        if turn.author is Author.VISITOR:
            found.append(turn)
        elif NOTICE not in turn.details:
            break
    return tuple(reversed(found))


def find_replies(turns: Iterable[Turn], message_id: str) -> tuple[Turn, ...]:
    return tuple(turn for turn in turns if message_id in turn.details.get(ANSWERS, ()))


def find_last_reply(turns: Sequence[Turn]) -> Turn | None:
    """What was said to the visitor last, by the assistant or by a person."""
    return next((turn for turn in reversed(turns) if turn.author is not Author.VISITOR), None)


def read_stored_form(turn: Turn) -> Form | None:
    """The form beside a stored question."""
    form = turn.details.get("form")
    return form_from_json(form) if form else None


def build_reply_details(
    moves: Iterable[Move], words: ReplyContent, playbook: Playbook, answers: Sequence[str] = ()
) -> dict[str, Any]:
    """The details of an assistant's turn; `answers` names the messages that it answers."""
    return {
        "moves": [_move_to_json(move) for move in moves],
        "quick_replies": [to_flat_dict(reply) for reply in words.quick_replies],
        "card": [to_flat_dict(row) for row in words.card],
        "form": form_to_json(words.form) if words.form else None,
        "texts_version": playbook.texts_version,
        "playbook_version": playbook.version,
        ANSWERS: list(answers),
    }


def _move_to_json(move: Move) -> dict[str, Any]:
    parts = ((name, value) for name, value in to_flat_dict(move).items() if name != "text")
    told = {name: value.isoformat() if isinstance(value, datetime) else value for name, value in parts}
    if isinstance(move, Ask):
        told["pending"] = to_flat_dict(move.pending)
    return {"move": get_stored_name(type(move)), **told}


def build_arrival_details(origin: Origin | None) -> dict[str, Any]:
    """The details of a visitor's turn as it comes in: the page it was written on."""
    return {"page": origin.page, "utm": dict(origin.utm)} if origin else {}


def add_understanding(turn: Turn, understood: Understood | None, more: Mapping[str, Any] | None = None) -> Turn:
    """The visitor's turn with what was understood of it (null where that failed) and `more` about how."""
    details = {**turn.details, **(more or {})}
    if understood is None:
        return replace(turn, details={**details, "acts": [], "findings": [], "failed": True})
    findings = [
        {**to_flat_dict(finding), "value": value_to_json(finding.value)}
        for finding in understood.findings
        if has_evidence(finding, turn.text)
    ]
    return replace(turn, details={**details, "acts": list(understood.acts), "findings": findings})


def add_pages(origin: Origin, turns: Iterable[Turn]) -> Origin:
    """The origin with the pages on which the visitor wrote, and a campaign that only a later page named."""
    seen = [turn for turn in turns if turn.details.get("page")]
    seen_at = {**origin.seen_at, **{turn.details["page"]: turn.at for turn in seen}}
    pages = dict.fromkeys([*origin.pages, *seen_at])
    utm = origin.utm or next((turn.details["utm"] for turn in seen if turn.details.get("utm")), {})
    page = origin.page or next(iter(pages), None)
    return replace(origin, page=page, utm=utm, pages=tuple(name for name in pages if name != page), seen_at=seen_at)
