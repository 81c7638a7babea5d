"""Members of the fake Slack workspace, who reach Foyer as Slack does: by signed requests.

`SlackPeople(fake, server.base, secret).press("foyer_join", root, "UANA")`.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import httpx
from slack_sdk.signature import SignatureVerifier

from tests.fakes.slack_api import WorkspaceMessage
from tests.fakes.slack_server import FakeSlack

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"


class SlackPeople:
    """`base` is the web process that Slack's requests reach."""

    def __init__(self, slack: FakeSlack, base: str, secret: str = SECRET) -> None:
        self.slack, self.base = slack, base
        self._signer = SignatureVerifier(secret)
        self._number = 0

    def write(self, root: WorkspaceMessage, user: str, text: str, **changes: Any) -> httpx.Response:
        """A message in the thread below `root`, as Slack's Events API tells of it; `changes` are those of the event."""
        ts = self.slack.api.written(root.channel, text, root.ts).ts
        event = {"type": "message", "channel": root.channel, "user": user, "text": text, "ts": ts, "thread_ts": root.ts}
        return self.tell({**event, **changes})

    def tell(self, event: Mapping[str, Any]) -> httpx.Response:
        self._number += 1
        envelope = {
            "type": "event_callback",
            "event_id": f"Ev{self._number}",
            "team_id": "T0FAKE",
            "event": dict(event),
        }
        return self.send("/slack/events", json.dumps(envelope), "application/json")

    def press(self, root: WorkspaceMessage, user: str, button: Mapping[str, Any] | None = None) -> httpx.Response:
        """Presses the one button of the message that speaks to the app, or one that stood there before."""
        button = button or self.button(root)
        payload = {
            "type": "block_actions",
            "user": {"id": user, "username": user.lower()},
            "container": {"type": "message", "message_ts": root.ts, "channel_id": root.channel},
            "channel": {"id": root.channel},
            "actions": [{**button, "action_ts": f"{time.time():.6f}"}],
        }
        return self.send(
            "/slack/actions", urlencode({"payload": json.dumps(payload)}), "application/x-www-form-urlencoded"
        )

    def button(self, root: WorkspaceMessage) -> dict[str, Any]:
        """The button, on the message as it looks now."""
        now = next(message for message in self.slack.api.messages if message.ts == root.ts)
        elements = [element for block in now.blocks if block["type"] == "actions" for element in block["elements"]]
        return next(element for element in elements if "url" not in element)

    def send(self, path: str, body: str, content_type: str, **headers: str) -> httpx.Response:
        """A request with a right signature of now, unless `headers` say otherwise."""
        timestamp = str(int(time.time()))
        signature = self._signer.generate_signature(timestamp=timestamp, body=body) or ""
        signed = {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": signature}
        all_headers = {"Content-Type": content_type, **signed, **{k.replace("_", "-"): v for k, v in headers.items()}}
        return httpx.post(f"{self.base}{path}", content=body, headers=all_headers, timeout=10)
