"""What a website needs to carry the chat: the launcher script, the window behind it, and a word on who arrives."""

from __future__ import annotations

import json
from pathlib import Path

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import RedirectResponse, Response
from starlette.background import BackgroundTask

from assistant.chat.bridge import ChatBridge
from assistant.chat.socket.rate_limits import identify_source
from assistant.chat.visitor import MAX_PAGES, MAX_URL, may_page_talk, parse_uuid4, read_first_language, read_origin
from assistant.chat.window.compression import CompressedFile, respond_with_text
from assistant.chat.window.theme import build_launcher_settings
from assistant.chat.window.window_info import build_window_info, name_window_parts

STATIC = Path(__file__).parents[1] / "static"
LAUNCHER = STATIC / "embed.js"
WINDOW = STATIC / "window.js"
"""Built from `client/` by its build.mjs."""
MANNERS = STATIC / "foyer.js"
JAVASCRIPT = "text/javascript; charset=utf-8"
MEDIA_TYPES = {".js": JAVASCRIPT, ".mjs": JAVASCRIPT, ".css": "text/css; charset=utf-8"}
MAX_REPORT = (MAX_PAGES + 3) * MAX_URL
"""Bytes of a visit report: the pages, the present one, the referrer, and room for the rest."""


def build_launcher_router(bridge: ChatBridge, assets_folder: Path) -> APIRouter:
    """Routes `/embed.js`, `/widget/{digest}.js`, `/api/window`, `/api/visit`, and for the full page its script at
    `/chat/public/foyer.js` and what Chainlit built, in `assets_folder`, at `/chat/assets/`.

    Goes before the mount of the chat.
    """
    router = APIRouter(include_in_schema=False)
    copies = bridge.settings.folder / "compressed"
    _add_launcher(router, CompressedFile(WINDOW, copies, JAVASCRIPT), bridge)
    _add_info(router, bridge)
    _add_manners(router, bridge)
    _add_assets(router, assets_folder, copies)
    _add_visits(router, bridge)
    return router


def _add_launcher(router: APIRouter, window: CompressedFile, bridge: ChatBridge) -> None:
    source = LAUNCHER.read_text(encoding="utf-8")

    @router.get("/embed.js")
    def embed(request: Request) -> Response:
        look = build_launcher_settings(bridge.look.current(), bridge.settings.facts(None).languages)
        settings = {"window": f"/widget/{window.digest}.js", **look}
        script = source.replace('"__SETTINGS__"', json.dumps(settings, ensure_ascii=False))
        # Whoever loads the launcher may click it in a moment.
        prepare = BackgroundTask(window.make_copy, "br")
        return respond_with_text(script, JAVASCRIPT, request.headers, prepare)

    @router.get("/widget/{digest}.js")
    async def script(digest: str, request: Request) -> Response:
        if digest != window.digest:
            return RedirectResponse(f"/widget/{window.digest}.js", headers={"cache-control": "no-store"})
        return await window.respond(request.headers.get("accept-encoding", ""))


def _add_info(router: APIRouter, bridge: ChatBridge) -> None:
    """Asked for anew at each opening, so that a click tells whether the server is there, also where all else is in the
    cache."""

    @router.get("/api/window")
    def info(request: Request, language: str | None = None) -> Response:
        claimed = language or read_first_language(request.headers.get("accept-language"))
        told = json.dumps(build_window_info(bridge.settings, claimed), ensure_ascii=False)
        answer = respond_with_text(told, "application/json", request.headers)
        answer.headers["access-control-allow-origin"] = "*"  # the same for everybody, and no cookie goes with it
        return answer


def _add_manners(router: APIRouter, bridge: ChatBridge) -> None:
    """Our script for the full page, in place of the copy that Chainlit would serve, with names for a screen reader."""
    source = MANNERS.read_text(encoding="utf-8")

    @router.get(f"/chat/public/{MANNERS.name}")
    def manners(request: Request) -> Response:
        names = name_window_parts(bridge.settings, read_first_language(request.headers.get("accept-language")))
        script = source.replace('"__NAMES__"', json.dumps(names, ensure_ascii=False))
        return respond_with_text(script, JAVASCRIPT, request.headers)


def _add_assets(router: APIRouter, folder: Path, copies: Path) -> None:
    scripts = {path.name: path for path in folder.iterdir() if path.suffix in MEDIA_TYPES}
    files = {name: CompressedFile(path, copies, MEDIA_TYPES[path.suffix]) for name, path in scripts.items()}

    @router.get("/chat/assets/{name}")
    async def asset(name: str, request: Request) -> Response:
        if name not in files:
            raise HTTPException(404)
        return await files[name].respond(request.headers.get("accept-encoding", ""))


def _add_visits(router: APIRouter, bridge: ChatBridge) -> None:
    @router.post("/api/visit", status_code=204)
    async def visit(request: Request) -> Response:
        """Open the conversation with where its visitor comes from: 204, 403 for a foreign page, 422 for nonsense, 429
        for an address that has opened too many.
        """
        if not may_page_talk(request.headers, bridge.settings.allowed_origins):
            raise HTTPException(403, "this website may not open conversations here")
        report = await _report(request)
        conversation_id = parse_uuid4(report.get("conversation"))
        if conversation_id is None:
            raise HTTPException(422, "no conversation id")
        if not bridge.gate.admit_conversation(conversation_id, identify_source(request.scope.get("client"))):
            raise HTTPException(429, "too many conversations")
        origin = read_origin(report.get("page"), report.get("referrer"), report.get("pages"), report.get("language"))
        async with bridge.get_turn_lock(conversation_id):
            await bridge.open(conversation_id, origin)
        return Response(status_code=204)


async def _report(request: Request) -> dict[str, object]:
    """The JSON object in a request's body; 413 and 422 for what is too large or no object."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_REPORT:
            raise HTTPException(413, "too large")
    try:
        report = json.loads(body)
    except ValueError:
        raise HTTPException(422, "not JSON") from None
    if not isinstance(report, dict):
        raise HTTPException(422, "not an object")
    return report
