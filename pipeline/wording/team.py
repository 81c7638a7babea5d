"""What the team reads, in the company's language: our values, the playbook's ids, numbers and times. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from pipeline.domain.decision import Fact
from pipeline.domain.record import FieldId, KnownValue, Value
from pipeline.playbook import Playbook
from pipeline.wording.found import describe_how
from pipeline.wording.numbers import format_number, format_share, format_tenths
from pipeline.wording.terms import TermSet, format_identifier, name_inline_term, name_status, name_term
from pipeline.wording.times import format_age, format_day, format_exact, format_relative
from pipeline.wording.values import format_known_value, format_value, name_choice, name_field
from prompts.texts import Texts

_WORDED = {"mail_kind": "mail", "job_function": "role", "seniority": "seniority"}
"""The facts whose values are ours, and the set that each is of."""
_DETAILS_IN_WORDS = frozenset({"outcome", "source", "stage", "status"})
"""The details of a record whose values are ours, each of the set of its name."""


@dataclass(frozen=True, slots=True)
class TeamWording:
    """The words of one page or command: the playbook in force, and the time at which it was asked for."""

    playbook: Playbook
    now: datetime

    @property
    def texts(self) -> Texts:
        """In the company's language: nobody's own is known here."""
        return self.playbook.get_texts()

    @property
    def language(self) -> str:
        return self.texts.language

    @property
    def zone(self) -> ZoneInfo:
        return self.playbook.company.zone

    def term(self, group: str, value: str | None) -> str:
        """What one of our own values is called."""
        return name_term(self.texts, TermSet(group), value) if value else self.texts.render("term.flag.unknown")

    def inline(self, group: str, value: str) -> str:
        """The same within a sentence."""
        return name_inline_term(self.texts, group, value)

    def detail(self, label: str, value: str) -> tuple[str, str]:
        """A line about a record that is compared: its label, and one of our own values in words."""
        return self.term("detail", label.replace(" ", "_")), self._detail_value(label, value)

    def inline_detail(self, label: str, value: str) -> str:
        """The same within a line: `first seen 2026-09-09`."""
        return f"{self.inline('detail', label.replace(' ', '_'))} {self._detail_value(label, value)}"

    def field(self, name: str) -> str:
        """A field's label; anything else is made readable."""
        return name_field(name, self.texts)

    def value(self, field: FieldId, value: Value) -> str:
        return format_value(field, value, self.playbook, self.texts)

    def known(self, field: FieldId, known: KnownValue) -> str:
        """A value that was said: an answer outside a list in the visitor's words."""
        return format_known_value(field, known, self.playbook, self.texts)

    def choice(self, field: str, choice_id: str | None) -> str:
        """The label of an industry, a stage or a use case."""
        if not choice_id:
            return self.texts.render("term.flag.unknown")
        return name_choice(field, choice_id, self.playbook, self.texts)

    def person(self, person_id: str) -> str:
        person = self.playbook.routing.find_person(person_id)
        return person.name if person else person_id

    def queue(self, queue_id: str) -> str:
        return next((q.label for q in self.playbook.routing.queues if q.id == queue_id), format_identifier(queue_id))

    def signal(self, signal_id: str) -> str | None:
        """What a signal of the score means; null where the playbook no longer has it."""
        signal = self.playbook.scoring.every_signal.get(signal_id)
        return signal.says if signal else None

    def cadence(self, cadence_id: str) -> str:
        return next(
            (c.label for c in self.playbook.cadences.cadences if c.id == cadence_id), format_identifier(cadence_id)
        )

    def standing(self, status: str, outcome: str | None) -> str:
        """Partial, open, or closed with how it ended."""
        return self.term("ended", outcome) if outcome else self.term("status", status)

    def fact(self, fact: Fact) -> str:
        """A fact's value: yes or no, a number, one of our own values, or what the provider wrote."""
        if isinstance(fact.value, bool):
            return self.term("flag", "yes" if fact.value else "no")
        if isinstance(fact.value, int):
            return self.number(fact.value)
        return self.term(_WORDED[fact.name], fact.value) if fact.name in _WORDED else fact.value

    def how(self, fact: Fact) -> str:
        """How a fact was found."""
        return describe_how(fact.how, self.texts)

    def status(self, status: str) -> str:
        """How asking a provider ended."""
        return name_status(status, self.texts)

    def number(self, number: float) -> str:
        return format_number(number, self.language)

    def tenths(self, number: float) -> str:
        return format_tenths(number, self.language)

    def share(self, share: float) -> str:
        """A part of one, as a percentage."""
        return format_share(share, self.language)

    def ago(self, at: datetime) -> str:
        return format_relative(at, self.now, self.texts)

    def age(self, since: datetime) -> str:
        """How long it has been, without "ago"."""
        return format_age(self.now - since, self.language)

    def day(self, at: datetime) -> str:
        return format_day(at.astimezone(self.zone).date(), self.language)

    def exact(self, at: datetime, zone: str | None = None) -> str:
        """On the company's clocks, or on those of the IANA zone given."""
        return format_exact(at, ZoneInfo(zone) if zone else self.zone, self.language)

    def _detail_value(self, label: str, value: str) -> str:
        return self.term(label, value) if label in _DETAILS_IN_WORDS else value
