"""The blind conversations can be played, and what the strict listener counts is what happened."""

from __future__ import annotations

from collections import Counter

import pytest

from assistant.evaluation.cases import EvaluationCase, read_cases
from tests.quality.conversations.playing import CONVERSATIONS, play_conversation, read_shipped
from tests.quality.conversations.summary import Phrasing, SummaryVerdict, read_bases, read_phrasings, try_phrasing
from tests.quality.first_tries.judging import ReadingVerdict

PLAIN = {
    "goal": "answer customers faster",
    "problem": "mails get lost between two inboxes",
    "stage": "Comparing tools",
    "industry": "Retail",
    "use_case": "Shared inbox",
    "consent": "yes",
    "name": "Laura Finch",
    "email": "laura@finchandco.com",
    "company": "Finch and Co",
    "role": "store manager",
    "team_size": "40",
    "confirm": "yes",
}
RECORD = {"goal": "answer customers faster", "email": "laura@finchandco.com", "team_size": 40}
REST = ("problem", "stage", "industry", "name", "company", "role")


def a_conversation(record: dict[str, object], may: tuple[str, ...] = REST, **more: object) -> EvaluationCase:
    expects = {"outcome": "submitted", "record": record, "may": may}
    return EvaluationCase.model_validate({"id": "plain", "answers": PLAIN, "expects": expects, **more})


def test_the_set_is_as_wide_as_it_says():
    languages = Counter(case.language for case in read_cases(CONVERSATIONS))
    assert languages.total() >= 50
    assert languages >= Counter(en=30, de=8, es=5, fr=4, it=3)
    phrasings = read_phrasings()
    assert len(phrasings) == 60
    assert {phrasing.language for phrasing in phrasings} == set(read_bases())


def test_plain_answers_are_all_captured_and_lead_to_a_lead():
    played = play_conversation(a_conversation(RECORD), read_shipped())
    assert set(played.verdicts.values()) == {ReadingVerdict.RIGHT}
    assert set(played.verdicts) == set(RECORD)
    assert (dict(played.not_said), played.unasked_for, played.is_willing, played.is_lost) == ({}, (), True, False)


def test_a_value_that_nobody_labelled_counts_as_never_said():
    played = play_conversation(a_conversation(RECORD, may=REST[1:]), read_shipped())
    assert list(played.not_said) == ["problem"]


def test_a_question_whose_answer_was_given_counts_against_the_assistant():
    opening = {1: {"say": "Hello there!", "gives": ["company"]}}
    played = play_conversation(a_conversation(RECORD, unprompted=opening), read_shipped())
    assert [question.rsplit(" ", 1)[-1] for question in played.unasked_for] == ["company"]


def test_a_willing_visitor_who_is_not_handed_in_is_lost():
    assert play_conversation(a_conversation(RECORD, leaves_after=3), read_shipped()).is_lost


@pytest.mark.parametrize(
    ("say", "verdict"),
    [("Company: Finch Interiors", SummaryVerdict.APPLIED), ("yes", SummaryVerdict.SENT_WRONG)],
)
def test_at_the_summary_only_what_was_wanted_is_right(say: str, verdict: SummaryVerdict):
    phrasing = Phrasing.model_validate({"language": "en", "say": say, "change": {"company": "Finch Interiors"}})
    assert try_phrasing(phrasing, read_bases()["en"], read_shipped()).verdict is verdict
