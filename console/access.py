"""Who may see the console: its pages hold personal data. Pure: a request's facts in, an admission out."""

from __future__ import annotations

import base64
import binascii
import ipaddress
import re
import secrets
from dataclasses import dataclass
from enum import StrEnum

from pydantic import SecretStr
from starlette.datastructures import Headers

PROXY_HEADERS = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip")
"""Any of them means that the request was passed on, so the visitor may sit anywhere."""
_LOCAL_HOST = re.compile(r"(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?", re.IGNORECASE)


class Admission(StrEnum):
    GRANTED = "granted"
    PASSWORD_WANTED = "password_wanted"  # noqa: S105 - the name of a state
    ONLY_LOCAL = "only_local"
    """No password is set and the request does not come from this very machine."""


@dataclass(frozen=True, slots=True)
class ConsoleAccess:
    """Without a password (null or empty) only a browser on the machine itself is let in."""

    password: SecretStr | None = None

    def admit(self, client: str | None, headers: Headers) -> Admission:
        """`client` is the address of the other end of the connection; null where there is none (a Unix socket)."""
        if self.password:
            right = _password_is_right(headers, self.password.get_secret_value())
            return Admission.GRANTED if right else Admission.PASSWORD_WANTED
        return Admission.GRANTED if _is_local(client, headers) else Admission.ONLY_LOCAL


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
    return bool(colon) and secrets.compare_digest(given, wanted.encode())


def _is_local(client: str | None, headers: Headers) -> bool:
    """From loopback, not passed on, and asked for by a local name: a site whose name is rebound to 127.0.0.1 is not."""
    hosts = headers.getlist("host")
    return (
        _is_loopback(client)
        and not any(name in headers for name in PROXY_HEADERS)
        and len(hosts) == 1
        and _LOCAL_HOST.fullmatch(hosts[0]) is not None
    )


def _is_loopback(client: str | None) -> bool:
    try:
        address = ipaddress.ip_address(client or "")
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return address.is_loopback
