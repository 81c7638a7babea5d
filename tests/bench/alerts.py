"""From Confirm to the alert at Slack: what a visitor's yes sets going, seen from outside."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tests.bench.client import SocketWindow, windows
from tests.bench.servers import Server
from tests.bench.visitor import company, confirm, until_summary
from tests.fakes.slack_api import SlackApi
from tests.fakes.slack_server import SlackCall

PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Alerts:
    """Seconds from sending Confirm to the post's arrival at Slack, for conversations confirmed `how`."""

    how: str
    seconds: Sequence[float]


@dataclass(slots=True)
class Arrivals:
    """When each company's alert arrived; called by the fake Slack in its own threads."""

    loop: asyncio.AbstractEventLoop
    _arrived: dict[str, asyncio.Future[float]] = field(default_factory=dict)

    def expect(self, name: str) -> asyncio.Future[float]:
        """The moment, on the clock of `time.perf_counter`, at which the company's alert will have arrived."""
        self._arrived[name] = self.loop.create_future()
        return self._arrived[name]

    def __call__(self, call: SlackCall) -> None:
        if call.method == "chat.postMessage":
            self.loop.call_soon_threadsafe(self._note, json.dumps(call.arguments), time.perf_counter())

    def _note(self, message: str, at: float) -> None:
        for name, moment in self._arrived.items():
            if name in message and not moment.done():
                moment.set_result(at)


def slack_settings(url: str, api: SlackApi) -> Mapping[str, str]:
    """The settings that make a server post to the fake."""
    channel = next(iter(api.channels))
    return {"FOYER_SLACK_API_URL": url, "FOYER_SLACK_BOT_TOKEN": api.token, "FOYER_SLACK_CHANNEL": channel}


async def measure_alerts(server: Server, arrivals: Arrivals, conversations: int) -> tuple[Alerts, Alerts]:
    """So many conversations confirmed one after the other, and as many others all at once."""
    async with windows(server.socket_url, 2 * conversations) as visitors:
        await asyncio.gather(*(until_summary(window, number) for number, window in enumerate(visitors)))
        numbered = list(enumerate(visitors))
        calm = [await _confirmed(arrivals, *visitor) for visitor in numbered[:conversations]]
        rush = await asyncio.gather(*(_confirmed(arrivals, *visitor) for visitor in numbered[conversations:]))
    return Alerts("one after the other", calm), Alerts("all at once", rush)


async def _confirmed(arrivals: Arrivals, number: int, window: SocketWindow) -> float:
    arrival = arrivals.expect(company(number))
    begun = time.perf_counter()
    await confirm(window)
    return await asyncio.wait_for(arrival, PATIENCE) - begun
