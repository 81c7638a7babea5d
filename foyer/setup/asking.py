"""The questions of `foyer init` in the terminal, each asked until its answer can be used."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import typer
from pydantic import ValidationError

from foyer.commands.terminal import say
from foyer.setup.answers import Answers
from foyer.setup.own_fields import EXAMPLE as FIELD_EXAMPLE
from foyer.setup.own_fields import parse_field
from prompts.validation_words import describe_wrong_value


@dataclass(frozen=True, slots=True)
class Question:
    """`usual` is taken for an empty answer; null needs one."""

    key: str
    text: str
    usual: str | None = None


QUESTIONS = (
    Question("name", "What is your company called?"),
    Question("offer", "What does it sell, in one line? (roof repairs for houses in Kent)"),
    Question("customers", "Who buys: people or companies?", "people"),
    Question("languages", "Which languages shall the chat speak? Of en, de, es; the team's first", "en"),
    Question("time_zone", "Which time zone?", "Europe/London"),
    Question("hours", "When are you there?", "mon-fri 09:00-17:00"),
    Question("region", "Which country, in two letters? It is for phone numbers and public holidays", "GB"),
    Question("contact_email", "Which mail address may be given to visitors?"),
    Question("phone", "Which phone number? Empty for none", ""),
    Question("booking_link", "A page where visitors book a time? Empty for none", ""),
    Question("colour", "Your colour?", "#0f766e"),
    Question("team", "Who answers? Name and address like Ana Ruiz <ana@company.com>, separated by commas"),
    Question("sells_in", "Where do you sell: countries like GB, IE, or everywhere?", "everywhere"),
)
ANY_VALUE: Mapping[str, Any] = {
    "name": "A", "offer": "a", "customers": "people", "languages": "en", "time_zone": "UTC", "region": "US",
    "hours": "mon-fri 09:00-17:00", "contact_email": "a@example.com", "colour": "#0f766e", "team": "A <a@example.com>",
}  # fmt: skip
"""Good answers to all that must be answered: beside them one answer is looked at alone."""

Ask = Callable[[str, str | None], str]


def ask_in_terminal(text: str, usual: str | None) -> str:
    return str(typer.prompt(text, default=usual, show_default=bool(usual)))


def ask_questions(ask: Ask = ask_in_terminal) -> Answers:
    """The answers of whoever sits there; says what is wrong with one and asks again."""
    told: dict[str, object] = {question.key: _ask_one(question, ask) for question in QUESTIONS}
    told["ask"] = _ask_fields(ask)
    return Answers.model_validate({key: value for key, value in told.items() if value != ""})


def _ask_one(question: Question, ask: Ask) -> str:
    while True:
        written = ask(question.text, question.usual).strip()
        if not written and question.usual is not None:
            return ""
        if (wrong := _find_mistake(question.key, written)) is None:
            return written
        say(f"  {wrong}")


def _find_mistake(key: str, written: str) -> str | None:
    try:
        Answers.model_validate({**ANY_VALUE, key: written})
    except ValidationError as error:
        return describe_wrong_value(dict(error.errors()[0]))
    return None


def _ask_fields(ask: Ask) -> list[str]:
    """Lines of fields until an empty one."""
    say(f"What do you need to know of an enquiry, beside name, mail and when? You can {FIELD_EXAMPLE}.")
    fields = list[str]()
    while written := ask("One thing; empty when that is all", "").strip():
        try:
            parse_field(written)
            fields.append(written)
        except ValueError as error:
            say(f"  {error}")
    return fields
