"""What holds for every message, and one message that says nearly everything."""

from __future__ import annotations

import re
import time
from datetime import date
from itertools import chain, count, repeat

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.understanding.guided import BUDGET_SECONDS, MAX_LENGTH, GuidedUnderstanding
from assistant.understanding.port import Act, MessageInContext
from assistant.understanding.text.utterance import fold_text
from pipeline.domain.record import (
    Budget,
    Field,
    Location,
    PersonName,
    TeamSize,
    Timeline,
    value_from_json,
    value_to_json,
)
from tests.assistant.understanding.saying import findings, understand
from tests.support.builders import NOW, a_playbook

PHRASES = """I'm Priya Shah|from Acme|in Berlin, Germany|jo@acme.com|(415) 555-0132|about 40 people|20k-30k a year
not|no wait,|sorry|before Q3|next spring|we use Zendesk|yes|no|budget|€|two hundred|why?|31/12/2026
İstanbul|ﬁnance|５０|and|,|.|from"""
SAYINGS = st.lists(
    st.one_of(st.text(max_size=12), st.sampled_from([*re.split(r"[|\n]", PHRASES), "\n", "\x00"])), max_size=10
).map(" ".join)
ASKED = st.lists(st.sampled_from(list(Field)), max_size=3, unique=True)
REGIONS = st.sampled_from([None, "US", "DE", "ZZ"])


@settings(max_examples=300, deadline=None)
@given(text=SAYINGS, asked=ASKED, region=REGIONS)
def test_whatever_is_said_each_finding_quotes_the_text(text, asked, region):
    understood = understand(text, *asked, region=region)
    for finding in understood.findings:
        assert finding.quote == text[finding.start : finding.end]
        assert finding.quote.strip()
        assert 0 < finding.confidence <= 1
        assert value_from_json(finding.field, value_to_json(finding.value)) == finding.value
    fields = [finding.field for finding in understood.findings]
    assert len(fields) == len(set(fields))
    assert (Act.INFORM in understood.acts) == bool(fields)


@settings(max_examples=60, deadline=None)
@given(text=SAYINGS, asked=ASKED)
def test_the_same_words_are_understood_the_same_way(text, asked):
    assert understand(text, *asked) == understand(text, *asked)


@given(text=st.text())
def test_folding_keeps_every_offset(text):
    assert len(fold_text(text)) == len(text)


def test_a_message_that_says_nearly_everything():
    text = (
        "Hi there, this is Priya Shah from Acme Logistics in Berlin, Germany. We're about 40 people, use Zendesk and"
        " Shopify, and we struggle with leads going cold. Our budget is 20k-30k a year and we need it live before Q3."
        " You can reach me at priya.shah@acme.com or (415) 555-0132, thanks!"
    )
    said = {field: finding.value for field, finding in findings(text).items()}
    assert said == {
        Field.NAME: PersonName("Priya Shah", "Priya", "Shah"),
        Field.COMPANY: "Acme Logistics",
        Field.LOCATION: Location(city="Berlin", country="DE"),
        Field.TEAM_SIZE: TeamSize(40, 40),
        Field.TOOLS: ("Zendesk", "Shopify"),
        Field.PROBLEM: "we struggle with leads going cold",
        Field.BUDGET: Budget(20000, 30000, None, "year"),
        Field.TIMELINE: Timeline(None, date(2027, 6, 30)),
        Field.EMAIL: "priya.shah@acme.com",
        Field.PHONE: "+14155550132",
    }
    assert set(understand(text).acts) == {Act.INFORM, Act.GREET, Act.THANKS}


def test_small_talk_holds_no_values():
    for text in ("hello!", "how are you?", "lol", "ok thanks, bye", "👍", "", "   ", "?!", "hmm let me think"):
        assert findings(text) == {}, text


@pytest.mark.parametrize(
    "piece",
    [
        "a ",
        "1 ",
        "1",
        "not ",
        ",",
        "a@a.",
        "(",
        "A B, ",
        "jo at ",
        "in ",
        "€1k to ",
        "we use A, ",
        "the sales manager and ",
        "+1 ",
    ],
)
def test_long_nonsense_costs_little(piece):
    started = time.thread_time()
    understand(piece * MAX_LENGTH, *Field)
    assert time.thread_time() - started < 1.5


def test_what_stands_behind_the_readable_length_is_not_read():
    assert findings("a " * MAX_LENGTH + "jo@acme.com") == {}


def test_what_is_loaded_while_a_message_is_read_costs_it_no_value():
    """The first reading looks slow because of what it loads; the second finds it loaded."""
    clock = chain([0.0, 2 * BUDGET_SECONDS], repeat(2 * BUDGET_SECONDS))
    guided = GuidedUnderstanding(a_playbook().vocabulary.vocabulary, cpu=lambda: next(clock), passed=count().__next__)
    understood = guided.understand(MessageInContext("I'm Priya Shah, jo@acme.com", NOW))
    assert understood.complete
    assert {finding.field for finding in understood.findings} == {Field.NAME, Field.EMAIL}


def test_the_clock_of_the_thread_is_asked_only_where_more_time_has_passed_for_everybody():
    asked = count()
    guided = GuidedUnderstanding(a_playbook().vocabulary.vocabulary, cpu=lambda: float(next(asked)), passed=lambda: 0.0)
    assert guided.understand(MessageInContext("I'm Priya Shah, jo@acme.com", NOW)).complete
    assert next(asked) == 1
