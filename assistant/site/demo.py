"""The demo site: a company's website made from its playbook, to meet the chat as a visitor does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Annotated

from babel.dates import get_day_names
from fastapi import APIRouter, Header, HTTPException
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from assistant.chat.window.theme import render_site_css
from assistant.dialogue.language import choose_language
from assistant.knowledge import Knowledge, KnowledgeSection
from assistant.wording.voice import Voice
from pipeline.domain.record import Record
from pipeline.playbook import Playbook, WorkingHours
from prompts.branding import Brand

PAGES = Path(__file__).parent / "pages"
MONDAY = date(2024, 1, 1)
"""A Monday, which `WorkingHours` is asked about the days of a week from."""
_TEMPLATES = Environment(
    loader=FileSystemLoader(PAGES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)

AcceptLanguage = Annotated[str | None, Header()]


@dataclass(frozen=True, slots=True)
class SiteContent:
    """What the site is made from, as it is now."""

    playbook: Playbook
    brand: Brand
    knowledge: Knowledge


@dataclass(frozen=True, slots=True)
class SitePage:
    """A page of `knowledge/`; `path` is its file's name without the ending."""

    path: str
    title: str
    sections: tuple[KnowledgeSection, ...]

    @property
    def short_title(self) -> str:
        """For the navigation: the title up to its first comma."""
        return self.title.partition(",")[0]


def list_pages(knowledge: Knowledge, language: str) -> tuple[SitePage, ...]:
    """The pages of a language, in the order of their files."""
    by_file = groupby(knowledge.sections.get(language, ()), key=lambda section: section.file)
    return tuple(SitePage(file.stem, (shown := tuple(sections))[0].page, shown) for file, sections in by_file)


def render_page(content: SiteContent, path: str | None, accepts: str | None) -> str | None:
    """The HTML of a page, of the first one where `path` is null, in the language that the browser accepts first;
    null where there is no such page.
    """
    playbook, brand = content.playbook, content.brand
    language = choose_language((accepts or "").partition(",")[0], playbook).language or playbook.company.language
    pages = list_pages(content.knowledge, language)
    page = next((one for one in pages if one.path == path), None)
    if path is not None and page is None:
        return None
    voice = Voice(playbook, Record(), language=language)
    closed = voice.text("site.closed")
    return _TEMPLATES.get_template("page.html" if page else "home.html").render(
        language=language,
        name=brand.name,
        version=brand.version,
        offer=playbook.company.get_offer(language),
        greeting=brand.languages.get(language, brand.launcher).greeting,
        email=playbook.company.contact_email,
        week=list(_list_hours(playbook.company.working_hours, language, closed)),
        page=page,
        pages=pages,
        say=partial(_say, voice),
    )


def _say(voice: Voice, name: str) -> str:
    return voice.text(f"site.{name}")


def _list_hours(hours: WorkingHours, language: str, closed: str) -> Iterator[tuple[str, str]]:
    """The days of a week with their hours, days alike together: ("Monday to Friday", "09:00 – 18:00")."""
    names = get_day_names("wide", locale=language)
    for told, days in groupby(range(7), key=lambda day: _format_hours(hours, MONDAY + timedelta(days=day), closed)):
        first, *others = days
        yield (f"{names[first]} – {names[others[-1]]}" if others else names[first]), told


def _format_hours(hours: WorkingHours, day: date, closed: str) -> str:
    shift = hours.get_hours(day)
    if shift is None:
        return closed
    start, end = shift.span(day)
    return f"{start:%H:%M} – {end:%H:%M}"


def _picture(brand: Brand, name: str) -> Response:
    """A picture of the brand; opened by itself it may draw and nothing else."""
    headers = {"content-security-policy": "default-src 'none'; style-src 'unsafe-inline'"}
    return Response(brand.pictures[name], media_type="image/svg+xml", headers=headers)


def build_demo_router(content: Callable[[], SiteContent]) -> APIRouter:
    """The demo site at `/`, and each page of the knowledge at its name; its chat is the launcher that `mount_chat`
    serves. Comes last: a page may be called anything that is not taken.
    """
    router = APIRouter(include_in_schema=False)

    @router.get("/")
    def home(accept_language: AcceptLanguage = None) -> HTMLResponse:
        return HTMLResponse(render_page(content(), None, accept_language))

    @router.get("/site.css")
    def style() -> FileResponse:
        return FileResponse(PAGES / "site.css", media_type="text/css")

    @router.get("/brand.css")
    def colours() -> Response:
        return Response(render_site_css(content().brand), media_type="text/css")

    @router.get("/favicon.ico")
    def icon() -> Response:
        return _picture(content().brand, "favicon.svg")

    @router.get("/logo_light.svg")
    def logo_light() -> Response:
        return _picture(content().brand, "logo_light.svg")

    @router.get("/logo_dark.svg")
    def logo_dark() -> Response:
        return _picture(content().brand, "logo_dark.svg")

    @router.get("/{path}")
    def page(path: str, accept_language: AcceptLanguage = None) -> HTMLResponse:
        html = render_page(content(), path, accept_language)
        if html is None:
            raise HTTPException(404)
        return HTMLResponse(html)

    return router


def build_plain_router() -> APIRouter:
    """In the place of the demo site where it is switched off: who opens the address finds the chat."""
    router = APIRouter(include_in_schema=False)

    @router.get("/")
    def home() -> RedirectResponse:
        return RedirectResponse("/chat/")

    return router
