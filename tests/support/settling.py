"""Leads decided on and stored as the pipeline does it, without the engine around it."""

from __future__ import annotations

from datetime import datetime

from pipeline.decision.decide import complete_decision, prepare_decision
from pipeline.domain.decision import Decision
from pipeline.domain.submission import Submission
from pipeline.playbook import Playbook
from pipeline.store import Store
from tests.support.builders import NOW, VERSIONS, a_lead, a_playbook, an_enrichment


def enquiry(number: int) -> Submission:
    """A lead of a person and a company of its own."""
    mine = {"email": f"jo@shop-{number}.com", "company": f"Shop number {number}"}
    return a_lead(key=f"lead:{number}", conversation_id=f"conversation-{number}", **mine)


def settle(
    store: Store, submission: Submission, now: datetime = NOW, playbook: Playbook | None = None
) -> tuple[str, Decision]:
    """The lead's id and its decision."""
    store.submissions.receive(submission)
    with store.leads.begin_decisions([submission], (playbook or a_playbook()).deduplication) as batch:
        (desk,), found, others = batch.desks, an_enrichment(submission), (playbook or a_playbook(), VERSIONS, now)
        prepared = prepare_decision(submission, desk.known, found, *others)
        desk.identify(prepared.decision.match, now)
        decision = complete_decision(prepared, playbook or a_playbook(), batch.lock_team())
        return desk.apply(decision), decision


def apply_decision(store: Store, submission: Submission, decision: Decision) -> str:
    """The id of the lead of a received submission, as the decision says."""
    with store.leads.begin_decisions([submission], a_playbook().deduplication) as batch:
        (desk,) = batch.desks
        return desk.apply(decision)
