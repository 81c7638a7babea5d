"""Which question comes next: the playbook's order, without what is known, refused or asked often enough. Pure.

`QUESTIONS` is the table of the same name in `docs/dialogue.md`, row by row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from assistant.dialogue.context import DialogueContext
from assistant.dialogue.moves import CONFIRM, CONSENT, COUNTRY_CODE, Ask, Close, ask_field
from assistant.dialogue.state import Ending, Pending, QuestionTopic, State
from pipeline.domain.record import Field, FieldId, Record
from pipeline.playbook import FieldRule, Playbook

TRIES = 2
"""How often the consent, the summary and a change are asked for; a field's own number stands in the playbook."""
MOST_CONSENT = TRIES + 1
"""One more time when a visitor who refused leaves an address after all."""

DOUBTFUL_NUMBER = 0.5
"""Below this confidence the country of a phone number is a guess (`assistant.understanding.values.phones`)."""

WAYS = (Field.EMAIL, Field.PHONE)
"""How a person can be reached, either is enough."""


def get_allowed_tries(pending: Pending, playbook: Playbook) -> int:
    """How often a question may be put."""
    if pending.topic is QuestionTopic.FIELD and pending.field:
        return (playbook.fields.get(pending.field) or FieldRule(id=pending.field)).tries
    return 1 if pending.topic is QuestionTopic.COUNTRY_CODE else TRIES


def may_put(dialogue: DialogueContext, pending: Pending) -> bool:
    return dialogue.state.times_put(pending) < get_allowed_tries(pending, dialogue.playbook)


def put_question(state: State, pending: Pending) -> tuple[State, Ask]:
    """The question, and the state that waits for its answer."""
    attempt = state.times_put(pending) + 1
    counted = replace(state, pending=pending, put={**state.put, pending.key: attempt}, ending=None)
    return counted, Ask(pending, attempt)


def is_open(dialogue: DialogueContext, field: FieldId) -> bool:
    """Whether a field may still be asked for."""
    record = dialogue.record
    settled = field in record.known or field in record.declined or field in record.unsure
    return not settled and may_put(dialogue, ask_field(field))


def find_expected_fields(pending: Pending | None) -> tuple[FieldId, ...]:
    """The fields that a short answer to the question can mean; who is asked for consent may just leave an address."""
    if pending == CONSENT:
        return WAYS
    return (pending.field,) if pending and pending.field else ()


def is_reachable(record: Record) -> bool:
    return any(way in record.known for way in WAYS)


def is_submittable(dialogue: DialogueContext) -> bool:
    """A lead needs a way to answer it and a yes to keeping it."""
    return dialogue.state.consented and is_reachable(dialogue.record)


@dataclass(frozen=True, slots=True)
class QuestionRule:
    """A row of the table of questions."""

    known: str
    next: str
    fits: Callable[[DialogueContext], bool]
    choose: Callable[[DialogueContext], Pending | Close]


def _has_no_way_left(dialogue: DialogueContext) -> bool:
    state = dialogue.state
    refused = state.consent is not None and not state.consent.given
    unanswered = state.consent is None and state.times_put(CONSENT) >= MOST_CONSENT
    return refused or unanswered or not (is_reachable(dialogue.record) or any(is_open(dialogue, way) for way in WAYS))


def _needs_consent_at_once(dialogue: DialogueContext) -> bool:
    return is_reachable(dialogue.record) and not dialogue.state.consented


def _needs_consent_first(dialogue: DialogueContext) -> bool:
    return not dialogue.state.consented and find_open_field(dialogue) in dialogue.playbook.fields.contact


def _has_open_field(dialogue: DialogueContext) -> bool:
    return find_open_field(dialogue) is not None


def _ask_open_field(dialogue: DialogueContext) -> Pending:
    """The row fits only where there is one."""
    return next(map(ask_field, _find_open_fields(dialogue)))


def _can_only_guess_country(dialogue: DialogueContext) -> bool:
    """Whether a number of no certain country is the only way to reach somebody."""
    known = dialogue.record.known
    doubtful = Field.PHONE in known and known[Field.PHONE].confidence < DOUBTFUL_NUMBER
    return doubtful and Field.EMAIL not in known and may_put(dialogue, COUNTRY_CODE)


QUESTIONS = (
    QuestionRule(
        "consent refused or its text put as often as it may be, or neither email nor phone can be had any more",
        "close (no contact), with our address",
        _has_no_way_left,
        lambda dialogue: Close(Ending.NO_CONTACT),
    ),
    QuestionRule(
        "an email or a phone number, consent not yet answered",
        "the consent text, at once",
        _needs_consent_at_once,
        lambda dialogue: CONSENT,
    ),
    QuestionRule(
        "the next open field is the name, the email or the phone number, consent not yet answered",
        "the consent text",
        _needs_consent_first,
        lambda dialogue: CONSENT,
    ),
    QuestionRule("a field is open", "the next open field", _has_open_field, _ask_open_field),
    QuestionRule(
        "a phone number is the only way, and of which country it is was guessed",
        "the number with its country code, once",
        _can_only_guess_country,
        lambda dialogue: COUNTRY_CODE,
    ),
    QuestionRule(
        "all of this is done, and the summary has tries left",
        "the summary",
        lambda dialogue: may_put(dialogue, CONFIRM),
        lambda dialogue: CONFIRM,
    ),
    QuestionRule(
        "the summary was shown twice without a yes",
        "close (unconfirmed): nothing is passed on, a later yes still counts",
        lambda dialogue: True,
        lambda dialogue: Close(Ending.UNCONFIRMED),
    ),
)
"""The first that fits is next."""


def find_question_rule(dialogue: DialogueContext) -> QuestionRule:
    return next(rule for rule in QUESTIONS if rule.fits(dialogue))


def choose_next_question(dialogue: DialogueContext) -> Pending | Close:
    """What to ask now, or why nothing is left to ask."""
    return find_question_rule(dialogue).choose(dialogue)


def find_open_field(dialogue: DialogueContext) -> FieldId | None:
    """The first field in the order of asking that may still be asked for."""
    return next(_find_open_fields(dialogue), None)


def _find_open_fields(dialogue: DialogueContext) -> Iterator[FieldId]:
    return (field for field in _order_fields(dialogue) if is_open(dialogue, field))


def _order_fields(dialogue: DialogueContext) -> Iterator[FieldId]:
    """The fields in the order of asking, without those that wait for another field; who wants a person is only asked
    for what is required and one way to reach them, who wants a call for the number first.

    The way of contact that the playbook does not ask for stands behind the other, for a visitor who refuses that.
    """
    fields, state = dialogue.playbook.fields, dialogue.state
    asked_for, reachable = {rule.field for rule in fields.asked}, is_reachable(dialogue.record)
    short = state.human or state.urgent or state.kind is not None
    for rule in fields.asked:
        is_way = rule.field in WAYS
        if short and (reachable if is_way else not (rule.required or _is_needed_at_once(dialogue, rule))):
            continue
        if not fields.is_fit_to_ask(rule, dialogue.record):
            continue
        if is_way and (state.call or state.urgent):
            yield from reversed(WAYS)
            continue
        yield rule.field
        if is_way and not reachable:
            yield from (way for way in WAYS if way not in asked_for)


def _is_needed_at_once(dialogue: DialogueContext, rule: FieldRule) -> bool:
    """Whether an urgent case is asked for a field: the name, and what the playbook names."""
    urgent = dialogue.playbook.fields.urgent
    named = urgent is not None and rule.field in (Field.NAME, *urgent.asks)
    return dialogue.state.urgent and named
