"""The website of Brightdesk, a company that does not exist: a place to meet the chat as a visitor does."""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import FileResponse, HTMLResponse

PAGES = Path(__file__).parent / "pages"
LOOK = Path(__file__).parent / "chat"

TITLES = {
    "home": "Brightdesk: customer support for growing shops and SaaS teams",
    "pricing": "Pricing | Brightdesk",
    "about": "About us | Brightdesk",
}


def page(name: str) -> str:
    """The HTML of one page in the site's layout; `name` is a key of TITLES."""
    layout = (PAGES / "layout.html").read_text(encoding="utf-8")
    body = (PAGES / f"{name}.html").read_text(encoding="utf-8")
    current = layout.replace(f'data-page="{name}"', f'data-page="{name}" aria-current="page"')
    return current.replace("{{ title }}", TITLES[name]).replace("{{ body }}", body)


def demo_router() -> APIRouter:
    """The demo site at `/`, `/pricing` and `/about`; its chat is the launcher that `mount_chat` serves."""
    router = APIRouter(include_in_schema=False)

    @router.get("/")
    def home() -> HTMLResponse:
        return HTMLResponse(page("home"))

    @router.get("/pricing")
    def pricing() -> HTMLResponse:
        return HTMLResponse(page("pricing"))

    @router.get("/about")
    def about() -> HTMLResponse:
        return HTMLResponse(page("about"))

    @router.get("/brightdesk.css")
    def style() -> FileResponse:
        return FileResponse(PAGES / "brightdesk.css", media_type="text/css")

    @router.get("/favicon.ico")
    def icon() -> FileResponse:
        return FileResponse(LOOK / "favicon.svg", media_type="image/svg+xml")

    return router
