"""The team in the demo month: they hear of a lead by its alert, and say how it ended in their working hours."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from random import Random
from threading import Lock

from foyer.demo import words
from foyer.demo.people import DemoVisitor
from pipeline.actions.actor import Actor, ActorRole, Door
from pipeline.actions.lead.record_outcome import RecordOutcome
from pipeline.actions.perform import ActionPerformer
from pipeline.actions.results import Done
from pipeline.domain.alert import Alert
from pipeline.domain.outcome import Outcome, OutcomeKind
from pipeline.playbook import Playbook
from pipeline.ports import CheckResult, Clock, PostedMessage
from pipeline.routing.presence import check_presence

DAYS: Mapping[OutcomeKind, tuple[float, float]] = {
    OutcomeKind.WON: (2.0, 16.0),
    OutcomeKind.LOST: (0.5, 12.0),
    OutcomeKind.DISQUALIFIED: (0.05, 1.0),
}
"""From the alert to the lead's end, the shortest and the longest; made up, as a small company's sales go."""
VALUES = (600, 900, 1500, 2400, 4800, 9600)
"""What a won lead is worth in a year, in the company's currency."""
NOBODY = "team"
"""Who says how a lead without an owner ended."""


class DemoTeam:
    """A notifier that nothing leaves: whoever owns the lead decides there and then how it will end, and when.

    Alerts come in any order, so each lead has its own source of chance.
    """

    def __init__(self, seed: int, playbook: Callable[[], Playbook], clock: Clock) -> None:
        self._seed, self._playbook, self._clock = seed, playbook, clock
        self._visitors: dict[str, DemoVisitor] = {}
        self._ends: dict[str, Outcome] = {}
        self._waiting: list[tuple[datetime, str]] = []
        self._lock = Lock()
        self.alerts = 0

    def register_visitor(self, conversation_id: str, person: DemoVisitor) -> None:
        """Who it is that talks there: the rules can't know how good a lead they are, those who call them find out."""
        self._visitors[conversation_id] = person

    def post(self, alert: Alert) -> PostedMessage:
        with self._lock:
            self.alerts += 1
            person = self._visitors.get(alert.conversation_id or "")
            if person and alert.lead_id not in self._ends:
                chance = Random(f"{self._seed}:{alert.lead_id}")  # noqa: S311 - a game, no secret
                end = self._end(alert, person, chance)
                self._ends[alert.lead_id] = end
                heapq.heappush(self._waiting, (end.at, alert.lead_id))
        return PostedMessage("demo", alert.key)

    def check(self) -> CheckResult:
        return CheckResult(True, "a simulated team")

    def find(self, alert: Alert, since: datetime) -> PostedMessage | None:
        return None

    def record_due_outcomes(self, actions: ActionPerformer, now: datetime) -> int:
        """Says how leads ended whose time has come; returns how many."""
        count = 0
        while self._waiting and self._waiting[0][0] <= now:
            _, lead_id = heapq.heappop(self._waiting)
            end = self._ends[lead_id]
            told = RecordOutcome(lead_id, end.result, end.reason, end.value, end.at)
            count += isinstance(actions.perform(told, Actor(end.by, end.by, ActorRole.REP, Door.CONSOLE)), Done)
        return count

    def _end(self, alert: Alert, person: DemoVisitor, random: Random) -> Outcome:
        playbook = self._playbook()
        result = _result(person, random)
        at = self._clock.now() + timedelta(days=random.uniform(*DAYS[result]))
        owner = next((one for one in playbook.routing.people if one.name == alert.owner), None)
        if owner:
            at = check_presence(owner, playbook, at).back_at or at
        reasons = {OutcomeKind.LOST: words.LOST, OutcomeKind.DISQUALIFIED: words.UNFIT}.get(result)
        value = random.choice(VALUES) if result is OutcomeKind.WON else None
        return Outcome(result, at, owner.id if owner else NOBODY, random.choice(reasons) if reasons else None, value)


def _result(person: DemoVisitor, random: Random) -> OutcomeKind:
    if person.promise == 0:
        return OutcomeKind.DISQUALIFIED
    return OutcomeKind.WON if random.random() < person.promise else OutcomeKind.LOST
