"""What the team does in Slack comes in here: verified, stored, acknowledged at once, and handled after that.

Slack gives three seconds and repeats what it got no answer to; an item's id makes a repeat harmless.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qs

import structlog
from anyio.to_thread import run_sync
from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from slack_sdk.signature import SignatureVerifier
from starlette.background import BackgroundTask

from integrations.slack.listening import BUTTONS, SlackListener
from integrations.slack.summaries import SlackEvent, parse_message, parse_press

MOST_BYTES = 200_000
"""Of a request's body; Slack's events are a few thousand."""

log = structlog.get_logger()


def build_slack_router(signing_secret: str, listener: SlackListener) -> APIRouter:
    """`POST /events` for the Events API, `POST /actions` for interactivity; both refuse what Slack did not sign."""
    router, verifier = APIRouter(include_in_schema=False), SignatureVerifier(signing_secret)

    @router.post("/events")
    async def events(request: Request) -> Response:
        return await _taken(request, verifier, _event, listener)

    @router.post("/actions")
    async def pressed(request: Request) -> Response:
        return await _taken(request, verifier, _interaction, listener)

    return router


Read = Callable[[bytes], Mapping[str, Any]]


def _event(body: bytes) -> Mapping[str, Any]:
    return _mapping(json.loads(body))


def _interaction(body: bytes) -> Mapping[str, Any]:
    return _mapping(json.loads(parse_qs(body.decode())["payload"][0]))


def _mapping(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise ValueError("a JSON object is expected")
    return value


async def _taken(request: Request, verifier: SignatureVerifier, read: Read, listener: SlackListener) -> Response:
    body = await _body(request)
    if body is None:
        return JSONResponse({"detail": "Too large"}, 413)
    if not is_signed(verifier, body, request.headers):
        log.warning("slack_request_refused", path=request.url.path)
        return JSONResponse({"detail": "Not signed by Slack, or too old"}, 401)
    try:
        payload = read(body)
    except (ValueError, KeyError):
        return JSONResponse({"detail": "Not a request of Slack"}, 400)
    if payload.get("type") == "url_verification":
        return JSONResponse({"challenge": payload.get("challenge")})
    told = parse_message(payload) or parse_press(payload, BUTTONS)
    if told is None:
        return Response()
    return await _stored(told, listener)


async def _stored(told: SlackEvent, listener: SlackListener) -> Response:
    kept = await run_sync(listener.receive, told)
    return Response(background=BackgroundTask(listener.handle, told.id) if kept else None)


def is_signed(verifier: SignatureVerifier, body: bytes, headers: Mapping[str, str]) -> bool:
    """Whether Slack signed the request within the last five minutes."""
    try:
        return bool(verifier.is_valid_request(body, dict(headers)))
    except (ValueError, TypeError):  # a time that is no number, a signature or a body beyond ASCII or UTF-8
        return False


async def _body(request: Request) -> bytes | None:
    """The body; null if it is larger than anything Slack sends."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MOST_BYTES:
            return None
    return body
