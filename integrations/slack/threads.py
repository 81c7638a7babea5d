"""Conversations in Slack: a call for a person opens a thread, the visitor's words stand below it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from integrations.slack.blocks import SlackMessage, build_alert_message
from integrations.slack.client import PAGE, build_metadata, build_slack_client, find_ts, format_oldest
from integrations.slack.refusals import translate_slack_errors
from integrations.slack.talk_blocks import build_call_message, build_thread_message
from pipeline.domain.alert import Alert
from pipeline.domain.takeover import Takeover
from pipeline.domain.thread import CallForPerson, ThreadMessage
from pipeline.ports import PostedMessage, Rejected
from prompts.texts import Texts


class SlackThreads:
    """Posts as a bot; safe to share between threads. `channel` is where calls go, by id.

    `two_way` says that Slack can reach us, so that buttons and threads lead back into the chat;
    `texts` are those of the team's language.
    """

    def __init__(
        self,
        token: str,
        channel: str,
        texts: Callable[[], Texts],
        base_url: str | None = None,
        timeout: int = 10,
        two_way: bool = False,
    ) -> None:
        self._channel, self._two_way, self._texts = channel, two_way, texts
        self._client = build_slack_client(token, base_url, timeout)

    def open(self, call: CallForPerson) -> PostedMessage:
        return self._post(self._channel, None, self._look_of(call, Takeover()), call.key)

    def reply(self, thread: PostedMessage | None, message: ThreadMessage) -> PostedMessage:
        channel = thread.channel if thread else self._channel
        below = thread.reference if thread else None
        return self._post(channel, below, build_thread_message(message, self._texts(), self._two_way), message.key)

    def find(self, thread: PostedMessage | None, key: str, since: datetime) -> PostedMessage | None:
        """Null also when Slack refuses to show the channel: better twice than never."""
        try:
            with translate_slack_errors():
                return self._look(thread, key, since)
        except Rejected:
            return None

    def show(self, root: PostedMessage, message: Alert | CallForPerson, takeover: Takeover) -> None:
        looks = self._look_of(message, takeover)
        with translate_slack_errors():
            self._client.chat_update(
                channel=root.channel,
                ts=root.reference,
                text=looks.text,
                blocks=looks.blocks,
                metadata=build_metadata(message.key),
                parse="none",
            )

    def _look_of(self, message: Alert | CallForPerson, takeover: Takeover) -> SlackMessage:
        if isinstance(message, Alert):
            return build_alert_message(message, self._texts(), takeover, self._two_way)
        return build_call_message(message, self._texts(), takeover, self._two_way)

    def _post(self, channel: str, thread_ts: str | None, message: SlackMessage, key: str) -> PostedMessage:
        with translate_slack_errors():
            answer = self._client.chat_postMessage(
                channel=channel,
                thread_ts=thread_ts,
                text=message.text,
                blocks=message.blocks,
                metadata=build_metadata(key),
                parse="none",
                link_names=False,
                unfurl_links=False,
                unfurl_media=False,
            )
        return PostedMessage(str(answer["channel"]), str(answer["ts"]))

    def _look(self, thread: PostedMessage | None, key: str, since: datetime) -> PostedMessage | None:
        search: dict[str, Any] = {"oldest": format_oldest(since), "include_all_metadata": True, "limit": PAGE}
        if thread:
            pages = self._client.conversations_replies(channel=thread.channel, ts=thread.reference, **search)
        else:
            pages = self._client.conversations_history(channel=self._channel, **search)
        ts = find_ts(pages, key)
        return PostedMessage(thread.channel if thread else self._channel, ts) if ts else None
