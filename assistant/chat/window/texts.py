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
    DISPLAY = "name.display"
    """The button for how the window is shown."""
    SIZE = "name.size"
    """The button for a larger window or a smaller one."""
    CLOSE = "name.close"
    """The button that closes the window where it stands at the side of the page."""
    LOG = "name.log"
    """All messages."""


def render_window_text(playbook: Playbook, what: WindowNotice | WindowPart, claimed: str | None, **values: Any) -> str:
    """The words of a remark or the name of a part; `claimed` is the browser's language tag, `values` fill in what the
    text may name."""
    return Voice(playbook, Record(), language=choose_language(claimed, playbook).language).text(
        f"window.{what}", **values
    )
