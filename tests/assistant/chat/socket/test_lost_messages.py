"""What of a window's messages never arrived."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.chat.socket.lost_messages import MOST, ShownMessage, find_lost_messages, parse_shown_messages
from assistant.chat.visitor import derive_uuid
from assistant.messages import Author, Message

NOW = datetime(2026, 3, 2, tzinfo=UTC)
GREETING, ANSWER, NEXT = (derive_uuid(name) for name in ("greeting", "answer", "next"))
ELSEWHERE, REMARK = derive_uuid("another conversation"), "00000000-0000-4000-8000-000000000000"
FIRST, SECOND, THIRD = (f"00000000-0000-4000-8000-00000000000{number}" for number in range(1, 4))
PRESS = derive_uuid("press")
SAID = {FIRST: "first", SECOND: "second", THIRD: "third", PRESS: "a button's words"}


def window(*ids: str) -> tuple[ShownMessage, ...]:
    return tuple(ShownMessage(each, SAID.get(each)) for each in ids)


def stored(*ids: str) -> tuple[Message, ...]:
    return tuple(
        Message(each, Author.VISITOR if each in SAID else Author.ASSISTANT, SAID.get(each, "..."), NOW) for each in ids
    )


@pytest.mark.parametrize(
    ("shown", "kept", "expected"),
    [
        pytest.param([GREETING, FIRST, ANSWER], [GREETING, FIRST, ANSWER], [], id="all is stored"),
        pytest.param([GREETING, FIRST], [GREETING], [FIRST], id="typed into a dead line"),
        pytest.param([GREETING, FIRST, SECOND], [GREETING], [FIRST, SECOND], id="twice"),
        pytest.param(
            [GREETING, FIRST, SECOND, ANSWER], [GREETING, FIRST, ANSWER], [SECOND], id="an answer overtook it"
        ),
        pytest.param([GREETING, PRESS, FIRST], [GREETING, PRESS, ANSWER], [FIRST], id="after a press"),
        pytest.param([GREETING, FIRST], [GREETING, NEXT], [FIRST], id="a colleague spoke meanwhile"),
        pytest.param([GREETING, FIRST, REMARK], [GREETING], [FIRST], id="refused, and nothing since"),
        pytest.param(
            [GREETING, FIRST, REMARK, SECOND, ANSWER], [GREETING, SECOND, ANSWER], [], id="refused, then heard"
        ),
        pytest.param([GREETING, FIRST, ANSWER, SECOND], [GREETING], [], id="stored no longer"),
        pytest.param([ELSEWHERE, FIRST], [GREETING], [], id="of another conversation"),
        pytest.param([ELSEWHERE, FIRST, GREETING, SECOND], [GREETING], [], id="of two"),
        pytest.param([FIRST], [GREETING], [], id="of nobody knows which"),
        pytest.param([REMARK, FIRST], [GREETING], [], id="below a remark alone"),
        pytest.param([], [GREETING], [], id="a window loaded anew"),
    ],
)
def test_what_never_arrived_is_told_by_what_stands_around_it(shown, kept, expected):
    assert [typed.id for typed in find_lost_messages(window(*shown), stored(*kept))] == expected


@pytest.mark.parametrize(
    ("id", "text"),
    [
        (PRESS, "a press"),
        ("6ba7b810-9dad-11d1-80b4-00c04fd430c8", "an old id"),
        ("x", "none"),
        (FIRST, " \n"),
        (FIRST, "\0"),
    ],
)
def test_what_could_not_be_typed_is_not_heard(id, text):
    assert find_lost_messages([ShownMessage(GREETING, None), ShownMessage(id, text)], stored(GREETING)) == ()


def test_a_text_is_taken_as_every_database_takes_it():
    [typed] = find_lost_messages([ShownMessage(GREETING, None), ShownMessage(FIRST, "a\0b\ud800")], stored(GREETING))
    assert typed.text == "ab?"


def test_only_the_newest_messages_of_a_window_are_believed():
    claims = [[str(number), "text"] for number in range(10_000)]
    assert [shown.id for shown in parse_shown_messages(claims)] == [
        str(number) for number in range(10_000 - MOST, 10_000)
    ]


IDS = st.sampled_from([*SAID, GREETING, ELSEWHERE, REMARK, ""])
TEXTS = st.none() | st.text(max_size=5)


@given(st.lists(st.tuples(IDS, TEXTS).map(list), max_size=8))
def test_whatever_a_window_claims_nothing_stored_is_heard_again(claims):
    kept = stored(GREETING, FIRST, ANSWER)
    heard = find_lost_messages(parse_shown_messages(claims), kept)
    assert {typed.id for typed in heard} <= {SECOND, THIRD, REMARK}
