"""A visitor who talks a whole conversation with the running assistant, answering what is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from assistant.dialogue.moves import Ask
from assistant.dialogue.questions import TRIES
from assistant.dialogue.state import Pending, QuestionTopic
from assistant.wording.voice import TEXTS, Voice
from pipeline.domain.record import Field, FieldId, Record
from pipeline.playbook.loading import load_playbook
from tests.support.chainlit_client import ChatClient

PROMPTS = Path(__file__).resolve().parents[2] / "prompts"
MOST_TURNS = 40
ANSWERS: Mapping[FieldId, str] = {
    Field.GOAL: "We want to answer our customers within an hour",
    Field.PROBLEM: "Customer emails get lost in three different inboxes",
    Field.STAGE: "We are comparing tools",
    Field.INDUSTRY: "E-commerce",
    Field.USE_CASE: "A shared inbox",
    Field.NAME: "My name is Jane Doe",
    Field.EMAIL: "jane@acme-shop.com",
    Field.PHONE: "+1 415 555 2671",
    Field.COMPANY: "Acme Shop",
    Field.ROLE: "Head of Support",
    Field.TEAM_SIZE: "We are 120 people",
    Field.LOCATION: "Boston, Massachusetts",
    Field.BUDGET: "About $500 per month",
    Field.TIMELINE: "Within the next month",
    Field.TOOLS: "Gmail and Zendesk",
}


@dataclass(frozen=True, slots=True)
class WillingVisitor:
    """What somebody says to each question; an ordinary, willing buyer unless told otherwise."""

    answers: Mapping[FieldId, str] = field(default_factory=lambda: ANSWERS)

    def saying(self, **answers: str) -> WillingVisitor:
        """The same visitor with other answers, e.g. `Visitor().saying(email="ann@lakes.org")`."""
        return replace(self, answers={**self.answers, **{Field(name): text for name, text in answers.items()}})


async def finish_conversation(
    client: ChatClient, visitor: WillingVisitor | None = None, *, confirm: bool = True, seconds: float = 15
) -> str:
    """Answers questions until the summary is shown, confirms it if `confirm`, and returns the last reply.

    Questions are told apart by their shipped words; AssertionError for a reply that asks none of them.
    """
    visitor = visitor or WillingVisitor()
    await client.until(lambda: what_is_asked(_last(client)), seconds)
    reply = _last(client)
    for _ in range(MOST_TURNS):
        asked = what_is_asked(reply)
        assert asked, f"no question is known in: {reply}"
        if asked.topic is QuestionTopic.CONFIRM:
            return await client.ask(yes_to(QuestionTopic.CONFIRM), seconds) if confirm else reply
        text = yes_to(asked.topic) if asked.field is None else visitor.answers[asked.field]
        reply = await client.ask(text, seconds)
    raise AssertionError(f"no summary after {MOST_TURNS} turns; the last reply was: {reply}")


def what_is_asked(reply: str) -> Pending | None:
    """The question in a reply of the assistant, if there is one."""
    return next((pending for words, pending in _questions() if words in reply), None)


def _last(client: ChatClient) -> str:
    return next(reversed(client.answers(set())), "")


def yes_to(topic: QuestionTopic) -> str:
    """What the button says that agrees to the consent text or confirms the summary."""
    return _voice().text(f"{topic}.yes")


@cache
def _voice() -> Voice:
    return Voice(load_playbook(PROMPTS, TEXTS), Record())


@cache
def _questions() -> tuple[tuple[str, Pending], ...]:
    """Every question in every wording; the longest words first, so that one within another is not taken for it."""
    pending = [
        Pending(QuestionTopic.CONSENT),
        Pending(QuestionTopic.CONFIRM),
        *(Pending(QuestionTopic.FIELD, name) for name in Field),
    ]
    worded = [(_voice().question(Ask(one, attempt)), one) for one in pending for attempt in range(1, TRIES + 1)]
    worded.append((_voice().text("ask.contact"), Pending(QuestionTopic.FIELD, Field.NAME)))  # beside the form
    return tuple(sorted(worded, key=lambda pair: -len(pair[0])))
