"""What a message looks like in the chat window: Markdown in which a visitor's words can't act as markup."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.messages import Author, CardRow, Message, QuickReply
from assistant.wording.forms import FormMessage

_MARKUP = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~:])")


def escape_markdown(text: str) -> str:
    """Plain words that Markdown shows as they are, on one line."""
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))


def escape_images(text: str) -> str:
    """Markdown whose images are not fetched: an address in one could carry words of the conversation elsewhere."""
    return text.replace("![", "!\\[")


def render_card(rows: Sequence[CardRow]) -> str:
    """The summary as a table of two columns; the empty header that Markdown demands is hidden by the style sheet."""
    lines = [f"| **{escape_markdown(row.label)}** | {escape_markdown(row.value)} |" for row in rows]
    return "\n".join(["| | |", "| :-- | :-- |", *lines])


def render_message(message: Message, draws: bool = False, names: bool = False) -> str:
    """What the window shows for a message: one that `draws` cards and forms needs no table in their place, one that
    `names` who speaks no name. A visitor's own words stay untouched, for they are shown as plain text.
    """
    if message.author is Author.VISITOR:
        return message.text
    if message.author is Author.PERSON and message.author_name and not names:
        # Chainlit's own window shows a name only to those who point at the picture beside a message.
        return f"**{escape_markdown(message.author_name)}**\n\n{escape_images(message.text)}"
    if message.card and not draws:
        return f"{escape_images(message.text)}\n\n{render_card(message.card)}"
    if draws and isinstance(message, FormMessage) and message.form and message.form.text:
        return escape_images(message.form.text)
    return escape_images(message.text)


def find_last_offer(messages: Sequence[Message]) -> Message | None:
    """The message that can still be answered by a press: the last one, if it has buttons or a form."""
    last = messages[-1] if messages else None
    if last is None or last.author is Author.VISITOR:
        return None
    return last if last.quick_replies or (isinstance(last, FormMessage) and last.form) else None


def find_chosen_reply(messages: Sequence[Message], message_id: object, says: object) -> QuickReply | None:
    """The open quick reply that a press names, or null where the press is old, forged or repeated."""
    offer = find_last_offer(messages)
    if offer is None or offer.id != message_id:
        return None
    return next((reply for reply in offer.quick_replies if reply.says == says), None)
