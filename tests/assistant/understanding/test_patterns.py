"""Phrases find what their regular expression finds, and say why a text is not worth trying."""

from __future__ import annotations

import pkgutil
import re
from importlib import import_module

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import assistant.understanding
from assistant.understanding.beginnings import beginnings
from assistant.understanding.patterns import Phrases
from assistant.understanding.utterance import BLANK, WHO, fold
from tests.assistant.understanding.messages import MESSAGES, Said


def _all_phrases() -> dict[str, Phrases]:
    """Every `Phrases` of every recogniser by name."""
    modules = [import_module(f"{assistant.understanding.__name__}.{m.name}") for m in pkgutil.iter_modules(PATH)]
    named = {f"{m.__name__.rsplit('.', 1)[1]}.{name}": value for m in modules for name, value in vars(m).items()}
    return {name: value for name, value in named.items() if isinstance(value, Phrases)}


PATH = assistant.understanding.__path__
ALL = _all_phrases()
THEIR_WORDS = sorted({word for one in ALL.values() for word in re.findall(r"[^\W\d_]+", one.pattern.pattern)})
BETWEEN = (" ", " ", " ", ", ", ". ", "'", "-", "n't ", "'s ", "\n", "? ", " 12 ", BLANK, WHO, "_", "ß")
texts = st.lists(st.tuples(st.sampled_from(THEIR_WORDS), st.sampled_from(BETWEEN)), max_size=8).map(
    lambda pairs: "".join(word + sign for word, sign in pairs)
)


@pytest.mark.parametrize(
    ("expression", "begins"),
    [
        (r"\bhello\b", {"hell"}),
        (r"\b(?:ty|thanks?)(?!\w)", {"ty", "than"}),
        (r"(?:\bhi|\bno,)[ ,]*", {"hi", "no,"}),
        (r"\b(?:really )?want to", {"really", "want t"}),
        (r"\bq[1-3]", {"q1", "q2", "q3"}),
        (r"\bi\w+", {"i"}),
        (r"\b(?!my )m[aeiou]", {"ma", "me", "mi", "mo", "mu"}),
        (r"\b'm not", {"'m not"}),
        (r"\bno+", {"no"}),
    ],
)
def test_beginnings_are_read_from_the_expression(expression: str, begins: set[str]) -> None:
    assert beginnings(expression) == frozenset(begins)


@pytest.mark.parametrize("expression", [r"hello", r"\b\w+ keeps", r"\b", r"\bhi|there", r"(?i)\bhi", r"\b,? and", ""])
def test_what_may_begin_anywhere_has_no_beginnings(expression: str) -> None:
    assert beginnings(expression) is None


def test_most_recognisers_need_not_try_their_phrases_on_an_ordinary_message() -> None:
    tried = [name for name, phrases in ALL.items() if phrases.may_be_in("emails are in a shared mailbox of the shop")]

    assert len(tried) < len(ALL) / 2, tried


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: message.text[:30])
def test_nothing_is_missed_in_whole_messages(message: Said) -> None:
    _same_as_the_expressions(fold(message.text))


@given(texts)
@example("don't have no clue, that's wrong")
@example(f"{WHO}'m not going to say")
def test_nothing_is_missed_however_words_follow_each_other(text: str) -> None:
    _same_as_the_expressions(text)
    _same_as_the_expressions(text, 3, max(3, len(text) - 3))


def _same_as_the_expressions(text: str, *part: int) -> None:
    for name, phrases in ALL.items():
        found = [match.span() for match in phrases.finditer(text, *part)]
        assert found == [match.span() for match in phrases.pattern.finditer(text, *part)], name
        first = phrases.search(text, *part)
        assert (first and first.span()) == (found[0] if found else None), name
