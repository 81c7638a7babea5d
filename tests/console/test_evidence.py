"""Marks stand exactly on the words that values were taken from."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.evidence import Mark, cut_pieces, is_quoted_in
from console.record_table import build_record_table
from console.wording import PageWording
from pipeline.domain.record import Evidence, Field, KnownValue, Record
from tests.console.html import read
from tests.console.playbooks import a_playbook
from tests.console.views import NOW, SAID, Shelf, a_lead, a_page, a_turn, known

LEAD = "/console/leads/lead_8f3k2m9x4q"


def marks(*spans):
    return [Mark(start, end, f"said-{n}", f"Field {n}") for n, (start, end) in enumerate(spans)]


def shown(text, *spans):
    """The text with each marked piece in brackets, labelled by the marks over it."""
    return "".join(
        f"[{''.join(mark.anchor[5:] for mark in piece.marks)}:{piece.text}]" if piece.marks else piece.text
        for piece in cut_pieces(text, marks(*spans))
    )


@pytest.mark.parametrize(
    ("text", "spans", "expected"),
    [
        ("about 180 people", [(6, 9)], "about [0:180] people"),
        ("180", [(0, 3)], "[0:180]"),
        ("nothing here", [], "nothing here"),
        ("🌙🌙 night 🌙", [(3, 8)], "🌙🌙 [0:night] 🌙"),
        ("👩‍👩‍👧 ok", [(6, 8)], "👩‍👩‍👧 [0:ok]"),
        ("e\u0301te\u0301", [(0, 2)], "[0:e\u0301]te\u0301"),
        ("abcdef", [(0, 4), (2, 6)], "[0:ab][01:cd][1:ef]"),
        ("abcdef", [(0, 6), (2, 4)], "[0:ab][01:cd][0:ef]"),
        ("abcdef", [(1, 3), (1, 3)], "a[01:bc]def"),
        ("abcdef", [(0, 3), (3, 6)], "[0:abc][1:def]"),
        ("abc", [(2, 9), (-1, 2), (2, 2), (2, 1)], "abc"),
        ("", [], ""),
    ],
)
def test_a_mark_covers_its_code_points_and_no_others(text, spans, expected):
    assert shown(text, *spans) == expected


@given(
    st.text(max_size=40).flatmap(
        lambda text: st.tuples(
            st.just(text),
            st.lists(st.tuples(st.integers(-2, len(text) + 2), st.integers(-2, len(text) + 2)), max_size=6),
        )
    )
)
def test_pieces_are_the_text_again_and_each_mark_is_the_pieces_it_covers(given_text):
    text, spans = given_text
    cut = cut_pieces(text, marks(*spans))
    assert "".join(piece.text for piece in cut) == text
    for mark in marks(*spans):
        covered = "".join(piece.text for piece in cut if mark in piece.marks)
        inside = 0 <= mark.start < mark.end <= len(text)
        assert covered == (text[mark.start : mark.end] if inside else "")
        assert sum(mark in piece.begins for piece in cut) == inside


@pytest.mark.parametrize(
    ("start", "end", "quote", "stands"),
    [
        (6, 9, "180", True),
        (6, 9, "18", False),
        (5, 8, "180", False),
        (-3, 0, "", False),
        (0, 0, "", False),
        (6, 99, "180 people", False),
    ],
)
def test_a_quote_stands_only_where_it_is_said_to(start, end, quote, stands):
    assert is_quoted_in("about 180 people", Evidence(0, start, end, quote)) is stands


def talk(browse, record, said=SAID):
    transcript = tuple(a_turn(position, text) for position, text in enumerate(said))
    page = a_page(lead=a_lead(record=record), transcript=transcript)
    return read(browse(Shelf(pages=[page])).get(LEAD).text)


def test_every_quote_leads_to_its_words_in_the_transcript(browse):
    tree = read(browse(Shelf(pages=[a_page()])).get(LEAD).text)
    quotes = tree.one("table", class_="record").all("a", class_="quote")
    assert len(quotes) == 11
    for quote in quotes:
        place = tree.one(id=quote.attributes["href"][1:])
        words = next(p for p in tree.all("p", class_="words") if place in p.children)
        after = words.children[words.children.index(place) :]
        assert "".join(c if isinstance(c, str) else c.text for c in after).startswith(quote.line)


def test_the_transcript_reads_as_it_was_written(browse):
    said = ("  two\n\n  lines\t& <b>tags</b> 🌙  ", *SAID[1:])
    tree = talk(browse, Record({Field.GOAL: known("tags", 0, "<b>tags</b>", said)}), said)
    assert [p.text for p in tree.all("p", class_="words")] == list(said)
    assert tree.one("mark").text == "<b>tags</b>"


def test_overlapping_quotes_are_both_named(browse):
    text = "a chatbot for our online shop"
    record = Record(
        {
            Field.GOAL: known("a chatbot for our online shop", 0, "a chatbot for our online shop", [text]),
            Field.INDUSTRY: known("logistics", 0, "online shop", [text]),
        }
    )
    found = [(m.text, m.attributes["title"]) for m in talk(browse, record, [text]).all("mark")]
    assert found == [("a chatbot for our ", "Goal"), ("online shop", "Goal, Industry")]


@pytest.mark.parametrize(
    ("evidence", "place"),
    [
        (Evidence(1, 3, 7, "need"), "#said-goal"),
        (Evidence(1, 0, 4, "need"), "#turn-1"),
        (Evidence(9, 0, 4, "need"), None),
    ],
)
def test_a_quote_that_does_not_stand_there_marks_nothing(browse, evidence, place):
    record = Record({Field.GOAL: KnownValue("need", evidence)})
    (row,) = build_record_table(record, a_page().transcript, PageWording(a_playbook(), NOW)).rows
    assert row.place == place
    assert len(talk(browse, record).all("mark")) == (place == "#said-goal")
