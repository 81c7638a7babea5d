"""Two colleagues in two processes do the same at the same moment, a thousand times: one of them did it, and one row
says so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from multiprocessing import get_context

import pytest
from sqlalchemy import func, insert, select

from pipeline.actions.contact.answer_review import AnswerReview
from pipeline.actions.lead.record_outcome import RecordOutcome
from pipeline.actions.perform import Action
from pipeline.domain.matching import ReviewAnswer, ReviewKind
from pipeline.domain.outcome import OutcomeKind
from pipeline.store import Database, Store, tables
from tests.faults.rushing import Told, rush
from tests.support.builders import NOW, a_lead
from tests.support.settling import settle

LEADS, REVIEWS = 700, 300
NAMES = ("ines", "maya")


def fill(store: Store) -> Sequence[Action]:
    """Copies of one decided lead, and questions about them; the actions that both colleagues will try."""
    lead_id, _ = settle(store, a_lead())
    with store.database.write() as session:
        leads = tables.Table.metadata.tables["lead"]
        first = dict(session.execute(select(leads).where(leads.c.id == lead_id)).mappings().one())
        session.execute(insert(leads), [{**first, "id": f"lead_{n}"} for n in range(LEADS)])
        asked = {"record": "lead", "subject_id": lead_id, "known_id": lead_id, "lead_id": lead_id, "evidence": {}}
        item = {**asked, "kind": str(ReviewKind.EXISTING_CUSTOMER), "created_at": NOW}
        rows = [{**item, "id": f"review_{n}", "pair": f"pair {n}"} for n in range(REVIEWS)]
        session.execute(insert(tables.ReviewItemRow), rows)
    return (
        *(RecordOutcome(f"lead_{n}", OutcomeKind.LOST, "no budget") for n in range(LEADS)),
        *(AnswerReview(f"review_{n}", ReviewAnswer.NOTED) for n in range(REVIEWS)),
    )


def rush_both(url: str, actions: Sequence[Action]) -> list[Told]:
    spawn = get_context("spawn")
    together, told = spawn.Barrier(2), spawn.Queue()
    both = [spawn.Process(target=rush, args=(url, name, actions, together, told)) for name in NAMES]
    for process in both:
        process.start()
    results: list[Told] = [told.get(timeout=100) for _ in both]
    for process in both:
        process.join()
    return results


@pytest.mark.fault
def test_of_two_colleagues_who_do_the_same_at_once_one_did_it_and_the_other_is_told_so(database_url: str):
    with closing(Store(Database(database_url))) as store:
        actions = fill(store)
        results = rush_both(database_url, actions)
        total = sum((counted for _, counted, _ in results), Counter[str]())
        assert total == {"Done": len(actions), "AlreadyDone": len(actions)}
        for name, _, first in results:
            assert first <= {other for other in NAMES if other != name}
        with store.database.read() as session:
            row = tables.ActionRow
            written = dict(session.execute(select(row.actor, func.count()).group_by(row.actor)).all())
            about = session.scalar(select(func.count(row.about.distinct())))
            outcomes = session.scalar(select(func.count()).select_from(tables.OutcomeRow))
            versions = set(session.scalars(select(tables.LeadRow.version).where(tables.LeadRow.status == "closed")))
        assert written == {name: counted["Done"] for name, counted, _ in results if counted["Done"]}
        assert (about, outcomes, versions) == (len(actions), LEADS, {2})
