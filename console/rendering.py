"""Templates to HTML: everything is escaped, an unknown name is an error, and the words come from `Wording`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from fastapi import Request, Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from console.wording import PageWording
from pipeline.playbook import Playbook
from pipeline.ports import Clock
from pipeline.reports.backlog import BacklogFinding
from pipeline.wording.numbers import format_points

NOT_LET_IN = (401, 403)
"""Answers to strangers: they hear nothing of what goes on inside."""
HERE = Path(__file__).parent


class StaticFile:
    """A file of ours under a name that changes with its content, so that browsers may keep it for good."""

    def __init__(self, name: str, media_type: str) -> None:
        stem, _, suffix = name.rpartition(".")
        self.content = (HERE / "static" / name).read_bytes()
        self.media_type = media_type
        self.path = f"/static/{stem}.{sha256(self.content).hexdigest()[:12]}.{suffix}"

    def respond(self) -> Response:
        headers = {"Cache-Control": "public, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff"}
        return Response(self.content, media_type=self.media_type, headers=headers)


class PageRenderer:
    """Renders a template for a request; `request.url_for` finds the console wherever it is mounted."""

    def __init__(
        self, playbook: Callable[[], Playbook], clock: Clock, notices: Callable[[], Sequence[BacklogFinding]] = tuple
    ) -> None:
        self._playbook, self._clock, self._notices = playbook, clock, notices
        self._templates = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters["signed"] = format_points

    def build_wording(self) -> PageWording:
        return PageWording(self._playbook(), self._clock.now())

    def render(
        self, request: Request, template: str, say: PageWording, status: int = 200, **values: Any
    ) -> HTMLResponse:
        def link(route: str, **parameters: str) -> str:
            return request.url_for(route, **parameters).path

        notices = () if status in NOT_LET_IN else self._notices()
        html = self._templates.get_template(template).render(say=say, link=link, notices=notices, **values)
        # Half a surrogate pair can come in through JSON; it has no UTF-8 and must not cost the page.
        return HTMLResponse(html.encode("utf-8", errors="replace"), status_code=status)
