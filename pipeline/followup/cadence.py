"""Cadences: which touches a lead gets, when they are due in the lead's own day, and each draft's words."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from pipeline.domain.closed_values import SenderType, TouchChannel
from pipeline.domain.decision import CadencePlan, Enrichment, PlannedTouch, Profile, Route, Score
from pipeline.domain.record import Field, PersonName, Record
from pipeline.playbook import Cadence, Playbook, Touch
from pipeline.wording.terms import TermSet, name_term
from pipeline.wording.values import format_known_value
from pipeline.working_time import find_next_working_time, is_working_day, load_public_holidays
from prompts.texts import Texts, Variables

FOLLOWED_UP = frozenset({SenderType.BUYER, SenderType.UNKNOWN})
"""Kinds that get a cadence by themselves; customers and everybody else wait for a person."""
PLAN_TEXTS: Mapping[str, Variables] = {
    "plan.reason": frozenset({"score", "band", "cadence", "zone", "whose", "no_mail"}),
    **dict.fromkeys(("plan.our_zone", "plan.their_zone", "plan.no_mail"), frozenset()),
}
LONGEST_QUOTE = 160
"""Characters of the visitor's words that a draft repeats; a draft has at most 120 words."""
SUBJECT = "Subject:"


@dataclass(frozen=True, slots=True)
class Draft:
    subject: str | None
    """Null for channels without one."""
    body: str


def plan_cadence(
    score: Score | None, route: Route, profile: Profile, enrichment: Enrichment, playbook: Playbook, now: datetime
) -> CadencePlan | None:
    """The band's cadence with a due time for each touch, or null where nothing goes out without a person's wish.

    Due times keep the company's working hours in the lead's own zone and the holidays of the lead's country (of ours
    where it is not known). A touch on a free day moves to the next working one, and no two share a day. Emails are
    left out without an address.
    """
    if score is None or profile.kind not in FOLLOWED_UP or not playbook.routing.get_queue(route.queue).follow_up:
        return None
    band = playbook.scoring.get_band(score)
    if band.cadence is None:
        return None
    cadence = playbook.cadences.get(band.cadence)
    reachable = enrichment.value("mail_kind") is not None
    wanted = [
        (n, touch)
        for n, touch in enumerate(cadence.touches, start=1)
        if reachable or touch.channel is not TouchChannel.EMAIL
    ]
    if not wanted:
        return None
    day = _Day(enrichment, playbook, now)
    planned: list[PlannedTouch] = []
    for position, touch in wanted:
        planned.append(PlannedTouch(position, touch.channel, touch.text, day.due(touch)))
    return CadencePlan(
        cadence.id, tuple(planned), _reason(cadence, score, reachable, day, playbook.get_texts()), day.zone.key
    )


def draft_touch(touch: PlannedTouch, record: Record, playbook: Playbook, sender: str) -> Draft:
    """The touch's words from its text, filled with what the lead said; an unknown value leaves its section out."""
    text = playbook.get_texts().render(f"follow_up.{touch.template}", **_values(record, playbook, sender))
    first, _, rest = text.partition("\n")
    if first.startswith(SUBJECT):
        return Draft(first.removeprefix(SUBJECT).strip(), rest.strip())
    return Draft(None, text)


class _Day:
    """The lead's own calendar, which gives away each day once."""

    def __init__(self, enrichment: Enrichment, playbook: Playbook, now: datetime) -> None:
        zone, country = enrichment.value("time_zone"), enrichment.value("country")
        self.guessed = not isinstance(zone, str)
        self.zone = ZoneInfo(zone) if isinstance(zone, str) else playbook.company.zone
        self._hours, self._send_at, self._now = playbook.company.working_hours, playbook.cadences.send_at, now
        self._country = country if isinstance(country, str) else playbook.company.holidays
        self._last: date | None = None

    def due(self, touch: Touch) -> datetime:
        """UTC. On the day itself the touch is due at once, on later days at the playbook's hour."""
        today = self._now.astimezone(self.zone).date()
        day = today + timedelta(days=touch.day)
        if self._last and day <= self._last:
            day = self._last + timedelta(days=1)
        while not is_working_day(day, self._hours, self._holidays(day)):
            day += timedelta(days=1)
        at = max(datetime.combine(day, self._send_at, self.zone), self._now) if day > today else self._now
        due = find_next_working_time(at, self._hours, self.zone, self._holidays(day))
        self._last = due.astimezone(self.zone).date()
        return due

    def _holidays(self, day: date) -> frozenset[date]:
        return load_public_holidays(self._country, day.year)


def _reason(cadence: Cadence, score: Score, reachable: bool, day: _Day, texts: Texts) -> str:
    return texts.render(
        "plan.reason",
        score=score.total,
        band=name_term(texts, TermSet.BAND, score.band),
        cadence=cadence.label,
        zone=day.zone.key,
        whose=texts.render("plan.our_zone" if day.guessed else "plan.their_zone"),
        no_mail="" if reachable else texts.render("plan.no_mail"),
    )


def _values(record: Record, playbook: Playbook, sender: str) -> Mapping[str, str]:
    name, use_case = record.value(Field.NAME), record.text(Field.USE_CASE)
    texts, fields = playbook.get_texts(), playbook.fields
    own = {
        rule.id: format_known_value(rule.field, known, playbook, texts)
        for rule in fields.own
        if (known := record.known.get(rule.field)) and rule.field not in fields.contact
    }
    values = {
        **own,
        "first_name": (name.first or name.full) if isinstance(name, PersonName) else None,
        "company": record.text(Field.COMPANY),
        "problem": record.text(Field.PROBLEM),
        "goal": record.text(Field.GOAL),
        "use_case": playbook.get_choice_label(Field.USE_CASE, use_case) if use_case else None,
        "our_company": playbook.company.name,
        "sender": sender,
        "booking_link": playbook.company.booking_link,
    }
    return {key: textwrap.shorten(value, LONGEST_QUOTE, placeholder=" …") for key, value in values.items() if value}
