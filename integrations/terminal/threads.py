"""Conversations for a team without Slack: calls and visitors' words are printed where Foyer runs, answers come by the
console."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from threading import Lock
from typing import TextIO

from integrations.terminal.notifier import CHANNEL
from integrations.terminal.printed import PrintedMessages
from pipeline.domain.alert import Alert
from pipeline.domain.takeover import Takeover
from pipeline.domain.thread import CallForPerson, ThreadEvent, ThreadMessage
from pipeline.ports import Clock, PostedMessage, RetryAfter

TITLE = "A visitor wants to talk to a person"
MOST_LINES = 12


class TerminalThreads:
    """Each message on lines of its own, the conversation's id before it; `find` knows what this process has printed."""

    def __init__(self, stream: TextIO, clock: Clock) -> None:
        self._stream, self._lock, self._printed = stream, Lock(), PrintedMessages(clock)

    def open(self, call: CallForPerson) -> PostedMessage:
        return self._print(call.key, format_call(call))

    def reply(self, thread: PostedMessage | None, message: ThreadMessage) -> PostedMessage:
        return self._print(message.key, [f"[{message.conversation_id[:8]}] {format_message(message)}"])

    def find(self, thread: PostedMessage | None, key: str, since: datetime) -> PostedMessage | None:
        return self._printed.find(key, since)

    def show(self, root: PostedMessage, message: Alert | CallForPerson, takeover: Takeover) -> None:
        """What is printed can't change; the thread's own lines say who has the conversation."""

    def _print(self, key: str, lines: Iterable[str]) -> PostedMessage:
        encoding = self._stream.encoding or "utf-8"
        page = (
            "".join(f"{strip_controls(line)}\n" for line in lines).encode(encoding, errors="replace").decode(encoding)
        )
        with self._lock:
            try:
                self._stream.write(page)
                self._stream.flush()
            except OSError as error:
                raise RetryAfter(f"the terminal cannot be written: {error.strerror}") from error
            return self._printed.record(key, PostedMessage(CHANNEL, key))


def format_call(call: CallForPerson) -> Iterable[str]:
    yield f"*** {TITLE} ***"
    if call.page:
        yield f"    on {call.page}"
    if len(call.transcript) > MOST_LINES:
        yield f"    ... {len(call.transcript) - MOST_LINES} earlier messages"
    for line in call.transcript[-MOST_LINES:]:
        yield f"    {line.who}: {line.text}"
    yield f"    Join the chat: {call.url}"


def format_message(message: ThreadMessage) -> str:
    """A thread's message in one line."""
    match message.event:
        case ThreadEvent.SAID:
            return f"{message.name or 'Visitor'}: {message.text}"
        case ThreadEvent.JOINED:
            return f"{message.name} has the chat now"
        case ThreadEvent.HANDED_BACK:
            return "the assistant has the chat again"
        case ThreadEvent.TIMED_OUT:
            return f"the assistant has the chat again: {message.name} did not write for too long"
        case ThreadEvent.NOBODY_CAME:
            return "nobody joined in time; the visitor was told that a colleague will get back to them"
        case ThreadEvent.REASSIGNED:
            return f"{message.name} has this lead now. {message.text}"
        case ThreadEvent.WITHDRAWN:
            return "the visitor took it back: the lead is deleted; please do not contact them, and keep nothing of it"


def strip_controls(line: str) -> str:
    """One line without what a terminal would obey."""
    return "".join(char if char.isprintable() else " " for char in line)
