"""Every route of the console passes one guard: no unsafe method is taken from another site's page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi import APIRouter
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute

from console.access import ConsoleAccess
from console.guard import SAFE_METHODS
from console.pages.leads import build_console_router
from pipeline.actions.perform import ActionPerformer
from tests.console.conftest import Chats, NothingToReview
from tests.console.playbooks import a_playbook
from tests.console.views import Shelf
from tests.fakes.stand_ins import NOBODY, StoppedClock
from tests.support.builders import VERSIONS


def list_routes(router: APIRouter) -> Iterator[APIRoute]:
    def walk(routes: list[BaseRoute]) -> Iterator[APIRoute]:
        for route in routes:
            inner = getattr(route, "original_router", None) or getattr(route, "router", None)
            if isinstance(route, APIRoute):
                yield route
            elif inner is not None:
                yield from walk(inner.routes)

    yield from walk(router.routes)


def unsafe() -> list[tuple[str, str]]:
    """(method, path) of every route that may change something."""
    performer = ActionPerformer(NOBODY, None, StoppedClock(), lambda: VERSIONS)
    router = build_console_router(
        Shelf(), a_playbook, ConsoleAccess(), StoppedClock(), Chats(), NothingToReview(), NOBODY, performer
    )
    return sorted(
        (method, route.path) for route in list_routes(router) for method in (route.methods or set()) - SAFE_METHODS
    )


def test_the_console_has_routes_that_change_something():
    assert ("POST", "/leads/{lead_id}/outcome") in unsafe()
    assert len(unsafe()) >= 4


@pytest.mark.parametrize("headers", [{}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}])
@pytest.mark.parametrize(("method", "path"), unsafe())
def test_no_form_of_another_site_reaches_a_handler(browse, method, path, headers):
    """Without one of its fields a form that got as far as the handler would be 422."""
    answer = browse().request(method, f"/console{path}", headers=headers)
    assert answer.status_code == 403
    assert "X-Frame-Options" in answer.headers


@pytest.mark.parametrize(("method", "path"), unsafe())
def test_a_form_of_ours_does(browse, method, path):
    answer = browse().request(method, f"/console{path}", headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 422
