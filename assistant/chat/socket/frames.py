"""What a window may send by its socket: the frames of Engine.IO 4 and Socket.IO 5 that a conversation needs. Pure.

A list of what is heard, not of what is shut: everything else closes the socket before a library has looked at it. By an
event's name alone a library would call whatever it has under that name, also what only it itself should call.
"""

from __future__ import annotations

import json
import re
from enum import StrEnum

HEARD = {"connection_successful": 0, "clear_session": 0, "client_message": 1}
"""The events that a conversation needs, with how many values each brings at most."""
UNUSED = frozenset(
    {"audio_chunk", "audio_end", "audio_start", "chat_settings_change", "chat_settings_edit", "edit_message"}
    | {"fetch_favorites", "message_favorite", "stop", "window_message"}
)
"""What Chainlit's own window sends for features that are off here, one of them at every connection: not passed on."""
ONCE = frozenset({"connection_successful", "clear_session"})
"""Each socket is one window's one connection."""

OPENING_BYTES = 4_000
"""A handshake names a session and a conversation; Chainlit's own has about 300 bytes."""
BURST, PER_SECOND = 200, 10.0
"""Frames that a socket may send at once, and for good. What was typed into a dead line comes together, 30 messages at
most; nobody types ten messages a second."""
MOST_DIGITS = 100
"""Of a whole number: Socket.IO, which reads the frame next, raises an error at a longer one."""

_OPENING = re.compile(r"40(?=\{)")
_EVENT = re.compile(r"42\d{0,9}(?=\[)", re.ASCII)
_ANSWER = re.compile(r"43\d{1,9}(?=\[)", re.ASCII)
_PONG, _CLOSE, _LEAVE = "3", "1", "41"


class FrameVerdict(StrEnum):
    PASS = "pass"  # noqa: S105 - a verdict
    IGNORE = "ignore"
    BEFORE_OPENING = "an event before the opening"
    REPEATED = "sent again what comes once"
    TOO_MANY = "too many frames"
    UNKNOWN = "no frame of a chat window"

    @property
    def closes(self) -> bool:
        return self not in (FrameVerdict.PASS, FrameVerdict.IGNORE)


class FrameGuard:
    """What one socket sent so far, and whether it may send this as well."""

    def __init__(self, now: float) -> None:
        """`now` is in seconds of any steady clock."""
        self._left, self._at = float(BURST), now
        self._sent: set[str] = set()

    @property
    def is_open(self) -> bool:
        """Whether the window has said who it is."""
        return "opening" in self._sent

    def judge(self, frame: str | None, now: float) -> FrameVerdict:
        """`frame` is null for a binary one."""
        self._left = min(BURST, self._left + (now - self._at) * PER_SECOND) - 1
        self._at = now
        if self._left < 0:
            return FrameVerdict.TOO_MANY
        return FrameVerdict.UNKNOWN if frame is None else self._judge_text(frame)

    def _judge_text(self, frame: str) -> FrameVerdict:
        if frame in (_PONG, _CLOSE, _LEAVE):
            return FrameVerdict.PASS
        if head := _OPENING.match(frame):
            told = len(frame) <= OPENING_BYTES and isinstance(_parse(frame[head.end() :]), dict)
            return self._once("opening") if told else FrameVerdict.UNKNOWN
        head = _EVENT.match(frame) or _ANSWER.match(frame)
        values = _parse(frame[head.end() :]) if head else None
        if head is None or not isinstance(values, list):
            return FrameVerdict.UNKNOWN
        if not self.is_open:
            return FrameVerdict.BEFORE_OPENING
        return FrameVerdict.PASS if frame.startswith("43") else self._judge_event(values)

    def _judge_event(self, values: list[object]) -> FrameVerdict:
        name = values[0] if values else None
        if not isinstance(name, str):
            return FrameVerdict.UNKNOWN
        if name in UNUSED:
            return FrameVerdict.IGNORE
        if len(values) - 1 > HEARD.get(name, -1):
            return FrameVerdict.UNKNOWN
        return self._once(name) if name in ONCE else FrameVerdict.PASS

    def _once(self, what: str) -> FrameVerdict:
        if what in self._sent:
            return FrameVerdict.REPEATED
        self._sent.add(what)
        return FrameVerdict.PASS


def _parse(text: str) -> object:
    """The JSON value; null for what is none, too deep to read, or has a number that is too long."""
    try:
        return _READER.decode(text)
    except (ValueError, RecursionError):
        return None


def _parse_integer(digits: str) -> int:
    if len(digits) > MOST_DIGITS:
        raise ValueError("too many digits")
    return int(digits)


_READER = json.JSONDecoder(parse_int=_parse_integer)
