"""The playbook's ids, and our own, as people call them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup, escape

from pipeline.decision.outline import name_next_action, summarise_alert
from pipeline.domain.alert import Alert
from pipeline.domain.closed_values import LeadStatus
from pipeline.domain.conversation import Author
from pipeline.domain.decision import Fact
from pipeline.domain.record import Field, PersonName, Value
from pipeline.playbook import Playbook
from pipeline.qualification.briefing import name_status
from pipeline.reports.leads import LeadView, TurnView
from pipeline.wording.numbers import format_number, format_share
from pipeline.wording.terms import TermSet, format_identifier, name_term
from pipeline.wording.times import format_exact, format_relative
from pipeline.wording.values import format_value, name_field
from prompts.texts import Texts

_E164 = re.compile(r"\+\d{6,15}")
_PLAIN_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)


def build_contact_link(field: Field, value: Value) -> str | None:
    """A `tel:` or `mailto:` address, only where the value is nothing but a number or an address."""
    if field is Field.PHONE and isinstance(value, str) and _E164.fullmatch(value):
        return f"tel:{value}"
    if field is Field.EMAIL and isinstance(value, str) and _PLAIN_EMAIL.fullmatch(value):
        return f"mailto:{value}"
    return None


@dataclass(frozen=True, slots=True)
class PageWording:
    """One page's words: the playbook in force, and the time at which the page was asked for."""

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

    def text(self, name: str, /, **values: Any) -> str:
        """A text of `console.md`."""
        return self.texts.render(f"console.{name}", **values)

    def html(self, name: str, /, **values: Any) -> Markup:
        """The same with parts of a page in it: whatever is no markup yet is escaped."""
        places = {key: f"\ue000{key}\ue001" for key in values}
        page = escape(self.text(name, **places))
        for key, place in places.items():
            page = page.replace(place, escape(values[key]))
        return page

    def term(self, group: str, value: str | None) -> str:
        """What one of our own values is called."""
        return name_term(self.texts, TermSet(group), value) if value else self.text("unknown")

    def readable(self, identifier: str | None) -> str:
        return format_identifier(identifier) if identifier else self.text("unknown")

    def field(self, name: str) -> str:
        """A field's label; anything else is made readable."""
        return name_field(Field(name), self.texts) if name in set(Field) else format_identifier(name)

    def value(self, field: Field, value: Value) -> str:
        return format_value(field, value, self.playbook, self.texts)

    def choice(self, field: str, choice_id: str | None) -> str:
        """The label of an industry, a stage or a use case."""
        language = self.texts.language
        return (
            self.playbook.vocabulary.get_label(Field(field), choice_id, language) if choice_id else self.text("unknown")
        )

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

    def author(self, turn: TurnView) -> str:
        if turn.author is Author.ASSISTANT:
            return turn.author_name or self.playbook.company.assistant_name
        return turn.author_name or self.term("author", turn.author)

    def who(self, lead: LeadView) -> str:
        """The best name we have for the person."""
        name = lead.record.value(Field.NAME)
        told = name.full if isinstance(name, PersonName) else lead.contact
        return told or lead.record.text(Field.EMAIL) or lead.record.text(Field.PHONE) or self.text("nameless")

    def wants(self, lead: LeadView) -> str | None:
        return lead.record.text(Field.GOAL) or lead.record.text(Field.PROBLEM)

    def alert(self, alert: Alert) -> tuple[str, str]:
        """Its title and brief."""
        return summarise_alert(alert, self.texts)

    def action(self, alert: Alert) -> str:
        return name_next_action(alert, self.texts)

    def ago(self, at: datetime) -> str:
        return format_relative(at, self.now, self.texts)

    def exact(self, at: datetime, zone: str | None = None) -> str:
        """On the company's clocks, or on those of the IANA zone given."""
        return format_exact(at, ZoneInfo(zone) if zone else self.zone, self.texts.language)

    def standing(self, lead: LeadView) -> str:
        """Partial, open, or closed with how it ended."""
        return self.text(f"closed.{lead.outcome}") if lead.outcome else self.term("status", lead.status)

    def late(self, lead: LeadView) -> bool:
        return not self.is_closed(lead) and lead.next_action_at < self.now

    def is_closed(self, lead: LeadView) -> bool:
        return lead.status == LeadStatus.CLOSED

    def is_open(self, lead: LeadView) -> bool:
        return lead.status == LeadStatus.OPEN

    def number(self, number: float) -> str:
        return format_number(number, self.language)

    def share(self, share: float) -> str:
        """A part of one, as a percentage."""
        return format_share(share, self.language)

    def fact(self, fact: Fact) -> str:
        """A fact's value: yes or no, a number, one of our own values, or what the provider wrote."""
        if isinstance(fact.value, bool):
            return self.text("yes" if fact.value else "no")
        if isinstance(fact.value, int):
            return self.number(fact.value)
        return self.term("mail", fact.value) if fact.name == "mail_kind" else fact.value

    def status(self, status: str) -> str:
        """How asking a provider ended."""
        return name_status(status, self.texts)

    def detail(self, label: str, value: str) -> tuple[str, str]:
        """A line about a record that is compared: its label, and one of our own values in words."""
        group = label if label in ("stage", "status", "outcome", "source") else None
        return self.term("detail", label.replace(" ", "_")), self.term(group, value) if group else value
