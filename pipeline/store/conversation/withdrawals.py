"""Taking back what was handed in for an answer alone: the visitor said no, so nothing of it is kept."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from pipeline.codec import from_json, to_json
from pipeline.decision.alert import withdraw_alert
from pipeline.domain.alert import Alert
from pipeline.domain.closed_values import DeliveryKind
from pipeline.store import tables
from pipeline.store.lead.submissions import read_submission

OF_A_LEAD = (
    tables.DeliveryRow,
    tables.EventRow,
    tables.ReviewItemRow,
    tables.WaitingLeadRow,
    tables.OutcomeRow,
    tables.ActionRow,
    tables.TouchRow,
    tables.DecisionRow,
)
"""Every table whose rows point to a lead."""


def withdraw_submissions(session: Session, conversation_id: str) -> bool:
    """Deletes what the conversation handed in for an answer alone, with its lead; whether the team knew of it.

    Such a lead is nobody else's: it has no contact and no company, and only its own conversation continues it. Of an
    alert that the team may have seen a row without the visitor stays, by which the message can be changed too.
    """
    submission, decision = tables.SubmissionRow, tables.DecisionRow
    rows = session.scalars(select(submission).where(submission.conversation_id == conversation_id).with_for_update())
    ids = [row.id for row in rows if read_submission(row).answer_only]
    if not ids:
        return False
    leads = session.scalars(select(decision.lead_id).where(decision.submission_id.in_(ids)).distinct()).all()
    known = _take_back_alerts(session, leads)
    session.execute(select(tables.LeadRow.id).where(tables.LeadRow.id.in_(leads)).with_for_update())
    for table in OF_A_LEAD:
        session.execute(delete(table).where(table.lead_id.in_(leads)))
    session.execute(delete(tables.LeadRow).where(tables.LeadRow.id.in_(leads)))
    session.execute(delete(submission).where(submission.id.in_(ids)))
    return known


def _take_back_alerts(session: Session, leads: Sequence[str]) -> bool:
    """Empties the alerts that were sent or may have arrived; whether there are any."""
    row = tables.DeliveryRow
    query = (
        select(row).where(row.lead_id.in_(leads), row.kind == DeliveryKind.ALERT).order_by(row.key).with_for_update()
    )
    seen = [alert for alert in session.scalars(query) if alert.sent_at or alert.tried_at]
    for alert in seen:
        alert.lead_id, alert.payload = None, to_json(withdraw_alert(from_json(Alert, alert.payload)))
    session.flush()
    return bool(seen)
