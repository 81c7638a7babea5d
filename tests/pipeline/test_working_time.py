"""Working time counts working days and nothing else, also across clock changes."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import ValidationError

from pipeline.playbook import WEEKDAYS, WorkingHours
from pipeline.playbook.company import DayHours
from pipeline.working_time import (
    add_working_hours,
    find_company_working_time,
    find_next_working_time,
    find_shifts,
    is_working,
    load_public_holidays,
)
from tests.support.builders import a_playbook

BERLIN, NEW_YORK, ADELAIDE = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York"), ZoneInfo("Australia/Adelaide")
OFFICE = WorkingHours(start=time(9), end=time(17))
AROUND_THE_CLOCK = WorkingHours(days=WEEKDAYS, start=time(0), end=time(23, 59))
CHRISTMAS = frozenset({date(2026, 12, 25)})


def berlin(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=BERLIN)  # type: ignore[misc, arg-type]


@pytest.mark.parametrize(
    ("at", "working"),
    [
        (berlin(2026, 9, 9, 9, 0), True),
        (berlin(2026, 9, 9, 16, 59), True),
        (berlin(2026, 9, 9, 17, 0), False),
        (berlin(2026, 9, 9, 8, 59), False),
        (berlin(2026, 9, 12, 12, 0), False),  # Saturday
        (berlin(2026, 12, 25, 12, 0), False),
        (datetime(2026, 9, 9, 7, 0, tzinfo=UTC), True),  # 9:00 in Berlin
        (datetime(2026, 1, 7, 7, 30, tzinfo=UTC), False),  # 8:30 in winter
    ],
)
def test_when_people_work(at, working):
    assert is_working(at, OFFICE, BERLIN, CHRISTMAS) == working


@pytest.mark.parametrize(
    ("at", "begins"),
    [
        (berlin(2026, 9, 9, 12, 0), berlin(2026, 9, 9, 12, 0)),
        (berlin(2026, 9, 9, 6, 0), berlin(2026, 9, 9, 9, 0)),
        (berlin(2026, 9, 9, 17, 0), berlin(2026, 9, 10, 9, 0)),
        (berlin(2026, 9, 11, 20, 0), berlin(2026, 9, 14, 9, 0)),  # Friday evening
        (berlin(2026, 12, 24, 18, 0), berlin(2026, 12, 28, 9, 0)),  # over Christmas and a weekend
        (berlin(2026, 3, 27, 18, 0), berlin(2026, 3, 30, 9, 0)),  # clocks go forward on the 29th
        (berlin(2026, 10, 23, 18, 0), berlin(2026, 10, 26, 9, 0)),  # and back on the 25th
    ],
)
def test_when_work_begins(at, begins):
    assert find_next_working_time(at, OFFICE, BERLIN, CHRISTMAS) == begins


@pytest.mark.parametrize(
    ("at", "hours", "due"),
    [
        (berlin(2026, 9, 9, 9, 0), 4, berlin(2026, 9, 9, 13, 0)),
        (berlin(2026, 9, 9, 9, 0), 8, berlin(2026, 9, 9, 17, 0)),
        (berlin(2026, 9, 9, 16, 0), 4, berlin(2026, 9, 10, 12, 0)),
        (berlin(2026, 9, 11, 16, 30), 1, berlin(2026, 9, 14, 9, 30)),
        (berlin(2026, 9, 12, 3, 0), 0.5, berlin(2026, 9, 14, 9, 30)),
        (berlin(2026, 9, 9, 20, 0), 40, berlin(2026, 9, 16, 17, 0)),
        (berlin(2026, 12, 24, 16, 0), 2, berlin(2026, 12, 28, 10, 0)),
        (berlin(2026, 9, 9, 12, 0), 0, berlin(2026, 9, 9, 12, 0)),
        (berlin(2026, 9, 9, 20, 0), 0, berlin(2026, 9, 10, 9, 0)),
    ],
)
def test_working_hours_add_up(at, hours, due):
    assert add_working_hours(at, hours, OFFICE, BERLIN, CHRISTMAS) == due


def test_the_hour_that_a_clock_change_takes_is_not_worked():
    night = WorkingHours(days=WEEKDAYS, start=time(0), end=time(8))
    assert add_working_hours(berlin(2026, 3, 29, 0, 0), 7, night, BERLIN) == berlin(2026, 3, 29, 8, 0)
    assert add_working_hours(berlin(2026, 10, 25, 0, 0), 9, night, BERLIN) == berlin(2026, 10, 25, 8, 0)


def test_time_is_only_added():
    with pytest.raises(ValueError, match="only be added"):
        add_working_hours(berlin(2026, 9, 9, 9, 0), -1, OFFICE, BERLIN)


moments = st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
zones = st.sampled_from([BERLIN, NEW_YORK, ADELAIDE, ZoneInfo("Asia/Kolkata"), ZoneInfo("Pacific/Apia")])
days_off = st.frozensets(st.dates(date(2025, 1, 1), date(2028, 12, 31)), max_size=20)
hours = st.builds(
    lambda days, start, length: WorkingHours(days=tuple(days), start=time(start), end=time(min(start + length, 23))),
    st.lists(st.sampled_from(WEEKDAYS), min_size=1, unique=True),
    st.integers(0, 22),
    st.integers(1, 12),
)
shifts = st.builds(
    lambda start, length: DayHours(
        start=time(start),
        end=time((start + length) % 24) if start + length != 24 else "24:00",
        overnight=start + length > 24,
    ),
    st.integers(0, 23),
    st.integers(1, 23),
)
weeks = st.builds(
    lambda days, usual, others: WorkingHours(days=tuple(days), exceptions=others, **usual.model_dump()),
    st.lists(st.sampled_from(WEEKDAYS), min_size=1, unique=True),
    shifts,
    st.dictionaries(st.sampled_from(WEEKDAYS), shifts, max_size=3),
)
hours = hours | weeks
amounts = st.integers(1, 6000).map(lambda minutes: minutes / 60)


@given(moments, hours, zones, days_off)
def test_the_next_working_time_is_the_first(at, week, zone, free):
    begins = find_next_working_time(at, week, zone, free)
    assert begins >= at
    assert is_working(begins, week, zone, free)
    assert begins == at or not is_working(at, week, zone, free)
    assert begins == at or not is_working(begins - timedelta(minutes=1), week, zone, free)
    assert find_next_working_time(begins, week, zone, free) == begins


@given(moments, amounts, amounts, hours, zones, days_off)
def test_adding_in_two_parts_is_adding_the_sum(at, first, second, week, zone, free):
    in_parts = add_working_hours(add_working_hours(at, first, week, zone, free), second, week, zone, free)
    at_once = add_working_hours(at, first + second, week, zone, free)
    assert abs(in_parts - at_once) < timedelta(seconds=1)


@given(moments, amounts, hours, zones, days_off)
def test_what_is_due_is_due_at_work(at, amount, week, zone, free):
    due = add_working_hours(at, amount, week, zone, free)
    assert due >= at + timedelta(hours=amount) - timedelta(seconds=1)
    assert is_working(due - timedelta(seconds=1), week, zone, free)


@given(moments, st.integers(1, 600))
def test_around_the_clock_working_hours_are_hours(at, minutes):
    start = at.replace(hour=1, minute=0, second=0, microsecond=0)
    assume(minutes < 22 * 60)
    assert add_working_hours(start, minutes / 60, AROUND_THE_CLOCK, ZoneInfo("UTC")) - start == timedelta(
        minutes=minutes
    )


def test_public_holidays_reach_over_new_year():
    german = load_public_holidays("DE", 2026)
    assert {date(2025, 12, 25), date(2026, 10, 3), date(2027, 1, 1)} <= german
    assert date(2026, 7, 4) not in german


@pytest.mark.parametrize("country", [None, "ZZ"])
def test_an_unknown_country_keeps_no_holidays(country):
    assert load_public_holidays(country, 2026) == frozenset()


NIGHT = WorkingHours(days=WEEKDAYS[:5], start=time(22), end=time(6), overnight=True)
SHORT_FRIDAY = WorkingHours(
    start=time(9),
    end=time(18),
    exceptions={"fri": DayHours(start=time(9), end=time(14)), "sat": DayHours(start=time(10), end="24:00")},
)


@pytest.mark.parametrize(
    ("week", "at", "works"),
    [
        pytest.param(NIGHT, (2026, 9, 7, 22, 0), True, id="a night begins"),
        pytest.param(NIGHT, (2026, 9, 8, 5, 59), True, id="and goes on over midnight"),
        pytest.param(NIGHT, (2026, 9, 8, 6, 0), False, id="until it ends"),
        pytest.param(NIGHT, (2026, 9, 7, 3, 0), False, id="Sunday's night is none"),
        pytest.param(NIGHT, (2026, 9, 12, 3, 0), True, id="Friday's ends on Saturday"),
        pytest.param(NIGHT, (2026, 9, 12, 23, 0), False, id="Saturday has none of its own"),
        pytest.param(SHORT_FRIDAY, (2026, 9, 10, 15, 0), True, id="Thursday afternoon"),
        pytest.param(SHORT_FRIDAY, (2026, 9, 11, 15, 0), False, id="a short Friday"),
        pytest.param(SHORT_FRIDAY, (2026, 9, 12, 23, 59), True, id="Saturday until midnight"),
        pytest.param(SHORT_FRIDAY, (2026, 9, 13, 0, 0), False, id="and no longer"),
    ],
)
def test_hours_of_nights_and_of_single_days(week, at, works):
    assert is_working(berlin(*at), week, BERLIN) is works


def test_a_night_off_is_the_one_that_begins_on_the_holiday():
    holiday = frozenset({date(2026, 9, 8)})
    assert is_working(berlin(2026, 9, 8, 3, 0), NIGHT, BERLIN, holiday)
    assert not is_working(berlin(2026, 9, 9, 3, 0), NIGHT, BERLIN, holiday)


def test_a_night_over_the_change_of_clocks_is_an_hour_shorter_or_longer():
    every = WorkingHours(days=WEEKDAYS, start=time(22), end=time(6), overnight=True)
    assert add_working_hours(berlin(2026, 3, 28, 22, 0), 7, every, BERLIN) == berlin(2026, 3, 29, 6, 0)
    assert add_working_hours(berlin(2026, 10, 24, 22, 0), 9, every, BERLIN) == berlin(2026, 10, 25, 6, 0)


@given(weeks, moments, zones)
def test_shifts_follow_each_other_and_never_overlap(week, at, zone):
    found = list(islice(find_shifts(at, week, zone), 20))
    assert all(start < end for start, end in found)
    assert all(end <= start for (_, end), (start, _) in pairwise(found))
    assert found[0][1] > at


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ({"start": "18:00", "end": "09:00"}, "overnight: yes"),
        ({"start": "09:00", "end": "18:00", "overnight": True}, "must end before"),
        ({"start": "24:00", "end": "18:00"}, "start"),
        ({"start": "09:00", "end": "24:01"}, "end"),
        ({"start": "09:00", "end": "18:00", "days": []}, "at least one working day"),
        ({"start": "09:00", "end": "18:00", "exceptions": {"friday": {"start": "09:00", "end": "12:00"}}}, "friday"),
    ],
)
def test_hours_that_make_no_sense_are_refused(written, told):
    with pytest.raises(ValidationError, match=told):
        WorkingHours.model_validate(written)


def test_a_day_may_be_all_of_it():
    whole = WorkingHours(days=WEEKDAYS, start="00:00", end="24:00")
    assert add_working_hours(berlin(2026, 9, 7, 12, 0), 48, whole, BERLIN) == berlin(2026, 9, 9, 12, 0)


def test_the_company_is_back_when_its_next_shift_begins():
    company, saturday = a_playbook().company, datetime.fromisoformat("2026-09-12T12:00+00:00")
    assert find_company_working_time(saturday, company) == datetime.fromisoformat("2026-09-14T13:00+00:00")
