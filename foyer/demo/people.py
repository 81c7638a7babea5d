"""The demo month's visitors: who comes, what they say to each question, and how good a lead they really are.

Everything is drawn from one seeded source in one order, so the same seed gives the same people.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from random import Random
from typing import TypeVar

from foyer.demo import words
from pipeline.domain.record import Field, FieldId

Option = TypeVar("Option")


class DemoKind(StrEnum):
    BUYER = "buyer"
    VENDOR = "vendor"
    STUDENT = "student"
    CUSTOMER = "customer"
    SPAM = "spam"


SHARES: Mapping[DemoKind, float] = {
    DemoKind.BUYER: 0.78,
    DemoKind.VENDOR: 0.07,
    DemoKind.STUDENT: 0.05,
    DemoKind.CUSTOMER: 0.05,
    DemoKind.SPAM: 0.05,
}
"""Of a hundred visitors who talk; made up, as a plausible mixture for a business's website."""
LANGUAGES: Mapping[str, float] = {"en": 0.8, "de": 0.1, "es": 0.1}
COMES_BACK, COLLEAGUE_COMES, LEAVES_EARLY = 0.06, 0.05, 0.08
"""Parts of the visitors who are an earlier one again, somebody else of a known company, or leave before the summary."""
MONEY_SPEAKS = 0.4
"""Part of the buyers who tell budget and timeline when asked."""


@dataclass(frozen=True, slots=True)
class DemoVisitor:
    kind: DemoKind
    language: str
    name: str
    email: str
    company: str
    opening: str
    answers: Mapping[FieldId, str]
    page: str
    utm: Mapping[str, str]
    promise: float
    """From 0 to 1: how likely a buyer is won in the end. The rules never see it."""
    leaves_after: int | None = None
    """Messages after which the visitor says no more; null for one who stays to the end."""


class VisitorGenerator:
    """Draws one visitor after the other; keeps who came before, for they may come back."""

    def __init__(self, random: Random) -> None:
        self._random, self._before = random, list[DemoVisitor]()

    def draw(self) -> DemoVisitor:
        luck = self._random.random()
        buyers = [person for person in self._before if person.kind is DemoKind.BUYER]
        if buyers and luck < COMES_BACK:
            return replace(self._random.choice(buyers), opening=self._of(words.GOALS["en"]), leaves_after=None)
        person = self._new()
        if buyers and luck < COMES_BACK + COLLEAGUE_COMES:
            person = self._joins(person, self._random.choice(buyers))
        elif luck > 1 - LEAVES_EARLY:
            person = replace(person, leaves_after=self._random.randint(2, 10))
        self._before.append(person)
        return person

    def _new(self) -> DemoVisitor:
        kind = self._weighted(SHARES)
        language = self._weighted(LANGUAGES) if kind is DemoKind.BUYER else "en"
        trade = self._of(tuple(words.TRADES))
        name = f"{self._of(words.FIRST)} {self._of(words.LAST)}"
        company = f"{self._of(words.COMPANY)}{self._of(words.COMPANY).lower()} {trade}"
        email = self._address(name, company)
        size, stage = self._random.randrange(len(words.SIZES)), self._random.randrange(len(words.STAGES[language]))
        return DemoVisitor(
            kind=kind,
            language=language,
            name=name,
            email=email,
            company=company,
            opening=self._opening(kind, language, trade),
            answers=self._answers(kind, language, name, email, company, trade, size, stage),
            page=self._of(words.PAGES),
            utm=self._of(words.CAMPAIGNS),
            promise=_promise(size, stage, email) if kind is DemoKind.BUYER else 0.0,
        )

    def _opening(self, kind: DemoKind, language: str, trade: str) -> str:
        match kind:
            case DemoKind.VENDOR:
                return self._of(words.VENDORS)
            case DemoKind.STUDENT:
                return self._of(words.STUDENTS)
            case DemoKind.CUSTOMER:
                return self._of(words.CUSTOMERS)
            case DemoKind.SPAM:
                return self._of(words.SPAM)
        goal, problem = self._of(words.GOALS[language]), self._of(words.PROBLEMS[language])
        if language != "en":
            return self._of((goal, problem, f"{goal}. {problem}."))
        return self._of((goal, problem, f"{words.TRADES[trade][1]}, {problem}. {goal}.", f"Hi! {goal}"))

    def _answers(
        self, kind: DemoKind, language: str, name: str, email: str, company: str, trade: str, size: int, stage: int
    ) -> Mapping[FieldId, str]:
        answers: dict[FieldId, str] = {
            Field.GOAL: self._of(words.GOALS[language]),
            Field.PROBLEM: self._of(words.PROBLEMS[language]),
            Field.STAGE: words.STAGES[language][stage],
            Field.INDUSTRY: words.TRADES[trade][0],
            Field.USE_CASE: self._of(words.USE_CASES),
            Field.NAME: name,
            Field.EMAIL: email,
            Field.COMPANY: company,
            Field.ROLE: self._of(words.ROLES),
            Field.TEAM_SIZE: words.SIZES[size],
            Field.LOCATION: self._of(words.PLACES),
            Field.PHONE: f"+1 415 555 {self._random.randint(1000, 9999)}",
            Field.TOOLS: self._of(words.TOOLS),
        }
        if self._random.random() < MONEY_SPEAKS:
            answers |= {Field.BUDGET: self._of(words.BUDGETS), Field.TIMELINE: self._of(words.TIMELINES)}
        if kind is DemoKind.BUYER:
            return answers
        return {key: answers[key] for key in (Field.NAME, Field.EMAIL, Field.COMPANY)}

    def _joins(self, person: DemoVisitor, colleague: DemoVisitor) -> DemoVisitor:
        """The person at the company of a visitor of before."""
        name, domain = person.name.lower().replace(" ", "."), colleague.email.rpartition("@")[2]
        email = f"{name}@{domain}"
        mine: dict[FieldId, str] = {Field.EMAIL: email, Field.COMPANY: colleague.company}
        return replace(person, email=email, company=colleague.company, answers={**person.answers, **mine})

    def _address(self, name: str, company: str) -> str:
        local = name.lower().replace(" ", ".")
        if self._random.random() < 0.15:
            return f"{local}{self._random.randint(1, 99)}@{self._of(words.FREE_MAIL)}"
        return f"{local}@{company.lower().replace(' ', '-')}.com"

    def _of(self, options: Sequence[Option]) -> Option:
        return self._random.choice(options)

    def _weighted(self, shares: Mapping[Option, float]) -> Option:
        return self._random.choices(list(shares), list(shares.values()))[0]


def _promise(size: int, stage: int, email: str) -> float:
    """A larger team, a nearer decision and an address of the company's own make a sale more likely; made up."""
    own_domain = email.rpartition("@")[2] not in words.FREE_MAIL
    return 0.05 + 0.06 * size + 0.06 * stage + 0.15 * own_domain
