"""Every page passes here: who is let in, whose forms are taken, and the headers that keep data where it is."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import Any

import structlog
from fastapi import Request, Response
from fastapi.routing import APIRoute

from console.access import Admission, ConsoleAccess
from console.same_origin import is_same_origin
from console.throttle import GuessThrottle, identify_guesser
from pipeline.ports import Clock

PAGE_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
}

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
"""Those that change nothing (RFC 9110, 9.2.1); anything else must come from a page of ours."""

log = structlog.get_logger()

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


def build_guarded_route(
    access: ConsoleAccess,
    clock: Clock,
    refuse: Callable[[Request, Admission], Response],
    refuse_form: Callable[[Request], Response],
) -> type[APIRoute]:
    """A route class for `APIRouter`: no handler runs for whoever is not admitted, nor for another site's form.

    They get what `refuse` and `refuse_form` answer.
    """

    throttle = GuessThrottle()

    class GuardedRoute(APIRoute):
        def get_route_handler(self) -> Handler:
            handle = super().get_route_handler()

            async def guarded(request: Request) -> Response:
                admission = _admit(access, throttle, request, clock.now())
                if admission is not Admission.GRANTED:
                    response = refuse(request, admission)
                elif request.method not in SAFE_METHODS and not is_same_origin(request.headers):
                    response = refuse_form(request)
                else:
                    response = await handle(request)
                response.headers.update(PAGE_HEADERS)
                return response

            return guarded

    return GuardedRoute


def _admit(access: ConsoleAccess, throttle: GuessThrottle, request: Request, now: datetime) -> Admission:
    """What the access says; a password only while the throttle lets guess."""
    if not access.password or "authorization" not in request.headers:
        return access.admit(request.headers, request.cookies, now)
    source = identify_guesser(request.scope.get("client"))
    if throttle.is_shut(source):
        log.warning("console_guesses_throttled", address=source)
        return Admission.TOO_MANY_GUESSES
    admission = access.admit(request.headers, request.cookies, now)
    if admission is Admission.GRANTED:
        throttle.note_right(source)
    else:
        throttle.note_wrong(source)
        log.warning("console_password_wrong", address=source)  # never the guess: it may be right elsewhere
    return admission
