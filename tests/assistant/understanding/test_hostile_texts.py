"""Whatever is typed: no reader raises, every value has a form in JSON and stands in the text, and none holds a core."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.understanding.acts.acts import find_acts
from assistant.understanding.guided import GuidedUnderstanding, Recogniser
from assistant.understanding.hearing import understand_message
from assistant.understanding.port import Finding, MessageInContext
from assistant.understanding.text.utterance import Utterance
from assistant.understanding.values.contact import find_emails
from assistant.understanding.values.dates.timelines import find_timelines
from assistant.understanding.values.freetext import find_free_text
from assistant.understanding.values.numbers.amounts import find_amounts
from assistant.understanding.values.people.company import find_companies
from assistant.understanding.values.people.introductions import find_introductions
from assistant.understanding.values.people.names import find_names
from assistant.understanding.values.people.role import find_roles
from assistant.understanding.values.phones import find_phones
from assistant.understanding.values.places.places import find_places
from assistant.understanding.values.tools import ToolRecogniser
from assistant.understanding.values.vocabulary import ChoiceRecogniser
from pipeline.domain.record import Field, value_to_json
from tests.quality.slow_texts import BAR_MS, measure_cpu_ms
from tests.support.builders import a_playbook
from tests.support.hostile_texts import FRAGMENTS, NUMBERS, list_full_texts, repeat_to_full

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
VOCABULARY = a_playbook().vocabulary.vocabulary
GUIDED = GuidedUnderstanding(VOCABULARY)
READERS: dict[str, Recogniser] = {
    "emails": find_emails,
    "phones": find_phones,
    "signatures": find_introductions,
    "names": find_names,
    "timelines": find_timelines,
    "amounts": find_amounts,
    "tools": ToolRecogniser(VOCABULARY).find,
    "roles": find_roles,
    "companies": find_companies,
    "places": find_places,
    "choices": ChoiceRecogniser(VOCABULARY).find,
    "free text": lambda utterance: find_free_text(utterance, frozenset(find_acts(utterance)), ()),
}
ALL = tuple(Field)
QUESTIONS = ((), ALL, *((field,) for field in Field))

_pieces = st.one_of(st.sampled_from(FRAGMENTS), st.sampled_from(NUMBERS), st.text(max_size=20))
hostile = st.lists(_pieces, min_size=1, max_size=6).map("".join)
questions = st.sampled_from(QUESTIONS)
calm = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def check_evidence(text: str, findings: Iterable[Finding]) -> None:
    for finding in findings:
        assert finding.quote == text[finding.start : finding.end]
        assert finding.quote
        assert 0 <= finding.confidence <= 1
        json.dumps(value_to_json(finding.value), allow_nan=False)


@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
class TestEveryReader:
    @pytest.mark.parametrize("asked", [(), ALL], ids=["nothing asked", "all asked"])
    def test_numbers_without_measure(self, read, asked):
        for text in NUMBERS:
            check_evidence(text, read(Utterance.of(MessageInContext(text, NOW, asked, region="US"))))

    @calm
    @given(hostile, questions)
    def test_anything(self, read, text, asked):
        check_evidence(text, read(Utterance.of(MessageInContext(text, NOW, asked, region="DE"))))


@pytest.mark.parametrize("asked", QUESTIONS, ids=lambda asked: asked[0] if len(asked) == 1 else str(len(asked)))
@pytest.mark.parametrize("text", NUMBERS, ids=range(len(NUMBERS)))
def test_every_number_at_every_question(text, asked):
    check_evidence(text, GUIDED.understand(MessageInContext(text, NOW, asked, "And your budget?", "US")).findings)


def test_a_number_beyond_measure_is_none_and_hides_no_other():
    text = "million " * 52 + "and we are 40 people"
    (found,) = GUIDED.understand(MessageInContext(text, NOW)).findings
    assert found.quote == "40 people"


def assert_quick(text: str, asked: tuple[Field, ...]) -> None:
    """Read again before it counts: the machine may do something else at the same time."""
    tries = (measure_cpu_ms(GUIDED, text, asked) for _ in range(4))
    best = float("inf")
    for ms in tries:
        best = min(best, ms)
        if best <= BAR_MS:
            return
    pytest.fail(f"{best:.0f} ms of a core for {text[:60]!r}... at {asked}")


@pytest.mark.parametrize("asked", [(), ALL], ids=["nothing asked", "all asked"])
@pytest.mark.parametrize(("fragment", "text"), list(list_full_texts()), ids=map(ascii, FRAGMENTS))
def test_a_fragment_over_and_over_holds_no_core(fragment, text, asked):
    assert_quick(text, asked)
    check_evidence(text, understand_message(GUIDED, MessageInContext(text, NOW, asked, region="US")).findings)


@calm
@given(
    st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.text(min_size=1, max_size=8)), min_size=1, max_size=3), questions
)
def test_fragments_together_over_and_over_hold_no_core(pieces, asked):
    assert_quick(repeat_to_full("".join(pieces)), asked)
