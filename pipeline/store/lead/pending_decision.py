"""One submission of a batch: what a decision on it needs to see, and the means to apply it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from pipeline.domain.alert import Alert
from pipeline.domain.decision import Decision, Match
from pipeline.domain.submission import Submission
from pipeline.matching import KnownRecords, MatchKeys
from pipeline.store.contact.identities import add_company, add_contact, complete_contact
from pipeline.store.contact.lookup import find_known_records
from pipeline.store.deliveries import build_alert_row
from pipeline.store.lead.decision_rows import AppliedDecision

if TYPE_CHECKING:
    from pipeline.store.lead.decision_batch import DecisionBatch


class PendingDecision:
    """Used in this order: `known`, `identify`, the batch's `lock_team`, `apply`, `enqueue_alert`."""

    def __init__(self, batch: DecisionBatch, submission: Submission, mine: MatchKeys) -> None:
        self._batch, self._keys, self.submission = batch, mine, submission
        self.known: KnownRecords = find_known_records(batch.session, mine)
        self.match: Match | None = None
        self._belongs_to: tuple[str | None, str | None] = (None, None)
        self.is_update = False
        """Whether the decision that was applied continued a lead that was there before."""

    def look_again(self) -> None:
        """Sees what others have changed since `known` was read."""
        self.known = find_known_records(self._batch.session, self._keys)

    def identify(self, match: Match, now: datetime) -> None:
        """The contact and the company of the match become rows where they are new, and learn what they had not.

        Nobody becomes a contact without having been able to say no.
        """
        self.match = match
        if not self.submission.answer_only:
            self._belongs_to = self._identify(match, now)

    def apply(self, decision: Decision) -> str:
        """The decision with all that follows from it, written at the end of the block; returns the lead's id."""
        if self.match is None:
            self.identify(decision.match, decision.decided_at)
        self._batch.lock_team()
        before, (contact_id, company_id) = self._batch.find_lead(decision.match.lead_id), self._belongs_to
        if before:
            self.is_update = True
            contact_id, company_id = contact_id or before.contact_id, company_id or before.company_id
        lead_id = before.id if before else self._batch.ids("lead")
        self._batch.add(AppliedDecision(self.submission, decision, lead_id, contact_id, company_id, before))
        return lead_id

    def enqueue_alert(self, alert: Alert, now: datetime) -> None:
        """The alert, to be told once the transaction is committed."""
        self._batch.rows.add("delivery", build_alert_row(alert, now))

    def _identify(self, match: Match, now: datetime) -> tuple[str | None, str | None]:
        batch, mine = self._batch, self._keys
        company_id = match.company_id or add_company(batch.rows, mine, now, batch.ids)
        if not match.contact_id:
            return add_contact(batch.rows, mine, company_id, now, batch.ids), company_id
        complete_contact(batch.rows, batch.session, match.contact_id, mine, self.known)
        return match.contact_id, company_id
