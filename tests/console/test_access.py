"""Who sees personal data: whoever has the password, or sits at the machine itself."""

from __future__ import annotations

import base64

import pytest
from pydantic import SecretStr
from starlette.datastructures import Headers

from console.access import PROXY_HEADERS, Admission, ConsoleAccess
from tests.console.html import read
from tests.console.views import Shelf, a_delivery, a_draft, a_lead, a_page

FULL = Shelf([a_lead()], [a_page()], [a_delivery()], [a_draft()])
PATHS = ["/console/", "/console/leads/lead_8f3k2m9x4q", "/console/alerts", "/console/follow-ups", "/console/nothing"]
LOCKED = ConsoleAccess(SecretStr("öpen sesame: 1"))


def basic(credentials: str | bytes) -> str:
    raw = credentials if isinstance(credentials, bytes) else credentials.encode()
    return "Basic " + base64.b64encode(raw).decode()


def admit(access, client="127.0.0.1", host="localhost:8000", **headers):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return access.admit(client, Headers({"host": host, **named}))


@pytest.mark.parametrize("password", [None, SecretStr("")])
@pytest.mark.parametrize("client", ["127.0.0.1", "127.8.0.9", "::1", "::ffff:127.0.0.1"])
@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "LOCALHOST", "127.0.0.1:8000", "[::1]", "[::1]:8000"])
def test_without_a_password_the_machine_itself_may_look(password, client, host):
    assert admit(ConsoleAccess(password), client, host) is Admission.GRANTED


@pytest.mark.parametrize("client", ["192.0.2.7", "10.0.0.2", "2001:db8::1", "::ffff:192.0.2.7", "testclient", "", None])
def test_without_a_password_nobody_else_may(client):
    assert admit(ConsoleAccess(), client) is Admission.ONLY_LOCAL


@pytest.mark.parametrize("name", PROXY_HEADERS)
def test_a_request_that_was_passed_on_may_come_from_anywhere(name):
    assert admit(ConsoleAccess(), **{name: "127.0.0.1"}) is Admission.ONLY_LOCAL


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8000",
        "localhost.evil.example",
        "evil.example/localhost",
        "127.0.0.1.evil.example",
        "localhost:8000@evil.example",
        "localhost\n",
        "::1",
        "",
    ],
)
def test_a_name_that_was_rebound_to_this_machine_is_not_this_machine(host):
    assert admit(ConsoleAccess(), host=host) is Admission.ONLY_LOCAL


@pytest.mark.parametrize("hosts", [[], ["localhost", "localhost"], ["localhost", "evil.example"]])
def test_a_request_names_one_host(hosts):
    headers = Headers(raw=[(b"host", host.encode()) for host in hosts])
    assert ConsoleAccess().admit("127.0.0.1", headers) is Admission.ONLY_LOCAL


@pytest.mark.parametrize("user", ["", "ana", "anyone at all"])
@pytest.mark.parametrize("client", ["127.0.0.1", "192.0.2.7", None])
def test_the_password_opens_from_everywhere_with_any_user_name(user, client):
    authorization = basic(f"{user}:öpen sesame: 1")
    found = admit(LOCKED, client, "foyer.example", authorization=authorization, x_forwarded_for="192.0.2.7")
    assert found is Admission.GRANTED


@pytest.mark.parametrize(
    "authorization",
    [
        None,
        "",
        "Basic",
        "Basic ",
        "Basic !!!",
        "Basic öäü",
        "Bearer öpen sesame: 1",
        basic("ana:"),
        basic("ana"),
        basic("öpen sesame: 1"),
        basic("ana:öpen sesame"),
        basic("ana:öpen sesame: 1 "),
        basic("ana:ÖPEN SESAME: 1"),
        basic("ana:öpen sesame: 1".encode("latin-1")),
        basic(b"\xff\xfe:\xff"),
    ],
)
def test_with_a_password_nothing_else_opens_not_even_on_the_machine_itself(authorization):
    given = {} if authorization is None else {"authorization": authorization.encode().decode("latin-1")}
    assert admit(LOCKED, **given) is Admission.PASSWORD_WANTED


def test_the_password_does_not_show_in_a_log():
    assert "sesame" not in repr(LOCKED)


@pytest.mark.parametrize("path", PATHS)
def test_whoever_is_refused_gets_advice_and_no_data(browse, path):
    response = browse(FULL, client="192.0.2.7").get(path)
    assert response.status_code == 403
    assert "FOYER_CONSOLE_PASSWORD" in response.text
    assert "Maria" not in response.text
    assert response.headers["cache-control"] == "no-store"
    assert response.headers["x-frame-options"] == "DENY"


@pytest.mark.parametrize("path", PATHS)
def test_a_browser_is_asked_for_the_password_and_then_shown_the_page(browse, path):
    client = browse(FULL, access=LOCKED)
    refused = client.get(path)
    assert refused.status_code == 401
    assert refused.headers["www-authenticate"] == 'Basic realm="Foyer", charset="UTF-8"'
    assert "Maria" not in refused.text
    admitted = client.get(path, headers={"authorization": basic("ana:öpen sesame: 1")})
    assert admitted.status_code == (404 if path.endswith("nothing") else 200)


def test_no_report_is_read_for_whoever_is_refused(browse):
    class Untouchable(Shelf):
        def count(self):
            raise AssertionError("read for a stranger")

    assert browse(Untouchable(), client="192.0.2.7").get("/console/").status_code == 403


def test_the_refusal_may_be_styled(browse):
    client = browse(FULL, client="192.0.2.7")
    style = read(client.get("/console/").text).one("link", rel="stylesheet")
    assert client.get(style.attributes["href"]).headers["content-type"].startswith("text/css")
