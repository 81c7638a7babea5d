"""Somebody takes a merge back; what changed since stays with the kept record."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.actions.audit import ActionEffect, ActionHead
from pipeline.actions.ports import ContactRecords


@dataclass(frozen=True, slots=True)
class UndoMerge:
    merge_id: str
    reason: str


def undo_merge(action: UndoMerge, records: ContactRecords, head: ActionHead) -> ActionEffect:
    stayed = records.undo_merge(action.merge_id, action.reason, head)
    after = {"undone": True, "stayed": list(stayed)}
    return ActionEffect(action.merge_id, {"undone": False, "stayed": []}, after, reason=" ".join(action.reason.split()))
