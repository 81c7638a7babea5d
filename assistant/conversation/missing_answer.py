"""Too little was handed in for a score: the assistant asks what would settle it, once, while the visitor is there."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from assistant.chat.visitor import derive_uuid
from assistant.conversation.ports import ConversationRepository, ReplyChanges, StoredConversation, Turn
from assistant.conversation.turn_details import build_reply_details, find_unanswered_turns
from assistant.dialogue.context import DialogueContext
from assistant.dialogue.moves import Ask, OneMore, ask_field
from assistant.dialogue.questions import is_open, put_question
from assistant.dialogue.state import Ending, State, state_from_json, state_to_json
from assistant.messages import Author
from assistant.wording.voice import Voice
from pipeline.domain.record import parse_field_id
from pipeline.domain.takeover import Holder
from pipeline.playbook import Playbook
from pipeline.ports import Clock


def find_missing_question(
    conversation: StoredConversation, missing: Iterable[str], playbook: Playbook, now: datetime
) -> tuple[State, Ask] | None:
    """The first of the missing fields that may still be asked for, and the state that waits for it. Pure.

    Null where the visitor is gone, is being answered, has left, talks to a person, wanted one or a call, complained, or
    was asked so before. Any one of
    the fields is enough for a score, so one question is.
    """
    state = state_from_json(conversation.state)
    last = max((turn.at for turn in conversation.turns if turn.author is Author.VISITOR), default=None)
    still_there = last is not None and now - last <= timedelta(minutes=playbook.fields.ask_more_within)
    at_rest = (
        state.ending is Ending.SUBMITTED and state.pending is None and not find_unanswered_turns(conversation.turns)
    )
    wants_a_person = state.human or state.call or state.complaints > 0
    if (
        not (still_there and at_rest)
        or wants_a_person
        or state.asked_more
        or conversation.takeover.holder is not Holder.ASSISTANT
    ):
        return None
    dialogue = DialogueContext(state, conversation.record, playbook)
    wanted = (field for field in map(parse_field_id, missing) if field not in playbook.fields.dropped)
    fields = (field for field in wanted if is_open(dialogue, field))
    field = next(fields, None)
    return put_question(replace(state, asked_more=True), ask_field(field)) if field else None


class MissingAnswerService:
    """Asks in stored conversations; open windows show it, the answer hands the lead in again. Harmless to repeat."""

    def __init__(self, store: ConversationRepository, playbook: Callable[[], Playbook], clock: Clock) -> None:
        self._store, self._playbook, self._clock = store, playbook, clock

    def ask(self, conversation_id: str, missing: Iterable[str]) -> None:
        """A visitor who speaks at this very moment is answered instead."""
        conversation, playbook, now = self._store.get(conversation_id), self._playbook(), self._clock.now()
        if conversation is None or not (found := find_missing_question(conversation, missing, playbook, now)):
            return
        state, ask = found
        moves, position = (OneMore(), ask), len(conversation.turns)
        words = Voice(playbook, conversation.record, position, state.spoken.language).say(moves)
        turn_id = derive_uuid("more", conversation_id, str(position))
        details = build_reply_details(moves, words, playbook)
        turn = Turn(turn_id, position, Author.ASSISTANT, words.text, now, details=details)
        self._store.answer(ReplyChanges(conversation_id, [], [turn], conversation.record, state_to_json(state)))
