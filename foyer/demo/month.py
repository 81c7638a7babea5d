"""The demo month: visitors come, talk, and are decided on; time passes for drafts, quiet visitors and the team.

Between the made-up people and the rows there is nothing but the program's own code: its assistant, its flow and the
ticks of its clock. The clock stands still while one visitor is dealt with, and is set for the next.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import ceil
from random import Random

from assistant.conversation.rehearsal import SetClock
from foyer.demo.people import DemoVisitor, VisitorGenerator
from foyer.demo.talking import DemoAssistant, hold_conversation
from foyer.demo.team import DemoTeam
from foyer.wiring import Foyer

DAYS = 30
HOURS = (1, 1, 1, 1, 1, 1, 2, 4, 8, 12, 14, 13, 11, 13, 14, 13, 11, 8, 6, 5, 4, 3, 2, 1)
"""How many visitors come in which hour (UTC), against each other; made up, as offices keep their hours."""
WEEKEND = 0.25
"""Visitors of a day of the weekend, against one of a working day."""
VISITORS_PER_LEAD = 1.07
"""Some leave before they say who they are, and some are a lead already."""
LOOK = timedelta(hours=1)
"""How often the clock's ticks run: nothing that a list shows depends on more."""


@dataclass(frozen=True, slots=True)
class MonthResult:
    """What a month came to."""

    visitors: int
    leads: int
    alerts: int
    drafts: int
    outcomes: int


class Month:
    """The days of `span`, from a midnight (UTC) on; `foyer` is put together with `clock`. The same seed gives the same
    month.
    """

    def __init__(
        self, foyer: Foyer, clock: SetClock, assistant: DemoAssistant, span: tuple[datetime, datetime], seed: int
    ) -> None:
        self._clock, self._assistant, (self._begin, self._end) = clock, assistant, span
        self._random = Random(seed)  # noqa: S311 - a game, no secret
        self._team = DemoTeam(seed, assistant.playbook, clock)
        self._store, self._engine, self._actions = foyer.store, foyer.engine, foyer.actions
        self._jobs = replace(foyer.jobs, deliver=replace(foyer.jobs.deliver, notifier=self._team))

    def simulate(self, leads: int, progress: Callable[[float], object]) -> MonthResult:
        """About so many leads; `progress` hears after each hour which part of the month is over."""
        self._engine.launch(self._jobs.qualify.run, self._jobs.deliver.run)
        try:
            return self._pass(self._arrivals(round(leads * VISITORS_PER_LEAD)), progress)
        finally:
            self._engine.close()

    def _pass(self, arrivals: Sequence[datetime], progress: Callable[[float], object]) -> MonthResult:
        drafts, outcomes = 0, 0
        crowd = VisitorGenerator(self._random, self._assistant.playbook(), self._assistant.list_pages())
        comers = iter(arrivals)
        at = next(comers, None)
        hours = ceil((self._end - self._begin) / LOOK)
        for hour in range(1, hours + 1):
            now = min(self._begin + hour * LOOK, self._end)
            while at is not None and at < now:
                self._visit(crowd.draw(), at)
                at = next(comers, None)
            drafts += self._look(now)
            outcomes += self._team.record_due_outcomes(self._actions, now)
            progress(hour / hours)
        return MonthResult(len(arrivals), self._store.views.count(), self._team.alerts, drafts, outcomes)

    def _arrivals(self, count: int) -> Sequence[datetime]:
        """When visitors come, in order; the last ones early enough to be through at the end."""
        random, count_of_days = self._random, ceil((self._end - self._begin) / timedelta(days=1))
        days = [self._begin + timedelta(days=number) for number in range(count_of_days)]
        busy = [1.0 if day.weekday() < 5 else WEEKEND for day in days]
        comes = (
            day + timedelta(hours=random.choices(range(24), HOURS)[0], seconds=random.randrange(3600))
            for day in random.choices(days, busy, k=count)
        )
        return sorted(at for at in comes if at < self._end - LOOK)

    def _visit(self, person: DemoVisitor, at: datetime) -> None:
        held = hold_conversation(self._assistant, person, at, self._random)
        self._clock.at = held.conversation.turns[-1].at
        self._team.register_visitor(held.conversation.id, person)
        self._store.conversations.open(held.conversation)
        for submission in held.submissions:
            self._store.submissions.receive(submission)
        self._work()

    def _look(self, at: datetime) -> int:
        """An hour has passed: quiet visitors are handed in, due touches are drafted; returns the drafts."""
        self._clock.at = at
        self._jobs.partial_leads.submit_partial_leads()
        self._work()
        return self._jobs.draft_touches.draft_due_touches()

    def _work(self) -> None:
        """Everything that waits for a decision, or is to be told, at this moment of the clock."""
        while batch := self._jobs.qualify.settler.take():
            self._engine.qualify(batch)
        while batch := self._jobs.deliver.take():
            self._engine.deliver(batch)
