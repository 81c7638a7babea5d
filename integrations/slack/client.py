"""One client of Slack's Web API for alerts and threads, and how a message of ours is found again."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from slack_sdk import WebClient

EVENT_TYPE = "foyer_alert"
"""Names our metadata among that of other apps in the channel."""
CLOCK_SKEW = timedelta(minutes=5)
"""How far our clock may run ahead of Slack's before a message is not found."""
PAGE = 200
_MOST_PAGES = 20

# At debug level the SDK logs whole messages, which are personal data.
_sdk_log = logging.getLogger(f"{__name__}.sdk")
_sdk_log.setLevel(logging.WARNING)


def build_slack_client(token: str, base_url: str | None = None, timeout: int = 10) -> WebClient:
    """Without retries of its own: our rows decide when to try again. `timeout` is in seconds of silence."""
    return WebClient(
        token=token, base_url=base_url or WebClient.BASE_URL, timeout=timeout, retry_handlers=[], logger=_sdk_log
    )


def build_metadata(key: str) -> dict[str, Any]:
    return {"event_type": EVENT_TYPE, "event_payload": {"key": key}}


def format_oldest(since: datetime) -> str:
    """Where a search begins for what was posted since then."""
    return f"{(since - CLOCK_SKEW).timestamp():.6f}"


def find_ts(pages: Iterable[Any], key: str) -> str | None:
    """The ts of the message that carries the key, on the first pages of a search; null if there is none."""
    for page in islice(pages, _MOST_PAGES):
        for message in page["messages"] or ():
            carried = message.get("metadata") or {}
            if carried.get("event_type") == EVENT_TYPE and carried.get("event_payload", {}).get("key") == key:
                return str(message["ts"])
    return None
