"""The website of Brightdesk, a company that does not exist: a place to meet the chat as a visitor does."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import FileResponse, HTMLResponse, Response

from assistant.chat.window.theme import render_site_css
from prompts.branding import Brand

PAGES = Path(__file__).parent / "pages"

TITLES = {
    "home": "{{ name }}: customer support for growing shops and SaaS teams",
    "pricing": "Pricing | {{ name }}",
    "about": "About us | {{ name }}",
}


def render_page(name: str, brand: Brand) -> str:
    """The HTML of one page in the site's layout; `name` is a key of TITLES."""
    layout = (PAGES / "layout.html").read_text(encoding="utf-8")
    body = (PAGES / f"{name}.html").read_text(encoding="utf-8")
    current = layout.replace(f'data-page="{name}"', f'data-page="{name}" aria-current="page"')
    filled = {"title": TITLES[name], "body": body, "version": brand.version}
    for key, value in filled.items():
        current = current.replace(f"{{{{ {key} }}}}", value)
    return current.replace("{{ name }}", escape(brand.name))


def _picture(brand: Brand, name: str) -> Response:
    """A picture of the brand; opened by itself it may draw and nothing else."""
    headers = {"content-security-policy": "default-src 'none'; style-src 'unsafe-inline'"}
    return Response(brand.pictures[name], media_type="image/svg+xml", headers=headers)


def build_demo_router(brand: Callable[[], Brand]) -> APIRouter:
    """The demo site at `/`, `/pricing` and `/about`; its chat is the launcher that `mount_chat` serves."""
    router = APIRouter(include_in_schema=False)

    @router.get("/")
    def home() -> HTMLResponse:
        return HTMLResponse(render_page("home", brand()))

    @router.get("/pricing")
    def pricing() -> HTMLResponse:
        return HTMLResponse(render_page("pricing", brand()))

    @router.get("/about")
    def about() -> HTMLResponse:
        return HTMLResponse(render_page("about", brand()))

    @router.get("/site.css")
    def style() -> FileResponse:
        return FileResponse(PAGES / "site.css", media_type="text/css")

    @router.get("/brand.css")
    def colours() -> Response:
        return Response(render_site_css(brand()), media_type="text/css")

    @router.get("/favicon.ico")
    def icon() -> Response:
        return _picture(brand(), "favicon.svg")

    @router.get("/logo_light.svg")
    def logo_light() -> Response:
        return _picture(brand(), "logo_light.svg")

    @router.get("/logo_dark.svg")
    def logo_dark() -> Response:
        return _picture(brand(), "logo_dark.svg")

    return router
