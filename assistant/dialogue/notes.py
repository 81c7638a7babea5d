"""What is remembered of a message beside the record: wishes, complaints, open questions, questions put anew. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from assistant.dialogue.context import TurnContext
from assistant.dialogue.message import PERSON
from assistant.dialogue.moves import CONFIRM, WHAT_TO_CHANGE
from assistant.dialogue.state import Note, Pending, QuestionTopic
from assistant.understanding.port import Act


def take_notes(turn: TurnContext) -> TurnContext:
    """The turn with the message's wish for a person or a call, complaint and unanswered questions in its state."""
    state, said = turn.state, turn.said
    complained = said.has_act(Act.COMPLAIN) and not said.changes
    wishes = (said.wish,) if said.wish else ()
    noted = replace(
        state,
        human=state.human or said.has_act(*PERSON),
        call=state.call or said.has_act(Act.BOOK_CALL),
        urgent=state.urgent or said.urgent,
        kind=said.kind,
        complaints=state.complaints + 1 if complained else 0,
        notes=(*state.notes, *(Note(said.turn, words) for words in (*said.unanswered, *wishes))),
        put=_count_anew(turn) if said.changes or said.removed else state.put,
    )
    return turn if noted == state else replace(turn, state=noted)


def _count_anew(turn: TurnContext) -> Mapping[str, int]:
    """With other values the summary is another question, and so is every later change."""
    changed, put = (*turn.said.merged.changed, *turn.said.removed), turn.state.put
    stale = {CONFIRM, WHAT_TO_CHANGE, *(Pending(QuestionTopic.NEW_VALUE, field) for field in changed)}
    keys = {pending.key for pending in stale}
    return put if keys.isdisjoint(put) else {key: n for key, n in put.items() if key not in keys}
