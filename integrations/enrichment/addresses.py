"""Which addresses a request may go to: public ones alone, so that nobody reads our own network through us."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

Address = IPv4Address | IPv6Address

PORTS = {"http": 80, "https": 443}
MAX_URL = 2_000
"""Characters; longer ones are no address of a page that people visit."""

_CLOSED_V4 = tuple(
    map(
        IPv4Network,
        (
            "0.0.0.0/8",  # this network
            "10.0.0.0/8",
            "100.64.0.0/10",  # carriers' own
            "127.0.0.0/8",
            "169.254.0.0/16",  # link-local, with the clouds' metadata
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.31.196.0/24",
            "192.52.193.0/24",
            "192.88.99.0/24",  # 6to4 relays
            "192.168.0.0/16",
            "192.175.48.0/24",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",  # multicast
            "240.0.0.0/4",  # reserved, with broadcast
        ),
    )
)
_OPEN_V6 = IPv6Network("2000::/3")
"""The only global unicast there is. What maps or tunnels IPv4 (::ffff:0:0/96, 64:ff9b::/96) lies outside it."""
_CLOSED_V6 = tuple(
    map(
        IPv6Network,
        (
            "2001::/23",  # protocols, with Teredo tunnels
            "2001:db8::/32",
            "2002::/16",  # 6to4: an IPv4 address in disguise
            "2620:4f:8000::/48",
            "3fff::/20",
        ),
    )
)


class RequestRefused(Exception):
    """The guard does not go there; the message says why, and names no address of ours."""


@dataclass(frozen=True, slots=True)
class Target:
    scheme: str
    host: str
    """ASCII, lower case, without brackets."""
    port: int
    path: str
    """With the query; begins with a slash."""


def is_public(address: Address) -> bool:
    """Whether an address lies in the public internet (IANA's special-purpose registries, RFC 6890 and RFC 4291)."""
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _CLOSED_V4)
    return address in _OPEN_V6 and not any(address in network for network in _CLOSED_V6)


def read_target(url: str, ports: Container[int] = frozenset(PORTS.values())) -> Target:
    """An address taken apart; raises Refused for one that a website would not have."""
    if len(url) > MAX_URL or not url.isascii() or any(char <= " " or char == "\\" or char == "\x7f" for char in url):
        raise RequestRefused("the address is too long or holds odd characters")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise RequestRefused("the address can't be read") from None
    if parts.scheme not in PORTS or not parts.hostname:
        raise RequestRefused("only http and https are followed")
    if "@" in parts.netloc:
        raise RequestRefused("the address holds a name or a password")
    port = port if port is not None else PORTS[parts.scheme]
    if port not in ports:
        raise RequestRefused(f"port {port} is not one of a website")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.scheme, parts.hostname.rstrip("."), port, path)


def parse_address(host: str) -> Address | None:
    """The address that a host is written as; null for a name, and for odd forms (`127.1`)."""
    try:
        return ip_address(host)
    except ValueError:
        return None
