"""Who is who: members of the Slack workspace and people of the playbook."""

from __future__ import annotations

from threading import Lock

import structlog

from integrations.slack.client import build_slack_client
from integrations.slack.refusals import translate_slack_errors
from pipeline.playbook import Person, Playbook
from pipeline.ports import PostedMessage, Rejected

log = structlog.get_logger()


class Members:
    """Asks Slack for what the playbook does not say; safe to share between threads."""

    def __init__(self, token: str, base_url: str | None = None, timeout: int = 10) -> None:
        self._client = build_slack_client(token, base_url, timeout)
        self._emails: dict[str, str | None] = {}
        self._lock = Lock()

    def find_person(self, user: str, playbook: Playbook) -> Person | None:
        """The person of the playbook with this member id, else with the email of this member's profile.

        Null for everybody else. Raises RetryAfter while Slack can't be asked.
        """
        people = playbook.routing.people
        by_id = next((person for person in people if person.slack_id == user), None)
        if by_id:
            return by_id
        email = self._email(user)
        return next((person for person in people if email and person.email.casefold() == email.casefold()), None)

    def send_ephemeral(self, thread: PostedMessage, user: str, text: str) -> None:
        """A remark in the thread that only this member sees. Raises RetryAfter or Rejected."""
        with translate_slack_errors():
            self._client.chat_postEphemeral(
                channel=thread.channel, user=user, text=text, thread_ts=thread.reference, parse="none"
            )

    def _email(self, user: str) -> str | None:
        """Asked for once; null where Slack does not tell (the scope users:read.email is missing, say)."""
        with self._lock:
            if user in self._emails:
                return self._emails[user]
        try:
            with translate_slack_errors():
                profile = self._client.users_info(user=user)["user"].get("profile") or {}
        except Rejected as error:
            log.warning("member_unknown", reason=str(error))
            return None
        with self._lock:
            self._emails[user] = profile.get("email")
        return profile.get("email")
