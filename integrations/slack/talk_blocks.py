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
from pipeline.decision.thread_words import describe_event, name_speaker, name_visitor
from pipeline.domain.takeover import Holder, Takeover
from pipeline.domain.thread import CallForPerson, CallKind, ThreadEvent, ThreadMessage, TranscriptLine
from prompts.texts import Texts

JOIN, HAND_BACK = "foyer_join", "foyer_hand_back"
"""Action ids; a button's value is the conversation's id."""
HAND_BACK_WORDS = frozenset({"!back", "/back", "hand back"})
"""What a colleague writes, alone in a message of the thread, to hand the chat back."""

_TRANSCRIPT_ROOM, _LINE = 2800, 600
_PART = 2900
"""Of the 3,000 characters that a section takes, as sent."""


def build_call_message(call: CallForPerson, texts: Texts, takeover: Takeover, two_way: bool) -> SlackMessage:
    if call.kind is CallKind.DELETION:
        return _build_deletion_message(call, texts)
    title = texts.render("thread.title")
    blocks: list[Block] = [HeaderBlock(text=PlainTextObject(text=title, emoji=False))]
    if call.page:
        page = texts.render("thread.page", page=escape_mrkdwn(call.page, HEADER))
        blocks.append(ContextBlock(elements=[build_verbatim_text(page)]))
    blocks.append(SectionBlock(text=build_verbatim_text(_transcript(call.transcript, texts))))
    blocks.extend(build_state_blocks(takeover, texts, two_way))
    talk = build_talk_button(call.conversation_id, takeover, texts, two_way)
    blocks.append(build_actions(talk, _open_button(call.url, texts)))
    if two_way:
        blocks.append(ContextBlock(elements=[build_verbatim_text(texts.render("thread.shown"))]))
    said = next((line.text for line in reversed(call.transcript) if line.text), "")
    return SlackMessage(f"{title}: {escape_mrkdwn(said, HEADER)}", tuple(blocks))


def _build_deletion_message(call: CallForPerson, texts: Texts) -> SlackMessage:
    """Without a word of the visitor's: what is to be deleted is not spread first."""
    title, told = texts.render("thread.deletion"), texts.render("thread.deletion.task")
    heading = HeaderBlock(text=PlainTextObject(text=title, emoji=False))
    task = SectionBlock(text=build_verbatim_text(told))
    return SlackMessage(title, (heading, task, build_actions(None, _open_button(call.url, texts))))


def build_state_blocks(takeover: Takeover, texts: Texts, two_way: bool) -> Iterator[Block]:
    """Who has the chat, where that is not the assistant."""
    if not two_way or takeover.holder is Holder.ASSISTANT:
        return
    if takeover.holder is Holder.PERSON:
        told = texts.render("thread.held", name=_bold(takeover.name or texts.render("thread.somebody")))
    else:
        told = texts.render("thread.waiting")
    yield ContextBlock(elements=[build_verbatim_text(told)])


def build_talk_button(
    conversation_id: str | None, takeover: Takeover, texts: Texts, two_way: bool
) -> ButtonElement | None:
    """Join or hand back; none where there is no conversation, or where Slack can't reach us."""
    if conversation_id is None or not two_way:
        return None
    held = takeover.holder is Holder.PERSON
    return ButtonElement(
        text=PlainTextObject(text=texts.render("thread.hand_back" if held else "thread.join"), emoji=False),
        action_id=HAND_BACK if held else JOIN,
        value=conversation_id,
        style=None if held else "primary",
    )


def build_thread_message(message: ThreadMessage, texts: Texts, two_way: bool) -> SlackMessage:
    """The visitor's words as written, in as many sections as they need; what happened in one line."""
    if message.event is not ThreadEvent.SAID:
        name = _bold(message.name or texts.render("thread.somebody"))
        told = describe_event(message.event, texts, name, escape_mrkdwn(message.text, _LINE), two_way)
        return SlackMessage(told, (SectionBlock(text=build_verbatim_text(told)),))
    who = escape_mrkdwn(name_visitor(message, texts), SHORT)
    parts = [message.text[at : at + _PART] for at in range(0, len(message.text), _PART)]
    sections = [
        SectionBlock(text=PlainTextObject(text=escape_plain(p, _PART), emoji=False)) for p in parts if p.strip()
    ]
    head = ContextBlock(elements=[MarkdownTextObject(text=f"*{who}*", verbatim=True)])
    return SlackMessage(f"{who}: {escape_mrkdwn(message.text, _LINE)}", (head, *sections))


def _bold(name: str) -> str:
    return f"*{escape_mrkdwn(name, SHORT)}*"


def _transcript(lines: tuple[TranscriptLine, ...], texts: Texts) -> str:
    """The newest lines that fit, oldest first."""
    shown: list[str] = []
    room = _TRANSCRIPT_ROOM
    for line in reversed(lines):
        told = (
            f"*{escape_mrkdwn(name_speaker(line, texts), SHORT)}:* {escape_mrkdwn(' '.join(line.text.split()), _LINE)}"
        )
        if len(told) + 1 > room:
            shown.append(texts.render("thread.earlier", count=len(lines) - len(shown)))
            break
        shown.append(told)
        room -= len(told) + 1
    return "\n".join(reversed(shown)) or "…"


def _open_button(url: str, texts: Texts) -> LinkButtonElement:
    return LinkButtonElement(text=PlainTextObject(text=texts.render("thread.open")), url=url, action_id=OPEN_PAGE)
