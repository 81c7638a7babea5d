"""How many wrong passwords are listened to: of one address, and of all together. Counted in this process's memory."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network

from limits import RateLimitItemPerHour, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

PER_ADDRESS = RateLimitItemPerMinute(10, 5)
"""Ten in five minutes: whoever mistypes comes through, a list of passwords does not."""
OVERALL = RateLimitItemPerHour(100)
"""NIST SP 800-63B, section 5.2.2, allows 100 failures in a row."""
KNOWN_GOOD = RateLimitItemPerHour(1, 12)
RETRY_SECONDS = 300
IPV6_SITE = 64
"""Prefix of the network that one IPv6 customer has to itself (RFC 6177)."""


class GuessThrottle:
    """Safe to call from any thread. An address that brought the right password is not shut out by others' guesses."""

    def __init__(self) -> None:
        self._counts = MovingWindowRateLimiter(MemoryStorage())

    def is_shut(self, source: str) -> bool:
        """Whether no password of the source is looked at now."""
        if not self._counts.test(PER_ADDRESS, "from", source):
            return True
        return not self._counts.test(OVERALL, "all") and self._counts.test(KNOWN_GOOD, "good", source)

    def note_wrong(self, source: str) -> None:
        self._counts.hit(PER_ADDRESS, "from", source)
        self._counts.hit(OVERALL, "all")

    def note_right(self, source: str) -> None:
        self._counts.hit(KNOWN_GOOD, "good", source)


def identify_guesser(client: object) -> str:
    """Whom guesses count for, from the (host, port) of a connection: an address, or the /64 of an IPv6 one."""
    host = str(client[0]) if isinstance(client, tuple | list) and client else ""
    try:
        address = ip_address(host)
    except ValueError:
        return "unknown"
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped or ip_network((address, IPV6_SITE), strict=False))
    return str(address)
