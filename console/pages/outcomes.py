"""How a lead ended, told on its page: a form, and who told it."""

from __future__ import annotations

from typing import Protocol
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from console.rendering import PageRenderer
from console.same_origin import is_same_origin
from pipeline.domain.outcome import Outcome, OutcomeKind
from pipeline.ports import Clock
from pipeline.reports.outcomes import OutcomeRefused, build_outcome


class OutcomeRecorder(Protocol):
    """What the form writes."""

    def record(self, lead_id: str, outcome: Outcome) -> bool:
        """False for an unknown lead."""
        ...


def add_outcomes(router: APIRouter, outcomes: OutcomeRecorder, pages: PageRenderer, clock: Clock) -> None:
    @router.post("/leads/{lead_id}/outcome", name="console_outcome")
    def outcome(
        request: Request,
        lead_id: str,
        result: OutcomeKind = Form(),
        person: str = Form(max_length=64),
        reason: str = Form(default="", max_length=2_000),
        value: str = Form(default="", max_length=20),
    ) -> Response:
        say = pages.build_wording()
        if not is_same_origin(request.headers):
            return pages.render(request, "missing.html", say, 403, what="form")
        if say.playbook.routing.find_person(person) is None:
            return pages.render(request, "missing.html", say, 404, what="person")
        try:
            said = build_outcome(result, person, clock.now(), reason, _amount(value))
        except OutcomeRefused as refusal:
            return _back(request, lead_id, f"Not kept: {refusal}.")
        if not outcomes.record(lead_id, said):
            return pages.render(request, "missing.html", say, 404, what="lead")
        return _back(request, lead_id, f"Kept: {result}.")


def _amount(text: str) -> float | None:
    """What people write in the field, e.g. `1,200.50`; OutcomeRefused for what is no amount."""
    if not text.strip():
        return None
    try:
        return float(text.replace(",", "").strip())
    except ValueError:
        raise OutcomeRefused(f"'{text.strip()}' is no amount; write digits") from None


def _back(request: Request, lead_id: str, remark: str) -> Response:
    target = request.url_for("console_lead", lead_id=lead_id)
    return RedirectResponse(f"{target.path}?{urlencode({'remark': remark})}#h-outcome", 303)
