"""What an audit tells of an export: how complete, how fresh, how doubled, how fast answered. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from pipeline.audit.columns import PERSON, Places
from pipeline.audit.comparing import DuplicatePair, PairVerdict
from pipeline.audit.dates import has_month_first, parse_moment
from pipeline.audit.duplicates import Progress, count_surplus_rows, find_duplicates
from pipeline.audit.entries import NEXT, ExportEntry, ReadOptions, find_mail_kind, parse_entry
from pipeline.audit.headings import Column
from pipeline.audit.reading import BadRow, ExportTable
from pipeline.playbook import Deduplication

READABLE: Mapping[Column, Callable[[ExportEntry], object]] = {
    Column.EMAIL: lambda row: row.email,
    Column.PHONE: lambda row: row.phones,
}
"""Columns whose values can be checked, and what is there if they can be read."""
DATED = (Column.CREATED, Column.LAST_ACTIVITY, Column.FIRST_RESPONSE)
FIVE_MINUTES = timedelta(minutes=5)
"""The field's bar for a first contact."""


@dataclass(frozen=True, slots=True)
class Completeness:
    """How many rows have a value, and of how many it can't be read (null where it can't be checked)."""

    column: Column
    headings: tuple[str, ...]
    rows: int
    unreadable: int | None


@dataclass(frozen=True, slots=True)
class ResponseTimes:
    """From created to first response, of the rows that have both in this order."""

    rows: int
    median_minutes: float
    p90_minutes: float
    within_five_minutes: float
    """A share, from 0 to 1."""


@dataclass(frozen=True, slots=True)
class Audit:
    rows: int
    bad: tuple[BadRow, ...]
    of_people: bool
    """Whether rows are compared as people; else as companies."""
    columns: tuple[Completeness, ...]
    pairs: tuple[DuplicatePair, ...]
    doubled: int
    """Rows that would go if what has the same keys became one."""
    doubled_if_confirmed: int
    """The same, if a person confirmed every pair for review as well."""
    emails: int
    free_mail: int
    disposable_mail: int
    stale: int | None
    """Rows without activity for the playbook's number of days; null where no column tells the last one."""
    without_owner: int | None
    response: ResponseTimes | None


def audit_export(
    table: ExportTable,
    columns: Places,
    rules: Deduplication,
    region: str,
    now: datetime,
    told: Callable[[str], Progress],
) -> Audit:
    """The whole audit; `told(step)` gives what is told of a step's progress."""
    rows = _entries(table, columns, ReadOptions(region, rules.weak_words, rules.free_mail), told("reading"))
    of_people = bool(columns.keys() & PERSON)
    pairs = tuple(find_duplicates(rows, of_people, rules, told("comparing")))
    kinds = [find_mail_kind(row.email.rpartition("@")[2], rules.free_mail) for row in rows if row.email]
    times = _times(rows, region)
    return Audit(
        len(rows),
        table.bad,
        of_people,
        tuple(_filled(column, [table.header[at] for at in places], rows) for column, places in columns.items()),
        pairs,
        count_surplus_rows(pairs, [PairVerdict.SAME]),
        count_surplus_rows(pairs, PairVerdict),
        len(kinds),
        kinds.count("free"),
        kinds.count("disposable"),
        _stale(times, now - timedelta(days=rules.audit.stale_days)) if Column.LAST_ACTIVITY in columns else None,
        sum(Column.OWNER not in row.cells for row in rows) if Column.OWNER in columns else None,
        _response(times),
    )


def _entries(table: ExportTable, columns: Places, reading: ReadOptions, told: Progress) -> list[ExportEntry]:
    entries = []
    for done, (number, cells) in enumerate(table.rows):
        if done % 1000 == 0:
            told(done, len(table.rows))
        told_of = {column: [text for at in places if (text := cells[at].strip())] for column, places in columns.items()}
        held = {column: NEXT.join(texts) for column, texts in told_of.items() if texts}
        entries.append(parse_entry(number, held, reading))
    told(len(table.rows), len(table.rows))
    return entries


def _filled(column: Column, headings: Iterable[str], rows: Sequence[ExportEntry]) -> Completeness:
    there = [row for row in rows if column in row.cells]
    read = READABLE.get(column)
    return Completeness(column, tuple(headings), len(there), sum(not read(row) for row in there) if read else None)


Times = Mapping[Column, datetime]


def _times(rows: Iterable[ExportEntry], region: str) -> list[Times]:
    """The moments that each row tells, by its columns."""
    held = [[(column, row.cells[column]) for column in DATED if column in row.cells] for row in rows]
    month_first = has_month_first((text for cells in held for _, text in cells), otherwise=region == "US")
    read = [[(column, parse_moment(text, month_first)) for column, text in cells] for cells in held]
    return [{column: at for column, at in cells if at} for cells in read]


def _stale(times: Iterable[Times], before: datetime) -> int:
    """By the latest moment of a row; a row without any is none."""
    return sum(max(row.values()) < before for row in times if row)


def _response(times: Iterable[Times]) -> ResponseTimes | None:
    waits = sorted(
        (row[Column.FIRST_RESPONSE] - row[Column.CREATED]).total_seconds() / 60
        for row in times
        if Column.FIRST_RESPONSE in row and Column.CREATED in row and row[Column.FIRST_RESPONSE] >= row[Column.CREATED]
    )
    if not waits:
        return None
    soon = sum(minutes <= FIVE_MINUTES.total_seconds() / 60 for minutes in waits)
    p90 = waits[min(len(waits) * 9 // 10, len(waits) - 1)]
    return ResponseTimes(len(waits), median(waits), p90, soon / len(waits))
