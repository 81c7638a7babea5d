"""Yes, no and "I don't know": what the visitor's answer does to consent and to the field that was asked for. Pure."""

from __future__ import annotations

from dataclasses import replace

from assistant.dialogue.context import TurnContext
from assistant.dialogue.message import PERSON
from assistant.dialogue.moves import CONSENT, COUNTRY_CODE, Respect, SkipQuestion
from assistant.dialogue.questions import MOST_CONSENT, TRIES, WAYS
from assistant.dialogue.record_merge import decline_field, mark_field_unsure, remove_contact
from assistant.dialogue.state import QuestionTopic, State
from assistant.understanding.port import Act
from pipeline.domain.submission import Consent


def apply_consent(turn: TurnContext) -> TurnContext:
    """The answer to the consent text: a plain yes, or an address left in reply to it with nothing asked. Silence, a yes
    in irony and a yes with a but are none."""
    state, said = turn.state, turn.said
    address = _leaves_address(turn)
    refused = state.consent is not None and not state.consent.given
    if refused and not (address and state.times_put(CONSENT) < MOST_CONSENT):
        return replace(turn, record=remove_contact(turn.record, turn.playbook.fields.contact))
    if refused and (said.has_act(Act.DENY) or not said.agrees):
        return replace(turn, state=replace(state, consent=None))
    if not refused and (state.consent or not state.waits_for(QuestionTopic.CONSENT)):
        return turn
    if (said.agrees or (address and _leaves_it_at_that(turn))) and not said.has_act(Act.DENY):
        return replace(turn, state=_answered(turn, given=True))
    if _refuses(turn):
        return replace(
            turn, state=_answered(turn, given=False), record=remove_contact(turn.record, turn.playbook.fields.contact)
        )
    return turn


def _leaves_address(turn: TurnContext) -> bool:
    return any(field in turn.said.merged.changed for field in WAYS)


def _leaves_it_at_that(turn: TurnContext) -> bool:
    """Whether nothing but the address answers the consent text: "who sees my number? it's 713 ..." does not."""
    said = turn.said
    return not (said.asks_back or said.remainder or said.has_act(Act.MIXED, Act.COMPLAIN))


def _refuses(turn: TurnContext) -> bool:
    """A no, or nothing to the point when the question has been put often enough.

    A goodbye is no answer, and whoever asks for a person wants to be answered.
    """
    said = turn.said
    corrects = said.changes and said.has_act(Act.CORRECT)  # "I meant 210, not 120" answers something else
    if said.has_act(Act.DECLINE) or (said.has_act(Act.DENY) and not corrects):
        return not _leaves_address(turn)
    most = MOST_CONSENT if said.changes or said.remainder or said.has_act(Act.MIXED) else TRIES
    return not said.aside and not said.has_act(Act.BYE, *PERSON) and turn.state.times_put(CONSENT) >= most


def _answered(turn: TurnContext, given: bool) -> State:
    consent = Consent(given, turn.said.at, turn.state.consent_text, turn.said.turn)
    return replace(turn.state, pending=None, consent=consent)


def apply_refusal(turn: TurnContext) -> TurnContext:
    """A refusal or an "I don't know" settles the field that was asked for, unless the message gives it."""
    said, merged = turn.said, turn.said.merged
    field = turn.asked.field if turn.asked else None
    if field is None or field in merged.changed or field in merged.same:
        return turn
    if turn.asked == COUNTRY_CODE:  # the number stays, as it is the only way
        return replace(turn, settled=SkipQuestion()) if said.has_act(Act.DECLINE, Act.DENY, Act.UNSURE) else turn
    if said.has_act(Act.DECLINE) or (said.has_act(Act.DENY) and not said.changes and not said.has_act(Act.CORRECT)):
        return replace(turn, record=decline_field(turn.record, field), settled=Respect())
    if said.has_act(Act.UNSURE):
        return replace(turn, record=mark_field_unsure(turn.record, field), settled=SkipQuestion())
    return turn
