"""Phrases find what their regular expression finds, and say why a text is not worth trying; none is compiled before."""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Callable
from importlib import import_module
from itertools import product

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import assistant.understanding
from assistant.understanding.text.beginnings import find_beginnings
from assistant.understanding.text.patterns import Phrases, compile_pattern, find_absent_phrases
from assistant.understanding.text.utterance import BLANK, WHO, fold_text
from tests.assistant.understanding.messages import MESSAGES, LabelledMessage


def _all_phrases() -> dict[str, Phrases]:
    """Every `Phrases` of every recogniser by name."""
    named = {f"{m.__name__.rsplit('.', 1)[1]}.{name}": value for m in MODULES for name, value in vars(m).items()}
    return {name: value for name, value in named.items() if isinstance(value, Phrases)}


PATH = assistant.understanding.__path__
MODULES = [import_module(f"{assistant.understanding.__name__}.{m.name}") for m in pkgutil.iter_modules(PATH)]
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
        (r"\b'm not", {"m no"}),
        (r"(?:^|[.!?] ?)im (?:a|an)\b", {"im a"}),
        (r",? {1,2}(?:here|hier)\b", {"here", "hier"}),
        (r"^\W*from ", {"from"}),
        (r"\bhi\W+there", {"hi"}),
        (r"\n {8}hi", {"hi"}),
        (r"\b[ab]{8}c", {"".join(letters) for letters in product("ab", repeat=6)}),
        (r"\bno+", {"no"}),
    ],
)
def test_beginnings_are_read_from_the_expression(expression: str, begins: set[str]) -> None:
    assert find_beginnings(expression) == frozenset(begins)


@pytest.mark.parametrize(
    "expression",
    [r"hello", r"\b\w+ keeps", r"\b", r"\bhi|there", r"(?i)\bhi", r"@ ?(?=\w)", r"^[\W_]*hi", r"[^a]b", ""],
)
def test_what_may_begin_anywhere_has_no_beginnings(expression: str) -> None:
    assert find_beginnings(expression) is None


def test_most_recognisers_need_not_try_their_phrases_on_an_ordinary_message() -> None:
    hopeless = find_absent_phrases("emails are in a shared mailbox of the shop")
    tried = [name for name, phrases in ALL.items() if phrases not in hopeless]

    assert len(tried) < len(ALL) / 2, tried


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: message.text[:30])
def test_nothing_is_missed_in_whole_messages(message: LabelledMessage) -> None:
    _same_as_the_expressions(fold_text(message.text))


@given(texts)
@example("don't have no clue, that's wrong")
@example(f"{WHO}'m not going to say")
def test_nothing_is_missed_however_words_follow_each_other(text: str) -> None:
    _same_as_the_expressions(text)
    _same_as_the_expressions(text, 3, max(3, len(text) - 3))


def test_a_pattern_is_compiled_at_its_first_use(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    monkeypatch.setattr(re, "compile", _noted(re.compile, compiled))
    pattern = compile_pattern("mar(ch)?")
    assert (pattern.pattern, compiled) == ("mar(ch)?", [])
    assert [match[0] for match in pattern.finditer("march, mar")] == ["march", "mar"]
    assert pattern.fullmatch("marc") is None
    assert compiled == ["mar(ch)?"]


def _noted(do: Callable[[str], re.Pattern[str]], done: list[str]) -> Callable[[str], re.Pattern[str]]:
    def noted(expression: str) -> re.Pattern[str]:
        done.append(expression)
        return do(expression)

    return noted


def test_it_has_nothing_that_a_pattern_lacks() -> None:
    with pytest.raises(AttributeError, match="serach"):
        _ = compile_pattern("a").serach  # type: ignore[attr-defined]


def test_every_pattern_of_the_recognisers_is_a_regular_expression() -> None:
    patterns = [
        value for module in MODULES for value in vars(module).values() if type(value) is type(compile_pattern(""))
    ]
    assert all(pattern.groups >= 0 for pattern in patterns)


def _same_as_the_expressions(text: str, *part: int) -> None:
    for name, phrases in ALL.items():
        found = [match.span() for match in phrases.finditer(text, *part)]
        assert found == [match.span() for match in phrases.pattern.finditer(text, *part)], name
        first = phrases.search(text, *part)
        assert (first and first.span()) == (found[0] if found else None), name
