"""The playbook's words are found whole, in any case, and not where they are denied."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.conditions.phrases import collect_visitor_text, find_all_listed, find_first_listed, find_quotes
from pipeline.playbook import RoleWords
from tests.support.builders import a_lead, a_submission


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("Could we see a Demo?", ("demo",), ("Demo",)),
        ("the demonstration", ("demo",), ()),
        ("I’m a student", ("i'm a student",), ("I’m a student",)),
        ("guest   post", ("guest post",), ("guest   post",)),
        ("demo, then another demo", ("demo",), ("demo", "demo")),
        ("free trial", ("trial", "free trial"), ("free trial",)),
        ("c++ developer", ("c++",), ("c++",)),
        ("we offer a few good services", ("offer * services",), ("offer a few good services",)),
        ("we offer services", ("offer * services",), ("offer services",)),
        ("we offer one two three four five services", ("offer * services",), ()),
        ("what we offer. Our services", ("offer * services",), ()),
        ("we don't need a demo", ("demo",), ()),
        ("I am not a student", ("student",), ()),
        ("no demo please", ("demo",), ()),
        ("no, I want a demo", ("demo",), ("demo",)),
        ("No\nI want a demo", ("demo",), ("demo",)),
        ("we do not have much time this week for a demo", ("demo",), ("demo",)),
        ("", ("demo",), ()),
    ],
)
def test_where_a_word_is_said(text, words, found):
    assert find_quotes(text, words) == found


@given(st.text(), st.lists(st.text(min_size=1).filter(str.strip), min_size=1, max_size=3))
def test_a_quote_stands_in_the_text(text, words):
    assert all(quote in text for quote in find_quotes(text, tuple(words)))


ROWS = (RoleWords(id="staff", words=("product owner",)), RoleWords(id="founder", words=("owner", "founder")))


@pytest.mark.parametrize(
    ("role", "row"),
    [("Owner", ("founder", "Owner")), ("Product Owner", ("staff", "Product Owner")), ("Agent", None)],
)
def test_the_first_row_counts(role, row):
    assert find_first_listed(role, ROWS) == row


def test_all_rows_that_are_said():
    assert list(find_all_listed("product owner, later founder", ROWS)) == [
        ("staff", "product owner"),
        ("founder", "owner"),
    ]


def test_without_the_text_the_quotes_of_the_record_are_searched():
    assert collect_visitor_text(a_submission(text="hello", problem="we drown")) == "hello"
    assert collect_visitor_text(a_lead()) == "answer within an hour\nwe lose track of customer emails"
