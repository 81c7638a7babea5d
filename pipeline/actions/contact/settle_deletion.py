"""Somebody has deleted what a visitor wanted deleted, or says why some of it stays; the first one counts."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.actions.audit import ActionEffect, ActionHead
from pipeline.actions.ports import ContactRecords
from pipeline.actions.results import ActionStopped, AlreadyDone, Refusal, build_remark, refuse


@dataclass(frozen=True, slots=True)
class SettleDeletion:
    request_id: str
    note: str
    """What was deleted, or why some of it stays; needed, for nobody can see it afterwards."""


def settle_deletion(action: SettleDeletion, records: ContactRecords, head: ActionHead) -> ActionEffect:
    request = records.find_deletion(action.request_id)
    if request is None:
        raise refuse(Refusal.UNKNOWN, "no_deletion", request=action.request_id)
    if request.done_at:
        raise ActionStopped(AlreadyDone(request.done_by, request.done_at, build_remark("deleted_already")))
    note = " ".join(action.note.split())
    if not note:
        raise refuse(Refusal.UNFIT, "note_needed")
    records.settle_deletion(request.id, note, head)
    return ActionEffect(
        request.id, {"done": False}, {"done": True}, conversation_id=request.conversation_id, reason=note
    )
