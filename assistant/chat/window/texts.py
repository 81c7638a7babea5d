"""What the window itself says beside the conversation, and what a screen reader calls its parts, in the language that
the visitor's browser asks for.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from assistant.dialogue.language import choose_language
from assistant.wording.voice import Voice
from pipeline.domain.record import Record
from pipeline.playbook import Playbook


class WindowNotice(StrEnum):
    """The end of a text's id in `prompts/texts`: `window.failed` ..."""

    FAILED = "failed"
    """A message could not be stored or answered."""
    WAIT = "wait"
    """Messages came faster than the limits allow."""
    FULL = "full"
    """There are too many conversations from one address."""
    CUT = "cut"
    """A message was longer than `limit` characters."""


class WindowPart(StrEnum):
    """A part of the window that shows no words of its own: `window.name.input` ..."""

    INPUT = "name.input"
    """The box to write in."""
    SEND = "name.send"
    NEW = "name.new"
    """The button for a new conversation."""
    SIZE = "name.size"
    """The button for a larger window or a smaller one."""
    CLOSE = "name.close"
    LOG = "name.log"
    """All messages."""


class WindowPhrase(StrEnum):
    """What the widget itself says, without the server: `window.pending` ..."""

    PENDING = "pending"
    """Below a message that could not leave yet."""
    OFFLINE = "offline"
    UNREACHABLE = "unreachable"
    """No line comes about: names the `contact`."""
    GOES_ON = "goes_on"
    """Of the button that opens the window, while it is closed."""
    UNREAD = "unread"
    """Likewise, with the `count` of messages that came meanwhile."""
    WRITING = "writing"
    """That `name` is."""
    NEWEST = "newest"
    """The button that goes to the end."""
    HERE = "team.here"
    BACK_TODAY = "team.back_today"
    BACK_ON = "team.back_on"
    ASK_NEW = "new.ask"
    """Before a new conversation begins."""
    BEGIN_NEW = "new.begin"
    KEEP = "new.keep"
    OPTIONAL = "form.optional"
    """Beside an input that may stay empty."""
    EMPTY = "form.empty"
    """About an input that may not, by its `label`."""
    NO_EMAIL = "form.no_email"


WindowText = WindowNotice | WindowPart | WindowPhrase


def render_window_text(playbook: Playbook, what: WindowText, claimed: str | None, **values: Any) -> str:
    """The words of a remark, a phrase or the name of a part; `claimed` is the browser's language tag, `values` fill in
    what the text may name."""
    return Voice(playbook, Record(), language=choose_language(claimed, playbook).language).text(
        f"window.{what}", **values
    )
