"""Who may see the console: its pages hold personal data. Pure: a request's facts in, an admission out.

Never by an address: behind a proxy on the same machine every stranger looks like a browser on that machine.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from pydantic import SecretStr
from starlette.datastructures import Headers

PASS_LIFE = timedelta(days=30)
"""How long a browser that opened the link is known; the link, which the terminal prints at every start, renews it."""


class Admission(StrEnum):
    GRANTED = "granted"
    PASSWORD_WANTED = "password_wanted"  # noqa: S105 - the name of a state
    TOO_MANY_GUESSES = "too_many_guesses"
    LINK_WANTED = "link_wanted"
    """No password is set, and this browser has not opened the link that the terminal prints."""


@dataclass(frozen=True, slots=True)
class ConsoleAccess:
    """By the password where one is set, else by a cookie that only the key's holder can have; else to nobody."""

    password: SecretStr | None = None
    key: SecretStr | None = None

    def admit(self, headers: Headers, cookies: Mapping[str, str], now: datetime) -> Admission:
        if self.password:
            right = _password_is_right(headers, self.password.get_secret_value())
            return Admission.GRANTED if right else Admission.PASSWORD_WANTED
        held = cookies.get(self.cookie_name, "")
        return Admission.GRANTED if self._is_pass(held, now) else Admission.LINK_WANTED

    def is_key(self, given: str) -> bool:
        """Whether the text is the key of the link; compared in constant time."""
        return self.key is not None and hmac.compare_digest(given.encode(), self._key)

    def issue_pass(self, now: datetime) -> str:
        """The cookie's value for a browser that brought the key: when it ends, signed."""
        ends = str(int((now + PASS_LIFE).timestamp()))
        return f"{ends}.{self._sign(ends)}"

    @property
    def cookie_name(self) -> str:
        """One for each key: a browser sends cookies to every port of a machine, where another Foyer may run."""
        return f"foyer_console_{hashlib.sha256(self._key).hexdigest()[:8]}"

    def _is_pass(self, held: str, now: datetime) -> bool:
        ends, _, signature = held.partition(".")
        if self.key is None or not hmac.compare_digest(signature.encode(), self._sign(ends).encode()):
            return False
        return now.timestamp() < int(ends)

    def _sign(self, ends: str) -> str:
        return hmac.new(self._key, f"console until {ends}".encode(), hashlib.sha256).hexdigest()

    @property
    def _key(self) -> bytes:
        return self.key.get_secret_value().encode() if self.key else b""


def _password_is_right(headers: Headers, wanted: str) -> bool:
    """HTTP Basic (RFC 7617, UTF-8) with any user name; compared in constant time."""
    scheme, _, encoded = headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return False
    try:
        credentials = base64.b64decode(encoded.strip(), validate=True)
    except (binascii.Error, ValueError):
        return False
    _, colon, given = credentials.partition(b":")
    return bool(colon) and hmac.compare_digest(given, wanted.encode())
