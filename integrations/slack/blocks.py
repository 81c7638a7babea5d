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

from integrations.slack.message import HEADER, OPEN_PAGE, SHORT, SlackMessage, build_actions, build_verbatim_text
from integrations.slack.mrkdwn import escape_mrkdwn, escape_plain
from integrations.slack.talk_blocks import build_state_blocks, build_talk_button
from pipeline.decision.outline import Outline, OutlineLine, OutlineSection, OutlineTopic, build_outline
from pipeline.domain.alert import Alert
from pipeline.domain.takeover import Takeover
from prompts.texts import Texts

__all__ = ["SlackMessage", "build_alert_message"]

_BRIEF = 900
_ROOM: Mapping[OutlineTopic, int] = {
    OutlineTopic.SCORE: 1000,
    OutlineTopic.WORDS: 1200,
    OutlineTopic.UNCERTAIN: 400,
    OutlineTopic.ROUTE: 500,
    OutlineTopic.FOLLOW_UP: 500,
}
"""Characters of a section as sent, its heading not counted."""
_LABEL, _TEXT, _QUOTE = 60, 240, 160
_MEMBER_ID = re.compile(r"[UW][A-Z0-9]{2,20}")


def build_alert_message(
    alert: Alert, texts: Texts, takeover: Takeover | None = None, two_way: bool = False
) -> SlackMessage:
    """The alert's message in the words of `texts`; the owner is mentioned if `owner_slack_id` is a Slack member id.

    `takeover` says who has the conversation behind it; it can be joined if Slack can reach us (`two_way`).
    """
    shown, takeover = build_outline(alert, texts), takeover or Takeover()
    blocks: list[Block] = [
        HeaderBlock(text=PlainTextObject(text=escape_plain(shown.title, HEADER), emoji=False)),
        _section(_summary(shown, alert.owner_slack_id)),
    ]
    if shown.brief:
        blocks.append(_section(escape_mrkdwn(shown.brief, _BRIEF)))
    blocks.extend(build_state_blocks(takeover, texts, two_way))
    buttons = (_open_button(shown.url, texts), build_talk_button(alert.conversation_id, takeover, texts, two_way))
    if any(buttons):
        blocks.append(build_actions(*buttons))
    blocks.extend(_section(_spoken(section, texts)) for section in shown.sections)
    blocks.append(ContextBlock(elements=[build_verbatim_text(escape_mrkdwn(shown.lead, SHORT))]))
    return SlackMessage(_notification(shown), tuple(blocks))


def _notification(shown: Outline) -> str:
    parts = (shown.title, shown.score, f"{shown.next_action.label}: {shown.next_action.text}")
    return " · ".join(escape_mrkdwn(part, HEADER) for part in parts)


def _summary(shown: Outline, owner_slack_id: str | None) -> str:
    mentioned = owner_slack_id and _MEMBER_ID.fullmatch(owner_slack_id)
    owner = f"<@{owner_slack_id}>" if mentioned else escape_mrkdwn(shown.owner.text, SHORT)
    action = f"*{shown.next_action.label}:* {escape_mrkdwn(shown.next_action.text, SHORT)}"
    return f"*{escape_mrkdwn(shown.score, SHORT)}*\n{action}\n*{shown.owner.label}:* {owner}"


def _spoken(section: OutlineSection, texts: Texts) -> str:
    lines = _fitting([_line(line) for line in section.lines], _ROOM[section.topic], texts)
    return "\n".join([f"*{section.heading}*", *lines])


def _line(line: OutlineLine) -> str:
    told = escape_mrkdwn(line.text, _TEXT)
    if line.quote:
        told = (f"{told} — " if told else "") + f"“{escape_mrkdwn(line.quote, _QUOTE)}”"
    label = escape_mrkdwn(line.label, _LABEL)
    if not label:
        return f"• {told}"
    return f"• *{label}:* {told}" if told else f"• *{label}*"


def _fitting(lines: Sequence[str], room: int, texts: Texts) -> list[str]:
    """As many whole lines as the room holds; the rest is counted, not silently dropped."""
    if sum(len(line) + 1 for line in lines) <= room:
        return list(lines)
    kept: list[str] = []
    tail = texts.render("alert.more", count=len(lines))
    for line in lines:
        if sum(len(other) + 1 for other in (*kept, line, tail)) > room:
            break
        kept.append(line)
    return [*kept, texts.render("alert.more", count=len(lines) - len(kept))]


def _section(text: str) -> SectionBlock:
    return SectionBlock(text=build_verbatim_text(text))


def _open_button(url: str | None, texts: Texts) -> LinkButtonElement | None:
    if not url:
        return None
    label = PlainTextObject(text=texts.render("alert.open"))
    return LinkButtonElement(text=label, url=url, action_id=OPEN_PAGE, style="primary")
