"""The queues as ways to look at the list of leads. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from console.wording import PageWording


@dataclass(frozen=True, slots=True)
class QueueLink:
    """`queue` is null for the leads of all queues."""

    queue: str | None
    label: str
    leads: int


def build_queue_links(counts: Mapping[str, int], say: PageWording) -> tuple[QueueLink, ...]:
    """All leads, then each queue that has some, in the playbook's order; one that the playbook lost comes last."""
    order = [queue.id for queue in say.playbook.routing.queues]
    names = sorted(counts, key=lambda name: (order.index(name) if name in order else len(order), name))
    everything = QueueLink(None, say.text("all"), sum(counts.values()))
    return (everything, *(QueueLink(name, say.queue(name), counts[name]) for name in names))
