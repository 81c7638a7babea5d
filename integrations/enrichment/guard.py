"""The way out to websites that visitors named: a name is looked up once, and what was checked is what is connected to.

It stands below HTTP: TLS still verifies the name, while no later look-up can lead elsewhere. The same streams keep the
time and the bytes of a whole visit, since a server that sends one byte a second never runs into a timeout between two.
"""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpcore

from integrations.enrichment.addresses import PORTS, Address, RequestRefused, is_public, parse_address

Resolve = Callable[[str, int], Sequence[Address]]
"""Host and port to addresses, best first; raises OSError where there are none."""


def resolve_host(host: str, port: int) -> Sequence[Address]:
    """The addresses of a host, as this machine's resolver knows them."""
    rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    found = (parse_address(str(row[4][0])) for row in rows)
    return tuple(dict.fromkeys(address for address in found if address))


@dataclass(frozen=True, slots=True)
class Guard:
    """Where requests may go. The defaults are for addresses that a visitor named, and no setting changes them."""

    resolve: Resolve = resolve_host
    may_visit: Callable[[Address], bool] = is_public
    ports: Container[int] = frozenset(PORTS.values())
    network: httpcore.NetworkBackend = field(default_factory=httpcore.SyncBackend)

    def resolve_checked(self, host: str, port: int) -> Sequence[Address]:
        """The addresses of a host, all of them allowed; raises Refused if a single one is not, OSError for none."""
        written = parse_address(host)
        found = (written,) if written else self.resolve(host, port)
        if not found:
            raise OSError("the name has no address")
        if not all(map(self.may_visit, found)):
            raise RequestRefused("the address leads into a network that is not public")
        return found


def build_open_guard() -> Guard:
    """For addresses that the owner wrote into the playbook: a service in our own network is as good as any."""
    return Guard(may_visit=lambda address: True, ports=range(1, 65536))


@dataclass(slots=True)
class Allowance:
    """What a visit may still take: until a moment of `time.monotonic()`, and bytes as they come off the wire."""

    until: float
    wire_bytes: int

    def limit_seconds(self, wanted: float | None) -> float:
        """The time for the next step; raises httpcore.ReadTimeout when none is left."""
        left = self.until - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the visit took too long")
        return left if wanted is None else min(left, wanted)

    def take(self, count: int) -> None:
        """Counts what came in; raises Refused beyond the limit."""
        self.wire_bytes -= count
        if self.wire_bytes < 0:
            raise RequestRefused("the answer is too large")


class GuardedNetwork(httpcore.NetworkBackend):
    """Connections of one visit: to checked addresses, within its allowance."""

    def __init__(self, guard: Guard, allowance: Allowance) -> None:
        self._guard, self._allowance = guard, allowance

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """To the first checked address that answers."""
        try:
            addresses = self._guard.resolve_checked(host, port)
        except OSError as error:
            raise httpcore.ConnectError(f"the name can't be looked up: {error.strerror or error}") from error
        for address in addresses[:-1]:
            try:
                return self._connect(address, port, timeout, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return self._connect(addresses[-1], port, timeout, socket_options)

    def _connect(
        self,
        address: Address,
        port: int,
        timeout: float | None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None,
    ) -> httpcore.NetworkStream:
        seconds = self._allowance.limit_seconds(timeout)
        stream = self._guard.network.connect_tcp(str(address), port, seconds, None, socket_options)
        return _LimitedStream(stream, self._allowance)


class _LimitedStream(httpcore.NetworkStream):
    def __init__(self, stream: httpcore.NetworkStream, allowance: Allowance) -> None:
        self._stream, self._allowance = stream, allowance

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        data = self._stream.read(max_bytes, self._allowance.limit_seconds(timeout))
        self._allowance.take(len(data))
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._allowance.limit_seconds(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        stream = self._stream.start_tls(ssl_context, server_hostname, self._allowance.limit_seconds(timeout))
        return _LimitedStream(stream, self._allowance)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
