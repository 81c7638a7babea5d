"""No address that a visitor names leads into a network of ours, however it is written, redirected or looked up."""

from __future__ import annotations

import gzip
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from ipaddress import ip_address

import httpcore
import pytest
from hypothesis import given
from hypothesis import strategies as st

from integrations.enrichment.addresses import Address, RequestRefused, is_public, read_target
from integrations.enrichment.guard import Guard
from integrations.enrichment.visit import HttpRequest, RequestLimits, send_request
from tests.fakes.web_server import Reply, WebServer, a_page

HERE = ip_address("127.0.0.1")
SMALL = RequestLimits(seconds=20, bytes=20_000)
QUICK = RequestLimits(seconds=0.3)


@pytest.mark.parametrize("address", ["1.1.1.1", "93.184.216.34", "2606:4700::1111", "2a00:1450:4001:80e::200e"])
def test_public_addresses(address):
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    "address",
    [
        *("0.0.0.1", "10.1.2.3", "100.64.0.1", "127.0.0.1", "127.255.255.255", "169.254.169.254", "172.16.0.1"),
        *("172.31.255.255", "192.0.0.8", "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1", "198.19.255.255"),
        *("198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255"),
        *("::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:1.1.1.1", "64:ff9b::7f00:1"),
        *("64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "100::1", "2001::1", "2001:0:7f00:1::1", "2001:db8::1"),
        *("2002:7f00:1::", "2002:a00:1::1", "3fff::1", "5f00::1", "fc00::1", "fd12:3456::1", "fe80::1", "fec0::1"),
        *("ff02::1", "ff0e::1", "fe80::1%eth0"),
    ],
)
def test_addresses_of_other_networks(address):
    assert not is_public(ip_address(address))


@given(st.ip_addresses(v=4))
def test_what_python_knows_to_be_private_is_not_public(address):
    assert not (is_public(address) and (address.is_private or address.is_multicast or address.is_reserved))


@given(st.ip_addresses(v=4), st.sampled_from(["::ffff:{}", "::{}", "64:ff9b::{}"]))
def test_no_ipv4_address_hides_in_an_ipv6_one(address, form):
    assert not is_public(ip_address(form.format(address)))


@pytest.mark.parametrize(
    "url",
    [
        *("ftp://example.com/", "file:///etc/passwd", "gopher://example.com/", "//example.com/", "example.com", ""),
        *("http://user@example.com/", "http://user:password@example.com/", "http://@example.com/", "http:///path"),
        *("http://example.com:8080/", "http://example.com:22/", "http://example.com:99999/", "http://example.com:x/"),
        *("http://exa mple.com/", "http://example.com\\@127.0.0.1/", "http://example.com/\r\nHost: x", "http://[::1/"),
        *("http://ex\u00e4mple.com/", "http://example.com/\x7f", f"http://example.com/{'a' * 3000}"),
    ],
)
def test_addresses_that_no_website_has(url):
    with pytest.raises(RequestRefused):
        read_target(url)


@pytest.mark.parametrize(
    ("url", "host", "port", "path"),
    [
        ("https://Example.com", "example.com", 443, "/"),
        ("http://example.com./a?b=c#d", "example.com", 80, "/a?b=c"),
        ("https://[2606:4700::1111]:443/", "2606:4700::1111", 443, "/"),
    ],
)
def test_addresses_of_websites(url, host, port, path):
    target = read_target(url)
    assert (target.host, target.port, target.path) == (host, port, path)


@dataclass
class Names:
    """A resolver that answers what a test says, the next answer each time, and the last one for ever."""

    answers: list[Sequence[Address]]
    asked: list[str] = field(default_factory=list)

    def __call__(self, host: str, port: int) -> Sequence[Address]:
        self.asked.append(host)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


class Wired(httpcore.NetworkBackend):
    """A network in which every address is this machine; notes where a connection wanted to go."""

    def __init__(self) -> None:
        self.went_to: list[str] = []

    def connect_tcp(self, host, port, timeout=None, local_address=None, socket_options=None):
        self.went_to.append(host)
        return httpcore.SyncBackend().connect_tcp("127.0.0.1", port, timeout)


@pytest.fixture
def web() -> Iterator[WebServer]:
    with WebServer() as server:
        yield server


def guarded(web: WebServer, *answers: Sequence[str]) -> tuple[Guard, Names, Wired]:
    """The guard as it is in production, but for the port; names lead to the given addresses, one after the other."""
    names, network = Names([tuple(map(ip_address, each)) for each in answers]), Wired()
    return Guard(resolve=names, ports=(web.port,), network=network), names, network


def local(web: WebServer) -> Guard:
    return Guard(resolve=lambda host, port: [HERE], may_visit=lambda address: address == HERE, ports=(web.port,))


@pytest.mark.parametrize(
    "written",
    ["127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "169.254.169.254", "10.0.0.1", "[fe80::1]", "[64:ff9b::7f00:1]"],
)
def test_an_address_in_the_place_of_a_name_is_checked(web, written):
    guard, names, network = guarded(web, ["1.1.1.1"])
    with pytest.raises(RequestRefused, match="not public"):
        send_request(HttpRequest(f"http://{written}:{web.port}/"), guard, SMALL)
    assert (names.asked, network.went_to, web.heard) == ([], [], [])


@pytest.mark.parametrize("name", ["2130706433", "127.1", "0x7f.1", "0177.0.0.1", "localhost"])
def test_odd_forms_of_an_address_are_names_and_checked_once_they_are_looked_up(web, name):
    guard, _, network = guarded(web, ["127.0.0.1"])
    with pytest.raises(RequestRefused, match="not public"):
        send_request(HttpRequest(f"http://{name}:{web.port}/"), guard, SMALL)
    assert network.went_to == []


def test_one_private_address_among_public_ones_is_enough_to_stay_away(web):
    guard, _, network = guarded(web, ["1.1.1.1", "10.0.0.1"])
    with pytest.raises(RequestRefused, match="not public"):
        send_request(HttpRequest(f"http://example.com:{web.port}/"), guard, SMALL)
    assert network.went_to == []


def test_what_was_checked_is_what_is_connected_to(web):
    """Rebinding: a name that leads somewhere public when it is checked, and home when it is connected to."""
    web.replies["/"] = a_page("hello")
    guard, names, network = guarded(web, ["1.1.1.1"], ["127.0.0.1"])
    assert send_request(HttpRequest(f"http://example.com:{web.port}/"), guard, SMALL).body == b"hello"
    assert (names.asked, network.went_to) == (["example.com"], ["1.1.1.1"])
    assert web.heard[0].headers["host"] == f"example.com:{web.port}"


def test_a_redirect_is_looked_up_and_checked_anew(web):
    web.replies["/"] = Reply(status=302, headers={"Location": f"http://inside.example.com:{web.port}/secret"})
    guard, names, network = guarded(web, ["1.1.1.1"], ["192.168.0.1"])
    with pytest.raises(RequestRefused, match="not public"):
        send_request(HttpRequest(f"http://example.com:{web.port}/"), guard, SMALL)
    assert names.asked == ["example.com", "inside.example.com"]
    assert network.went_to == ["1.1.1.1"]


@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.1/",
        "http://[::1]/",
        "file:///etc/passwd",
        "http://a:b@example.com/",
        "http://example.com:22/",
        "//[",
    ],
)
def test_a_redirect_to_an_address_that_is_not_allowed(web, location):
    web.replies["/"] = Reply(status=301, headers={"Location": location})
    guard, _, network = guarded(web, ["1.1.1.1"])
    with pytest.raises(RequestRefused):
        send_request(HttpRequest(f"http://example.com:{web.port}/"), guard, SMALL)
    assert len(network.went_to) == 1


def test_redirects_are_followed_a_few_times_and_keep_no_cookie(web):
    web.replies |= {
        "/": Reply(status=307, headers={"Location": "/a", "Set-Cookie": "seen=1"}),
        "/a": Reply(status=308, headers={"Location": "b?c=d"}),
        "/b": a_page("arrived"),
    }
    assert send_request(HttpRequest(f"http://example.com:{web.port}/"), local(web), SMALL).body == b"arrived"
    assert [heard.path for heard in web.heard] == ["/", "/a", "/b?c=d"]
    assert not any("cookie" in heard.headers for heard in web.heard)


def test_a_redirect_in_circles_ends(web):
    web.replies["/"] = Reply(status=302, headers={"Location": "/"})
    with pytest.raises(RequestRefused, match="redirects"):
        send_request(HttpRequest(f"http://example.com:{web.port}/"), local(web), SMALL)
    assert len(web.heard) == SMALL.redirects + 1


@pytest.mark.parametrize("reply", [Reply(stall=True), Reply(drip=True)], ids=["silent", "a byte at a time"])
def test_a_slow_server_gets_no_more_than_its_time(web, reply):
    web.replies["/"] = reply
    begun = time.monotonic()
    with pytest.raises(httpcore.TimeoutException):
        send_request(HttpRequest(f"http://example.com:{web.port}/"), local(web), QUICK)
    assert time.monotonic() - begun < QUICK.seconds + 5


@pytest.mark.parametrize(
    "reply",
    [
        Reply(b"x" * 30_000),
        Reply(b"x" * 5_000, endless=True),
        Reply(gzip.compress(b"\0" * 10_000_000), headers={"Content-Encoding": "gzip"}),
        Reply(headers={f"X-{n}": "y" * 900 for n in range(99)}),
    ],
    ids=["huge", "endless", "small but unpacks to 10 MB", "huge headers"],
)
def test_a_huge_answer_is_not_read_to_its_end(web, reply):
    web.replies["/"] = reply
    with pytest.raises((RequestRefused, httpcore.RemoteProtocolError)):
        send_request(HttpRequest(f"http://example.com:{web.port}/"), local(web), SMALL)


@pytest.mark.parametrize(
    ("body", "encoding"), [(b"no gzip", "gzip"), (b"x", "br"), (b"x", "gzip, gzip")], ids=["broken", "unasked", "twice"]
)
def test_an_answer_packed_in_an_odd_way(web, body, encoding):
    web.replies["/"] = Reply(body, headers={"Content-Encoding": encoding})
    with pytest.raises(RequestRefused):
        send_request(HttpRequest(f"http://example.com:{web.port}/"), local(web), SMALL)


def test_a_packed_answer_is_unpacked(web):
    web.replies["/"] = Reply(gzip.compress(b"hello"), headers={"Content-Encoding": "gzip"})
    assert send_request(HttpRequest(f"http://example.com:{web.port}/"), local(web), SMALL).body == b"hello"


def test_the_environment_s_proxy_is_not_asked(web, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
    web.replies["/"] = a_page("hello")
    assert send_request(HttpRequest(f"http://example.com:{web.port}/"), local(web), SMALL).status == 200
