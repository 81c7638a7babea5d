"""`limits.yaml` and `retention.yaml`: the most that the chat takes in, and how long what is done with is kept."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from pipeline.playbook.base import PlaybookPart


class ChatLimits(PlaybookPart):
    """The most that the chat takes in; of messages and new conversations beyond it nothing is read."""

    messages_per_conversation: int = Field(ge=1)
    """A minute."""
    messages_per_address: int = Field(ge=1)
    """A minute, over all conversations of one address."""
    conversations_per_address: int = Field(ge=1)
    """New ones an hour."""
    messages_overall: int = Field(ge=1)
    """A second, over all visitors of one web process."""

    @model_validator(mode="after")
    def _wider_for_more(self) -> Self:
        if self.messages_per_address < self.messages_per_conversation:
            raise ValueError("messages_per_address must not be below messages_per_conversation")
        return self


class Retention(PlaybookPart):
    """Days for which what is done with is kept; it may be deleted afterwards."""

    unused_conversations: int = Field(ge=1)
    """In which the visitor never said a word."""
    handled_messages: int = Field(ge=1)
    """Of colleagues in the team's own chat."""
    model_calls: int = Field(ge=1)
