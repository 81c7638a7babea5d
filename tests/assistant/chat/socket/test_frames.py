"""A socket takes what a chat window sends, as much as a person can mean, and nothing else."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st
from socketio.packet import Packet

from assistant.chat.socket.frames import (
    BURST,
    HEARD,
    MOST_DIGITS,
    OPENING_BYTES,
    PER_SECOND,
    UNUSED,
    FrameGuard,
    FrameVerdict,
)

OPENING = '40{"sessionId":"a","threadId":"b"}'
SAID = '42["client_message",{"message":{}}]'


def judged(*frames: str | None, opened: bool = True) -> FrameVerdict:
    """The verdict on the last of the frames, sent slowly."""
    guard, seconds = FrameGuard(0.0), count(1.0)
    sent = [OPENING, *frames] if opened else frames
    return [guard.judge(frame, next(seconds)) for frame in sent][-1]


@pytest.mark.parametrize(
    "frame",
    [
        '42["connection_successful"]',
        '42["clear_session"]',
        SAID,
        '427["client_message",{}]',
        '430[{"shown":[]}]',
        "43999999999[]",
        "3",
        "1",
        "41",
    ],
)
def test_what_a_window_needs_passes(frame):
    assert judged(frame) is FrameVerdict.PASS


@pytest.mark.parametrize("event", sorted(UNUSED))
def test_what_a_window_sends_for_features_that_are_off_goes_no_further(event):
    assert judged(f'42["{event}",{{"message":{{}}}}]') is FrameVerdict.IGNORE


@pytest.mark.parametrize(
    "frame",
    [
        '42["connect",{"asgi.scope":{"client":["8.8.8.8",1]}},{"sessionId":"x"}]',
        '42["disconnect","x"]',
        '42["message"]',
        '42["connection_successful",1]',
        '42["clear_session",{}]',
        '42["client_message",{},{}]',
        "42[]",
        "42[1]",
        "42[null]",
        '42[["connect"]]',
        "42{}",
        "42",
        '42/admin,["client_message",{}]',
        '42["client_message",{}',
        "42" + "[" * 90_000,
        '42["client_message",NaN',
        '42["client_message",' + "9" * (MOST_DIGITS + 1) + "]",
        '42["client_message",{"message":{"output":[-' + "9" * 90_000 + "]}}]",
        "430[" + "1" * (MOST_DIGITS + 1) + "]",
        '40{"sessionId":' + "1" * (MOST_DIGITS + 1) + "}",
        '43["shown"]',
        "431",
        "43{}",
        "430{}",
        "40",
        "40[]",
        '40{"sessionId":"' + "x" * OPENING_BYTES + '"}',
        "40/admin,{}",
        "44{}",
        '451-["client_message",{"_placeholder":true,"num":0}]',
        "461-0[]",
        "4",
        "4z",
        "4zz",
        "0",
        "2",
        "2probe",
        "5",
        "6",
        "7",
        "b4AAAA",
        "hello",
        " 3",
        "3\n",
        "42١[]",
        "",
        None,
    ],
)
def test_anything_else_closes_the_socket(frame):
    assert judged(frame).closes
    assert judged(frame, opened=False).closes


@pytest.mark.parametrize("frame", ['42["connection_successful"]', SAID, "430[]", '42["fetch_favorites"]'])
def test_a_window_says_first_which_conversation_it_shows(frame):
    assert judged(frame, opened=False) is FrameVerdict.BEFORE_OPENING


@pytest.mark.parametrize("frame", [OPENING, '42["connection_successful"]', '42["clear_session"]'])
def test_what_comes_once_comes_once(frame):
    assert judged(frame, frame) is FrameVerdict.REPEATED


@given(st.text() | st.builds("4{}{}".format, st.integers(0, 9), st.text()) | st.none())
def test_any_frame_is_judged(frame):
    assert judged(frame) in FrameVerdict


@given(st.lists(st.one_of(st.text(), st.integers(), st.none(), st.dictionaries(st.text(), st.text()))))
def test_no_event_passes_but_those_that_are_heard(values):
    passed = judged(f"42{json.dumps(values)}") is FrameVerdict.PASS
    assert not passed or HEARD[values[0]] >= len(values) - 1


@given(st.integers(MOST_DIGITS - 2, MOST_DIGITS + 2), st.sampled_from(["", "-"]), st.sampled_from(["42", "430"]))
def test_no_number_passes_that_socketio_stumbles_over(digits, sign, kind):
    """What comes behind the guard reads the same frame anew, and an error there is a traceback in the log."""
    frame = f'{kind}["client_message",{sign}{"7" * digits}]'
    is_readable = True
    try:
        Packet(encoded_packet=frame.removeprefix("4"))
    except ValueError:
        is_readable = False
    assert (judged(frame) is FrameVerdict.PASS) == is_readable


def test_a_flood_closes_the_socket():
    guard = FrameGuard(0.0)
    verdicts = [guard.judge(frame, 1.0) for frame in (OPENING, *[SAID] * 5_000)]
    assert verdicts.index(FrameVerdict.TOO_MANY) == BURST
    assert set(verdicts[BURST:]) == {FrameVerdict.TOO_MANY}


def test_whoever_writes_steadily_is_heard_for_good():
    guard = FrameGuard(0.0)
    guard.judge(OPENING, 0.0)
    assert {guard.judge(SAID, number / PER_SECOND) for number in range(1, 5_000)} == {FrameVerdict.PASS}


@pytest.mark.parametrize("build", ["copilot/dist", "frontend/dist/assets"])
def test_every_event_of_chainlits_own_window_is_known(build):
    """Another one, of a later release, would close the socket of every visitor."""
    scripts = [file for file in (files("chainlit") / build).iterdir() if re.fullmatch(r"index.*\.js", file.name)]
    sent = {name for file in scripts for name in re.findall(r'(?:socket|\$)\.emit\("(\w+)"', file.read_text("utf-8"))}
    events = {name for name in sent if not name.startswith("plotly_")}
    assert {"client_message", "clear_session"} <= events
    assert events <= HEARD.keys() | UNUSED
