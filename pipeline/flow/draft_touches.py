"""Draft touches: a touch whose time has come becomes a draft that waits for a person. Nothing is sent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from pipeline.followup import cadence
from pipeline.playbook import Playbook
from pipeline.ports import Clock
from pipeline.runtime.feed import LEASE
from pipeline.runtime.ticks import BATCH, Tick, run_for_each
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
        """Due touches become drafts that wait for approval; returns how many.

        They are taken in one transaction, written in none, and saved in one each. A draft for a lead to which something
        happened meanwhile is dropped, and its touch is drafted anew.
        """
        taken = self.touches.take_due(self.clock.now(), limit, LEASE)
        return sum(run_for_each(taken, partial(self._draft, self.playbook())))

    def _draft(self, playbook: Playbook, due: DueTouch) -> bool:
        owner = playbook.routing.find_person(due.owner) if due.owner else None
        draft = cadence.draft_touch(due.touch, due.record, playbook, owner.name if owner else playbook.company.name)
        text = DraftText(draft.subject, draft.body, playbook.texts_version)
        return self.touches.save_draft(due, text, self.clock.now())
