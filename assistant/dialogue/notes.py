"""What is remembered of a message beside the record: wishes, complaints, open questions, questions put anew. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from assistant.dialogue.context import TurnContext
from assistant.dialogue.moves import CONFIRM, WHAT_TO_CHANGE
from assistant.dialogue.state import Note, Pending, QuestionTopic
from assistant.understanding.port import Act


def take_notes(turn: TurnContext) -> TurnContext:
    """The turn with the message's wish for a person, complaint and unanswered questions in its state."""
    state, said = turn.state, turn.said
    complained = said.has_act(Act.COMPLAIN) and not said.changes
    human, complaints = state.human or said.has_act(Act.HUMAN), state.complaints + 1 if complained else 0
    notes = (*state.notes, *(Note(said.turn, question) for question in said.unanswered))
    put, urgent = _count_anew(turn) if said.changes else state.put, state.urgent or said.urgent
    noted = replace(state, human=human, urgent=urgent, complaints=complaints, notes=notes, put=put)
    return turn if noted == state else replace(turn, state=noted)


def _count_anew(turn: TurnContext) -> Mapping[str, int]:
    """With other values the summary is another question, and so is every later change."""
    changed, put = turn.said.merged.changed, turn.state.put
    stale = {CONFIRM, WHAT_TO_CHANGE, *(Pending(QuestionTopic.NEW_VALUE, field) for field in changed)}
    keys = {pending.key for pending in stale}
    return put if keys.isdisjoint(put) else {key: n for key, n in put.items() if key not in keys}
