"""What a website needs to carry the chat: the launcher script, the widget behind it, and a word on who arrives."""

from __future__ import annotations

import json
from pathlib import Path

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import RedirectResponse, Response
from starlette.background import BackgroundTask

from assistant.desk import Desk
from assistant.limits import source_of
from assistant.site.compressed import CompressedFile, digest, small_text
from assistant.site.look import launcher_settings
from assistant.visits import as_uuid4, origin_of, page_may_talk

LAUNCHER = Path(__file__).parent / "embed.js"
WINDOW = Path(__file__).parent / "chat"
JAVASCRIPT = "text/javascript; charset=utf-8"
MEDIA_TYPES = {".js": JAVASCRIPT, ".mjs": JAVASCRIPT, ".css": "text/css; charset=utf-8"}
MAX_REPORT = 20_000
"""Bytes of a visit report: a few dozen addresses."""


def launcher_router(desk: Desk, widget_folder: Path, assets_folder: Path) -> APIRouter:
    """Routes `/embed.js`, `/widget/{digest}.js`, `/api/visit`, and the full page's scripts at `/chat/assets/`.

    `widget_folder` and `assets_folder` are where Chainlit keeps its built scripts. Goes before the mount of the chat.
    """
    router = APIRouter(include_in_schema=False)
    copies = desk.settings.folder / "compressed"
    widget = CompressedFile(widget_folder / "index.js", copies, JAVASCRIPT)
    _add_launcher(router, widget, desk)
    _add_assets(router, assets_folder, copies)
    _add_visits(router, desk)
    return router


def _add_launcher(router: APIRouter, widget: CompressedFile, desk: Desk) -> None:
    source = LAUNCHER.read_text(encoding="utf-8")
    addresses = {"widget": f"/widget/{widget.digest}.js", **_own_files()}

    @router.get("/embed.js")
    def embed(request: Request) -> Response:
        settings = {**addresses, **launcher_settings(desk.look.current())}
        script = source.replace('"__SETTINGS__"', json.dumps(settings, ensure_ascii=False))
        # Whoever loads the launcher may click it in a moment.
        prepare = BackgroundTask(widget.copy, "br")
        return small_text(script, JAVASCRIPT, request.headers, prepare)

    @router.get("/widget/{digest}.js")
    async def script(digest: str, request: Request) -> Response:
        if digest != widget.digest:
            return RedirectResponse(f"/widget/{widget.digest}.js", headers={"cache-control": "no-store"})
        return await widget.response(request.headers.get("accept-encoding", ""))


def _own_files() -> dict[str, str]:
    """Addresses of our script and style for the window, which change with their content."""
    files = {"manners": WINDOW / "foyer.js", "style": WINDOW / "foyer.css"}
    return {name: f"/chat/public/{path.name}?v={digest(path.read_bytes())}" for name, path in files.items()}


def _add_assets(router: APIRouter, folder: Path, copies: Path) -> None:
    scripts = {path.name: path for path in folder.iterdir() if path.suffix in MEDIA_TYPES}
    files = {name: CompressedFile(path, copies, MEDIA_TYPES[path.suffix]) for name, path in scripts.items()}

    @router.get("/chat/assets/{name}")
    async def asset(name: str, request: Request) -> Response:
        if name not in files:
            raise HTTPException(404)
        return await files[name].response(request.headers.get("accept-encoding", ""))


def _add_visits(router: APIRouter, desk: Desk) -> None:
    @router.post("/api/visit", status_code=204)
    async def visit(request: Request) -> Response:
        """Open the conversation with where its visitor comes from: 204, 403 for a foreign page, 422 for nonsense, 429
        for an address that has opened too many.
        """
        if not page_may_talk(request.headers, desk.settings.allowed_origins):
            raise HTTPException(403, "this website may not open conversations here")
        report = await _report(request)
        conversation_id = as_uuid4(report.get("conversation"))
        if conversation_id is None:
            raise HTTPException(422, "no conversation id")
        if not desk.gate.conversation(conversation_id, source_of(request.scope.get("client"))):
            raise HTTPException(429, "too many conversations")
        origin = origin_of(report.get("page"), report.get("referrer"), report.get("pages"), report.get("language"))
        async with desk.turn(conversation_id):
            await desk.open(conversation_id, origin)
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
