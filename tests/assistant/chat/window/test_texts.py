"""What the window says beside the conversation, in each language that has texts."""

from __future__ import annotations

import pytest

from assistant.chat.window.texts import Part, Remark, window_words
from tests.support.builders import a_playbook


@pytest.mark.parametrize(
    ("claimed", "word"),
    [("de-AT", "Bitte"), ("es", "por favor"), ("en-GB", "please"), ("fr", "please"), (None, "please")],
)
def test_a_message_that_was_lost_is_asked_for_again_in_the_visitors_language(claimed, word):
    assert word.lower() in window_words(a_playbook(), Remark.FAILED, claimed).lower()


@pytest.mark.parametrize(
    ("claimed", "name"), [("de-AT", "Ihre Nachricht"), ("fr", "Your message"), ("", "Your message")]
)
def test_a_part_is_called_by_a_name_of_the_visitors_language_or_else_of_the_companys(claimed, name):
    assert window_words(a_playbook(), Part.INPUT, claimed) == name


@pytest.mark.parametrize("language", sorted(a_playbook().texts))
def test_every_remark_and_every_part_has_words_of_its_own_in_every_language(language):
    said = [window_words(a_playbook(), what, language, limit=4_000) for what in (*Remark, *Part)]
    assert len(set(said)) == len(Remark) + len(Part)
    assert "4000" in window_words(a_playbook(), Remark.CUT, language, limit=4_000)
