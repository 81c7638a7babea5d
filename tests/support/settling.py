"""Leads decided on and stored as the pipeline does it, without the engine around it."""

from __future__ import annotations

from datetime import datetime

from pipeline.decision.decide import decide_submission
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
    with store.leads.begin_decisions((playbook or a_playbook()).deduplication.free_mail) as desk_of:
        desk, found = desk_of(submission), an_enrichment(submission)
        decision = decide_submission(submission, desk.known, desk.team, found, playbook or a_playbook(), VERSIONS, now)
        return desk.apply(decision), decision
