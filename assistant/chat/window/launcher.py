"""What a website needs to carry the chat: the launcher script, the widget behind it, and a word on who arrives."""

from __future__ import annotations

import json
from pathlib import Path

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import RedirectResponse, Response
from starlette.background import BackgroundTask

from assistant.chat.bridge import ChatBridge
from assistant.chat.socket.rate_limits import identify_source
from assistant.chat.visitor import MAX_PAGES, MAX_URL, may_page_talk, parse_uuid4, read_first_language, read_origin
from assistant.chat.window.compression import CompressedFile, digest_content, respond_with_text
from assistant.chat.window.texts import WindowPart
from assistant.chat.window.theme import build_launcher_settings

LAUNCHER = Path(__file__).parents[1] / "static" / "embed.js"
MANNERS = Path(__file__).parents[1] / "static" / "foyer.js"
MANNERS_ADDRESS = f"/chat/public/{MANNERS.name}"
STYLE = MANNERS.with_name("foyer.css")
JAVASCRIPT = "text/javascript; charset=utf-8"
MEDIA_TYPES = {".js": JAVASCRIPT, ".mjs": JAVASCRIPT, ".css": "text/css; charset=utf-8"}
MAX_REPORT = (MAX_PAGES + 3) * MAX_URL
"""Bytes of a visit report: the pages, the present one, the referrer, and room for the rest."""


def build_launcher_router(bridge: ChatBridge, widget_folder: Path, assets_folder: Path) -> APIRouter:
    """Routes `/embed.js`, `/widget/{digest}.js`, `/api/visit`, the window's own script at `/chat/public/foyer.js`, and
    the full page's scripts at `/chat/assets/`.

    `widget_folder` and `assets_folder` are where Chainlit keeps its built scripts. Goes before the mount of the chat.
    """
    router = APIRouter(include_in_schema=False)
    copies = bridge.settings.folder / "compressed"
    widget = CompressedFile(widget_folder / "index.js", copies, JAVASCRIPT)
    _add_launcher(router, widget, bridge)
    _add_manners(router, bridge)
    _add_assets(router, assets_folder, copies)
    _add_visits(router, bridge)
    return router


def _add_launcher(router: APIRouter, widget: CompressedFile, bridge: ChatBridge) -> None:
    source = LAUNCHER.read_text(encoding="utf-8")
    addresses = {"widget": f"/widget/{widget.digest}.js", "manners": MANNERS_ADDRESS, "style": _style_address()}

    @router.get("/embed.js")
    def embed(request: Request) -> Response:
        settings = {**addresses, **build_launcher_settings(bridge.look.current())}
        script = source.replace('"__SETTINGS__"', json.dumps(settings, ensure_ascii=False))
        # Whoever loads the launcher may click it in a moment.
        prepare = BackgroundTask(widget.make_copy, "br")
        return respond_with_text(script, JAVASCRIPT, request.headers, prepare)

    @router.get("/widget/{digest}.js")
    async def script(digest: str, request: Request) -> Response:
        if digest != widget.digest:
            return RedirectResponse(f"/widget/{widget.digest}.js", headers={"cache-control": "no-store"})
        return await widget.respond(request.headers.get("accept-encoding", ""))


def _style_address() -> str:
    """That of our style for the window, which changes with its content."""
    return f"/chat/public/{STYLE.name}?v={digest_content(STYLE.read_bytes())}"


def _add_manners(router: APIRouter, bridge: ChatBridge) -> None:
    """Our script for the window, in place of the copy that Chainlit would serve, with names for a screen reader.

    Asked for anew each time, so that a click tells whether the server is there, also where all else is in the cache.
    """
    source = MANNERS.read_text(encoding="utf-8")

    @router.get(MANNERS_ADDRESS)
    def manners(request: Request, language: str | None = None) -> Response:
        """`language` is what the launcher goes by; the full page goes by its browser's header."""
        claimed = language or read_first_language(request.headers.get("accept-language"))
        names = {part.name.lower(): bridge.settings.words(part, claimed) for part in WindowPart}
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
