"""Conversations for a team without Slack: calls and visitors' words are printed where Foyer runs, answers come by the
console."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from threading import Lock
from typing import TextIO

from integrations.terminal.log_lines import format_call_line, format_message_line
from integrations.terminal.notifier import CHANNEL
from integrations.terminal.printed import PrintedMessages
from pipeline.clean_text import clean_line
from pipeline.decision.thread_words import describe_event, name_speaker, name_visitor
from pipeline.domain.alert import Alert
from pipeline.domain.takeover import Takeover
from pipeline.domain.thread import CallForPerson, CallKind, ThreadEvent, ThreadMessage
from pipeline.ports import Clock, PostedMessage, RetryAfter
from prompts.texts import Texts

MOST_LINES = 12


class TerminalThreads:
    """Each message on lines of its own, the conversation's id before it; `find` knows what this process has printed."""

    def __init__(self, stream: TextIO, clock: Clock, texts: Callable[[], Texts], *, for_programs: bool = False) -> None:
        """`for_programs` prints a JSON line that names nobody and quotes nobody for each message."""
        self._stream, self._texts, self._lock, self._printed = stream, texts, Lock(), PrintedMessages(clock)
        self._for_programs, self._clock = for_programs, clock

    def open(self, call: CallForPerson) -> PostedMessage:
        if self._for_programs:
            return self._print(call.key, [format_call_line(call, self._clock.now())])
        return self._print(call.key, format_call(call, self._texts()))

    def reply(self, thread: PostedMessage | None, message: ThreadMessage) -> PostedMessage:
        if self._for_programs:
            return self._print(message.key, [format_message_line(message, self._clock.now())])
        told = format_message(message, self._texts())
        return self._print(message.key, [f"[{message.conversation_id[:8]}] {told}"])

    def find(self, thread: PostedMessage | None, key: str, since: datetime) -> PostedMessage | None:
        return self._printed.find(key, since)

    def show(self, root: PostedMessage, message: Alert | CallForPerson, takeover: Takeover) -> None:
        """What is printed can't change; the thread's own lines say who has the conversation."""

    def _print(self, key: str, lines: Iterable[str]) -> PostedMessage:
        encoding = self._stream.encoding or "utf-8"
        page = "".join(f"{clean_line(line)}\n" for line in lines).encode(encoding, errors="replace").decode(encoding)
        with self._lock:
            try:
                self._stream.write(page)
                self._stream.flush()
            except OSError as error:
                raise RetryAfter(f"the terminal cannot be written: {error.strerror}") from error
            return self._printed.record(key, PostedMessage(CHANNEL, key))


def format_call(call: CallForPerson, texts: Texts) -> Iterable[str]:
    if call.kind is CallKind.DELETION:
        yield f"*** {texts.render('thread.deletion')} ***"
        yield f"    {texts.render('thread.deletion.task')}"
        yield f"    {texts.render('thread.open')}: {call.url}"
        return
    yield f"*** {texts.render('thread.title')} ***"
    if call.page:
        yield f"    {texts.render('thread.page', page=call.page)}"
    if len(call.transcript) > MOST_LINES:
        yield f"    {texts.render('thread.earlier', count=len(call.transcript) - MOST_LINES)}"
    for line in call.transcript[-MOST_LINES:]:
        yield f"    {name_speaker(line, texts)}: {line.text}"
    yield f"    {texts.render('thread.join')}: {call.url}"


def format_message(message: ThreadMessage, texts: Texts) -> str:
    """A thread's message in one line."""
    if message.event is ThreadEvent.SAID:
        return f"{name_visitor(message, texts)}: {message.text}"
    name = message.name or texts.render("thread.somebody")
    return describe_event(message.event, texts, name, message.text, two_way=False)
