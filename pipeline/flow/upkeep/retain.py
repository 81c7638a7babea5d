"""Retain: what nobody needs any more is deleted after the days that `retention.yaml` names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

import structlog

from pipeline.playbook import Playbook
from pipeline.ports import Clock
from pipeline.runtime.ticks import Tick
from pipeline.store.retention import RetentionStore

EVERY = timedelta(hours=1)

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class RetainJob:
    retention: RetentionStore
    playbook: Callable[[], Playbook]
    clock: Clock

    @property
    def ticks(self) -> Sequence[Tick]:
        return (Tick("retain", EVERY, self.delete_expired),)

    def delete_expired(self) -> None:
        """Deletes what is older than it may be."""
        days, now = self.playbook().retention, self.clock.now()
        deleted = {
            "conversations": self.retention.delete_unused_conversations(now - timedelta(days.unused_conversations)),
            "messages": self.retention.delete_handled_items(now - timedelta(days.handled_messages)),
            "model_calls": self.retention.delete_model_calls(now - timedelta(days.model_calls)),
        }
        if any(deleted.values()):
            log.info("expired_deleted", **deleted)
