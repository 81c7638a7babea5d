"""Who sees personal data: whoever has the password, or where none is set, the link that the terminal printed."""

from __future__ import annotations

import base64
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr
from starlette.datastructures import Headers

from console.access import PASS_LIFE, Admission, ConsoleAccess
from tests.console.conftest import KEY
from tests.console.html import read
from tests.console.views import NOW, Shelf, a_delivery, a_draft, a_lead, a_page

FULL = Shelf([a_lead()], [a_page()], [a_delivery()], [a_draft()])
PATHS = ["/console/", "/console/leads/lead_8f3k2m9x4q", "/console/alerts", "/console/follow-ups", "/console/nothing"]
LOCKED, OPEN = ConsoleAccess(SecretStr("öpen sesame: 1")), ConsoleAccess(key=KEY)


def basic(credentials: str | bytes) -> str:
    raw = credentials if isinstance(credentials, bytes) else credentials.encode()
    return "Basic " + base64.b64encode(raw).decode()


def admit(access, cookie="", at=NOW, host="localhost:8000", **headers):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return access.admit(Headers({"host": host, **named}), {access.cookie_name: cookie}, at)


@pytest.mark.parametrize("headers", [{}, {"x_forwarded_for": "127.0.0.1"}, {"via": "1.1 proxy"}, {"host": "x.example"}])
@pytest.mark.parametrize("access", [ConsoleAccess(), ConsoleAccess(SecretStr("")), OPEN])
def test_without_a_password_no_address_opens(access, headers):
    assert admit(access, **headers) is Admission.LINK_WANTED


def test_whoever_brought_the_key_is_known_until_the_cookie_ends():
    cookie = OPEN.issue_pass(NOW)
    assert admit(OPEN, cookie) is Admission.GRANTED
    assert admit(OPEN, cookie, NOW + PASS_LIFE - timedelta(seconds=1)) is Admission.GRANTED
    assert admit(OPEN, cookie, NOW + PASS_LIFE) is Admission.LINK_WANTED


def test_a_cookie_says_nothing_of_the_key():
    assert "key" not in OPEN.cookie_name + OPEN.issue_pass(NOW)
    assert "the key" not in repr(OPEN)


@given(st.text())
def test_no_other_cookie_opens(cookie):
    assert admit(OPEN, cookie) is Admission.LINK_WANTED


@pytest.mark.parametrize(
    "forge",
    [
        lambda ends, signature: f"{int(ends) + 1}.{signature}",
        lambda ends, signature: f"{ends}.",
        lambda ends, signature: f"{ends}.{signature[:-1]}",
        lambda ends, signature: f".{signature}",
        lambda ends, signature: ConsoleAccess(key=SecretStr("another key")).issue_pass(NOW),
        lambda ends, signature: ConsoleAccess(key=SecretStr("")).issue_pass(NOW),
        lambda ends, signature: ConsoleAccess().issue_pass(NOW),
    ],
)
def test_a_forged_cookie_opens_nothing(forge):
    assert admit(OPEN, forge(*OPEN.issue_pass(NOW).split("."))) is Admission.LINK_WANTED


def test_where_there_is_no_key_its_signature_is_worth_nothing():
    assert admit(ConsoleAccess(), ConsoleAccess().issue_pass(NOW)) is Admission.LINK_WANTED
    assert not ConsoleAccess().is_key("")


@pytest.mark.parametrize("user", ["", "ana", "anyone at all"])
def test_the_password_opens_from_everywhere_with_any_user_name(user):
    authorization = basic(f"{user}:öpen sesame: 1")
    found = admit(LOCKED, host="foyer.example", authorization=authorization, x_forwarded_for="192.0.2.7")
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
    response = browse(FULL, opened=False).get(path)
    assert response.status_code == 403
    assert "FOYER_CONSOLE_PASSWORD" in response.text
    assert "by the link that Foyer prints" in response.text
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


@pytest.mark.parametrize("prefix", ["/console", "/foyer/team"])
def test_the_link_is_exchanged_for_a_cookie_and_leaves_the_address(browse, prefix):
    client = browse(FULL, opened=False, prefix=prefix)
    answer = client.get(f"{prefix}/open", params={"key": KEY.get_secret_value()}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{prefix}/")
    cookie = answer.headers["set-cookie"]
    assert KEY.get_secret_value() not in cookie
    assert all(part in cookie for part in ("HttpOnly", "SameSite=lax", f"Path={prefix}/", "Max-Age=2592000"))
    assert "Secure" not in cookie
    assert "Maria" in client.get(f"{prefix}/").text


def test_over_https_the_cookie_stays_there(browse):
    client = browse(FULL, opened=False, host="https://localhost")
    answer = client.get("/console/open", params={"key": KEY.get_secret_value()}, follow_redirects=False)
    assert "Secure" in answer.headers["set-cookie"]


@pytest.mark.parametrize("key", ["", "the key", f"{KEY.get_secret_value()} ", "öpen", "a" * 5000])
def test_a_wrong_link_opens_nothing(browse, key):
    client = browse(FULL, opened=False)
    answer = client.get("/console/open", params={"key": key}, follow_redirects=False)
    assert (answer.status_code, answer.headers.get("set-cookie")) == (403, None)
    assert client.get("/console/").status_code == 403


def test_where_a_password_is_set_no_link_opens(browse):
    client = browse(FULL, access=ConsoleAccess(LOCKED.password, KEY))
    answer = client.get("/console/open", params={"key": KEY.get_secret_value()}, follow_redirects=False)
    assert (answer.status_code, answer.headers.get("set-cookie")) == (303, None)
    assert client.get("/console/").status_code == 401


def test_no_report_is_read_for_whoever_is_refused(browse):
    class Untouchable(Shelf):
        def count(self):
            raise AssertionError("read for a stranger")

    assert browse(Untouchable(), opened=False).get("/console/").status_code == 403


def test_the_refusal_may_be_styled(browse):
    client = browse(FULL, opened=False)
    style = read(client.get("/console/").text).one("link", rel="stylesheet")
    assert client.get(style.attributes["href"]).headers["content-type"].startswith("text/css")
