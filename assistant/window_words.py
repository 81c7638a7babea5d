"""What the window itself says beside the conversation, in the language that the visitor's browser asks for."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from assistant.languages import at_first
from assistant.wording import Voice
from pipeline.domain.record import Record
from pipeline.playbook import Playbook


class Remark(StrEnum):
    """The end of a text's id in `prompts/texts`: `window.failed` ..."""

    FAILED = "failed"
    """A message could not be stored or answered."""
    WAIT = "wait"
    """Messages came faster than the limits allow."""
    FULL = "full"
    """There are too many conversations from one address."""
    CUT = "cut"
    """A message was longer than `limit` characters."""


def window_words(playbook: Playbook, remark: Remark, claimed: str | None, **values: Any) -> str:
    """The remark's words; `claimed` is the browser's language tag, `values` fill in what the text may name."""
    return Voice(playbook, Record(), language=at_first(claimed, playbook).language).text(f"window.{remark}", **values)
