"""Yes, no and "I don't know": what the visitor's answer does to consent and to the field that was asked for. Pure."""

from __future__ import annotations

from dataclasses import replace

from assistant.dialogue.message import UnderstoodMessage
from assistant.dialogue.moves import CONSENT, Respect, SkipQuestion
from assistant.dialogue.questions import MOST_CONSENT, TRIES, WAYS
from assistant.dialogue.record_merge import decline_field, mark_field_unsure, remove_contact
from assistant.dialogue.state import Pending, QuestionTopic, State
from assistant.understanding.port import Act
from pipeline.domain.record import Record
from pipeline.domain.submission import Consent


def apply_consent(state: State, said: UnderstoodMessage) -> tuple[State, Record]:
    """The answer to the consent text; leaving an address in reply to it is a yes, and silence never is."""
    record = said.merged.record
    address = any(field in said.merged.changed for field in WAYS)
    refused = state.consent is not None and not state.consent.given
    if refused and not (address and state.times_put(CONSENT) < MOST_CONSENT):
        return state, remove_contact(record)
    if refused and (said.has_act(Act.DENY) or not said.has_act(Act.AFFIRM)):
        return replace(state, consent=None), record
    if not refused and (state.consent or not state.waits_for(QuestionTopic.CONSENT)):
        return state, record
    if (said.has_act(Act.AFFIRM) or address) and not said.has_act(Act.DENY):
        return _answered(state, said, given=True), record
    if _refuses(state, said, address):
        return _answered(state, said, given=False), remove_contact(record)
    return state, record


def _refuses(state: State, said: UnderstoodMessage, address: bool) -> bool:
    """A no, or nothing to the point when the question has been put often enough.

    A goodbye is no answer, and whoever asks for a person wants to be answered.
    """
    if said.has_act(Act.DENY, Act.DECLINE):
        return not address
    most = MOST_CONSENT if said.changes else TRIES
    return not said.aside and not said.has_act(Act.BYE, Act.HUMAN) and state.times_put(CONSENT) >= most


def _answered(state: State, said: UnderstoodMessage, given: bool) -> State:
    return replace(state, pending=None, consent=Consent(given, said.at, state.consent_text, said.turn))


def apply_refusal(
    waiting: Pending | None, record: Record, said: UnderstoodMessage
) -> tuple[Record, Respect | SkipQuestion | None]:
    """A refusal or an "I don't know" settles the field that was asked for, unless the message gives it."""
    field = waiting.field if waiting else None
    merged = said.merged
    if field is None or field in merged.changed or field in merged.same:
        return record, None
    if said.has_act(Act.DECLINE) or (said.has_act(Act.DENY) and not said.changes and not said.has_act(Act.CORRECT)):
        return decline_field(record, field), Respect()
    if said.has_act(Act.UNSURE):
        return mark_field_unsure(record, field), SkipQuestion()
    return record, None
