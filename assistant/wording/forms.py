"""A small form beside a question: several contact fields at once, for windows that can draw one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from assistant.dialogue.moves import Ask
from assistant.messages import Message, QuickReply
from assistant.understanding.hearing import understand_message
from assistant.understanding.port import Act, Finding, MessageInContext, Understanding, Understood
from pipeline.domain.record import Field, FieldId, Record


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
    text: str = ""
    """What the message says in a window that shows the form: its own text asks the first field alone."""


@dataclass(frozen=True, slots=True)
class FormMessage(Message):
    """A question that a window may put as a form; `text` asks the first field alone."""

    form: Form | None = None


INPUTS: Mapping[FieldId, tuple[str, str, bool]] = {
    Field.NAME: ("text", "name", True),
    Field.EMAIL: ("email", "email", True),
    Field.COMPANY: ("text", "organization", False),
}
"""What the form asks: type and autocomplete token of each input, and whether it must be filled."""


def build_contact_form(
    ask: Ask, record: Record, asked: Iterable[FieldId], label: Callable[[FieldId], str], text: Callable[[str], str]
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


def read_form(form: Form, heard: MessageInContext, understanding: Understanding) -> Understood | None:
    """What a form that was sent says; null for any other words.

    The labels are those that the form showed, in whatever language; each input is read as an answer to its question.
    """
    sent = re.fullmatch(rf"\s*{_sent(form)}\s*", heard.text)
    if not sent:
        return None
    found: list[Finding] = []
    for name in filter(sent.group, sent.groupdict()):
        answer = replace(heard, text=sent[name], asked=(Field(name),), previous=None)
        start = sent.start(name)
        for finding in understand_message(understanding, answer).findings:
            if finding.field == name == Field.COMPANY:  # an input of its own needs no search for where the name begins
                found.append(replace(finding, value=answer.text, quote=answer.text, start=start, end=sent.end(name)))
            elif finding.field == name:
                found.append(replace(finding, start=finding.start + start, end=finding.end + start))
    empty = tuple(Field(field.name) for field in form.fields if not sent[field.name])
    return Understood((Act.INFORM,), tuple(found), left_empty=empty)


def _sent(form: Form) -> str:
    """A pattern of what `ContactCard` says when the form is sent: an input left empty is left out."""
    pattern = ""
    for field in form.fields:
        part = f"{', ' if pattern else ''}{re.escape(field.label)}: (?P<{field.name}>.+?)"
        pattern += part if field.required else f"(?:{part})?"
    return pattern


def form_to_json(form: Form) -> dict[str, Any]:
    return asdict(form)


def form_from_json(raw: Mapping[str, Any]) -> Form:
    """The inverse of `form_to_json`."""
    fields = tuple(FormField(**field) for field in raw["fields"])
    return Form(fields, raw["send"], QuickReply(**raw["skip"]), raw.get("text", ""))
