"""Keys that were merely pressed, told from words."""

from __future__ import annotations

import pytest

from assistant.understanding.text.nonsense import is_nonsense


@pytest.mark.parametrize("text", ["asdf qwer zxcv", "asdfgh jkl", "qwertz", "banana banana banana", "xcvbn", "ghjk"])
def test_runs_of_keys_and_one_word_over_and_over_say_nothing(text):
    assert is_nonsense(text)


@pytest.mark.parametrize(
    "text",
    ["chaos", "we were there", "property", "too slow", "asdf but really we lose mails", "wir", "typewriter", "42"],
)
def test_words_are_words(text):
    assert not is_nonsense(text)
