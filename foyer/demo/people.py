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
from foyer.demo.answers import AnswerGenerator
from pipeline.domain.record import Field, FieldId
from pipeline.playbook import Playbook

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
COMPANYS_LANGUAGE = 0.8
"""Part of the buyers who speak it; the others speak the playbook's other languages."""
COMES_BACK, COLLEAGUE_COMES, LEAVES_EARLY = 0.06, 0.05, 0.08
"""Parts of the visitors who are an earlier one again, somebody else of a known company, or leave before the summary."""
TOLD_UNASKED = (Field.BUDGET, Field.TIMELINE)
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

    def __init__(self, random: Random, playbook: Playbook, pages: Sequence[str]) -> None:
        """`pages` are the addresses on which visitors open the chat."""
        self._random, self._playbook, self._pages = random, playbook, pages
        self._answers, self._before = AnswerGenerator(random, playbook), list[DemoVisitor]()

    def draw(self) -> DemoVisitor:
        luck = self._random.random()
        buyers = [person for person in self._before if person.kind is DemoKind.BUYER]
        if buyers and luck < COMES_BACK:
            before = self._random.choice(buyers)
            return replace(before, opening=self._answers.draw_goal(before.language), leaves_after=None)
        person = self._new()
        if buyers and luck < COMES_BACK + COLLEAGUE_COMES:
            person = self._joins(person, self._random.choice(buyers))
        elif luck > 1 - LEAVES_EARLY:
            person = replace(person, leaves_after=self._random.randint(2, 10))
        self._before.append(person)
        return person

    def _new(self) -> DemoVisitor:
        kind = self._weighted(SHARES)
        language = self._draw_language()
        trade = self._of(words.TRADES)
        name = f"{self._of(words.FIRST)} {self._of(words.LAST)}"
        company = f"{self._of(words.COMPANY)}{self._of(words.COMPANY).lower()} {trade}"
        email = self._address(name, company)
        return DemoVisitor(
            kind=kind,
            language=language,
            name=name,
            email=email,
            company=company,
            opening=self._draw_opening(kind, language),
            answers=self._draw_answers(kind, language, name, email, company),
            page=self._of(self._pages),
            utm=self._of(words.CAMPAIGNS),
            promise=self._draw_promise(email) if kind is DemoKind.BUYER else 0.0,
        )

    def _draw_language(self) -> str:
        own = self._playbook.company.language
        others = sorted(self._playbook.texts.keys() - {own})
        return own if not others or self._random.random() < COMPANYS_LANGUAGE else self._of(others)

    def _draw_opening(self, kind: DemoKind, language: str) -> str:
        match kind:
            case DemoKind.VENDOR:
                return self._of(words.VENDORS)
            case DemoKind.STUDENT:
                return self._of(words.STUDENTS)
            case DemoKind.CUSTOMER:
                return self._of(words.CUSTOMERS)
            case DemoKind.SPAM:
                return self._of(words.SPAM)
        goal, problem = self._answers.draw_goal(language), self._answers.draw_problem(language)
        return self._of((goal, problem, f"{goal}. {problem}."))

    def _draw_answers(
        self, kind: DemoKind, language: str, name: str, email: str, company: str
    ) -> Mapping[FieldId, str]:
        phone = f"+1 415 555 {self._random.randint(1000, 9999)}"
        who: dict[FieldId, str] = {Field.NAME: name, Field.EMAIL: email, Field.COMPANY: company, Field.PHONE: phone}
        if kind is not DemoKind.BUYER:
            return who
        answers = dict(self._answers.draw_answers(language))
        if self._random.random() >= MONEY_SPEAKS:
            answers = {field: said for field, said in answers.items() if field not in TOLD_UNASKED}
        return answers | who

    def _draw_promise(self, email: str) -> float:
        """An address of the company's own makes a sale more likely; made up."""
        own_domain = email.rpartition("@")[2] not in words.FREE_MAIL
        return 0.05 + 0.6 * self._random.random() + 0.15 * own_domain

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
