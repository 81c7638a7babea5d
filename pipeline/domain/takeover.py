"""Who has a conversation: the assistant, or a person who stepped in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Holder(StrEnum):
    ASSISTANT = "assistant"
    WANTED = "wanted"
    """The visitor asked for a person and none is there yet; the assistant goes on meanwhile."""
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Takeover:
    holder: Holder = Holder.ASSISTANT
    person: str | None = None
    """The playbook's id of the person who has the conversation."""
    name: str | None = None
    """Their name as the visitor sees it."""
    since: datetime | None = None
    until: datetime | None = None
    """When the assistant comes back by itself, or says that nobody could join; null while it has the conversation."""
    channel: str | None = None
    reference: str | None = None
    """The thread in which a colleague acted last, in the vendor's own words; null for none, or for the console."""
