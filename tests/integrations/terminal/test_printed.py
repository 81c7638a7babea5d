"""The terminal remembers what it printed lately, and no more."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from integrations.terminal.printed import PrintedMessages
from pipeline.ports import PostedMessage
from tests.assistant.dialogue.dialogues import AT
from tests.fakes.stand_ins import TickingClock


@given(keys=st.lists(st.sampled_from("abcdef")), most=st.integers(1, 4))
def test_the_newest_are_found_and_none_beyond_the_most(keys, most):
    printed = PrintedMessages(TickingClock(), most)
    for number, key in enumerate(keys):
        printed.record(key, PostedMessage("terminal", str(number)))
    newest = list(dict.fromkeys(reversed(keys)))[:most]
    assert {key for key in "abcdef" if printed.find(key, AT)} == set(newest)


def test_what_was_printed_before_is_another_message():
    printed = PrintedMessages(TickingClock())
    posted = printed.record("alert:1", PostedMessage("terminal", "1"))
    assert printed.find("alert:1", AT + timedelta(seconds=1)) == posted
    assert printed.find("alert:1", AT + timedelta(seconds=2)) is None
