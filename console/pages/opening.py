"""The link that the terminal prints: its key is exchanged for a cookie, and leaves the address bar."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from console.access import PASS_LIFE, Admission, ConsoleAccess
from console.guard import PAGE_HEADERS
from pipeline.ports import Clock


def add_opening(
    router: APIRouter, access: ConsoleAccess, clock: Clock, refuse: Callable[[Request, Admission], Response]
) -> None:
    """`GET /open?key=KEY`; where a password is set the pages ask for it themselves."""

    @router.get("/open", name="console_open")
    def open_console(request: Request, key: str = "") -> Response:
        response: Response = RedirectResponse(request.url_for("console_leads").path, 303)
        if not access.password and not access.is_key(key):
            response = refuse(request, Admission.LINK_WANTED)
        elif not access.password:
            response.set_cookie(
                access.cookie_name,
                access.issue_pass(clock.now()),
                max_age=int(PASS_LIFE.total_seconds()),
                path=request.url_for("console_leads").path,
                secure=request.url.scheme == "https",
                httponly=True,
                samesite="lax",
            )
        response.headers.update(PAGE_HEADERS)
        return response
