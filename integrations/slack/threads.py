"""Conversations in Slack: a call for a person opens a thread, the visitor's words stand below it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from integrations.slack.blocks import SlackMessage, slack_message
from integrations.slack.client import PAGE, metadata, oldest, slack_client, ts_of
from integrations.slack.refusals import in_our_words
from integrations.slack.talk_blocks import call_message, thread_message
from pipeline.domain.alert import Alert
from pipeline.domain.takeover import Takeover
from pipeline.domain.thread import Call, ThreadMessage
from pipeline.ports import Posted, Rejected


class SlackThreads:
    """Posts as a bot; safe to share between threads. `channel` is where calls go, by id.

    `two_way` says that Slack can reach us, so that buttons and threads lead back into the chat.
    """

    def __init__(
        self, token: str, channel: str, base_url: str | None = None, timeout: int = 10, two_way: bool = False
    ) -> None:
        self._channel, self._two_way = channel, two_way
        self._client = slack_client(token, base_url, timeout)

    def open(self, call: Call) -> Posted:
        return self._post(self._channel, None, call_message(call, Takeover(), self._two_way), call.key)

    def reply(self, thread: Posted | None, message: ThreadMessage) -> Posted:
        channel = thread.channel if thread else self._channel
        below = thread.reference if thread else None
        return self._post(channel, below, thread_message(message, self._two_way), message.key)

    def find(self, thread: Posted | None, key: str, since: datetime) -> Posted | None:
        """Null also when Slack refuses to show the channel: better twice than never."""
        try:
            with in_our_words():
                return self._look(thread, key, since)
        except Rejected:
            return None

    def show(self, root: Posted, message: Alert | Call, takeover: Takeover) -> None:
        if isinstance(message, Alert):
            looks = slack_message(message, takeover, self._two_way)
        else:
            looks = call_message(message, takeover, self._two_way)
        with in_our_words():
            self._client.chat_update(
                channel=root.channel,
                ts=root.reference,
                text=looks.text,
                blocks=looks.blocks,
                metadata=metadata(message.key),
                parse="none",
            )

    def _post(self, channel: str, thread_ts: str | None, message: SlackMessage, key: str) -> Posted:
        with in_our_words():
            answer = self._client.chat_postMessage(
                channel=channel,
                thread_ts=thread_ts,
                text=message.text,
                blocks=message.blocks,
                metadata=metadata(key),
                parse="none",
                link_names=False,
                unfurl_links=False,
                unfurl_media=False,
            )
        return Posted(str(answer["channel"]), str(answer["ts"]))

    def _look(self, thread: Posted | None, key: str, since: datetime) -> Posted | None:
        search: dict[str, Any] = {"oldest": oldest(since), "include_all_metadata": True, "limit": PAGE}
        if thread:
            pages = self._client.conversations_replies(channel=thread.channel, ts=thread.reference, **search)
        else:
            pages = self._client.conversations_history(channel=self._channel, **search)
        ts = ts_of(pages, key)
        return Posted(thread.channel if thread else self._channel, ts) if ts else None
