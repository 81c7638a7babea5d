"""What the window says beside the conversation, in each language that has texts."""

from __future__ import annotations

import pytest

from assistant.chat.window.texts import WindowNotice, WindowPart, WindowPhrase, render_window_text
from assistant.chat.window.window_info import PLACES
from tests.support.builders import a_playbook


@pytest.mark.parametrize(
    ("claimed", "word"),
    [
        ("de-AT", "Bitte"),
        ("es", "por favor"),
        ("en-GB", "please"),
        ("fr", "vous plaît"),
        ("it", "please"),
        (None, "please"),
    ],
)
def test_a_message_that_was_lost_is_asked_for_again_in_the_visitors_language(claimed, word):
    assert word.lower() in render_window_text(a_playbook(), WindowNotice.FAILED, claimed).lower()


@pytest.mark.parametrize(
    ("claimed", "name"),
    [("de-AT", "Ihre Nachricht"), ("fr", "Votre message"), ("it", "Your message"), ("", "Your message")],
)
def test_a_part_is_called_by_a_name_of_the_visitors_language_or_else_of_the_companys(claimed, name):
    assert render_window_text(a_playbook(), WindowPart.INPUT, claimed) == name


@pytest.mark.parametrize("language", sorted(a_playbook().texts))
def test_every_remark_and_every_part_has_words_of_its_own_in_every_language(language):
    texts = (*WindowNotice, *WindowPart, *WindowPhrase)
    said = [render_window_text(a_playbook(), what, language, limit=4_000, **PLACES) for what in texts]
    assert len(set(said)) == len(texts)
    assert "4000" in render_window_text(a_playbook(), WindowNotice.CUT, language, limit=4_000)
