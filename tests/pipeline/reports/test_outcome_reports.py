"""Score bands against results, and whether scores still tell the won from the others."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from pipeline.domain.outcome import LabelledLead, Outcome, OutcomeKind
from pipeline.reports.bands import find_inverted_bands, group_by_band
from pipeline.reports.drift import group_by_quarter

Q1 = datetime(2026, 2, 3, 12, tzinfo=UTC)
NEW_YORK = ZoneInfo("America/New_York")


def ended(
    result: str, score: int | None = 50, band: str | None = "warm", at: datetime = Q1, value: float | None = None
):
    return LabelledLead("lead", Outcome(OutcomeKind(result), at, "maya", "why", value), score, band)


def of(won: int, other: int, band: str):
    return [ended("won", band=band)] * won + [ended("lost", band=band)] * other


def test_the_share_won_by_band_with_its_interval():
    leads = [ended("won", value=100), ended("won", value=50), *of(0, 8, "warm"), ended("disqualified", band="cold")]
    hot, warm, cold = group_by_band(leads, ["hot", "warm", "cold"])
    assert (hot.leads, hot.share_won, hot.low, hot.high) == (0, None, 0, 1)
    assert (warm.leads, warm.won, warm.lost, warm.share_won, warm.value) == (10, 2, 8, 0.2, 150)
    assert (round(warm.low, 3), round(warm.high, 3)) == (0.057, 0.51)
    assert (cold.disqualified, cold.share_won) == (1, 0)


def test_bands_of_old_playbooks_and_leads_without_a_score_have_rows_of_their_own():
    rows = group_by_band([ended("won", band="tepid"), ended("lost", None, None)], ["hot"])
    assert [(row.band, row.leads) for row in rows] == [("hot", 0), ("tepid", 1), ("no score", 1)]


@pytest.mark.parametrize(
    ("hot", "warm", "found"), [((1, 99), (50, 50), (("hot", "warm"),)), ((50, 50), (1, 99), ()), ((1, 3), (3, 1), ())]
)
def test_a_lower_band_that_is_surely_won_more_often_is_told(hot, warm, found):
    assert (
        find_inverted_bands(group_by_band([*of(hot[0], hot[1], "hot"), *of(warm[0], warm[1], "warm")], ["hot", "warm"]))
        == found
    )


def quarter(at: datetime, won: int, other: int, count: int = 20):
    spread = [n % 3 - 1 for n in range(count)]
    return [ended("won", won + n, at=at) for n in spread] + [ended("lost", other + n, at=at) for n in spread]


@pytest.mark.parametrize(
    ("later", "alarm"),
    [
        ((70, 40), None),
        ((63, 40), None),
        ((60, 40), "the gap has narrowed from 30.0 in 2026-Q1 to 20.0"),
        ((40, 45), "leads that were won scored no higher than the others"),
    ],
)
def test_a_narrowing_gap_is_an_alarm(later, alarm):
    rows = group_by_quarter(quarter(Q1, 70, 40) + quarter(Q1 + timedelta(days=90), *later), NEW_YORK)
    assert [row.quarter for row in rows] == ["2026-Q1", "2026-Q2"]
    assert rows[0].gap == pytest.approx(30, abs=0.2)
    assert rows[0].alarm is None
    assert (rows[1].alarm or "").replace("20.1", "20.0") == (alarm or "")


def test_too_few_leads_raise_no_alarm():
    rows = group_by_quarter(quarter(Q1, 70, 40) + quarter(Q1 + timedelta(days=90), 50, 45, count=9), NEW_YORK)
    assert rows[1].alarm is None
    assert rows[1].give_or_take is not None


def test_a_quarter_is_that_of_the_companys_calendar():
    new_year = datetime(2027, 1, 1, 3, tzinfo=UTC)
    assert [row.quarter for row in group_by_quarter([ended("won", at=new_year), ended("won", None)], NEW_YORK)] == [
        "2026-Q4"
    ]
