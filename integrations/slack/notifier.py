"""Alerts in a Slack channel."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime

from integrations.slack.blocks import build_alert_message
from integrations.slack.client import PAGE, build_metadata, build_slack_client, find_ts, format_oldest
from integrations.slack.refusals import translate_slack_errors
from pipeline.domain.alert import Alert
from pipeline.ports import CheckResult, DeliveryError, PostedMessage, Rejected
from prompts.texts import Texts

_READ_SCOPES = frozenset({"channels:history", "groups:history"})
_CHANNEL_ID = re.compile(r"[CDG][A-Z0-9]{2,20}")


class SlackNotifier:
    """Posts alerts as a bot. Safe to share between threads.

    `channel` is a channel id such as C0123456789; with a name posting works but `find` can't look. `timeout` is in
    seconds of silence. Nothing is retried here: the caller's delivery row decides when to try again. `two_way` says
    that Slack can reach us, so that alerts can offer to join the chat; `texts` are those of the team's language.
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

    def post(self, alert: Alert) -> PostedMessage:
        """Posts the alert and returns the channel's id and the message's ts."""
        message = build_alert_message(alert, self._texts(), two_way=self._two_way)
        with translate_slack_errors():
            answer = self._client.chat_postMessage(
                channel=self._channel,
                text=message.text,
                blocks=message.blocks,
                metadata=build_metadata(alert.key),
                parse="none",
                link_names=False,
                unfurl_links=False,
                unfurl_media=False,
            )
        return PostedMessage(str(answer["channel"]), str(answer["ts"]))

    def find(self, alert: Alert, since: datetime) -> PostedMessage | None:
        """The message that carries the alert's key.

        Null also when Slack refuses to show the channel (missing scope, a channel given by name): such an alert
        may be posted twice after a crash, which is better than never. Raises RetryAfter while Slack is in trouble.
        """
        try:
            with translate_slack_errors():
                return self._look(alert.key, since)
        except Rejected:
            return None

    def check(self) -> CheckResult:
        """Asks Slack who the token belongs to and whether its scopes suffice; never raises for what Slack says."""
        try:
            with translate_slack_errors():
                answer = self._client.auth_test()
        except DeliveryError as error:
            return CheckResult(False, "Slack cannot be used", str(error))
        scopes = _scopes(answer.headers)
        who = f"Slack workspace {answer['team']} as {answer['user']}"
        if "chat:write" not in scopes:
            return CheckResult(False, who, "add the scope chat:write to the Slack app and install it again")
        return CheckResult(True, who, self._risk_of_doubling(scopes))

    def _look(self, key: str, since: datetime) -> PostedMessage | None:
        pages = self._client.conversations_history(
            channel=self._channel, oldest=format_oldest(since), include_all_metadata=True, limit=PAGE
        )
        ts = find_ts(pages, key)
        return PostedMessage(self._channel, ts) if ts else None

    def _risk_of_doubling(self, scopes: frozenset[str]) -> str | None:
        """What keeps `find` from looking, if anything does."""
        if not scopes & _READ_SCOPES:
            return "add the scope channels:history or a crash can double an alert (private channel: groups:history)"
        if not _CHANNEL_ID.fullmatch(self._channel):
            return "put the channel's id in place of its name into FOYER_SLACK_CHANNEL or a crash can double an alert"
        return None


def _scopes(headers: Mapping[str, str]) -> frozenset[str]:
    """What the token may do, from the header that Slack adds to each answer."""
    listed = next((value for name, value in headers.items() if name.lower() == "x-oauth-scopes"), "")
    return frozenset(scope.strip() for scope in listed.split(","))
