"""What Slack tells us, as far as it concerns conversations: words in a thread, and our own buttons. Pure.

Shapes as in Slack's Events API (`event_callback` with a `message` event) and interaction payloads (`block_actions`).
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.ports import PostedMessage

_MARKED = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")
_WORDS_OF_PEOPLE = (None, "thread_broadcast")
"""Message subtypes; every other one is an edit, a file, or a notice of Slack or of an app."""


@dataclass(frozen=True, slots=True)
class SlackEvent:
    """Something a member of the workspace did in a thread. `action` is null for words."""

    id: str
    thread: PostedMessage
    """The message that opened the thread."""
    user: str
    """Slack's member id."""
    sent: str
    """Slack's time, seconds with six decimals; it sorts as text."""
    text: str = ""
    action: str | None = None


def parse_message(envelope: Mapping[str, Any]) -> SlackEvent | None:
    """What a person wrote in a thread; null for everything else that Slack may report."""
    event = envelope.get("event")
    if envelope.get("type") != "event_callback" or not isinstance(event, dict) or event.get("type") != "message":
        return None
    if event.get("bot_id") or event.get("subtype") not in _WORDS_OF_PEOPLE:
        return None
    user, ts, root, channel = (_text(event, name) for name in ("user", "ts", "thread_ts", "channel"))
    text = unescape_text(_text(event, "text"))
    if not (user and ts and root and channel and text) or ts == root:
        return None
    return SlackEvent(f"slack:message:{channel}:{ts}", PostedMessage(channel, root), user, ts, text)


def parse_press(payload: Mapping[str, Any], buttons: frozenset[str]) -> SlackEvent | None:
    """The press of one of `buttons`; null for any other interaction."""
    pressed = payload.get("actions")
    if not isinstance(pressed, list):
        return None
    action = next((each for each in pressed if isinstance(each, dict) and each.get("action_id") in buttons), None)
    container, user = payload.get("container"), payload.get("user")
    if action is None or not isinstance(container, dict) or not isinstance(user, dict):
        return None
    who, ts = _text(user, "id"), _text(action, "action_ts")
    channel, root = _text(container, "channel_id"), _text(container, "message_ts")
    if not (who and ts and channel and root):
        return None
    name = _text(action, "action_id")
    return SlackEvent(f"slack:press:{channel}:{ts}:{who}", PostedMessage(channel, root), who, ts, action=name)


def unescape_text(text: str) -> str:
    """A message's text as its author sees it: Slack sends links and mentions in angle brackets, and entities."""
    return html.unescape(_MARKED.sub(_readable, text)).strip()


def _readable(marked: re.Match[str]) -> str:
    target, label = marked[1], marked[2]
    if target.startswith(("@", "#", "!")):
        return f"{target[0].replace('!', '@')}{label or target[1:]}"
    address = target.removeprefix("mailto:").removeprefix("tel:")
    return address if not label or label in address else f"{label} ({address})"


def _text(part: Mapping[str, Any], name: str) -> str:
    value = part.get(name)
    return value if isinstance(value, str) else ""
