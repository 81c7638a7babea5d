"""What is learned from: leads that ended, each with the signals that held for it when it wrote."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.audit import reading
from pipeline.conditions.conditions import FACT_KINDS, KNOWN_AFTER_SCORING, FactKind, Facts, KnownFact, all_hold
from pipeline.playbook import IdealCustomer, Playbook
from pipeline.playbook.scoring import DEFAULT, Signal
from pipeline.qualification.ideal_customer import match_ideal_customer
from prompts.problems import Mistake

RAREST = 20
"""Leads for which a signal must hold, and as many for which it must not, before anything is learned of it."""
UNANSWERED = frozenset({"", "select"})
"""What a form's column holds where nobody chose anything."""
BLANK = "blank"
YES, NO = frozenset({"yes", "true", "1", "y"}), frozenset({"no", "false", "0", "n"})
"""How exports write whether something holds."""


class NothingToLearn(Mistake):
    """The leads or the file don't allow any learning; the message says what is missing."""


@dataclass(frozen=True, slots=True)
class Samples:
    """One row a lead: which signals hold, and whether it was won."""

    names: tuple[str, ...]
    """The leads, for people."""
    holds: tuple[frozenset[str], ...]
    won: tuple[bool, ...]

    @property
    def signals(self) -> tuple[str, ...]:
        """Those that hold often enough, and not nearly always."""
        counts = Counter(signal for row in self.holds for signal in row)
        most = len(self.holds) - RAREST
        return tuple(sorted(signal for signal, count in counts.items() if RAREST <= count <= most))

    def without(self, leaking: Iterable[str]) -> Samples:
        gone = frozenset(leaking)
        return Samples(self.names, tuple(row - gone for row in self.holds), self.won)


@dataclass(frozen=True, slots=True)
class TrainingTable:
    """A CRM's export: the columns beside the outcome."""

    columns: Mapping[str, tuple[str, ...]]
    won: tuple[bool, ...]


def read_table(file: Path, column: str, winning: str) -> TrainingTable:
    """An export with headings; leads are won where `column` holds `winning`.

    Raises UnreadableFile for what is no table, NothingToLearn for rows that are broken or headings that don't fit.
    """
    export = reading.read_table(file)
    if export.bad:
        first = export.bad[0]
        raise NothingToLearn(f"{file.name}:{first.line}: {first.why}; mend the row or leave it out")
    if column not in export.header or not export.rows:
        found = ", ".join(export.header)
        raise NothingToLearn(f"{file.name} has no column '{column}' with rows below it; its columns: {found}")
    cells = zip(*(row for _, row in export.rows), strict=True)
    columns = {name: tuple(cell.strip() for cell in values) for name, values in zip(export.header, cells, strict=True)}
    outcomes = columns.pop(column)
    return TrainingTable(columns, tuple(outcome.casefold() == winning.casefold() for outcome in outcomes))


def sample_answers(table: TrainingTable, columns: Iterable[str]) -> Samples:
    """Each answer of a column as a signal of its own, e.g. `City: Mumbai`; no answer is the signal `City: blank`."""
    answers = [
        tuple(f"{name}: {BLANK if value.casefold() in UNANSWERED else value}" for value in table.columns[name])
        for name in columns
    ]
    return Samples(_row_names(len(table.won)), tuple(map(frozenset, zip(*answers, strict=True))), table.won)


def sample_signals(facts: Sequence[Facts], names: Sequence[str], won: Sequence[bool], playbook: Playbook) -> Samples:
    """The playbook's own signals, as far as the facts fulfil them."""
    signals = list_default_signals(playbook)
    holds = (frozenset(signal.id for signal in signals if all_hold(signal.when, known)) for known in facts)
    return Samples(tuple(names), tuple(holds), tuple(won))


def list_default_signals(playbook: Playbook) -> tuple[Signal, ...]:
    """The signals of the points at the top of the file; those of segments are for a person to set."""
    return next(model.signals for model in playbook.scoring.choices if model.id == DEFAULT)


def read_row_facts(
    table: TrainingTable, meaning: Mapping[str, str], ideal: IdealCustomer, own: Mapping[str, FactKind] = {}
) -> tuple[Facts, ...]:
    """The facts of each row, where `meaning` names the fact of a column, one of the playbook's `own` fields maybe;
    NothingToLearn for a wrong name.
    """
    kinds = {**own, **FACT_KINDS}
    for column, fact in meaning.items():
        if column not in table.columns:
            raise NothingToLearn(f"there is no column '{column}'; the columns: {', '.join(table.columns)}")
        if fact not in kinds or fact in KNOWN_AFTER_SCORING:
            usable = ", ".join(sorted(set(kinds) - KNOWN_AFTER_SCORING))
            raise NothingToLearn(f"'{fact}' is not a fact that a signal can test; use one of: {usable}")
    rows = (_facts(table, meaning, kinds, number) for number in range(len(table.won)))
    return tuple({**facts, **match_ideal_customer(facts, ideal)} for facts in rows)


def _facts(table: TrainingTable, meaning: Mapping[str, str], kinds: Mapping[str, FactKind], number: int) -> Facts:
    found = {}
    for column, fact in meaning.items():
        text = table.columns[column][number]
        if text.casefold() not in UNANSWERED and (known := _known(text, kinds[fact])):
            found[fact] = known
    return found


def _known(text: str, kind: FactKind) -> KnownFact | None:
    if kind is FactKind.NUMBER:
        try:
            return KnownFact(float(text.replace(",", "")), text)
        except ValueError:
            return None
    if kind is FactKind.FLAG:
        return KnownFact(text.casefold() in YES, text) if text.casefold() in YES | NO else None
    if kind is FactKind.MANY:
        return KnownFact(tuple(part.strip() for part in text.split(";")), text)
    return KnownFact(text, text)


def _row_names(count: int) -> tuple[str, ...]:
    return tuple(f"row {number}" for number in range(2, count + 2))
