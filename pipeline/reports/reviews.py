"""Questions about two records, merges, and wishes to be deleted, as people and programs read them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pipeline.actions.results import Remark
from pipeline.domain.matching import ReviewAnswer, ReviewKind


@dataclass(frozen=True, slots=True)
class RecordView:
    """One of the two records; `details` are label and value of what is known of it."""

    id: str
    title: str
    details: tuple[tuple[str, str], ...]
    lead_ids: tuple[str, ...]
    """Newest first, at most ten."""


@dataclass(frozen=True, slots=True)
class MergeView:
    id: str
    record: str
    """contact or company."""
    kept_id: str
    merged_id: str
    at: datetime
    by: str
    reason: str
    moved: int
    """Rows and values that were changed."""
    undone_at: datetime | None = None
    undone_by: str | None = None
    undone_reason: str | None = None
    stayed: tuple[Remark, ...] = ()
    """Once it is undone: what stayed with the kept record, and why."""


@dataclass(frozen=True, slots=True)
class ReviewView:
    id: str
    kind: ReviewKind
    record: str
    known: RecordView
    """The one that was there before: it is kept where both are merged."""
    subject: RecordView
    lead_id: str
    """The lead whose submission raised it."""
    evidence: tuple[str, ...]
    created_at: datetime
    answer: ReviewAnswer | None = None
    decided_at: datetime | None = None
    decided_by: str | None = None
    reason: str | None = None
    merge: MergeView | None = None


@dataclass(frozen=True, slots=True)
class DeletionView:
    """Somebody wants their data deleted."""

    id: str
    conversation_id: str
    requested_at: datetime
    words: str
    lead_ids: tuple[str, ...]
    """Those of the same person, as far as we know them."""
    done_at: datetime | None = None
    done_by: str | None = None
    note: str | None = None
