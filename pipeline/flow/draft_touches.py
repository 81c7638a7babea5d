"""Draft touches: a touch whose time has come becomes a draft that waits for a person. Nothing is sent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pipeline.followup import cadence
from pipeline.playbook import Playbook
from pipeline.ports import Clock
from pipeline.runtime.ticks import BATCH, Tick
from pipeline.store.lead.touches import DraftText, DueTouch, TouchStore


@dataclass(frozen=True, slots=True)
class DraftTouchesJob:
    touches: TouchStore
    playbook: Callable[[], Playbook]
    clock: Clock

    @property
    def ticks(self) -> Sequence[Tick]:
        return (Tick("draft_due_touches", None, self.draft_due_touches),)

    def draft_due_touches(self, limit: int = BATCH) -> int:
        """Due touches become drafts that wait for approval; returns how many."""
        playbook = self.playbook()

        def write(due: DueTouch) -> DraftText:
            owner = playbook.routing.find_person(due.owner) if due.owner else None
            draft = cadence.draft_touch(due.touch, due.record, playbook, owner.name if owner else playbook.company.name)
            return DraftText(draft.subject, draft.body, playbook.texts_version)

        return self.touches.draft_due(self.clock.now(), limit, write)
