"""The local twin: the same alert, readable in any terminal."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime
from io import BytesIO, StringIO, TextIOWrapper

import pytest
from hypothesis import given, settings

from integrations.terminal.notifier import TerminalNotifier
from pipeline.ports import RetryAfter
from tests.fakes.stand_ins import StoppedClock
from tests.integrations.alerts import alerts, an_alert
from tests.support.builders import a_playbook

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


class Screen(StringIO):
    def isatty(self):
        return True


class Unplugged(StringIO):
    def write(self, text):
        raise BrokenPipeError(32, "Broken pipe")


def printed(alert, width=80):
    stream = StringIO()
    TerminalNotifier(stream, StoppedClock(NOON), a_playbook().get_texts, width).post(alert)
    return stream.getvalue()


def test_the_panel_says_everything():
    lines = [line.strip("│ ") for line in printed(an_alert(), width=120).splitlines()]
    assert lines[0].startswith("╭─ Maria Silva, Acme Logistics: 75, grade B ─")
    assert lines[1:-1] == [
        "Score 75 of 100, grade B",
        "Next: Immediate call",
        "Owner: Ana Costa",
        "",
        "Head of support at a 180-person carrier who wants WhatsApp answered at night before the peak season.",
        "",
        "Why this score",
        "Fit +50 · Engagement +30 · Risk −5",
        "+20 Company size: about 180 people",
        "+15 Decision maker: I run support",
        "+15 Use case: answer WhatsApp at night",
        "+30 Demo request: can I see a demo?",
        "−5 Free mail: gmail.com",
        "",
        "In their words",
        "Team size: 180 — “we are about 180 people”",
        "Problem: “Nobody answers at night”",
        "",
        "What is uncertain",
        "No budget was named.",
        "",
        "Route",
        "Queue: Inbound sales",
        "Why: Score of 60 or more goes to inbound sales; Ana has the fewest open leads.",
        "Skipped Ben Ito: on leave until Monday",
        "",
        "Planned follow-up",
        "Day 1: email, light",
        "Day 3: LinkedIn, connect",
        "",
        "Lead lead-1  https://foyer.example/leads/lead-1",
    ]


def test_the_same_alert_is_drawn_the_same_way():
    assert printed(an_alert()) == printed(an_alert())
    assert max(map(len, printed(an_alert()).splitlines())) == 80


def test_markup_of_rich_is_text():
    assert "[bold]big[/bold] :rocket:" in printed(an_alert(brief="[bold]big[/bold] :rocket:"))


@settings(deadline=None, max_examples=50)
@given(alerts)
def test_no_visitor_steers_the_terminal(alert):
    steering = {char for char in printed(alert) if unicodedata.category(char) in ("Cc", "Cs")} - {"\n"}
    assert not steering


def test_colour_is_for_screens_alone():
    screen = Screen()
    TerminalNotifier(screen, StoppedClock(NOON), a_playbook().get_texts).post(an_alert(brief="\x1b[31mred"))
    assert "\x1b[1m" in screen.getvalue()
    assert "\x1b[31m" not in screen.getvalue()
    assert "\x1b" not in printed(an_alert())


def test_a_plain_ascii_terminal_shows_it_too():
    raw = BytesIO()
    with TextIOWrapper(raw, encoding="ascii") as stream:
        TerminalNotifier(stream, StoppedClock(NOON), a_playbook().get_texts).post(an_alert(title="Zoë"))
        assert raw.getvalue().startswith(b"+- Zo? -")


def test_a_closed_pipe_is_tried_again():
    notifier = TerminalNotifier(Unplugged(), StoppedClock(NOON), a_playbook().get_texts)
    with pytest.raises(RetryAfter, match="Broken pipe"):
        notifier.post(an_alert())
    assert notifier.find(an_alert(), NOON) is None
