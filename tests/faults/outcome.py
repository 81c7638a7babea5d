"""What must hold however the work was interrupted: each enquiry is one lead, one decision and one alert."""

from __future__ import annotations

from collections import Counter

from pipeline.reports.leads import LeadView
from pipeline.store import Store
from tests.fakes.slack_server import FakeSlack
from tests.support.program import Installation, eventually

SETTLED_SECONDS = 60
"""Far above what any recovery needs: 15 s until a silent worker is taken over, 10 s until a visitor is answered."""


def await_alerts(foyer: Installation, count: int = 1, status: str = "sent") -> list[LeadView]:
    """Waits until the installation has `count` alerts and all are of `status`; returns its leads, newest first."""
    with foyer.store() as store:
        return settled(store, count, status)


def settled(store: Store, count: int = 1, status: str = "sent") -> list[LeadView]:
    """The same for rows at hand."""

    def states() -> Counter[tuple[str, str | None]]:
        return Counter((delivery.status, delivery.error) for delivery in store.views.list_deliveries(1000))

    def done() -> bool:
        found = states()
        return found.total() == count and all(state == status for state, _ in found)

    eventually(done, SETTLED_SECONDS, states)
    return store.views.list_newest(1000)


def alert_keys(slack: FakeSlack) -> list[str]:
    """The keys of the alerts that stand in the channel, in order."""
    return [message.metadata["event_payload"]["key"] for message in slack.api.messages if message.metadata]
