"""The playbook's ids, and our own, as people call them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from pipeline.decision.outline import name_next_action, summarise_alert
from pipeline.domain.alert import Alert
from pipeline.domain.conversation import Author
from pipeline.domain.record import Field, PersonName, Value
from pipeline.playbook import Playbook
from pipeline.reports.leads import LeadView, TurnView
from pipeline.wording.times import format_exact, format_relative
from pipeline.wording.values import format_value, name_field
from prompts.texts import Texts

_LABELS = {
    "mql": "MQL",
    "linkedin": "LinkedIn",
    "sms": "SMS",
    "ops": "Operations",
    "same_lead": "Same conversation, more said",
    "same_contact": "Known contact",
    "same_company": "Known company",
    "new": "New to us",
}
"""What `readable` would get wrong or leave unclear."""
_E164 = re.compile(r"\+\d{6,15}")
_PLAIN_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)


def format_identifier(identifier: str) -> str:
    """`fast_follow_up` as `Fast follow-up`."""
    if identifier in _LABELS:
        return _LABELS[identifier]
    text = identifier.replace("follow_up", "follow-up").replace("_", " ")
    return text[:1].upper() + text[1:]


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
    def zone(self) -> ZoneInfo:
        return self.playbook.company.zone

    def readable(self, identifier: str | None) -> str:
        return format_identifier(identifier) if identifier else "Unknown"

    def field(self, name: str) -> str:
        """A field's label; anything else is made readable."""
        return name_field(Field(name), self.texts) if name in set(Field) else format_identifier(name)

    def value(self, field: Field, value: Value) -> str:
        return format_value(field, value, self.playbook, self.texts)

    def choice(self, field: str, choice_id: str | None) -> str:
        """The label of an industry, a stage or a use case."""
        language = self.texts.language
        return self.playbook.vocabulary.get_label(Field(field), choice_id, language) if choice_id else "Unknown"

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
        names = {Author.VISITOR: "Visitor", Author.ASSISTANT: self.playbook.company.assistant_name}
        return turn.author_name or names.get(turn.author, "Colleague")

    def who(self, lead: LeadView) -> str:
        """The best name we have for the person."""
        name = lead.record.value(Field.NAME)
        told = name.full if isinstance(name, PersonName) else lead.contact
        return told or lead.record.text(Field.EMAIL) or lead.record.text(Field.PHONE) or "A visitor without a name"

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
        ended = f": {self.readable(lead.outcome).lower()}" if lead.outcome else ""
        return f"{self.readable(lead.status)}{ended}"

    def late(self, lead: LeadView) -> bool:
        return lead.status != "closed" and lead.next_action_at < self.now
