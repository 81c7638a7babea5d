"""Alerts for tests: one real one, and any that could ever come."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from pipeline.domain.alert import Alert, Quote
from pipeline.domain.decision import ScorePart, Skip

_MARIA = Alert(
    key="alert-1",
    lead_id="lead-1",
    title="Maria Silva, Acme Logistics: 75, grade B",
    brief="Head of support at a 180-person carrier who wants WhatsApp answered at night before the peak season.",
    score=75,
    grade="B",
    parts=(
        ScorePart("company_size", "fit", 20, "about 180 people"),
        ScorePart("demo_request", "engagement", 30, "can I see a demo?"),
        ScorePart("decision_maker", "fit", 15, "I run support"),
        ScorePart("free_mail", "risk", -5, "gmail.com"),
        ScorePart("use_case", "fit", 15, "answer WhatsApp at night"),
    ),
    quotes=(
        Quote("team_size", "180", "we are about 180 people"),
        Quote("problem", "nobody answers at night", "Nobody answers at night"),
    ),
    uncertain=("No budget was named.",),
    next_action="immediate_call",
    queue="inbound_sales",
    owner="Ana Costa",
    owner_slack_id="U024BE7LH",
    route_reason="Score of 60 or more goes to inbound sales; Ana has the fewest open leads.",
    skipped=(Skip("Ben Ito", "on leave until Monday"),),
    follow_up=("Day 1: email, light", "Day 3: LinkedIn, connect"),
    url="https://foyer.example/leads/lead-1",
)


def an_alert(**changes: Any) -> Alert:
    """A typical alert, changed where a test cares."""
    return replace(_MARIA, **changes)


_MEAN = st.sampled_from(
    [
        "<!channel>",
        "<https://evil.example|the invoice>",
        "@here @channel @everyone",
        "*bold* _slanted_ ~gone~ `code` ```block```",
        "> quoted\n*Owner:* me",
        "&lt;!here&gt;",
        "\x1b[2J\x1b]0;title\x07",
        "\u202egnp.exe",
        "\ud800",
        "\u2028\u2029\x85",
        '"\\' * 2000,
        "&" * 4000,
        "🦊" * 200,
        "",
        " ",
    ]
)
texts = st.one_of(st.text(max_size=80), _MEAN, st.lists(_MEAN, max_size=4).map("".join))
"""What people, and people who mean harm, write."""

_points = st.integers(-99, 99)
_parts = st.builds(ScorePart, texts, st.sampled_from(["fit", "engagement", "risk", "new_group"]), _points, texts)


def _some(one: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.one_of(st.lists(one, max_size=2), one.map(lambda same: [same] * 30)).map(tuple)


alerts = st.builds(
    Alert,
    key=st.uuids().map(str),
    lead_id=texts,
    title=texts,
    brief=texts,
    score=st.none() | st.integers(1, 100),
    grade=st.none() | texts,
    parts=_some(_parts),
    quotes=_some(st.builds(Quote, texts, texts, texts)),
    uncertain=_some(texts),
    next_action=texts,
    queue=texts,
    owner=st.none() | texts,
    owner_slack_id=st.none() | st.just("U024BE7LH") | texts,
    route_reason=texts,
    skipped=_some(st.builds(Skip, texts, texts)),
    follow_up=_some(texts),
    url=st.just("https://foyer.example/leads/1") | texts | texts.map("https://{}".format),
)
"""Any alert at all, with far more and far worse in it than the pipeline would put there."""
