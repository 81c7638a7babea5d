"""How much a public chat takes from whom, so that one visitor's script can't spend everybody's time.

Counted in this process's memory: every web process counts for itself, so that with several of them the most that gets
through is the sum. Nobody is counted out for good, and what is refused counts for nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute, RateLimitItemPerSecond
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter

from pipeline.playbook import ChatLimits

Count = tuple[RateLimitItem, tuple[str, ...]]
"""A limit, and for whom it counts."""

IPV6_SITE = 64
"""Prefix of the network that one IPv6 customer has to itself (RFC 6177): its single addresses are free to change."""


def identify_source(client: object) -> str | None:
    """Whom an address stands for, e.g. `198.51.100.7` or `2001:db8:1:2::/64`, from the (host, port) of a connection.

    Null for one that may stand for many or for no visitor at all: a private or loopback address is a developer, an
    office, or a proxy that nobody told us of, behind which everybody would be counted as one.
    """
    return _source_at(str(client[0])) if isinstance(client, list | tuple) and client else None


@lru_cache(maxsize=4_096)
def _source_at(host: str) -> str | None:
    try:
        address: IPv4Address | IPv6Address = ip_address(host)
    except ValueError:
        return None
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    if not address.is_global:
        return None
    return str(address if address.version == 4 else ip_network((address, IPV6_SITE), strict=False))


class ChatRateLimiter:
    """Whether a message or a conversation is let in. Cheap, and safe to call from any thread."""

    def __init__(self, limits: Callable[[], ChatLimits | None]) -> None:
        """`limits` gives the live numbers; null lets everything in."""
        self._limits = limits
        self._counts = SlidingWindowCounterRateLimiter(MemoryStorage())

    def admit_conversation(self, conversation_id: str, source: str | None) -> bool:
        """Whether the source may have this conversation: one that was let in within the hour, or one more."""
        limits = self._limits()
        if limits is None or source is None or not self._counts.test(_ONCE, "met", conversation_id):
            return True
        admitted = self._counts.hit(RateLimitItemPerHour(limits.conversations_per_address), "new", source)
        return admitted and self._counts.hit(_ONCE, "met", conversation_id)

    def admit_message(self, conversation_id: str, source: str | None) -> bool:
        """Whether a message of the conversation is let in; only then it counts."""
        limits = self._limits()
        if limits is None:
            return True
        counted: list[Count] = [
            (RateLimitItemPerMinute(limits.messages_per_conversation), ("conversation", conversation_id)),
            (RateLimitItemPerSecond(limits.messages_overall), ("overall",)),
        ]
        if source is not None:
            counted.append((RateLimitItemPerMinute(limits.messages_per_address), ("source", source)))
        if not self.admit_conversation(conversation_id, source) or not all(
            self._counts.test(i, *of) for i, of in counted
        ):
            return False
        for item, of in counted:
            self._counts.hit(item, *of)
        return True


_ONCE = RateLimitItemPerHour(1)
