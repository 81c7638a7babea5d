"""The console's routes: each reads through the reports, words what it found, and renders one template."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from fastapi import APIRouter, Request, Response

from console.access import Admission, ConsoleAccess
from console.acting import PerformActions
from console.guard import build_guarded_route
from console.pages.conversations import ConversationReader, add_conversations
from console.pages.duplicates import DeletionQueue, ReviewQueue, add_duplicates
from console.pages.opening import add_opening
from console.pages.outcomes import add_outcomes
from console.pages.queues import build_queue_links
from console.profile_table import build_profile_rows
from console.record_table import build_record_table, mark_transcript
from console.rendering import PageRenderer, StaticFile
from console.score_table import describe_delivery, group_points
from console.throttle import RETRY_SECONDS
from console.timeline import build_action_rows, build_timeline
from pipeline.domain.outcome import OutcomeKind
from pipeline.playbook import Playbook
from pipeline.ports import Clock
from pipeline.reports.backlog import BacklogFinding
from pipeline.reports.leads import DeliveryView, LeadPage, LeadView, TouchView

PAGE_SIZE = 25
NEWEST_ALERTS = 50
OLDEST_DRAFTS = 100
MOST_REMARK = 200
"""Characters of an address that a page repeats."""
_PAGE_NUMBER = re.compile(r"[0-9]{1,6}")


class LeadReader(Protocol):
    """What the pages read."""

    def list_newest(self, limit: int, offset: int, queue: str | None) -> Sequence[LeadView]: ...
    def count_by_queue(self) -> Mapping[str, int]: ...
    def get_page(self, lead_id: str) -> LeadPage | None: ...
    def list_deliveries(self, limit: int) -> Sequence[DeliveryView]: ...
    def list_drafts(self, limit: int) -> Sequence[TouchView]: ...


def build_console_router(
    reports: LeadReader,
    playbook: Callable[[], Playbook],
    access: ConsoleAccess,
    clock: Clock,
    talks: ConversationReader,
    reviews: ReviewQueue,
    deletions: DeletionQueue,
    actions: PerformActions,
    notices: Callable[[], Sequence[BacklogFinding]] = tuple,
) -> APIRouter:
    """The pages, to be included under a prefix such as `/console`; each shows the notices of the moment."""
    pages = PageRenderer(playbook, clock, notices)

    def refuse(request: Request, admission: Admission) -> Response:
        if admission is Admission.PASSWORD_WANTED:
            response = pages.render(request, "refused.html", pages.build_wording(), 401, admission=admission)
            response.headers["WWW-Authenticate"] = 'Basic realm="Foyer", charset="UTF-8"'
            return response
        if admission is Admission.TOO_MANY_GUESSES:
            response = pages.render(request, "refused.html", pages.build_wording(), 429, admission=admission)
            response.headers["Retry-After"] = str(RETRY_SECONDS)
            return response
        return pages.render(request, "refused.html", pages.build_wording(), 403, admission=admission)

    def refuse_form(request: Request) -> Response:
        return pages.render(request, "missing.html", pages.build_wording(), 403, what="form")

    router = APIRouter(include_in_schema=False)
    router.include_router(_static_files())
    add_opening(router, access, clock, refuse)
    guarded = APIRouter(include_in_schema=False, route_class=build_guarded_route(access, clock, refuse, refuse_form))
    add_conversations(guarded, talks, actions, pages)
    add_duplicates(guarded, reviews, deletions, actions, pages)
    add_outcomes(guarded, actions, pages)
    _add_pages(guarded, reports, pages)
    router.include_router(guarded)
    return router


def _static_files() -> APIRouter:
    """What holds nobody's data, for the refusal's page as well."""
    router = APIRouter(include_in_schema=False)
    for name, media_type in (("console.css", "text/css"), ("icon.svg", "image/svg+xml")):
        file = StaticFile(name, media_type)
        router.add_api_route(file.path, file.respond, name=name, methods=["GET"])
    return router


def _add_pages(router: APIRouter, reports: LeadReader, pages: PageRenderer) -> None:
    @router.get("/", name="console_leads")
    def leads(request: Request, page: str = "1", queue: str | None = None) -> Response:
        say, counts = pages.build_wording(), reports.count_by_queue()
        shown = queue if queue in counts else None
        total = counts[shown] if shown else sum(counts.values())
        last = max(1, -(-total // PAGE_SIZE))
        number = min(max(1, int(page)), last) if _PAGE_NUMBER.fullmatch(page) else 1
        return pages.render(
            request,
            "leads.html",
            say,
            leads=reports.list_newest(PAGE_SIZE, (number - 1) * PAGE_SIZE, shown),
            queues=build_queue_links(counts, say),
            queue=shown,
            total=total,
            number=number,
            last=last,
            size=PAGE_SIZE,
        )

    @router.get("/leads/{lead_id}", name="console_lead")
    def lead(request: Request, lead_id: str, remark: str = "") -> Response:
        found, say = reports.get_page(lead_id), pages.build_wording()
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
            record=build_record_table(record, found.transcript, say),
            transcript=mark_transcript(record, found.transcript, say),
            groups=group_points(score.parts, say) if score else (),
            profile_rows=build_profile_rows(found.lead.decision.profile, say),
            deliveries=[(delivery, describe_delivery(delivery, say)) for delivery in found.deliveries],
            happenings=build_timeline(found.events, say),
            people=say.playbook.routing.people,
            results=tuple(OutcomeKind),
            done=build_action_rows(found.actions, say),
            remark=remark[:MOST_REMARK],
        )

    @router.get("/alerts", name="console_alerts")
    def alerts(request: Request) -> Response:
        say = pages.build_wording()
        shown = [
            (delivery, describe_delivery(delivery, say), group_points(delivery.alert.parts, say))
            for delivery in reports.list_deliveries(NEWEST_ALERTS)
        ]
        return pages.render(request, "alerts.html", say, alerts=shown, most=NEWEST_ALERTS)

    @router.get("/follow-ups", name="console_follow_ups")
    def follow_ups(request: Request) -> Response:
        drafts = reports.list_drafts(OLDEST_DRAFTS)
        return pages.render(request, "follow_ups.html", pages.build_wording(), drafts=drafts, most=OLDEST_DRAFTS)

    @router.get("/{rest:path}", name="console_missing")
    def missing(request: Request) -> Response:
        return pages.render(request, "missing.html", pages.build_wording(), 404, what="page")
