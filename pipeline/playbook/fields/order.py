"""All fields of `fields.yaml`: which there are, and which of them is asked for when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, Self

from pydantic import Field, model_validator

from pipeline.conditions.conditions import Condition, FactKind, all_hold, build_condition
from pipeline.conditions.phrases import find_quotes
from pipeline.conditions.record_facts import FACT_KIND_OF, collect_record_facts
from pipeline.domain.record import CONTACT_FIELDS, OTHER, FieldId, Record, is_built_in
from pipeline.domain.record import Field as RecordField
from pipeline.domain.vocabulary import PERSONAL, FieldKind
from pipeline.playbook.base import PlaybookPart, find_repeated
from pipeline.playbook.fields.rules import FieldRule
from pipeline.playbook.fields.urgent import URGENT, UrgentRule
from prompts.problems import Place, WrongAt

KEPT: frozenset[FieldId] = frozenset({RecordField.NAME, RecordField.EMAIL, RecordField.PHONE})
"""Read whatever the file says: without them nobody can be answered."""


class Fields(PlaybookPart):
    fields: tuple[FieldRule, ...] = Field(min_length=1)
    """In the order of asking. A built-in field that does not stand here is neither asked for nor read."""
    partial_lead_after: int = Field(default=15, ge=1)
    """Minutes of silence after which somebody who left contact data and has not confirmed becomes a partial lead."""

    ask_more_within: float = Field(default=3, ge=0)
    """Minutes since the visitor's last word in which the assistant may ask for what a score needs, after it passed the
    lead on; with 0 it never does."""

    urgent: UrgentRule | None = None
    """What shortens the way; without it nothing does."""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        ids = [rule.id for rule in self.fields]
        if double := find_repeated(ids):
            raise WrongAt(("fields", double), f"'{ids[double]}' stands twice; keep one")
        asked = {rule.id for rule in self.asked}
        if RecordField.EMAIL not in asked and RecordField.PHONE not in asked:
            raise ValueError("ask for email or phone, or nobody can answer the lead")
        for n, rule in enumerate(self.fields):
            self._check_conditions(rule.id, rule.when, ("fields", n, "when"))
        if self.urgent:
            self._check_conditions(URGENT, self.urgent.when, (URGENT, "when"))
            for n, name in enumerate(self.urgent.asks):
                if self.get(name) is None:
                    told = f"an urgent case asks for '{name}', which is no field here; {_instead(name, ids)}"
                    raise WrongAt((URGENT, "asks", n), told)
        for n, rule in enumerate(self.fields):
            if circle := self._find_circle(rule.id):
                told = " -> ".join(circle)
                raise WrongAt(("fields", n, "when"), f"'{rule.id}' waits for itself ({told}); take one 'when' out")
        return self

    @property
    def asked(self) -> tuple[FieldRule, ...]:
        """Those that are asked for, in order."""
        return tuple(rule for rule in self.fields if rule.ask)

    @property
    def own(self) -> tuple[FieldRule, ...]:
        """The company's own."""
        return tuple(rule for rule in self.fields if not rule.is_built_in)

    @property
    def dropped(self) -> frozenset[FieldId]:
        """Built-in fields that the file leaves out."""
        return frozenset(RecordField) - {rule.field for rule in self.fields} - KEPT

    @property
    def ids(self) -> tuple[FieldId, ...]:
        """All fields that a record may hold by this file: in the order of asking, then the rest."""
        listed = [rule.field for rule in (*self.asked, *self.fields)]
        return tuple(dict.fromkeys((*listed, *(field for field in RecordField if field in KEPT))))

    @property
    def contact(self) -> frozenset[FieldId]:
        """Those that identify a person: stored only after the consent text was shown."""
        return CONTACT_FIELDS | {rule.field for rule in self.own if rule.kind in PERSONAL}

    @property
    def own_words(self) -> frozenset[FieldId]:
        """Fields whose value is whole sentences of the visitor's, which are never read back."""
        return frozenset(rule.field for rule in self.fields if rule.is_own_words)

    @property
    def fact_kinds(self) -> Mapping[str, FactKind]:
        """The own fields as facts of rules, and whether a case is urgent."""
        return {**{rule.id: rule.fact_kind for rule in self.own}, **({URGENT: FactKind.FLAG} if self.urgent else {})}

    @property
    def periods(self) -> Mapping[str, str | None]:
        """The own fields, with what an amount is for."""
        return {rule.id: rule.per for rule in self.own}

    def get(self, field: FieldId) -> FieldRule | None:
        return next((rule for rule in self.fields if rule.id == field), None)

    def sort(self, names: Iterable[FieldId]) -> tuple[FieldId, ...]:
        """Fields as people read them: in the file's order, then those that the file no longer has."""
        wanted = dict.fromkeys(names)
        return (*(field for field in self.ids if field in wanted), *(name for name in wanted if name not in self.ids))

    def list_unsaid(self, record: Record) -> tuple[FieldId, ...]:
        """Fields that are asked for, and that a record has neither a value nor an answer for."""
        settled = record.known.keys() | record.declined | record.unsure
        open_rules = (rule for rule in self.asked if rule.field not in settled)
        return tuple(rule.field for rule in open_rules if self.is_fit_to_ask(rule, record))

    def is_fit_to_ask(self, rule: FieldRule, record: Record) -> bool:
        """Whether what must hold for it to be asked for does."""
        return not rule.when or self._holds(rule.when, record)

    def find_urgent_words(self, text: str, record: Record) -> str | None:
        """The words by which a case is urgent, in the text or behind a value; null where nothing tells so."""
        if not self.urgent:
            return None
        if found := find_quotes(text, self.urgent.words):
            return found[0]
        if self.urgent.when and self._holds(self.urgent.when, record):
            return next((record.known[name].evidence.quote for name in self.urgent.when if name in record.known), "")
        return None

    def build_conditions(self, when: Mapping[str, Any]) -> tuple[Condition, ...]:
        """What must hold for a field to be asked for, or for a case to be urgent."""
        return tuple(self._build_condition(*test) for test in when.items())

    def _holds(self, when: Mapping[str, Any], record: Record) -> bool:
        facts = dict(collect_record_facts(record, {name: self._get_period(name) for name in when}))
        return all_hold(self.build_conditions(when), facts)

    def _check_conditions(self, who: str, when: Mapping[str, Any], place: Place) -> None:
        for name, wanted in when.items():
            try:
                self._build_condition(name, wanted)
            except ValueError as error:
                raise WrongAt((*place, name), f"'{who}': {error}") from None

    def _build_condition(self, name: str, wanted: Any) -> Condition:
        """A test of another field; ValueError says what to write instead."""
        other = self.get(name)
        if other is None:
            raise ValueError(f"there is no field '{name}' to wait for; {_instead(name, [f.id for f in self.fields])}")
        condition = build_condition(name, other.fact_kind, wanted)
        if other.kind_of_value is FieldKind.DATE and condition.test not in ("known", "unknown"):
            raise ValueError(f"'{name}' is a date; write 'known' or 'unknown'")
        ids = [*(choice.id for choice in other.choices), *((OTHER,) if other.keeps_other else ())]
        for value in condition.arguments if other.choices else ():
            if value not in ids:
                raise ValueError(f"'{name}' is never '{value}'; {_instead(str(value), ids)}")
        return condition

    def _find_circle(self, start: str) -> tuple[str, ...]:
        """The fields by which one waits for itself; none where it does not."""
        ways: list[tuple[str, ...]] = [(start,)]
        while ways:
            way = ways.pop()
            last = self.get(way[-1])
            for name in last.when if last else ():
                if name == start:
                    return (*way, name)
                if name not in way:
                    ways.append((*way, name))
        return ()

    def _get_period(self, name: str) -> str | None:
        rule = self.get(name)
        return rule.per if rule else None


def _instead(written: str, known: Sequence[str]) -> str:
    near = get_close_matches(written, known, n=1)
    return f"did you mean '{near[0]}'?" if near else f"write one of {', '.join(known)}"


def read_fact_kinds(raw: Any) -> Mapping[str, FactKind]:
    """The own fields of a file's plain data as facts of rules, as far as they can be told: other files name them."""
    if not isinstance(raw, Mapping):
        return {}
    rows = raw.get("fields")
    urgent = {URGENT: FactKind.FLAG} if raw.get(URGENT) else {}
    return {**dict(_read_kinds(rows if isinstance(rows, list) else [])), **urgent}


def _read_kinds(rows: list[Any]) -> Iterator[tuple[str, FactKind]]:
    for row in rows:
        if not isinstance(row, Mapping) or not isinstance(name := row.get("id"), str) or is_built_in(name):
            continue
        kind = row.get("kind")
        known = FieldKind(kind) if isinstance(kind, str) and kind in list(FieldKind) else FieldKind.TEXT
        yield name, FactKind.MANY if row.get("several") is True else FACT_KIND_OF[known]
