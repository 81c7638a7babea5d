"""Which question comes next: the playbook's order, without what is known, refused or asked often enough."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from assistant.dialogue.moves import CONFIRM, CONSENT, Ask, Close, ask_field
from assistant.dialogue.state import Ending, Pending, QuestionTopic, State
from pipeline.domain.record import CONTACT_FIELDS, Field, Record
from pipeline.playbook import Playbook, Question

TRIES = 2
"""How often the consent, the summary and a change are asked for; a field's own number stands in the playbook."""
MOST_CONSENT = TRIES + 1
"""One more time when a visitor who refused leaves an address after all."""

WAYS = (Field.EMAIL, Field.PHONE)
"""How a person can be reached, either is enough."""


def get_allowed_tries(pending: Pending, playbook: Playbook) -> int:
    """How often a question may be put."""
    if pending.topic is QuestionTopic.FIELD and pending.field:
        return (playbook.questions.get(pending.field) or Question(field=pending.field)).tries
    return TRIES


def may_put(state: State, pending: Pending, playbook: Playbook) -> bool:
    return state.times_put(pending) < get_allowed_tries(pending, playbook)


def put_question(state: State, pending: Pending) -> tuple[State, Ask]:
    """The question, and the state that waits for its answer."""
    attempt = state.times_put(pending) + 1
    counted = replace(state, pending=pending, put={**state.put, pending.key: attempt}, ending=None)
    return counted, Ask(pending, attempt)


def is_open(state: State, record: Record, field: Field, playbook: Playbook) -> bool:
    """Whether a field may still be asked for."""
    settled = field in record.known or field in record.declined or field in record.unsure
    return not settled and may_put(state, ask_field(field), playbook)


def find_expected_fields(pending: Pending | None) -> tuple[Field, ...]:
    """The fields that a short answer to the question can mean; who is asked for consent may just leave an address."""
    if pending == CONSENT:
        return WAYS
    return (pending.field,) if pending and pending.field else ()


def is_reachable(record: Record) -> bool:
    return any(way in record.known for way in WAYS)


def is_submittable(state: State, record: Record) -> bool:
    """A lead needs a way to answer it and a yes to keeping it."""
    return state.consented and is_reachable(record)


def choose_next_question(state: State, record: Record, playbook: Playbook) -> Pending | Close:
    """What to ask now, or why nothing is left to ask.

    The consent text comes before the first contact question, and at once when an email or a phone number was said.
    """
    refused = state.consent is not None and not state.consent.given
    ways_open = any(is_open(state, record, way, playbook) for way in WAYS)
    unanswered = state.consent is None and state.times_put(CONSENT) >= MOST_CONSENT
    if refused or unanswered or not (is_reachable(record) or ways_open):
        return Close(Ending.NO_CONTACT)
    if is_reachable(record) and not state.consented:
        return CONSENT
    for field in _fields(state, record, playbook):
        if is_open(state, record, field, playbook):
            return CONSENT if field in CONTACT_FIELDS and not state.consented else ask_field(field)
    return CONFIRM if may_put(state, CONFIRM, playbook) else Close(Ending.UNCONFIRMED)


def _fields(state: State, record: Record, playbook: Playbook) -> Iterator[Field]:
    """The fields in the order of asking; who wants a person is only asked for what is required and how to reach them.

    The way of contact that the playbook does not ask for stands behind the other, for a visitor who refuses that.
    """
    asked_for = {question.field for question in playbook.questions.order}
    for question in playbook.questions.order:
        if state.human and not question.required and question.field not in WAYS:
            continue
        yield question.field
        if question.field in WAYS and not is_reachable(record):
            yield from (way for way in WAYS if way not in asked_for)
