"""Merging two contacts or two companies, and undoing it: one transaction each, both raw records kept.

The merged row stays as it is and points to the kept one, so that whatever comes under its keys reaches the kept one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, inspect, or_, select, update
from sqlalchemy.orm import Session

from pipeline.actions.contact.undo_merge import read_stayed
from pipeline.actions.ports import MergeEffect
from pipeline.actions.results import (
    ActionStopped,
    AlreadyDone,
    ConcurrentChange,
    InlineTerm,
    Refusal,
    Remark,
    build_remark,
    refuse,
)
from pipeline.codec import to_json
from pipeline.domain.matching import ReviewAnswer
from pipeline.reports.reviews import MergeView
from pipeline.store import tables
from pipeline.store.database import Database, build_after_filter
from pipeline.store.ids import new_id
from pipeline.wording.terms import TermSet


@dataclass(frozen=True, slots=True)
class _MergeKind:
    """A kind of record that can be merged."""

    table: type[Any]
    """Of `pipeline.store.tables`."""
    point_here: tuple[tuple[type[tables.Table], str], ...]
    """(table, column) of the rows that move with it."""
    filled: tuple[str, ...]
    """What the kept one takes over where it has nothing."""


KINDS: Mapping[str, _MergeKind] = {
    "contact": _MergeKind(
        tables.ContactRow,
        ((tables.ContactRow, "merged_into"), (tables.LeadRow, "contact_id")),
        ("phone", "name", "company_id"),
    ),
    "company": _MergeKind(
        tables.CompanyRow,
        ((tables.CompanyRow, "merged_into"), (tables.LeadRow, "company_id"), (tables.ContactRow, "company_id")),
        ("name",),
    ),
}
TABLES: Mapping[str, type[Any]] = {
    table.__tablename__: table for table in (tables.LeadRow, tables.ContactRow, tables.CompanyRow)
}


class MergeStore:
    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, merge_id: str) -> MergeView:
        """KeyError for an unknown one."""
        with self._database.read() as session:
            row = session.get(tables.RecordMergeRow, merge_id)
            if row is None:
                raise KeyError(merge_id)
            return build_merge_view(row)

    def list_newest(self, limit: int = 100, after: MergeView | None = None) -> list[MergeView]:
        """Merges, newest first; those that follow one of an earlier page."""
        row = tables.RecordMergeRow
        with self._database.read() as session:
            query = select(row).order_by(row.at.desc(), row.id).limit(limit)
            if after:
                query = query.where(build_after_filter(row.at, row.id, after.at, after.id, newest_first=True))
            return [build_merge_view(found) for found in session.scalars(query)]

    def count(self) -> int:
        with self._database.read() as session:
            return session.scalar(select(func.count()).select_from(tables.RecordMergeRow)) or 0


def merge_records(session: Session, kept_id: str, merged_id: str, by: str, reason: str, now: datetime) -> MergeEffect:
    """Within the caller's transaction: moves, fills, points and notes, and answers the open questions about the two.

    ActionStopped where it makes no sense, or where the two are merged already.
    """
    kind, kept, merged = _two(session, kept_id, merged_id)
    before = {"kept": _as_json(kept), "merged": _as_json(merged)}
    changes = [
        *(change for table, column in kind.point_here for change in _moved(session, table, column, kept, merged)),
        *_filled(kind, kept, merged),
        _change(merged, "merged_into", kept_id),
    ]
    row = tables.RecordMergeRow(
        id=new_id("merge"),
        record=kind.table.__tablename__,
        kept_id=kept_id,
        merged_id=merged_id,
        at=now,
        actor=by,
        reason=_said(reason),
        before=before,
        changes={"rows": changes},
    )
    session.add(row)
    session.flush()
    body = {"merge": row.id, "kept": kept_id, "merged": merged_id, "reason": row.reason}
    _note(session, kind, kept_id, now, f"{row.record}_merged", by, body)
    return MergeEffect(row.id, _answer_questions(session, row))


def undo_merge(session: Session, merge_id: str, by: str, reason: str, now: datetime) -> tuple[Remark, ...]:
    """Within the caller's transaction: takes a merge back, and says what stays with the kept record.

    What changed since stays there. ActionStopped where it can't be undone, or was before.
    """
    row = _claim_merge(session, merge_id, by, reason, now)
    kind = KINDS[row.record]
    kept = session.get_one(kind.table, row.kept_id, with_for_update=True)
    if kept.merged_into:
        raise refuse(Refusal.UNFIT, "kept_was_merged", kept=row.kept_id, into=kept.merged_into)
    stayed = [told for change in reversed(row.changes["rows"]) if (told := _taken_back(session, change))]
    stayed += _arrived_since(session, kind, row)
    kept_rows = [to_json(remark) for remark in stayed]
    row.stayed = {"rows": kept_rows}
    session.flush()
    body = {"merge": row.id, "kept": row.kept_id, "merged": row.merged_id, "reason": row.undone_reason}
    for record_id in (row.kept_id, row.merged_id):
        _note(session, kind, record_id, now, f"{row.record}_unmerged", by, {**body, "stayed": kept_rows or None})
    return tuple(stayed)


def _claim_merge(session: Session, merge_id: str, by: str, reason: str, now: datetime) -> tables.RecordMergeRow:
    """The merge, marked as undone by us: one statement decides who is first."""
    row = session.get(tables.RecordMergeRow, merge_id)
    if row is None:
        raise refuse(Refusal.UNKNOWN, "no_merge", merge=merge_id)
    if row.undone_at:
        what = build_remark("undone_already", merge=merge_id)
        raise ActionStopped(AlreadyDone(row.undone_by, row.undone_at, what))
    merge = tables.RecordMergeRow
    undone = {"undone_at": now, "undone_by": by, "undone_reason": _said(reason)}
    claim = update(merge).where(merge.id == merge_id, merge.undone_at.is_(None)).values(undone).returning(merge.id)
    if session.scalar(claim) is None:
        raise ConcurrentChange
    return row


def _two(session: Session, kept_id: str, merged_id: str) -> tuple[_MergeKind, Any, Any]:
    """Both rows, locked in one order; stops where they are not two of a kind that stand on their own."""
    if kept_id == merged_id:
        raise refuse(Refusal.UNFIT, "merged_with_itself", kept=kept_id)
    for kind in KINDS.values():
        rows = {id_: session.get(kind.table, id_, with_for_update=True) for id_ in sorted((kept_id, merged_id))}
        if all(rows.values()):
            _check_standing(session, rows, kept_id, merged_id)
            return kind, rows[kept_id], rows[merged_id]
        if any(rows.values()):
            other = next(id_ for id_, row in rows.items() if row is None)
            raise refuse(
                Refusal.UNKNOWN, "no_record", record=InlineTerm(TermSet.RECORD, kind.table.__tablename__), id=other
            )
    raise refuse(Refusal.UNKNOWN, "no_records", one=kept_id, other=merged_id)


def _check_standing(session: Session, rows: Mapping[str, Any], kept_id: str, merged_id: str) -> None:
    """Stops where one of the two is merged already: into the other, or elsewhere."""
    merge = tables.RecordMergeRow
    for id_, row in rows.items():
        if not row.merged_into:
            continue
        same = (merge.kept_id == kept_id) & (merge.merged_id == merged_id) & merge.undone_at.is_(None)
        first = session.scalar(select(merge).where(same))
        if first is None or id_ != merged_id:
            raise refuse(Refusal.UNFIT, "merged_elsewhere", merged=id_, into=row.merged_into)
        what = build_remark("merged_already", merged=id_, into=row.merged_into)
        raise ActionStopped(AlreadyDone(first.actor, first.at, what))


def _moved(session: Session, table: type[Any], column: str, kept: Any, merged: Any) -> Iterator[dict[str, Any]]:
    rows = session.scalars(
        select(table).where(getattr(table, column) == merged.id).order_by(table.id).with_for_update()
    )
    for row in rows.all():
        yield _change(row, column, kept.id)


def _filled(kind: _MergeKind, kept: Any, merged: Any) -> Iterator[dict[str, Any]]:
    for column in kind.filled:
        if getattr(kept, column) is None and getattr(merged, column) is not None:
            yield _change(kept, column, getattr(merged, column))


def _change(row: Any, column: str, value: str) -> dict[str, Any]:
    before = getattr(row, column)
    setattr(row, column, value)
    return {"table": row.__tablename__, "id": row.id, "column": column, "before": before, "after": value}


def _taken_back(session: Session, change: Mapping[str, Any]) -> Remark | None:
    """Restores one value; says what stayed where somebody changed it since."""
    row = session.get(TABLES[change["table"]], change["id"], with_for_update=True)
    if row is None:
        return build_remark("gone_since", id=change["id"])
    now = getattr(row, change["column"])
    if now != change["after"]:
        detail = InlineTerm(TermSet.DETAIL, change["column"].removesuffix("_id"))
        if now:
            return build_remark("changed_since", detail=detail, id=change["id"], value=now)
        return build_remark("emptied_since", detail=detail, id=change["id"])
    setattr(row, change["column"], change["before"])
    return None


def _arrived_since(session: Session, kind: _MergeKind, row: tables.RecordMergeRow) -> list[Remark]:
    """Leads that came after the merge are the kept record's: nobody can say now whose they would have been."""
    lead, moved = tables.LeadRow, {change["id"] for change in row.changes["rows"]}
    own = getattr(lead, f"{row.record}_id") == row.kept_id
    since = session.scalars(select(lead.id).where(own, lead.created_at > row.at).order_by(lead.created_at))
    return [build_remark("came_since", lead=id_, kept=row.kept_id) for id_ in since if id_ not in moved]


def _answer_questions(session: Session, row: tables.RecordMergeRow) -> tuple[str, ...]:
    """Open questions about records that are one now have their answer; the ids of those that nobody was faster with."""
    table = KINDS[row.record].table
    one = {row.kept_id, *session.scalars(select(table.id).where(table.merged_into == row.kept_id))}
    item = tables.ReviewItemRow
    about = or_(item.subject_id == row.merged_id, item.known_id == row.merged_id)
    found = select(item.id, item.subject_id, item.known_id)
    waiting = session.execute(found.where(item.decided_at.is_(None), item.record == row.record, about)).all()
    answered = [each.id for each in waiting if {each.subject_id, each.known_id} <= one]
    merged = {"answer": str(ReviewAnswer.MERGED), "merge_id": row.id}
    told = {"decided_by": row.actor, "reason": row.reason, "decided_at": row.at}
    claim = update(item).where(item.id.in_(answered), item.decided_at.is_(None)).values({**merged, **told})
    return tuple(sorted(session.scalars(claim.returning(item.id))))


def _note(
    session: Session, kind: _MergeKind, record_id: str, at: datetime, what: str, by: str, body: Mapping[str, Any]
) -> None:
    """On the timeline of every lead of the record."""
    column = getattr(tables.LeadRow, f"{kind.table.__tablename__}_id")
    for lead_id in session.scalars(select(tables.LeadRow.id).where(column == record_id).order_by(tables.LeadRow.id)):
        session.add(tables.EventRow(lead_id=lead_id, at=at, kind=what, actor=by, body=dict(body)))


def _said(reason: str) -> str:
    plain = " ".join(reason.split())
    if not plain:
        raise refuse(Refusal.UNFIT, "reason_needed")
    return plain


def _as_json(row: Any) -> dict[str, Any]:
    values = ((column.key, getattr(row, column.key)) for column in inspect(type(row)).columns)
    return {key: value.isoformat() if isinstance(value, datetime) else value for key, value in values}


def build_merge_view(row: tables.RecordMergeRow) -> MergeView:
    stayed: Iterable[Any] = (row.stayed or {}).get("rows", ())
    return MergeView(
        row.id,
        row.record,
        row.kept_id,
        row.merged_id,
        row.at,
        row.actor,
        row.reason,
        len(row.changes["rows"]),
        row.undone_at,
        row.undone_by,
        row.undone_reason,
        tuple(map(read_stayed, stayed)),
    )
