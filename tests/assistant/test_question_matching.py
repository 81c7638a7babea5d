"""Which section answers a question: rules on small pages, and the shipped knowledge on questions of visitors."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.knowledge import read_knowledge
from assistant.question_matching import QuestionMatcher, split_words, stem_word
from tests.quality.answers import SHIPPED, AnswerVerdict, judge_answer, read_questions


@dataclass(frozen=True)
class PageSection:
    title: str
    asked_as: str
    answer: str

    @property
    def phrases(self) -> tuple[tuple[str, ...], ...]:
        return tuple(split_words(phrase) for phrase in (*self.asked_as.split("; "), self.title))


PAGES = (
    PageSection("What does it cost?", "price; how much", "Three plans at $19, $39 and $69 for each agent."),
    PageSection("What do you do?", "what do you do; who are you", "We make software for support."),
    PageSection("Are you there?", "are you there; anyone there", "Yes, I'm here."),
    PageSection("What does it connect with?", "connect; integration; shopify", "With Shopify, and with your mailbox."),
    PageSection("Where is our data kept?", "hosting; data stored", "In data centers in the EU or the US."),
)
MATCHER = QuestionMatcher(PAGES, "en")


def find_title(question: str) -> str | None:
    best = MATCHER.find_best(question)
    return None if best is None else PAGES[best].title


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("What are your prices?", "What does it cost?"),
        ("whats the pirce", "What does it cost?"),
        ("where is it hosted", "Where is our data kept?"),
        ("is data kept in the eu", "Where is our data kept?"),
        ("hey, what do you do?", "What do you do?"),
        ("Are you there", "Are you there?"),
    ],
)
def test_a_section_is_found_by_stems_slips_and_what_it_covers(question: str, title: str):
    assert find_title(question) == title


@pytest.mark.parametrize(
    "question",
    [
        "Is there a dark mode?",
        "Where are you from?",
        "do you want to go there",
        "Do they like what you do with old pianos and violins?",
        "How many mailboxes can we connect?",
        "support",
        "",
        "?!",
    ],
)
def test_little_words_in_another_order_and_other_matters_find_nothing(question: str):
    assert find_title(question) is None


def test_how_many_is_answered_with_a_number_or_not_at_all():
    counted = QuestionMatcher([PageSection("Which mailboxes?", "mailbox", "Up to 20 mailboxes.")], "en")
    told = QuestionMatcher([PageSection("Which mailboxes?", "mailbox", "Any mailbox.")], "en")
    assert counted.find_best("How many mailboxes are there?") == 0
    assert told.find_best("How many mailboxes are there?") is None


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [("en", "hosting", "hosted"), ("de", "Preise", "Preis"), ("fr", "données", "donnée"), ("it", "prezzi", "prezzo")],
)
def test_endings_do_not_count(language: str, one: str, other: str):
    assert stem_word(one.lower(), language) == stem_word(other.lower(), language)


@pytest.mark.parametrize("language", ["xx", "tlh", "not a language"])
def test_a_language_without_a_stemmer_keeps_its_words(language: str):
    assert stem_word("hosting", language) == "hosting"


@given(st.text(max_size=200))
def test_any_text_is_matched_with_one_section_or_none(text: str):
    assert MATCHER.find_best(text) in {None, *range(len(PAGES))}


@pytest.mark.parametrize("half", ["a", "b"])
def test_nearly_all_questions_of_visitors_are_answered_and_hardly_any_with_the_wrong_section(half: str):
    knowledge = read_knowledge(SHIPPED)
    asked = [question for question in read_questions() if question.half == half]
    counts = Counter(judge_answer(knowledge, question)[0] for question in asked)
    assert counts[AnswerVerdict.RIGHT] >= 0.9 * len(asked)
    assert counts[AnswerVerdict.WRONG] <= 0.03 * len(asked)
