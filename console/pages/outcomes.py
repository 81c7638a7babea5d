"""How a lead ended, told on its page by a form."""

from __future__ import annotations

from urllib.parse import urlencode

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from console.acting import PerformActions, describe_result
from console.rendering import PageRenderer
from pipeline.actions.actor import Door, build_person_actor
from pipeline.actions.lead.record_outcome import RecordOutcome
from pipeline.actions.results import Refusal, Refused
from pipeline.domain.outcome import OutcomeKind

KEPT = {
    OutcomeKind.WON: "outcome.kept.won",
    OutcomeKind.LOST: "outcome.kept.lost",
    OutcomeKind.DISQUALIFIED: "outcome.kept.disqualified",
}
"""The text by what was kept."""


def add_outcomes(router: APIRouter, actions: PerformActions, pages: PageRenderer) -> None:
    @router.post("/leads/{lead_id}/outcome", name="console_outcome")
    def outcome(
        request: Request,
        lead_id: str,
        result: OutcomeKind = Form(),
        person: str = Form(max_length=64),
        reason: str = Form(default="", max_length=2_000),
        value: str = Form(default="", max_length=20),
        seen: int | None = Form(default=None),
    ) -> Response:
        say = pages.build_wording()
        someone = say.playbook.routing.find_person(person)
        if someone is None:
            return pages.render(request, "missing.html", say, 404, what="person")
        action = RecordOutcome(lead_id, result, reason, value, seen=seen)
        ended = actions.perform(action, build_person_actor(someone, Door.CONSOLE))
        if isinstance(ended, Refused) and ended.refusal is Refusal.UNKNOWN:
            return pages.render(request, "missing.html", say, 404, what="lead")
        against = describe_result(ended, say)
        told = say.text("outcome.not_kept", against=against) if against else say.text(KEPT[result])
        return _back(request, lead_id, told)


def _back(request: Request, lead_id: str, remark: str) -> Response:
    target = request.url_for("console_lead", lead_id=lead_id)
    return RedirectResponse(f"{target.path}?{urlencode({'remark': remark})}#h-outcome", 303)
