"""A conversation handed to the pipeline: the submission with everything that was said, untouched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from assistant.conversation.ports import StoredConversation, Turn
from assistant.conversation.turn_details import add_pages
from assistant.dialogue.state import State, list_asked_fields
from assistant.messages import Author
from pipeline.codec import to_json
from pipeline.domain.record import Record, record_to_json
from pipeline.domain.submission import Origin, Submission
from pipeline.intake.normalise import build_submission_id, build_submission_key

SOURCE = "chat"
RAW_VERSION = 1


def build_submission(
    conversation: StoredConversation,
    turns: Sequence[Turn],
    record: Record,
    state: State,
    at: datetime,
    is_partial: bool = False,
) -> Submission:
    """The conversation's submission number `state.submissions` (from 1), received `at`.

    `turns` are all turns up to and with the message that sent it. A partial one, which the visitor did not send, is
    numbered by them.
    """
    origin = add_pages(conversation.origin, turns)
    number = f"partial:{len(turns)}" if is_partial else str(state.submissions)
    key = build_submission_key(SOURCE, conversation.id, number)
    return Submission(
        id=build_submission_id(key),
        key=key,
        source=SOURCE,
        received_at=at,
        raw=_raw(conversation, turns, origin, record, state),
        record=record,
        origin=origin,
        consent=state.consent,
        conversation_id=conversation.id,
        visitor_text="\n".join(turn.text for turn in turns if turn.author is Author.VISITOR),
        is_partial=is_partial,
    )


def _raw(
    conversation: StoredConversation, turns: Sequence[Turn], origin: Origin, record: Record, state: State
) -> dict[str, Any]:
    return {
        "version": RAW_VERSION,
        "conversation_id": conversation.id,
        "started_at": conversation.started_at.isoformat(),
        "transcript": [
            {"position": turn.position, "author": str(turn.author), "at": turn.at.isoformat(), "text": turn.text}
            for turn in turns
        ],
        "record": record_to_json(record),
        "language": state.spoken.language,
        "origin": to_json(origin),
        "questions": [asdict(note) for note in state.notes],
        "asked_for_a_person": state.human,
        "asked": list_asked_fields(state),
        "call_wanted": state.call,
    }
