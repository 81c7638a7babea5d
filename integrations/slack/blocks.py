"""An alert as a Slack message that a rep can judge on a phone.

Slack's limits: 150 characters in a header, 3,000 in a section, 50 blocks, and about 13,200 characters in all blocks
together before `msg_blocks_too_long` (measured by users, not documented; bolt-js 2509). How Slack counts is not
known, so the rooms below keep even the JSON of the worst message under 12,000; two minutes of reading are far less.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from slack_sdk.models.blocks import (
    Block,
    ContextBlock,
    HeaderBlock,
    LinkButtonElement,
    PlainTextObject,
    SectionBlock,
)

from integrations.slack.message import HEADER, OPEN_PAGE, SHORT, SlackMessage, actions, verbatim
from integrations.slack.mrkdwn import mrkdwn, plain
from integrations.slack.talk_blocks import state_blocks, talk_button
from integrations.terminal.outline import Line, Outline, Section, Topic, outline
from pipeline.domain.alert import Alert
from pipeline.domain.takeover import Takeover

__all__ = ["SlackMessage", "slack_message"]

_BRIEF = 900
_ROOM: Mapping[Topic, int] = {
    Topic.SCORE: 1000,
    Topic.WORDS: 1200,
    Topic.UNCERTAIN: 400,
    Topic.ROUTE: 500,
    Topic.FOLLOW_UP: 500,
}
"""Characters of a section as sent, its heading not counted."""
_LABEL, _TEXT, _QUOTE = 60, 240, 160
_MEMBER_ID = re.compile(r"[UW][A-Z0-9]{2,20}")


def slack_message(alert: Alert, takeover: Takeover | None = None, two_way: bool = False) -> SlackMessage:
    """The alert's message; the owner is mentioned if `owner_slack_id` is a Slack member id.

    `takeover` says who has the conversation behind it; it can be joined if Slack can reach us (`two_way`).
    """
    shown, takeover = outline(alert), takeover or Takeover()
    blocks: list[Block] = [
        HeaderBlock(text=PlainTextObject(text=plain(shown.title, HEADER), emoji=False)),
        _section(_summary(shown, alert.owner_slack_id)),
    ]
    if shown.brief:
        blocks.append(_section(mrkdwn(shown.brief, _BRIEF)))
    blocks.extend(state_blocks(takeover, two_way))
    buttons = (_open_button(shown.url), talk_button(alert.conversation_id, takeover, two_way))
    if any(buttons):
        blocks.append(actions(*buttons))
    blocks.extend(_section(_spoken(section)) for section in shown.sections)
    blocks.append(ContextBlock(elements=[verbatim(f"Lead {mrkdwn(shown.lead_id, SHORT)}")]))
    return SlackMessage(_notification(shown), tuple(blocks))


def _notification(shown: Outline) -> str:
    parts = (shown.title, shown.score, f"Next: {shown.next_action}")
    return " · ".join(mrkdwn(part, HEADER) for part in parts)


def _summary(shown: Outline, owner_slack_id: str | None) -> str:
    mentioned = owner_slack_id and _MEMBER_ID.fullmatch(owner_slack_id)
    owner = f"<@{owner_slack_id}>" if mentioned else mrkdwn(shown.owner, SHORT)
    return f"*{mrkdwn(shown.score, SHORT)}*\n*Next:* {mrkdwn(shown.next_action, SHORT)}\n*Owner:* {owner}"


def _spoken(section: Section) -> str:
    lines = _fitting([_line(line) for line in section.lines], _ROOM[section.topic])
    return "\n".join([f"*{section.topic.value}*", *lines])


def _line(line: Line) -> str:
    told = mrkdwn(line.text, _TEXT)
    if line.quote:
        told = (f"{told} — " if told else "") + f"“{mrkdwn(line.quote, _QUOTE)}”"
    label = mrkdwn(line.label, _LABEL)
    if not label:
        return f"• {told}"
    return f"• *{label}:* {told}" if told else f"• *{label}*"


def _fitting(lines: Sequence[str], room: int) -> list[str]:
    """As many whole lines as the room holds; the rest is counted, not silently dropped."""
    if sum(len(line) + 1 for line in lines) <= room:
        return list(lines)
    kept: list[str] = []
    tail = f"… and {len(lines)} more"
    for line in lines:
        if sum(len(other) + 1 for other in (*kept, line, tail)) > room:
            break
        kept.append(line)
    return [*kept, f"… and {len(lines) - len(kept)} more"]


def _section(text: str) -> SectionBlock:
    return SectionBlock(text=verbatim(text))


def _open_button(url: str | None) -> LinkButtonElement | None:
    if not url:
        return None
    return LinkButtonElement(text=PlainTextObject(text="Open the lead"), url=url, action_id=OPEN_PAGE, style="primary")
