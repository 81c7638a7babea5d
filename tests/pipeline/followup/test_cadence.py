"""Touches fall into the lead's own working days, never two on one; a draft says only what is known."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.domain.decision import PlannedTouch
from pipeline.domain.record import Record
from pipeline.followup.cadence import draft_touch, plan_cadence
from pipeline.playbook import Cadence, Cadences, Touch
from pipeline.working_time import is_working, load_public_holidays
from tests.support.builders import NOW, a_lead, a_playbook, a_profile, a_record, a_route, a_score, an_enrichment

TEXTS = sorted(touch.text for cadence in a_playbook().cadences.cadences for touch in cadence.touches)
EMAILS = {t.text for cadence in a_playbook().cadences.cadences for t in cadence.touches if t.channel == "email"}

BOOKING_LINK = str(a_playbook().company.booking_link)


def plan_of(total=66, *, queue="inbound_sales", now=NOW, lead=None, playbook=None, **profile):
    submission = lead or a_lead()
    score = a_score(total) if total else None
    return plan_cadence(
        score, a_route(queue), a_profile(**profile), an_enrichment(submission), playbook or a_playbook(), now
    )


def due(planned) -> list[str]:
    zone = ZoneInfo(planned.zone)
    return [f"{touch.due_at.astimezone(zone):%a %d %b %H:%M} {touch.channel}" for touch in planned.touches]


@pytest.mark.parametrize(
    ("total", "cadence", "days"),
    [
        (66, "fast_follow_up", ["Fri 11 Sep 10:00 email", "Mon 14 Sep 10:00 email", "Mon 21 Sep 10:00 email"]),
        (
            90,
            "direct",
            [
                "Thu 10 Sep 10:00 email",
                "Mon 14 Sep 10:00 linkedin",
                "Tue 15 Sep 10:00 email",
                "Thu 17 Sep 10:00 call",
                "Mon 21 Sep 10:00 email",
                "Wed 23 Sep 10:00 linkedin",
                "Mon 28 Sep 10:00 email",
            ],
        ),
        (
            41,
            "nurture",
            [
                "Mon 14 Sep 10:00 email",
                "Thu 17 Sep 10:00 email",
                "Tue 22 Sep 10:00 linkedin",
                "Mon 28 Sep 10:00 email",
                "Mon 05 Oct 10:00 email",
                "Fri 09 Oct 10:00 call",
                "Thu 15 Oct 10:00 email",
                "Tue 20 Oct 10:00 email",
            ],
        ),
    ],
)
def test_the_bands_cadence(total, cadence, days):
    planned = plan_of(total)
    assert (planned.cadence, due(planned)) == (cadence, days)
    assert [touch.position for touch in planned.touches] == list(range(1, len(days) + 1))


@pytest.mark.parametrize(
    ("lead", "zone", "first", "reason"),
    [
        (a_lead(location="DE"), "Europe/Berlin", "Fri 11 Sep 10:00 email", "Europe/Berlin (the lead’s own)"),
        (a_lead(phone="+81312345678"), "Asia/Tokyo", "Fri 11 Sep 10:00 email", "Asia/Tokyo (the lead’s own)"),
        (a_lead(), "America/New_York", "Fri 11 Sep 10:00 email", "America/New_York (ours, theirs is not known)"),
    ],
)
def test_the_leads_own_time(lead, zone, first, reason):
    planned = plan_of(lead=lead)
    assert (planned.zone, due(planned)[0]) == (zone, first)
    assert reason in planned.reason


def test_the_leads_own_holidays():
    before_unity_day = datetime(2025, 10, 1, 12, 0, tzinfo=UTC)
    assert due(plan_of(now=before_unity_day, lead=a_lead(location="DE")))[0] == "Mon 06 Oct 10:00 email"
    assert due(plan_of(now=before_unity_day))[0] == "Fri 03 Oct 10:00 email"


@pytest.mark.parametrize(
    "nothing",
    [
        {"total": None},
        {"total": 12},  # cold: no cadence
        {"queue": "triage"},
        {"queue": "exception"},
        {"queue": "disqualified_review"},
        {"kind": "spam"},
        {"kind": "student"},
        {"kind": "existing_customer"},
        {"lead": a_lead(email=None)},  # all touches are emails
    ],
)
def test_where_nothing_goes_out(nothing):
    assert plan_of(**nothing) is None


def test_without_an_address_the_other_channels_remain():
    planned = plan_of(90, lead=a_lead(email=None))
    assert [touch.channel for touch in planned.touches] == ["linkedin", "call", "linkedin"]
    assert [touch.position for touch in planned.touches] == [2, 4, 6]
    assert planned.reason.endswith("; without its emails, since no address is known")


def with_touches(*days: int, send_at: time = time(10)):
    touches = tuple(Touch(day=day, channel="call", text="direct_day_8") for day in days)
    cadences = Cadences(send_at=send_at, cadences=(Cadence(id="fast_follow_up", label="test", touches=touches),))
    return a_playbook().model_copy(update={"cadences": cadences})


@pytest.mark.parametrize(
    ("now", "days"),
    [
        (NOW, ["Wed 09 Sep 10:00 call", "Thu 10 Sep 10:00 call", "Fri 11 Sep 10:00 call"]),
        (NOW.replace(hour=23), ["Thu 10 Sep 09:00 call", "Fri 11 Sep 10:00 call", "Mon 14 Sep 10:00 call"]),
    ],
)
def test_a_touch_on_the_day_itself_is_due_at_once(now, days):
    assert due(plan_of(now=now, playbook=with_touches(0, 0, 1))) == days


def test_an_hour_outside_working_time_moves_into_it():
    assert due(plan_of(playbook=with_touches(1, send_at=time(7)))) == ["Thu 10 Sep 09:00 call"]


@given(
    now=st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)),  # noqa: DTZ001
    country=st.sampled_from(["DE", "JP", "IN", "GB", "US"]),
    days=st.lists(st.integers(0, 60), min_size=1, max_size=14).map(sorted),
    send_at=st.times(),
)
def test_every_touch_has_a_working_day_of_its_own(now, country, days, send_at):
    playbook = with_touches(*days, send_at=send_at)
    planned = plan_of(now=now, lead=a_lead(location=country), playbook=playbook)
    zone, hours = ZoneInfo(planned.zone), playbook.company.working_hours
    moments = [touch.due_at for touch in planned.touches]
    local_days = [at.astimezone(zone).date() for at in moments]
    assert local_days == sorted(set(local_days))
    for at, day in zip(moments, days, strict=True):
        assert at >= now
        assert is_working(at, hours, zone, load_public_holidays(country, at.astimezone(zone).year))
        assert at.astimezone(zone).date() >= now.astimezone(zone).date() + timedelta(days=day)


# -------------------------------------------------------------------------------------------------------------- drafts


def a_draft(text: str, record: Record | None = None):
    touch = PlannedTouch(1, "email" if text in EMAILS else "call", text, NOW)
    return draft_touch(touch, record or a_lead().record, a_playbook(), "Daniel Okafor")


LONG = "we lose track of customer emails because everything lands in one mailbox and nobody knows who answers " * 3


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize(
    "record", [Record(), a_lead().record, a_record(problem=LONG, goal=LONG)], ids=["nothing", "ordinary", "long"]
)
def test_every_shipped_text_is_short_clean_and_complete(text, record):
    made = a_draft(text, record)
    assert (made.subject is not None) == (text in EMAILS)
    assert 0 < len(made.body.split()) <= 120
    assert not re.search(r"[{}<>]|  |\bNone\b|Subject:|[$€£]", f"{made.subject or ''}\n{made.body}")
    assert " ," not in made.body
    if text in EMAILS:
        *_, next_step, signature = made.body.split("\n\n")
        assert next_step.count("?") == 1 or BOOKING_LINK in next_step
        assert signature == "Best regards\nDaniel Okafor, Brightdesk"


def test_a_draft_repeats_the_stated_problem():
    assert a_draft("fast_day_2").body.startswith(
        "Hi Jane,\n\nthank you for writing to us about Acme Shop. You told us: “we lose track of customer emails”."
    )


def test_a_draft_without_facts_says_nothing_it_does_not_know():
    made = a_draft("fast_day_2", Record())
    assert made.subject == "Your question to Brightdesk"
    assert made.body.startswith(
        "Hi,\n\nthank you for writing to us. I would like to understand what you are looking for"
    )


@pytest.mark.parametrize("said", ["{{ sender }}", "{{#company}}x", "a\nSubject: b\n\nBcc: c", "<b>&amp;"])
def test_what_a_visitor_says_stays_words(said):
    made = a_draft("direct_day_1", a_record(problem=said))
    assert made.subject == "Next step"
    assert f"“{' '.join(said.split())}”" in made.body


def test_a_long_problem_is_cut():
    body = a_draft("fast_day_2", a_record(problem=LONG)).body
    assert "“we lose track of customer emails because" in body
    assert " …”" in body
