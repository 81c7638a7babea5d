"""What is wrong, in words: a page for browsers, JSON for programs."""

from __future__ import annotations

from html import escape
from http import HTTPStatus

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse
from starlette.exceptions import HTTPException

from pipeline.store.database import UNREACHABLE

log = structlog.get_logger()

RETRY_SECONDS = 5
PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title} · Foyer</title>
</head>
<body>
<h1>{title}</h1>
<p>{advice}</p>
</body>
</html>
"""
WORDS = {
    404: ("There is no such page", "The address may be mistyped, or the page is gone."),
    405: ("That can't be done here", "This address does not take what was sent to it."),
}
AWAY = (
    "The database does not answer",
    "Nothing is lost: what was stored is kept, and Foyer goes on as soon as the database is back. "
    "Load the page again in a moment.",
)
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
}


def add_error_pages(app: FastAPI) -> None:
    """For unknown addresses, and for a database that is away (503 with Retry-After)."""

    @app.exception_handler(HTTPException)
    async def refuse(request: Request, error: HTTPException) -> Response:
        title, advice = WORDS.get(error.status_code, (HTTPStatus(error.status_code).phrase, str(error.detail)))
        return _answer(request, error.status_code, title, advice, error.detail, dict(error.headers or {}))

    async def excuse(request: Request, error: Exception) -> Response:
        log.error("database_unreachable", path=request.url.path, exc_info=error)
        headers = {"Retry-After": str(RETRY_SECONDS)}
        return _answer(request, 503, *AWAY, AWAY[0], headers)

    for kind in UNREACHABLE:
        app.add_exception_handler(kind, excuse)


def _answer(
    request: Request, status: int, title: str, advice: str, detail: object, headers: dict[str, str]
) -> Response:
    if status in (204, 304):
        return Response(status_code=status, headers=headers)
    if "text/html" not in request.headers.get("accept", "") and not request.url.path.startswith("/console"):
        return JSONResponse({"detail": detail}, status, headers)
    page = PAGE.format(title=escape(title), advice=escape(advice))
    return HTMLResponse(page, status, {**HEADERS, **headers})
