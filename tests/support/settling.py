"""Leads decided on and stored as the pipeline does it, without the engine around it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from pipeline.decision.decide import complete_decision, prepare_decision
from pipeline.domain.decision import Decision, Fact
from pipeline.domain.submission import Submission
from pipeline.playbook import Playbook
from pipeline.runtime.feed import LEASE
from pipeline.store import Store
from pipeline.store.lead.rescores import DueLead, RescoreResult
from pipeline.store.lead.touches import DraftText, DueTouch
from tests.support.builders import NOW, VERSIONS, a_lead, a_playbook, an_enrichment


def enquiry(number: int) -> Submission:
    """A lead of a person and a company of its own."""
    mine = {"email": f"jo@shop-{number}.com", "company": f"Shop number {number}"}
    return a_lead(key=f"lead:{number}", conversation_id=f"conversation-{number}", **mine)


def draft(store: Store, now: datetime, write: Callable[[DueTouch], DraftText], limit: int = 10) -> int:
    """Takes due touches and saves what `write` makes of each; returns how many."""
    return sum(store.touches.save_draft(due, write(due), now) for due in store.touches.take_due(now, limit, LEASE))


def rescore(store: Store, now: datetime, judge: Callable[[DueLead], RescoreResult], limit: int = 10) -> int:
    """Takes due leads and saves what `judge` makes of each; returns how many."""
    return sum(store.rescores.save_score(due, judge(due), now) for due in store.rescores.take_due(now, limit, LEASE))


def settle(
    store: Store,
    submission: Submission,
    now: datetime = NOW,
    playbook: Playbook | None = None,
    more: Iterable[Fact] = (),
) -> tuple[str, Decision]:
    """The lead's id and its decision; `more` is what providers gave."""
    store.submissions.receive(submission)
    with store.leads.begin_decisions([submission], (playbook or a_playbook()).deduplication) as batch:
        (one,), found, others = (
            batch.pending,
            an_enrichment(submission, *more),
            (playbook or a_playbook(), VERSIONS, now),
        )
        prepared = prepare_decision(submission, one.known, found, *others)
        one.identify(prepared.decision.match, now)
        decision = complete_decision(prepared, playbook or a_playbook(), batch.lock_team())
        return one.apply(decision), decision


def apply_decision(store: Store, submission: Submission, decision: Decision) -> str:
    """The id of the lead of a received submission, as the decision says."""
    with store.leads.begin_decisions([submission], a_playbook().deduplication) as batch:
        (one,) = batch.pending
        return one.apply(decision)
