"""What a message looks like, and which of its buttons still count."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.chat.markdown import escape_markdown, find_chosen_reply, find_last_offer, render_card, render_message
from assistant.messages import Author, CardRow, Message, QuickReply

YES = QuickReply("Yes", "Yes, that's right")


def a_message(author: Author = Author.ASSISTANT, text: str = "Hi", **more) -> Message:
    return Message("m1", author, text, datetime(2026, 3, 2, tzinfo=UTC), **more)


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("Ada Lovelace", "Ada Lovelace"),
        ("a | b", r"a \| b"),
        ("**bold**", r"\*\*bold\*\*"),
        ("![x](https://evil.example)", r"\!\[x\]\(https\://evil\.example\)"),
        ("two\nlines", "two lines"),
        ("<b>", r"\<b\>"),
        ("back\\slash", r"back\\slash"),
    ],
)
def test_words_are_no_markup(words, shown):
    assert escape_markdown(words) == shown


@given(st.lists(st.builds(CardRow, st.text(), st.text()), min_size=1))
def test_a_card_has_one_line_a_row_and_two_cells_whatever_is_in_it(rows):
    lines = render_card(rows).split("\n")
    assert len(lines) == len(rows) + 2
    for line in lines:
        assert line.replace(r"\\", "").replace(r"\|", "").count("|") == 3


def test_an_assistants_images_are_not_fetched_but_its_links_stay():
    shown = render_message(a_message(text="See [our page](https://a.example) ![x](https://a.example/x.png)"))
    assert "[our page](https://a.example)" in shown
    assert "![" not in shown


@given(st.text())
def test_a_visitors_words_are_shown_as_written(text):
    assert render_message(a_message(Author.VISITOR, text)) == text


def test_a_persons_words_stand_below_their_name_line_by_line():
    message = a_message(Author.PERSON, "Hello,\nI am ![Ana](https://a.example/x.png)", author_name="Ana *Costa*")
    assert render_message(message) == "**Ana \\*Costa\\***\n\nHello,\nI am !\\[Ana](https://a.example/x.png)"


@pytest.mark.parametrize("author", [Author.ASSISTANT, Author.PERSON])
def test_an_offer_is_open_only_at_the_end(author):
    offer, later = a_message(author, quick_replies=(YES,)), a_message()
    assert find_last_offer([later, offer]) is offer
    assert find_last_offer([offer, later]) is None
    assert find_last_offer([offer, a_message(Author.VISITOR)]) is None
    assert find_last_offer([]) is None


@pytest.mark.parametrize(
    ("message_id", "says", "expected"),
    [
        ("m1", "Yes, that's right", YES),
        ("m1", "Yes", None),
        ("m2", "Yes, that's right", None),
        (None, None, None),
        (["m1"], {"says": "Yes"}, None),
    ],
)
def test_only_an_offered_reply_can_be_chosen(message_id, says, expected):
    assert find_chosen_reply([a_message(quick_replies=(YES,))], message_id, says) == expected
