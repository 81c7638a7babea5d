"""Waiting leads: one that nobody of its queue could take at once is looked at again until it is in the right hands.

The rule is pure; `reassign_waiting_leads` applies it in one transaction a lead. What somebody has touched stays with
them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from pipeline.conditions.conditions import Facts
from pipeline.domain.decision import Route
from pipeline.domain.thread import ThreadEvent, ThreadMessage
from pipeline.playbook import Playbook
from pipeline.ports import Clock
from pipeline.qualification.facts import add_score_facts, collect_facts
from pipeline.routing.policy import TeamState, route_lead
from pipeline.routing.round_robin import check_availability, count_open_lead, count_turn
from pipeline.runtime.ticks import BATCH, Tick
from pipeline.store import Store
from pipeline.store.lead.waiting import WaitingLead


@dataclass(frozen=True, slots=True)
class ReassignJob:
    store: Store
    playbook: Callable[[], Playbook]
    clock: Clock

    @property
    def ticks(self) -> Sequence[Tick]:
        return (Tick("reassign_waiting_leads", None, self._run),)

    def _run(self) -> None:
        reassign_waiting_leads(self.store, self.playbook(), self.clock.now(), BATCH)


@dataclass(frozen=True, slots=True)
class KeepOwner:
    """The lead is where it belongs."""


@dataclass(frozen=True, slots=True)
class KeepWaiting:
    until: datetime


@dataclass(frozen=True, slots=True)
class Reassign:
    route: Route


def reconsider_owner(
    facts: Facts, given: Route, playbook: Playbook, team: TeamState, now: datetime
) -> KeepOwner | KeepWaiting | Reassign:
    """What becomes of a lead that `given` left waiting. `team` counts it and its turn; both are taken back first."""
    owner = playbook.routing.find_person(given.owner or "")
    team = _without(team, given)
    if owner and _is_there(owner.id, given.queue, playbook, team, now):
        return KeepOwner()
    again = route_lead(facts, playbook, team, now)
    if again.look_again_at is None:
        return KeepOwner() if again.owner == given.owner else Reassign(again)
    return KeepWaiting(again.look_again_at)


def reassign_waiting_leads(store: Store, playbook: Playbook, now: datetime, limit: int) -> int:
    """Leads whose waiting time is over; returns how many got another owner."""
    return sum(_look_at(store, lead_id, playbook, now) for lead_id in store.waiting.find_due(now, limit))


def _look_at(store: Store, lead_id: str, playbook: Playbook, now: datetime) -> bool:
    with store.waiting.lock_due(lead_id, now) as waiting:
        if waiting is None:
            return False
        lead = waiting.lead
        found = (
            KeepOwner()
            if lead.touched
            else reconsider_owner(_facts(lead, playbook), lead.given, playbook, waiting.team, now)
        )
        match found:
            case KeepOwner():
                waiting.stop_waiting()
            case KeepWaiting(until):
                waiting.wait_until(until)
            case Reassign(other):
                waiting.reassign(other, _told(lead, other, playbook, now))
        return isinstance(found, Reassign)


def _is_there(person_id: str, queue_id: str, playbook: Playbook, team: TeamState, now: datetime) -> bool:
    """Whether the owner is one of the queue's people and at work by now."""
    person = playbook.routing.find_person(person_id)
    in_queue = any(queue.id == queue_id and person_id in queue.people for queue in playbook.routing.queues)
    return person is not None and in_queue and check_availability(person, playbook, team, now).ready


def _without(team: TeamState, given: Route) -> TeamState:
    return count_open_lead(count_turn(team, given, None, -1), given.owner, None)


def _facts(lead: WaitingLead, playbook: Playbook) -> Facts:
    """As they were when the lead was decided on."""
    decision = lead.decision
    seen = collect_facts(lead.submission, decision.match, decision.enrichment, decision.profile, playbook)
    return add_score_facts(seen, decision.score, decision.profile, playbook)


def _told(lead: WaitingLead, route: Route, playbook: Playbook, now: datetime) -> ThreadMessage | None:
    """The line in the lead's thread; none where the team was never alerted, or where there is no conversation."""
    conversation = lead.submission.conversation_id
    owner = playbook.routing.find_person(route.owner or "")
    if conversation is None or owner is None or not playbook.routing.get_queue(route.queue).alert:
        return None
    key = f"thread:{conversation}:owner:{now:%Y%m%dT%H%M%S}"
    return ThreadMessage(key, conversation, ThreadEvent.REASSIGNED, owner.name, route.reason)
