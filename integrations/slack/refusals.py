"""Slack's failures in our words: try again, or a person must do something, and what."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPException

from slack_sdk.errors import SlackApiError

from pipeline.ports import DeliveryError, Rejected, RetryAfter

_TRANSIENT = frozenset(
    {
        "fatal_error",
        "internal_error",
        "rate_limited",
        "ratelimited",
        "request_timeout",
        "service_unavailable",
        "team_added_to_org",
    }
)
"""Error codes of an answered call that pass by themselves."""

_REINSTALL = "install the Slack app again and put its bot token into FOYER_SLACK_BOT_TOKEN"
_INVITE = "invite the bot to the channel or correct FOYER_SLACK_CHANNEL"
_SCOPE = "add the scope {needed} to the Slack app under OAuth & Permissions and install it again"
_ADMIN = "ask an administrator of the Slack workspace to let the app post in this channel"
_OUR_FAULT = "the message breaks a rule of Slack; read the lead in the console and report this as a fault of Foyer"
_LOOK_UP = "look the code up in Slack's documentation of the method"

_ADVICE = {
    "account_inactive": _REINSTALL,
    "invalid_auth": _REINSTALL,
    "not_authed": _REINSTALL,
    "token_expired": _REINSTALL,
    "token_revoked": _REINSTALL,
    "not_allowed_token_type": _REINSTALL,
    "channel_not_found": _INVITE,
    "not_in_channel": _INVITE,
    "is_archived": "bring the channel back or put another one into FOYER_SLACK_CHANNEL",
    "missing_scope": _SCOPE,
    "no_permission": _SCOPE,
    "access_denied": _ADMIN,
    "ekm_access_denied": _ADMIN,
    "org_login_required": _ADMIN,
    "restricted_action": _ADMIN,
    "restricted_action_read_only_channel": _ADMIN,
    "team_access_not_granted": _ADMIN,
    "invalid_blocks": _OUR_FAULT,
    "invalid_blocks_format": _OUR_FAULT,
    "invalid_metadata_format": _OUR_FAULT,
    "metadata_too_large": _OUR_FAULT,
    "msg_blocks_too_long": _OUR_FAULT,
    "msg_too_long": _OUR_FAULT,
    "no_text": _OUR_FAULT,
}


@contextmanager
def translate_slack_errors() -> Iterator[None]:
    """Turns what a call to Slack raises into RetryAfter or Rejected."""
    try:
        yield
    except SlackApiError as error:
        raise _translated(error) from error
    except (OSError, HTTPException, UnicodeDecodeError) as error:
        raise RetryAfter(f"Slack did not answer: {type(error).__name__}") from error


def _translated(error: SlackApiError) -> DeliveryError:
    status, code = error.response.status_code, str(error.response["error"])
    if status == 429:
        return RetryAfter("Slack asks to slow down", _seconds(error))
    if status >= 500 or code in _TRANSIENT:
        return RetryAfter(f"Slack is in trouble: HTTP {status}", _seconds(error))
    if not re.fullmatch(r"[a-z0-9_]+", code):
        return RetryAfter(f"something that is not Slack answered in its place: HTTP {status}")
    needed = error.response.get("needed") or "chat:write"
    return Rejected(f"Slack says {code}: {_ADVICE.get(code, _LOOK_UP).format(needed=needed)}")


def _seconds(error: SlackApiError) -> float | None:
    """Slack's Retry-After, whole seconds; null where it is absent or not a number."""
    headers = {name.lower(): value for name, value in error.response.headers.items()}
    wait = str(headers.get("retry-after", "")).strip()
    return float(wait) if wait.isdecimal() else None
