"""What providers knew about people and companies, and whom they should be asked about again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, delete, exists, or_, select, update
from sqlalchemy.orm import aliased

from pipeline.codec import from_json, to_json
from pipeline.domain.closed_values import LeadStatus, TouchStatus
from pipeline.domain.decision import Fact, HowFound
from pipeline.domain.lookup import LookupKey, LookupStatus, LookupTrigger, ProviderAnswer
from pipeline.domain.submission import Submission
from pipeline.store import tables
from pipeline.store.database import Database
from pipeline.store.lead.submissions import read_submission


@dataclass(frozen=True, slots=True)
class LastLookup:
    """When a provider was last asked under a key, and how that ended."""

    asked_at: datetime
    status: LookupStatus
    detail: str


@dataclass(frozen=True, slots=True)
class StaleLead:
    """A lead to look up again, with its newest submission."""

    id: str
    submission: Submission


class EnrichmentStore:
    def __init__(self, database: Database) -> None:
        self._database = database

    def get_last(self, key: LookupKey) -> Mapping[str, LastLookup]:
        """The last lookup under a key, by provider."""
        row = tables.LookupRow
        with self._database.read() as session:
            found = session.scalars(select(row).where(row.about == key.about, row.key == key.value))
            return {one.provider: LastLookup(one.asked_at, LookupStatus(one.status), one.detail) for one in found}

    def get_facts(self, keys: Iterable[LookupKey]) -> Mapping[str, Sequence[Fact]]:
        """The facts kept under any of the keys, by provider."""
        row, found = tables.FoundFactRow, dict[str, list[Fact]]()
        with self._database.read() as session:
            for key in keys:
                query = select(row).where(row.about == key.about, row.key == key.value).order_by(row.name)
                for one in session.scalars(query):
                    fact = Fact(one.name, one.value, one.provider, from_json(HowFound, one.how), one.at)
                    found.setdefault(one.provider, []).append(fact)
        return found

    def save(self, provider: str, key: LookupKey, answer: ProviderAnswer, now: datetime) -> None:
        """Notes how a lookup ended. Facts replace those that the provider gave before; trouble leaves them."""
        row = tables.FoundFactRow
        noted = {"asked_at": now, "status": str(answer.status), "detail": answer.detail}
        under = {"about": str(key.about), "key": key.value, "provider": provider}
        statement = self._database.insert(tables.LookupRow).values(**under, **noted)
        with self._database.write() as session:
            session.execute(statement.on_conflict_do_update(index_elements=list(under), set_=noted))
            if answer.status is not LookupStatus.FOUND:
                return
            session.execute(delete(row).where(row.about == key.about, row.key == key.value, row.provider == provider))
            session.add_all(
                row(**under, name=fact.name, value=fact.value, how=to_json(fact.how), at=fact.at)
                for fact in answer.facts
            )

    def take_due(
        self, trigger: LookupTrigger, within: timedelta, now: datetime, limit: int, lease: timedelta
    ) -> Sequence[StaleLead]:
        """Open leads for which a trigger's time has come, the caller's alone until `note`, or until the lease is over.

        `within` is the silence of `inactive`, or the time before the first touch of `before_sequence`.
        """
        due = _inactive(now - within) if trigger is LookupTrigger.INACTIVE else _before_sequence(now, within)
        lead = tables.LeadRow
        with self._database.write() as session:
            ids = session.scalars(due.limit(limit).with_for_update(of=lead, skip_locked=True)).all()
            session.execute(update(lead).where(lead.id.in_(ids)).values(looked_up_at=now - within + lease))
            rows = session.execute(
                select(lead.id, tables.SubmissionRow)
                .join(tables.SubmissionRow, tables.SubmissionRow.id == lead.submission_id)
                .where(lead.id.in_(ids))
            )
            return [StaleLead(lead_id, read_submission(row)) for lead_id, row in rows]

    def note(self, lead_id: str, trigger: LookupTrigger, news: Mapping[str, str], now: datetime) -> None:
        """The lead counts as looked up now, and its timeline says what was found."""
        body, lead = {"trigger": str(trigger), **news}, tables.LeadRow
        with self._database.write() as session:
            session.execute(update(lead).where(lead.id == lead_id).values(looked_up_at=now))
            session.add(tables.EventRow(lead_id=lead_id, at=now, kind="looked_up_again", actor="foyer", body=body))


def _inactive(since: datetime) -> Select[str]:
    lead = tables.LeadRow
    long_ago = or_(lead.looked_up_at <= since, lead.looked_up_at.is_(None))
    return (
        select(lead.id)
        .where(lead.status == LeadStatus.OPEN, long_ago, lead.updated_at <= since)
        .order_by(lead.looked_up_at)
    )


def _before_sequence(now: datetime, within: timedelta) -> Select[str]:
    """Leads not looked up within that time whose sequence has not begun and whose first touch comes so soon."""
    lead, touch, earlier = tables.LeadRow, tables.TouchRow, aliased(tables.TouchRow)
    begun = exists().where(
        earlier.lead_id == touch.lead_id, earlier.cadence == touch.cadence, earlier.position < touch.position
    )
    soon = select(touch.lead_id).where(touch.status == TouchStatus.PLANNED, touch.due_at <= now + within, ~begun)
    not_lately = or_(lead.looked_up_at <= now - within, lead.looked_up_at.is_(None))
    return select(lead.id).where(lead.status == LeadStatus.OPEN, not_lately, lead.id.in_(soon)).order_by(lead.id)
