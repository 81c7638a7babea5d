"""Tests talk to this machine only."""

from __future__ import annotations

import ipaddress
import socket
from typing import Any

import pytest


class OutsideWorld(RuntimeError):
    """A test tried to leave this machine. Not an OSError: code that forgives a bad network must not forgive this."""


def is_here(host: str | bytes | None) -> bool:
    """Whether a host is this machine: a loopback address, `localhost`, or any address to listen on."""
    name = host.decode() if isinstance(host, bytes) else host
    if not name or name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        address = ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def stay_here(patch: pytest.MonkeyPatch) -> None:
    """Makes Python's sockets refuse to connect, send or look up names elsewhere; Unix sockets stay free."""
    inet = {socket.AF_INET, socket.AF_INET6}

    def guarded(name: str) -> None:
        original = getattr(socket.socket, name)

        def guard(self: socket.socket, *args: Any) -> Any:
            address = args[-1]
            if self.family in inet and isinstance(address, tuple) and not is_here(address[0]):
                raise OutsideWorld(f"a test tried to reach {address[0]}; use a local fake")
            return original(self, *args)

        patch.setattr(socket.socket, name, guard)

    for name in ("connect", "connect_ex", "sendto"):
        guarded(name)

    look_up = socket.getaddrinfo

    def getaddrinfo(host: Any, *args: Any, **options: Any) -> Any:
        if not is_here(host):
            raise OutsideWorld(f"a test tried to look up {host}; use a local fake")
        return look_up(host, *args, **options)

    patch.setattr(socket, "getaddrinfo", getaddrinfo)


def free_port() -> int:
    """A port of the loopback interface that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
