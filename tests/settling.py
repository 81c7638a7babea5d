"""A submission settled without the engine: stored, decided and applied as the flow does it."""

from __future__ import annotations

from datetime import datetime

from pipeline.domain.decision import Decision, Versions
from pipeline.domain.submission import Submission
from pipeline.flow import decide
from pipeline.store import Store
from tests.builders import NOW, a_playbook, an_enrichment


def settle(store: Store, submission: Submission, now: datetime = NOW) -> tuple[str, Decision]:
    """The lead's id and the decision."""
    store.submissions.receive(submission)
    with store.leads.settling() as desk_of:
        desk, found = desk_of(submission), an_enrichment(submission)
        decision = decide(submission, desk.known, desk.team, found, a_playbook(), Versions("p", "t", "c"), now)
        return desk.apply(decision), decision
