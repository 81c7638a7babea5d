"""One submission as the rules of classification look at it: its words, its values, its signs of a buyer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from pipeline.conditions.phrases import collect_visitor_text, find_quotes
from pipeline.conditions.quantities import find_company_size
from pipeline.domain.decision import Enrichment
from pipeline.domain.record import Field, FieldId
from pipeline.domain.submission import Submission
from pipeline.enrichment import ASKED_FOR
from pipeline.playbook import Playbook, Sign

PRICING = "pricing"
NEEDS: frozenset[Sign] = frozenset(
    {"use_case", "company_size", "tools", "budget", "timeline", "request", "need", "further_need", "wish"}
)
"""Signs of a need of their own. An industry, a role, a stage or a price is named by everybody who writes."""
SAID: Mapping[Sign, Field] = {
    "industry": Field.INDUSTRY,
    "use_case": Field.USE_CASE,
    "company_size": Field.TEAM_SIZE,
    "tools": Field.TOOLS,
    "stage": Field.STAGE,
    "budget": Field.BUDGET,
    "timeline": Field.TIMELINE,
    "role": Field.ROLE,
}
"""The field that is each sign when it was said."""


@dataclass(frozen=True)
class SubmissionReading:
    """Pure; what is asked for twice is worked out once."""

    submission: Submission
    enrichment: Enrichment
    playbook: Playbook

    @cached_property
    def text(self) -> str:
        """All that the visitor wrote."""
        return collect_visitor_text(self.submission)

    def words(self, field: FieldId) -> tuple[str, ...]:
        """The visitor's words for a field; none where it was not said."""
        known = self.submission.record.known.get(field)
        return (known.evidence.quote,) if known else ()

    @cached_property
    def requests(self) -> Mapping[str, str]:
        """What was asked for (demo, pricing, a call ...) with the visitor's words."""
        asked = (fact for fact in self.enrichment.facts if fact.name.startswith(ASKED_FOR))
        return {fact.name.removeprefix(ASKED_FOR): str(fact.value) for fact in asked}

    @cached_property
    def needs(self) -> tuple[str, ...]:
        """Different phrases of the playbook that only somebody with customers of their own writes."""
        return drop_repeated_phrases(find_quotes(self.text, self.playbook.classification.need_words))

    @cached_property
    def wishes(self) -> tuple[str, ...]:
        """Phrases by which somebody looks for something, whatever it is."""
        return drop_repeated_phrases(find_quotes(self.text, self.playbook.classification.wish_words))

    @cached_property
    def signs(self) -> Mapping[str, float]:
        """The signs of a buyer that are there, each with how surely it was understood; a provider's fact in full."""
        known, found = self.submission.record.known, self.enrichment.value
        said = (*((str(sign), field) for sign, field in SAID.items()), *((field, field) for field in self.own))
        signs = {sign: known[field].confidence for sign, field in said if field in known}
        provided: Mapping[Sign, bool] = {
            "industry": found("industry") is not None,
            "use_case": found("use_case") is not None,
            "company_size": find_company_size(self.submission, self.enrichment) is not None,
            "request": bool(self.requests.keys() - {PRICING}),
            "price": PRICING in self.requests,
            "need": bool(self.needs),
            "further_need": len(self.needs) > 1,
            "wish": bool(self.wishes),
        }
        return {**{sign: 1.0 for sign, there in provided.items() if there}, **signs}

    @cached_property
    def own(self) -> tuple[FieldId, ...]:
        """Fields of the company's own that were said, but for who else is named: each tells a need."""
        fields, known = self.playbook.fields, self.submission.record.known
        return tuple(rule.field for rule in fields.own if rule.field in known and rule.field not in fields.contact)

    @property
    def need_signs(self) -> frozenset[str]:
        """Those of the signs that tell a need of their own."""
        return frozenset(self.signs) & (NEEDS | frozenset(self.own))

    @cached_property
    def project_words(self) -> tuple[str, ...]:
        """The visitor's words about what they need."""
        said = (*(field for sign, field in SAID.items() if sign in NEEDS), *self.own, Field.GOAL, Field.PROBLEM)
        return tuple(
            dict.fromkeys((*self.needs, *self.wishes, *(word for field in said for word in self.words(field))))
        )

    @property
    def industry(self) -> str | None:
        return self.submission.record.text(Field.INDUSTRY) or _text(self.enrichment.value("industry"))

    @property
    def use_case(self) -> str | None:
        return _first(self.submission.record.value(Field.USE_CASE)) or _text(self.enrichment.value("use_case"))


def drop_repeated_phrases(found: tuple[str, ...]) -> tuple[str, ...]:
    """The phrases without those that only differ in upper and lower case."""
    return tuple({phrase.lower(): phrase for phrase in reversed(found)}.values())[::-1]


def _first(value: object) -> str | None:
    """A choice, or the first of several."""
    return next(iter(value), None) if isinstance(value, tuple) else _text(value)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
