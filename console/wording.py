"""The playbook's ids, and our own, as people call them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from pipeline.actions.results import Remark
from pipeline.actions.words import render_remark
from pipeline.decision.outline import name_next_action, summarise_alert
from pipeline.domain.alert import Alert
from pipeline.domain.closed_values import LeadStatus
from pipeline.domain.conversation import Author
from pipeline.domain.record import Field, FieldId, PersonName, Value
from pipeline.reports.alarm_words import AlarmWords, describe_alarm
from pipeline.reports.backlog import BacklogFinding
from pipeline.reports.leads import LeadView, TurnView
from pipeline.wording.team import TeamWording
from pipeline.wording.terms import format_identifier

_E164 = re.compile(r"\+\d{6,15}")
_PLAIN_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)


def build_contact_link(field: FieldId, value: Value) -> str | None:
    """A `tel:` or `mailto:` address, only where the value is nothing but a number or an address."""
    if field is Field.PHONE and isinstance(value, str) and _E164.fullmatch(value):
        return f"tel:{value}"
    if field is Field.EMAIL and isinstance(value, str) and _PLAIN_EMAIL.fullmatch(value):
        return f"mailto:{value}"
    return None


@dataclass(frozen=True, slots=True)
class PageWording(TeamWording):
    """One page's words, with the texts of the console."""

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

    def readable(self, identifier: str | None) -> str:
        return format_identifier(identifier) if identifier else self.term("flag", None)

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

    def notice(self, finding: BacklogFinding) -> AlarmWords:
        """What somebody must know of, and what to do."""
        return describe_alarm(finding, self.texts)

    def remark(self, remark: Remark) -> str:
        """What an action told a person."""
        return render_remark(remark, self.texts)

    def alert(self, alert: Alert) -> tuple[str, str]:
        """Its title and brief."""
        return summarise_alert(alert, self.texts)

    def action(self, alert: Alert) -> str:
        return name_next_action(alert, self.texts)

    def late(self, lead: LeadView) -> bool:
        return not self.is_closed(lead) and lead.next_action_at < self.now

    def is_closed(self, lead: LeadView) -> bool:
        return lead.status == LeadStatus.CLOSED

    def is_open(self, lead: LeadView) -> bool:
        return lead.status == LeadStatus.OPEN
