"""What every message of ours in Slack is made of."""

from __future__ import annotations

from dataclasses import dataclass

from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement, LinkButtonElement, MarkdownTextObject

OPEN_PAGE = "foyer_open_lead"
"""A link's action id: Slack reports a click on a link button too, and it must be acknowledged."""

HEADER = 150
SHORT = 100


@dataclass(frozen=True, slots=True)
class SlackMessage:
    text: str
    """What a notification shows in place of the blocks."""
    blocks: tuple[Block, ...]


def build_verbatim_text(text: str) -> MarkdownTextObject:
    return MarkdownTextObject(text=text, verbatim=True)


def build_actions(*buttons: ButtonElement | LinkButtonElement | None) -> ActionsBlock:
    """The buttons that there are, in one row; at least one."""
    return ActionsBlock(elements=[button for button in buttons if button])
