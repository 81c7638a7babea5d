"""Whatever text comes to a terminal is only shown."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.clean_text import clean_line, clean_text, escape_json


def steers(char: str) -> bool:
    """Whether a terminal, or the reading order of a line, obeys the character; tab and line feed are layout."""
    return char not in "\t\n" and (
        ord(char) < 0x20
        or 0x7F <= ord(char) <= 0x9F
        or char in "\u061c\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    )


ANY_TEXT = st.text(st.characters() | st.characters(max_codepoint=0x9F) | st.characters(categories=["Cf", "Cs"]))


@given(ANY_TEXT)
def test_nothing_that_a_terminal_obeys_is_left(text):
    for cleaned in (clean_text(text), clean_line(text), escape_json(json.dumps(text, ensure_ascii=False))):
        assert not any(map(steers, cleaned))
        cleaned.encode()  # half a character has no encoding
    assert "\n" not in clean_line(text)


@given(st.text(st.characters(categories=["L", "N", "P", "S", "Zs"])))
def test_ordinary_words_stay_as_they_are(text):
    assert clean_text(text) == text


@given(st.recursive(ANY_TEXT | st.integers(), lambda inner: st.lists(inner) | st.dictionaries(ANY_TEXT, inner)))
def test_escaped_json_says_the_same(value):
    assert json.loads(escape_json(json.dumps(value, ensure_ascii=False))) == value


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b]52;c;cm0gLXJm\x07", "]52;c;cm0gLXJm"),
        ("\x1b[31mred\x1b[0m", "[31mred[0m"),
        ("\x9b2J", "2J"),
        ("a\r\nb\rc", "a\nbc"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("half \ud83d", "half \ufffd"),
        ("👩‍👩‍👧 Zoë\t中", "👩‍👩‍👧 Zoë\t中"),
    ],
)
def test_what_is_shown(text, shown):
    assert clean_text(text) == shown
