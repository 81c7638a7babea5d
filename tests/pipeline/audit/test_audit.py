"""What an audit says about an export: pairs with reasons, and figures that add up."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pipeline.audit.columns import guess_columns
from pipeline.audit.comparing import PairVerdict
from pipeline.audit.dates import has_month_first, parse_moment
from pipeline.audit.figures import Audit, audit_export
from pipeline.audit.reading import ExportTable
from tests.support.builders import NOW, a_playbook

RULES = a_playbook().deduplication


def audited(header: str, *rows: str) -> Audit:
    names = tuple(header.split(","))
    cells = tuple((number, tuple(row.split(","))) for number, row in enumerate(rows, 1))
    table = ExportTable(names, cells, (), "utf-8", ",")
    return audit_export(
        table, guess_columns(names, [c for _, c in cells]), RULES, "US", NOW, lambda step: lambda done, of: None
    )


def found(header: str, *rows: str) -> list[tuple[int, int, PairVerdict]]:
    return [(pair.first.row, pair.second.row, pair.verdict) for pair in audited(header, *rows).pairs]


PEOPLE = "id,name,email,phone,dob,city,company"


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        ("1,Jane Doe,jane@acme.com,,,,", "2,J. D.,Jane+crm@ACME.com,,,,", PairVerdict.SAME),
        ("7,Jane Doe,jane@acme.com,,,,", "7,Bo Ek,bo@ek.se,,,,", PairVerdict.SAME),
        ("1,Jane Doe,,415 555 0123,,,", "2,Doe Jane,,+1 (415) 555-0123,,,", PairVerdict.SAME),
        ("1,Jane Doe,,415 555 0123,,,", "2,John Doe,,+1 415 555 0123,,,", None),
        ("1,Jane Doe,,415 555 0123,,,Acme", "2,Jan Doe,,+1 415 555 0123,,,Acme Inc", PairVerdict.REVIEW),
        ("1,Jane Doe,jane@acme.com,,,,", "2,Jane Doe,jane@acne.com,,,,", PairVerdict.REVIEW),
        ("1,Jane Doe,,,1980-02-03,,", "2,Doe Jane,,,03.02.1980,,", PairVerdict.REVIEW),
        ("1,Jane Doe,j@gmail.com,,,,Acme", "2,Jane Doe,jane@acme.com,,,,ACME Ltd", PairVerdict.REVIEW),
        ("1,Jane Doe,,,1980-02-03,,", "2,Jane Doe,,,1991-07-18,,", None),
        ("1,Jane Doe,jane@acme.com,,,Rome,Acme", "2,John Doe,john@acme.com,,,Rome,Acme", None),
        ("1,Jane Doe,,,,Rome,", "2,Jane Doe,,,,Rome,", None),
    ],
)
def test_two_people(one, other, verdict):
    assert found(PEOPLE, one, other) == ([(1, 2, verdict)] if verdict else [])


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        ("Acme Shop Ltd,acme.com", "Acme Store,https://www.acme.com/en", PairVerdict.SAME),
        ("Acme Shop Ltd,", "ACME-Shop,", PairVerdict.REVIEW),
        ("Acme Shop Ltd,", "Apex Tools GmbH,", None),
    ],
)
def test_two_companies(one, other, verdict):
    assert found("company,website", one, other) == ([(1, 2, verdict)] if verdict else [])


def test_reasons_add_up_to_the_points():
    (pair,) = audited(PEOPLE, "1,Jane Doe,jane@acme.com,,,Rome,", "2,Jane Doe,jane@acne.com,,,Rome,").pairs
    assert pair.points == sum(int(reason.rpartition("(")[2][:-1]) for reason in pair.reasons)
    assert pair.reasons[0] == "jane@acme.com is like jane@acne.com (+6)"


def test_rows_are_counted_once_however_many_pairs_they_make():
    rows = [f"{n},Jane Doe,jane@acme.com,,,," for n in range(4)] + [
        "9,Jane Doe,jane@acne.com,,,,",
        "10,Bo Ek,b@ek.se,,,,",
    ]
    result = audited(PEOPLE, *rows)
    assert (result.doubled, result.doubled_if_confirmed) == (3, 4)


def test_a_key_of_very_many_rows_is_not_quadratic_and_still_finds_them():
    rows = [f"{n},Jane Doe,jane@acme.com,,,," for n in range(1000)]
    result = audited(PEOPLE, *rows)
    assert result.doubled == 999
    assert len(result.pairs) < 2000


def test_figures():
    result = audited(
        "email,phone,owner,created,last activity,first response",
        "jane@acme.com,,ines,2026-09-01 10:00,2026-09-02,2026-09-01 10:04",
        "bo@tutanota.com,nonsense,,2026-01-01 10:00,,2026-01-01 12:00",
        "x@mailinator.com,415 555 0123,ines,,,",
        "not an address,,,2026-09-05 10:00,,2026-09-04 10:00",
    )
    assert (result.emails, result.free_mail, result.disposable_mail) == (3, 1, 1)
    assert {str(filled.column): (filled.rows, filled.unreadable) for filled in result.columns} == {
        "email": (4, 1),
        "phone": (2, 1),
        "owner": (2, None),
        "created": (3, None),
        "last_activity": (1, None),
        "first_response": (3, None),
    }
    assert (result.stale, result.without_owner) == (1, 2)
    assert result.response
    assert (result.response.rows, result.response.median_minutes, result.response.within_five_minutes) == (2, 62, 0.5)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jane Doe,,+1 212 555 0100", "Doe Jane,+1 212 555 0100,"),
        ("Jane Doe,+1 212 555 0111,+1 212 555 0100", "Doe Jane,+1 212 555 0100,+1 212 555 0122"),
    ],
)
def test_every_column_of_numbers_is_compared(one, other):
    (pair,) = audited("name,phone,mobile", one, other).pairs
    assert pair.verdict is PairVerdict.SAME
    assert "the same phone +12125550100 (+7)" in pair.reasons


def test_what_no_column_tells_is_not_told():
    result = audited("email,created", "jane@acme.com,2020-01-01")
    assert (result.stale, result.without_owner, result.response) == (None, None, None)


@pytest.mark.parametrize(
    ("text", "month_first", "moment"),
    [
        ("2026-03-04", False, (2026, 3, 4)),
        ("2026-03-04T05:06:07Z", False, (2026, 3, 4, 5, 6, 7)),
        ("2026-03-04 07:06:07+02:00", False, (2026, 3, 4, 5, 6, 7)),
        ("2026-3-4 5:06", False, (2026, 3, 4, 5, 6)),
        ("04.03.2026", True, (2026, 3, 4)),
        ("4/3/2026", False, (2026, 3, 4)),
        ("3/4/2026 12:06 AM", True, (2026, 3, 4, 0, 6)),
        ("3/4/2026, 5:06 pm", True, (2026, 3, 4, 17, 6)),
        ("31/31/2026", False, None),
        ("soon", False, None),
    ],
)
def test_moments(text, month_first, moment):
    read = parse_moment(text, month_first)
    assert (read.astimezone(UTC) if read else None) == (datetime(*moment).replace(tzinfo=UTC) if moment else None)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("texts", "first"),
    [
        (["1/2/2026", "13/2/2026"], False),
        (["1/2/2026", "2/13/2026"], True),
        (["1/2/2026"], True),
        (["1.2.2026"], False),
    ],
)
def test_the_order_of_day_and_month_is_told_by_the_first_date_with_only_one_reading(texts, first):
    assert has_month_first(texts, otherwise=True) is first
