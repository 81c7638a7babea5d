"""Somebody takes a merge back; what changed since stays with the kept record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pipeline.actions.audit import ActionEffect, ActionHead
from pipeline.actions.ports import ContactRecords
from pipeline.actions.results import Remark, build_remark
from pipeline.codec import from_json, to_json


@dataclass(frozen=True, slots=True)
class UndoMerge:
    merge_id: str
    reason: str


def undo_merge(action: UndoMerge, records: ContactRecords, head: ActionHead) -> ActionEffect:
    stayed = records.undo_merge(action.merge_id, action.reason, head)
    after = {"undone": True, "stayed": [to_json(remark) for remark in stayed]}
    return ActionEffect(action.merge_id, {"undone": False, "stayed": []}, after, reason=" ".join(action.reason.split()))


def read_stayed(stored: Any) -> Remark:
    """One of what stayed, as the merge, the timeline and the audit keep it: a sentence in rows of before."""
    return build_remark("as_told", told=stored) if isinstance(stored, str) else from_json(Remark, stored)
