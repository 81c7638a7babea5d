"""One visit to an address: redirects checked one by one, time and size limited from the first byte to the last."""

from __future__ import annotations

import ssl
import time
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import urljoin

import httpcore

from integrations.enrichment.addresses import RequestRefused, read_target
from integrations.enrichment.guard import Allowance, Guard, GuardedNetwork

HEADERS_ALLOWANCE = 64_000
"""Bytes on the wire beside the answer's body: status lines, headers, TLS records."""
REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class RequestLimits:
    """The most that a visit may take, redirects included; `bytes` count once unpacked as well as on the wire."""

    seconds: float = 3.0
    bytes: int = 1_000_000
    redirects: int = 3


@dataclass(frozen=True, slots=True)
class HttpRequest:
    url: str
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None


@dataclass(frozen=True, slots=True)
class HttpResponse:
    url: str
    """Where the last redirect led."""
    status: int
    headers: Mapping[str, str]
    """Names in lower case; of one that came twice, the last."""
    body: bytes


def send_request(request: HttpRequest, guard: Guard, limits: RequestLimits) -> HttpResponse:
    """The answer, whatever its status. No cookie is kept and no proxy of the environment used.

    Raises Refused for an address or an answer that is not allowed, httpcore.TimeoutException when the time is over,
    and httpcore.NetworkError or httpcore.ProtocolError where nobody answers sensibly.
    """
    allowance = Allowance(time.monotonic() + limits.seconds, limits.bytes + HEADERS_ALLOWANCE)
    url = request.url
    for _ in range(limits.redirects + 1):
        response = _once(url, request, guard, allowance, limits.bytes)
        location = response.headers.get("location")
        if limits.redirects == 0 or response.status not in REDIRECTS or not location:
            return response
        url = _next(url, location)
    raise RequestRefused(f"more than {limits.redirects} redirects")


def _next(url: str, location: str) -> str:
    try:
        return urljoin(url, location)
    except ValueError:
        raise RequestRefused("the redirect can't be read") from None


def _once(url: str, request: HttpRequest, guard: Guard, allowance: Allowance, most: int) -> HttpResponse:
    target = read_target(url, guard.ports)
    host = f"[{target.host}]" if ":" in target.host else target.host
    address = httpcore.URL(
        scheme=target.scheme.encode(), host=target.host.encode(), port=target.port, target=target.path.encode()
    )
    headers = {"Host": _host_header(host, target.scheme, target.port), "Accept-Encoding": "gzip", **request.headers}
    if request.body is not None:
        headers["Content-Length"] = str(len(request.body))
    network, tls = GuardedNetwork(guard, allowance), _tls() if target.scheme == "https" else None
    with (
        httpcore.ConnectionPool(ssl_context=tls, network_backend=network) as pool,
        pool.stream(request.method, address, headers=_encoded(headers), content=request.body) as answer,
    ):
        received = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in answer.headers}
        body = _unpacked(answer.iter_stream(), received.get("content-encoding", ""), most)
        return HttpResponse(url, answer.status, received, body)


def _host_header(host: str, scheme: str, port: int) -> str:
    return host if port == {"http": 80, "https": 443}[scheme] else f"{host}:{port}"


def _encoded(headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.encode("ascii"), value.encode("latin-1")) for name, value in headers.items()]


def _unpacked(chunks: Iterable[bytes], encoding: str, most: int) -> bytes:
    """The body, never held larger than `most`: what a few bytes unpack to counts as well."""
    packed = encoding.strip().lower()
    if packed not in ("", "identity", "gzip", "x-gzip"):
        raise RequestRefused("the answer is packed in a way we did not ask for")
    unpack = zlib.decompressobj(wbits=31) if packed in ("gzip", "x-gzip") else None
    body = bytearray()
    try:
        for chunk in chunks:
            body += unpack.decompress(chunk, most + 1 - len(body)) if unpack else chunk
            if len(body) > most:
                raise RequestRefused("the answer is too large")
    except zlib.error:
        raise RequestRefused("the answer can't be unpacked") from None
    return bytes(body)


@cache
def _tls() -> ssl.SSLContext:
    return httpcore.default_ssl_context()
