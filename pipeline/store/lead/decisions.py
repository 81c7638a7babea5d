"""Leads: a decision on a submission, applied with all that follows from it.

Written with SQLAlchemy's Core, as conversations are: a rush of leads waits for these statements.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from pipeline.domain.submission import Submission
from pipeline.playbook import Deduplication
from pipeline.store.database import CONFLICTS, Database, is_conflict
from pipeline.store.ids import Ids, new_id
from pipeline.store.lead.decision_batch import DecisionBatch, WriteConflict

__all__ = ["DecisionBatch", "LeadStore", "WriteConflict"]


class LeadStore:
    def __init__(self, database: Database, ids: Ids = new_id) -> None:
        self._database, self._ids = database, ids

    @contextmanager
    def begin_decisions(self, submissions: Sequence[Submission], rules: Deduplication) -> Iterator[DecisionBatch]:
        """One transaction in which submissions are decided on: committed whole at the end of the block, or not at all.

        Raises WriteConflict where somebody else settled the same person at the same moment (on PostgreSQL alone).
        """
        try:
            with self._database.write() as session:
                batch = DecisionBatch(self._database, session, submissions, rules, self._ids)
                yield batch
                batch.write()
        except CONFLICTS as error:
            if not is_conflict(error):
                raise
            raise WriteConflict(f"settled by two at once: {error.orig}") from error
