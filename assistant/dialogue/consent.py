"""Yes, no and "I don't know": what the visitor's answer does to consent and to the field that was asked for. Pure."""

from __future__ import annotations

from dataclasses import replace

from assistant.dialogue.message import Said
from assistant.dialogue.moves import CONSENT, Respect, Skip
from assistant.dialogue.questions import MOST_CONSENT, TRIES, WAYS
from assistant.dialogue.record_merge import decline, mark_unsure, without_contact
from assistant.dialogue.state import Pending, State, Topic
from assistant.understanding.port import Act
from pipeline.domain.record import Record
from pipeline.domain.submission import Consent


def hear_consent(state: State, said: Said) -> tuple[State, Record]:
    """The answer to the consent text; leaving an address in reply to it is a yes, and silence never is."""
    record = said.merged.record
    address = any(field in said.merged.changed for field in WAYS)
    refused = state.consent is not None and not state.consent.given
    if refused and not (address and state.times_put(CONSENT) < MOST_CONSENT):
        return state, without_contact(record)
    if refused and (said.does(Act.DENY) or not said.does(Act.AFFIRM)):
        return replace(state, consent=None), record
    if not refused and (state.consent or not state.waits_for(Topic.CONSENT)):
        return state, record
    if (said.does(Act.AFFIRM) or address) and not said.does(Act.DENY):
        return _answered(state, said, given=True), record
    if _refuses(state, said, address):
        return _answered(state, said, given=False), without_contact(record)
    return state, record


def _refuses(state: State, said: Said, address: bool) -> bool:
    """A no, or nothing to the point when the question has been put often enough.

    A goodbye is no answer, and whoever asks for a person wants to be answered.
    """
    if said.does(Act.DENY, Act.DECLINE):
        return not address
    most = MOST_CONSENT if said.changes else TRIES
    return not said.aside and not said.does(Act.BYE, Act.HUMAN) and state.times_put(CONSENT) >= most


def _answered(state: State, said: Said, given: bool) -> State:
    return replace(state, pending=None, consent=Consent(given, said.at, state.consent_text, said.turn))


def hear_refusal(waiting: Pending | None, record: Record, said: Said) -> tuple[Record, Respect | Skip | None]:
    """A refusal or an "I don't know" settles the field that was asked for, unless the message gives it."""
    field = waiting.field if waiting else None
    merged = said.merged
    if field is None or field in merged.changed or field in merged.same:
        return record, None
    if said.does(Act.DECLINE) or (said.does(Act.DENY) and not said.changes and not said.does(Act.CORRECT)):
        return decline(record, field), Respect()
    if said.does(Act.UNSURE):
        return mark_unsure(record, field), Skip()
    return record, None
