"""Slack's Web API as far as Foyer uses it: channels, scopes, messages with metadata, and its refusals."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from threading import Lock
from typing import Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block

Arguments = Mapping[str, Any]
Answer = dict[str, Any]

MOST_BLOCKS = 50
MOST_CHARACTERS = 13_200
"""Of all blocks as JSON: what users measured before `msg_blocks_too_long`."""


@dataclass(frozen=True, slots=True)
class WorkspaceMessage:
    channel: str
    ts: str
    text: str
    blocks: list[dict[str, Any]]
    metadata: dict[str, Any] | None
    thread_ts: str | None = None


@dataclass(frozen=True, slots=True)
class Whisper:
    """What one member alone sees."""

    channel: str
    user: str
    text: str


@dataclass
class SlackApi:
    """One workspace with one bot. `answer` is the whole Web API: method and arguments in, Slack's JSON out."""

    token: str = "xoxb-fake"
    channels: Mapping[str, str] = field(default_factory=lambda: {"C0LEADS": "leads"})
    """Name by id; a name is good for posting alone, as at Slack."""
    scopes: frozenset[str] = frozenset({"chat:write", "channels:history", "users:read", "users:read.email"})
    members: Mapping[str, str] = field(default_factory=dict)
    """The email of each member by their id."""
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    messages: list[WorkspaceMessage] = field(default_factory=list)
    """Oldest first, each as it looks now."""
    whispers: list[Whisper] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def written(self, channel: str, text: str, thread_ts: str) -> WorkspaceMessage:
        """A member's message in a thread, without telling the app."""
        with self._lock:
            message = WorkspaceMessage(channel, self._next_ts(), text, [], None, thread_ts)
            self.messages.append(message)
        return message

    def answer(self, method: str, arguments: Arguments, token: str | None) -> Answer:
        if not token:
            return _refusal("not_authed")
        if token != self.token:
            return _refusal("invalid_auth")
        methods: Mapping[str, tuple[str | None, Callable[[Arguments], Answer]]] = {
            "auth.test": (None, self._auth_test),
            "chat.postMessage": ("chat:write", self._post_message),
            "chat.postEphemeral": ("chat:write", self._whisper),
            "chat.update": ("chat:write", self._update),
            "conversations.history": ("channels:history", self._history),
            "conversations.replies": ("channels:history", self._replies),
            "users.info": ("users:read", self._user),
        }
        if method not in methods:
            return _refusal("unknown_method")
        scope, act = methods[method]
        if scope and scope not in self.scopes:
            return _refusal("missing_scope", needed=scope, provided=",".join(sorted(self.scopes)))
        with self._lock:
            return act(arguments)

    def _auth_test(self, arguments: Arguments) -> Answer:
        return {"ok": True, "team": "Fake", "team_id": "T0FAKE", "user": "foyer", "user_id": "U0FOYER"}

    def _post_message(self, arguments: Arguments) -> Answer:
        ids_by_name = {name: channel for channel, name in self.channels.items()}
        wanted = str(arguments.get("channel", ""))
        channel = wanted if wanted in self.channels else ids_by_name.get(wanted.removeprefix("#"))
        if channel is None:
            return _refusal("channel_not_found")
        blocks = arguments.get("blocks") or []
        if not blocks and not arguments.get("text"):
            return _refusal("no_text")
        refused = refusal_of_blocks(blocks)
        if refused:
            return refused
        thread = arguments.get("thread_ts") or None
        if thread and not self._standing(channel, thread):
            return _refusal("thread_not_found")
        text = str(arguments.get("text", ""))
        message = WorkspaceMessage(channel, self._next_ts(), text, blocks, arguments.get("metadata"), thread)
        self.messages.append(message)
        return {"ok": True, "channel": channel, "ts": message.ts, "message": _shown(message, with_metadata=True)}

    def _update(self, arguments: Arguments) -> Answer:
        standing = self._standing(str(arguments.get("channel")), str(arguments.get("ts")))
        if standing is None:
            return _refusal("message_not_found")
        blocks = arguments.get("blocks") or []
        if refused := refusal_of_blocks(blocks):
            return refused
        metadata = arguments.get("metadata", standing.metadata)
        changed = replace(standing, text=str(arguments.get("text", "")), blocks=blocks, metadata=metadata)
        self.messages[self.messages.index(standing)] = changed
        return {"ok": True, "channel": changed.channel, "ts": changed.ts, "text": changed.text}

    def _whisper(self, arguments: Arguments) -> Answer:
        if not arguments.get("user"):
            return _refusal("user_not_in_channel")
        self.whispers.append(Whisper(str(arguments["channel"]), str(arguments["user"]), str(arguments["text"])))
        return {"ok": True, "message_ts": self._next_ts()}

    def _user(self, arguments: Arguments) -> Answer:
        user = str(arguments.get("user"))
        if user not in self.members:
            return _refusal("user_not_found")
        profile = {"email": self.members[user]} if "users:read.email" in self.scopes else {}
        return {"ok": True, "user": {"id": user, "name": user.lower(), "profile": profile}}

    def _replies(self, arguments: Arguments) -> Answer:
        channel, root = str(arguments.get("channel")), str(arguments.get("ts"))
        if not self._standing(channel, root):
            return _refusal("thread_not_found")
        oldest = float(arguments.get("oldest") or 0)
        found = [
            m for m in self.messages if m.channel == channel and root in (m.ts, m.thread_ts) and float(m.ts) > oldest
        ]
        with_metadata = str(arguments.get("include_all_metadata", "")).lower() in ("1", "true")
        return {"ok": True, "messages": [_shown(message, with_metadata) for message in found], "has_more": False}

    def _standing(self, channel: str, ts: str) -> WorkspaceMessage | None:
        return next((m for m in self.messages if m.channel == channel and m.ts == ts), None)

    def _history(self, arguments: Arguments) -> Answer:
        if arguments.get("channel") not in self.channels:
            return _refusal("channel_not_found")
        oldest, limit = float(arguments.get("oldest") or 0), int(arguments.get("limit") or 100)
        start = int(arguments.get("cursor") or 0)
        newest_first = [
            m
            for m in reversed(self.messages)
            if m.channel == arguments["channel"] and m.thread_ts is None and float(m.ts) > oldest
        ]
        with_metadata = str(arguments.get("include_all_metadata", "")).lower() in ("1", "true")
        end = start + limit
        more = end < len(newest_first)
        return {
            "ok": True,
            "messages": [_shown(message, with_metadata) for message in newest_first[start:end]],
            "has_more": more,
            "response_metadata": {"next_cursor": str(end) if more else ""},
        }

    def _next_ts(self) -> str:
        last = float(self.messages[-1].ts) if self.messages else 0.0
        return f"{max(self.now().timestamp(), last + 0.000_1):.6f}"


def refusal_of_blocks(blocks: list[dict[str, Any]]) -> Answer | None:
    """What Slack would refuse in a message's blocks, or null: the rules of slack_sdk's models and the limits above."""
    if len(blocks) > MOST_BLOCKS:
        return _invalid_blocks(f"no more than {MOST_BLOCKS} items allowed")
    if len(json.dumps(blocks, ensure_ascii=False)) > MOST_CHARACTERS:
        return _refusal("msg_blocks_too_long")
    try:
        for block in blocks:
            parsed = Block.parse(block)
            if parsed is None:
                return _invalid_blocks(f"unsupported type: {block.get('type')}")
            parsed.to_dict()
            _check_texts(block)
    except (SlackObjectFormationError, TypeError, ValueError) as error:
        return _invalid_blocks(str(error))
    return None


def _check_texts(part: Any) -> None:
    """Raises ValueError for a text object that is empty or longer than 3,000 characters, at any depth."""
    if isinstance(part, list):
        for item in part:
            _check_texts(item)
    elif isinstance(part, dict):
        if part.get("type") in ("plain_text", "mrkdwn") and not 1 <= len(part.get("text", "")) <= 3000:
            raise ValueError("a text has between 1 and 3000 characters")
        _check_texts(list(part.values()))


def _shown(message: WorkspaceMessage, with_metadata: bool) -> Answer:
    shown = {"type": "message", "ts": message.ts, "bot_id": "B0FOYER", "text": message.text, "blocks": message.blocks}
    return {**shown, "metadata": message.metadata} if with_metadata and message.metadata else shown


def _refusal(error: str, **details: str) -> Answer:
    return {"ok": False, "error": error, **details}


def _invalid_blocks(why: str) -> Answer:
    return {"ok": False, "error": "invalid_blocks", "response_metadata": {"messages": [f"[ERROR] {why}"]}}
