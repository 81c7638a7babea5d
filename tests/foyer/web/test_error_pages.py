"""Addresses that do not exist, HEAD, and a database that is away: said in the form that whoever asks can read."""

from __future__ import annotations

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy.exc import OperationalError

from foyer.web.error_pages import add_error_pages
from foyer.web.head_requests import HeadAsGet

BROWSER = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.fixture
def web() -> TestClient:
    app = FastAPI()
    app.add_middleware(HeadAsGet)
    add_error_pages(app)

    @app.get("/healthz")
    async def healthz() -> dict[str, str]:
        return {"status": "ok"}

    @app.get("/console/")
    @app.get("/api/thing")
    def away() -> None:
        raise OperationalError("SELECT secret", {"name": "Ann"}, Exception("gone"))

    return TestClient(app, raise_server_exceptions=False)


@pytest.mark.parametrize(("method", "path", "status"), [("GET", "/nothing", 404), ("POST", "/healthz", 405)])
def test_an_unknown_address_is_a_page_for_browsers_and_json_for_programs(web, method, path, status):
    page = web.request(method, path, headers=BROWSER)
    assert (page.status_code, page.headers["content-type"]) == (status, "text/html; charset=utf-8")
    assert "<h1>" in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]
    plain = web.request(method, path)
    assert (plain.status_code, plain.headers["content-type"]) == (status, "application/json")
    assert plain.json()["detail"]


def test_a_page_repeats_nothing_of_the_address(web):
    assert "script" not in web.get("/<script>alert(1)</script>", headers=BROWSER).text


@pytest.mark.parametrize(("path", "kind"), [("/console/", "text/html"), ("/api/thing", "application/json")])
def test_a_database_that_is_away_is_said_in_words(web, path, kind):
    answer = web.get(path)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert answer.headers["content-type"].startswith(kind)
    assert "database does not answer" in answer.text
    assert "secret" not in answer.text


@pytest.mark.parametrize("path", ["/healthz", "/nothing"])
def test_head_is_like_get_without_the_content(web, path):
    head, get = web.head(path), web.get(path)
    assert (head.status_code, head.headers) == (get.status_code, get.headers)
    assert (head.content, bool(get.content)) == (b"", True)
