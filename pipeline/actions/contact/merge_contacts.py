"""Somebody merges two contacts, or two companies, by hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pipeline.actions.audit import ActionEffect, ActionHead
from pipeline.actions.ports import ContactRecords


@dataclass(frozen=True, slots=True)
class MergeContacts:
    kept_id: str
    """The contact or company that stays."""
    merged_id: str
    reason: str


def merge_contacts(action: MergeContacts, records: ContactRecords, head: ActionHead) -> ActionEffect:
    merged = records.merge(action.kept_id, action.merged_id, action.reason, head)
    before: dict[str, Any] = {"merged": action.merged_id, "into": None, "answered": []}
    after = {"merged": action.merged_id, "into": action.kept_id, "answered": list(merged.answered)}
    return ActionEffect(merged.merge_id, before, after, reason=" ".join(action.reason.split()))
