"""A conversation in Slack's blocks: the call for a person, who has the chat, and what is said in the thread."""

from __future__ import annotations

from collections.abc import Iterator

from slack_sdk.models.blocks import (
    Block,
    ButtonElement,
    ContextBlock,
    HeaderBlock,
    LinkButtonElement,
    MarkdownTextObject,
    PlainTextObject,
    SectionBlock,
)

from integrations.slack.message import HEADER, OPEN_PAGE, SHORT, SlackMessage, build_actions, build_verbatim_text
from integrations.slack.mrkdwn import escape_mrkdwn, escape_plain
from pipeline.domain.takeover import Holder, Takeover
from pipeline.domain.thread import CallForPerson, ThreadEvent, ThreadMessage, TranscriptLine

JOIN, HAND_BACK = "foyer_join", "foyer_hand_back"
"""Action ids; a button's value is the conversation's id."""
HAND_BACK_WORDS = frozenset({"!back", "/back", "hand back"})
"""What a colleague writes, alone in a message of the thread, to hand the chat back."""

TITLE = "A visitor wants to talk to a person"
_TRANSCRIPT_ROOM, _LINE = 2800, 600
_PART = 2900
"""Of the 3,000 characters that a section takes, as sent."""


def build_call_message(call: CallForPerson, takeover: Takeover, two_way: bool) -> SlackMessage:
    blocks: list[Block] = [HeaderBlock(text=PlainTextObject(text=TITLE, emoji=False))]
    if call.page:
        blocks.append(ContextBlock(elements=[build_verbatim_text(f"On {escape_mrkdwn(call.page, HEADER)}")]))
    blocks.append(SectionBlock(text=build_verbatim_text(_transcript(call.transcript))))
    blocks.extend(build_state_blocks(takeover, two_way))
    talk = build_talk_button(call.conversation_id, takeover, two_way)
    blocks.append(build_actions(talk, _open_button(call.url)))
    if two_way:
        blocks.append(
            ContextBlock(elements=[build_verbatim_text("What the team writes in this thread is shown to the visitor.")])
        )
    said = next((line.text for line in reversed(call.transcript) if line.text), "")
    return SlackMessage(f"{TITLE}: {escape_mrkdwn(said, HEADER)}", tuple(blocks))


def build_state_blocks(takeover: Takeover, two_way: bool) -> Iterator[Block]:
    """Who has the chat, where that is not the assistant."""
    if not two_way or takeover.holder is Holder.ASSISTANT:
        return
    who = (
        f"*{escape_mrkdwn(takeover.name or '', SHORT)}* has the chat" if takeover.holder is Holder.PERSON else "Waiting"
    )
    yield ContextBlock(elements=[build_verbatim_text(who)])


def build_talk_button(conversation_id: str | None, takeover: Takeover, two_way: bool) -> ButtonElement | None:
    """Join or hand back; none where there is no conversation, or where Slack can't reach us."""
    if conversation_id is None or not two_way:
        return None
    held = takeover.holder is Holder.PERSON
    return ButtonElement(
        text=PlainTextObject(text="Hand back to the assistant" if held else "Join the chat", emoji=False),
        action_id=HAND_BACK if held else JOIN,
        value=conversation_id,
        style=None if held else "primary",
    )


def build_thread_message(message: ThreadMessage, two_way: bool) -> SlackMessage:
    """The visitor's words as written, in as many sections as they need; what happened in one line."""
    if message.event is not ThreadEvent.SAID:
        told = _told(message, two_way)
        return SlackMessage(told, (SectionBlock(text=build_verbatim_text(told)),))
    who = escape_mrkdwn(message.name, SHORT) if message.name else "Visitor"
    parts = [message.text[at : at + _PART] for at in range(0, len(message.text), _PART)]
    sections = [
        SectionBlock(text=PlainTextObject(text=escape_plain(p, _PART), emoji=False)) for p in parts if p.strip()
    ]
    head = ContextBlock(elements=[MarkdownTextObject(text=f"*{who}*", verbatim=True)])
    return SlackMessage(f"{who}: {escape_mrkdwn(message.text, _LINE)}", (head, *sections))


def _told(message: ThreadMessage, two_way: bool) -> str:
    name = escape_mrkdwn(message.name or "Somebody", SHORT)
    match message.event:
        case ThreadEvent.JOINED if two_way:
            return f"*{name}* has the chat now. What the team writes here is shown to the visitor; `!back` ends that."
        case ThreadEvent.JOINED:
            return f"*{name}* has the chat now, in the console."
        case ThreadEvent.TIMED_OUT:
            return f"The assistant has the chat again: {name} did not write for too long."
        case ThreadEvent.NOBODY_CAME:
            return "Nobody joined in time; the visitor was told that a colleague will get back to them."
        case ThreadEvent.REASSIGNED:
            return f"*{name}* has this lead now. {escape_mrkdwn(message.text, _LINE)}"
        case ThreadEvent.WITHDRAWN:
            return "The visitor took it back: the lead is deleted. Please do not contact them, and keep nothing of it."
    return "The assistant has the chat again. What is written here stays within the team."


def _transcript(lines: tuple[TranscriptLine, ...]) -> str:
    """The newest lines that fit, oldest first."""
    shown: list[str] = []
    room = _TRANSCRIPT_ROOM
    for line in reversed(lines):
        told = f"*{escape_mrkdwn(line.who, SHORT)}:* {escape_mrkdwn(' '.join(line.text.split()), _LINE)}"
        if len(told) + 1 > room:
            shown.append(f"… and {len(lines) - len(shown)} earlier messages")
            break
        shown.append(told)
        room -= len(told) + 1
    return "\n".join(reversed(shown)) or "…"


def _open_button(url: str) -> LinkButtonElement:
    return LinkButtonElement(text=PlainTextObject(text="Open the conversation"), url=url, action_id=OPEN_PAGE)
