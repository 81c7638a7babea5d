"""A small form beside a question: several contact fields at once, for windows that can draw one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from assistant.messages import Message, QuickReply
from assistant.moves import Ask
from pipeline.domain.record import Field, Record


@dataclass(frozen=True, slots=True)
class FormField:
    """`type` and `autocomplete` are those of an HTML input."""

    name: str
    label: str
    type: str
    autocomplete: str
    required: bool


@dataclass(frozen=True, slots=True)
class Form:
    """Sending it says "Label: value, Label: value" in the visitor's name; skipping says `skip`."""

    fields: tuple[FormField, ...]
    send: str
    skip: QuickReply


@dataclass(frozen=True, slots=True)
class FormMessage(Message):
    """A question that a window may put as a form; `text` asks the first field alone."""

    form: Form | None = None


INPUTS: Mapping[Field, tuple[str, str, bool]] = {
    Field.NAME: ("text", "name", True),
    Field.EMAIL: ("email", "email", True),
    Field.COMPANY: ("text", "organization", False),
}
"""What the form asks: type and autocomplete token of each input, and whether it must be filled."""


def contact_form(
    ask: Ask, record: Record, asked: Iterable[Field], label: Callable[[Field], str], text: Callable[[str], str]
) -> Form | None:
    """The form for the first time the name is asked, of what is `asked` at all and still open; null where the name
    is alone. A second try is put in words, for a form has failed then.
    """
    if ask.field is not Field.NAME or ask.attempt > 1:
        return None
    asked = frozenset(asked)
    settled = frozenset(record.known) | record.declined
    fields = [field for field in INPUTS if field in asked and field not in settled]
    if len(fields) < 2:
        return None
    skip = text("form.skip")
    inputs = tuple(FormField(field, label(field), *INPUTS[field]) for field in fields)
    return Form(inputs, text("form.send"), QuickReply(skip, skip))


def form_to_json(form: Form) -> dict[str, Any]:
    return asdict(form)


def form_from_json(raw: Mapping[str, Any]) -> Form:
    """The inverse of `form_to_json`."""
    return Form(tuple(FormField(**field) for field in raw["fields"]), raw["send"], QuickReply(**raw["skip"]))
