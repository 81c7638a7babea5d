"""The console's routes: each reads through the reports, words what it found, and renders one template."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from fastapi import APIRouter, Request, Response

from console.access import Admission, ConsoleAccess
from console.guard import guarded_by
from console.pages.conversations import Talks, add_conversations
from console.pages.duplicates import Merges, Reviews, add_duplicates
from console.pages.outcomes import Outcomes, add_outcomes
from console.pages.queues import queue_links
from console.profile_table import profile_rows
from console.record_table import marked_transcript, record_table
from console.rendering import Pages, StaticFile
from console.score_table import delivery_state, points_groups
from console.timeline import timeline
from pipeline.domain.outcome import Result
from pipeline.flow.tell_team import Colleagues
from pipeline.playbook import Playbook
from pipeline.ports import Clock
from pipeline.reports.leads import DeliveryView, LeadPage, LeadView, TouchView

PAGE_SIZE = 25
NEWEST_ALERTS = 50
OLDEST_DRAFTS = 100
MOST_REMARK = 200
"""Characters of an address that a page repeats."""
_PAGE_NUMBER = re.compile(r"[0-9]{1,6}")


class Reports(Protocol):
    """What the pages read."""

    def newest(self, limit: int, offset: int, queue: str | None) -> Sequence[LeadView]: ...
    def queues(self) -> Mapping[str, int]: ...
    def page(self, lead_id: str) -> LeadPage | None: ...
    def deliveries(self, limit: int) -> Sequence[DeliveryView]: ...
    def drafts(self, limit: int) -> Sequence[TouchView]: ...


def console_router(
    reports: Reports,
    playbook: Callable[[], Playbook],
    access: ConsoleAccess,
    clock: Clock,
    talks: Talks,
    colleagues: Colleagues,
    reviews: Reviews,
    merges: Merges,
    outcomes: Outcomes,
) -> APIRouter:
    """The pages, to be included under a prefix such as `/console`."""
    pages = Pages(playbook, clock)

    def refuse(request: Request, admission: Admission) -> Response:
        if admission is Admission.PASSWORD_WANTED:
            response = pages.render(request, "refused.html", pages.wording(), 401, admission=admission)
            response.headers["WWW-Authenticate"] = 'Basic realm="Foyer", charset="UTF-8"'
            return response
        return pages.render(request, "refused.html", pages.wording(), 403, admission=admission)

    router = APIRouter(include_in_schema=False)
    router.include_router(_static_files())
    guarded = APIRouter(include_in_schema=False, route_class=guarded_by(access, refuse))
    add_conversations(guarded, talks, colleagues, pages)
    add_duplicates(guarded, reviews, merges, pages, clock)
    add_outcomes(guarded, outcomes, pages, clock)
    _add_pages(guarded, reports, pages)
    router.include_router(guarded)
    return router


def _static_files() -> APIRouter:
    """What holds nobody's data, for the refusal's page as well."""
    router = APIRouter(include_in_schema=False)
    for name, media_type in (("console.css", "text/css"), ("icon.svg", "image/svg+xml")):
        file = StaticFile(name, media_type)
        router.add_api_route(file.path, file.response, name=name, methods=["GET"])
    return router


def _add_pages(router: APIRouter, reports: Reports, pages: Pages) -> None:
    @router.get("/", name="console_leads")
    def leads(request: Request, page: str = "1", queue: str | None = None) -> Response:
        say, counts = pages.wording(), reports.queues()
        shown = queue if queue in counts else None
        total = counts[shown] if shown else sum(counts.values())
        last = max(1, -(-total // PAGE_SIZE))
        number = min(max(1, int(page)), last) if _PAGE_NUMBER.fullmatch(page) else 1
        return pages.render(
            request,
            "leads.html",
            say,
            leads=reports.newest(PAGE_SIZE, (number - 1) * PAGE_SIZE, shown),
            queues=queue_links(counts, say),
            queue=shown,
            total=total,
            number=number,
            last=last,
            size=PAGE_SIZE,
        )

    @router.get("/leads/{lead_id}", name="console_lead")
    def lead(request: Request, lead_id: str, remark: str = "") -> Response:
        found, say = reports.page(lead_id), pages.wording()
        if found is None:
            return pages.render(request, "missing.html", say, 404, what="lead")
        record, score = found.lead.record, found.lead.decision.score
        return pages.render(
            request,
            "lead.html",
            say,
            page=found,
            talk=next((d.alert.conversation_id for d in found.deliveries if d.alert.conversation_id), None),
            lead=found.lead,
            decision=found.lead.decision,
            record=record_table(record, found.transcript, say),
            transcript=marked_transcript(record, found.transcript, say),
            groups=points_groups(score.parts, say) if score else (),
            profile_rows=profile_rows(found.lead.decision.profile, say),
            deliveries=[(delivery, delivery_state(delivery, say)) for delivery in found.deliveries],
            happenings=timeline(found.events, say),
            people=say.playbook.routing.people,
            results=tuple(Result),
            remark=remark[:MOST_REMARK],
        )

    @router.get("/alerts", name="console_alerts")
    def alerts(request: Request) -> Response:
        say = pages.wording()
        shown = [
            (delivery, delivery_state(delivery, say), points_groups(delivery.alert.parts, say))
            for delivery in reports.deliveries(NEWEST_ALERTS)
        ]
        return pages.render(request, "alerts.html", say, alerts=shown, most=NEWEST_ALERTS)

    @router.get("/follow-ups", name="console_follow_ups")
    def follow_ups(request: Request) -> Response:
        drafts = reports.drafts(OLDEST_DRAFTS)
        return pages.render(request, "follow_ups.html", pages.wording(), drafts=drafts, most=OLDEST_DRAFTS)

    @router.get("/{rest:path}", name="console_missing")
    def missing(request: Request) -> Response:
        return pages.render(request, "missing.html", pages.wording(), 404, what="page")
