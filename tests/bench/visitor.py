"""A visitor who answers whatever the assistant asks, until the summary waits for a yes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from assistant.wording.voice import TEXTS, Voice
from pipeline.domain.record import Field, Record
from pipeline.playbook.loading import load_playbook
from tests.bench.client import SocketWindow
from tests.bench.servers import ROOT

FIRST = "Amber Birch Cedar Delta Ember Fjord Grove Heron Indigo Juniper Kestrel Lotus Maple Nova Opal Pine".split()
SECOND = (
    "Atlas Bridge Canyon Dune Forest Glacier Harbor Island Lagoon Meadow Orchard Prairie River Summit Valley".split()
)
PLACES = "Books Cycles Dental Freight Gardens Kitchens Optics Sails Shoes Toys".split()
MOST_TURNS = 40

ANSWERS: Mapping[Field, str] = {
    Field.GOAL: "We want to answer every customer email within an hour",
    Field.PROBLEM: "Emails get lost in a shared mailbox and nobody sees who is on it",
    Field.STAGE: "We are comparing two or three tools at the moment",
    Field.INDUSTRY: "It's an online shop",
    Field.USE_CASE: "The shared inbox",
    Field.NAME: "Jane Doe",
    Field.PHONE: "+1 415 555 2671",
    Field.ROLE: "Head of Support",
    Field.TEAM_SIZE: "about 120 people",
    Field.LOCATION: "Boston",
    Field.BUDGET: "500 dollars a month",
    Field.TIMELINE: "by the end of next month",
    Field.TOOLS: "Gmail",
}


def company(number: int) -> str:
    """A company name for each number below 2,400, so that no lead is taken for another."""
    rest, place = divmod(number, len(PLACES))
    return f"{FIRST[rest % len(FIRST)]}{SECOND[rest // len(FIRST) % len(SECOND)].lower()} {PLACES[place]}"


def email(number: int) -> str:
    """An address at the company's own domain."""
    return f"jane@{company(number).lower().replace(' ', '-')}.com"


async def until_summary(window: SocketWindow, number: int) -> None:
    """Answers until the assistant asks whether the summary is right. RuntimeError if it never does."""
    asked = window.greeting[-1]
    for _ in range(MOST_TURNS):
        if _voice().text("confirm") in asked:
            return
        asked, _ = await window.say(_answer(asked, number))
    raise RuntimeError(f"no summary after {MOST_TURNS} turns; the assistant said last: {asked}")


async def confirm(window: SocketWindow) -> None:
    """Says what the button under the summary says."""
    await window.say(_voice().text("confirm.yes"))


def _answer(asked: str, number: int) -> str:
    if asked.endswith((_voice().text("consent"), _voice().text("consent.again"))):
        return _voice().text("consent.yes")
    own = {Field.EMAIL: email(number), Field.COMPANY: company(number)}
    field = next((field for question, field in _questions().items() if asked.endswith(question)), None)
    return {**ANSWERS, **own}[field] if field else "I don't know"


@cache
def _questions() -> Mapping[str, Field]:
    return {_voice().text(f"ask.{field}{again}"): field for field in Field for again in ("", ".again")}


@cache
def _voice() -> Voice:
    return Voice(load_playbook(ROOT / "prompts", TEXTS), Record())
