"""Routing: the first rule of the policy that holds names the queue, and fair turns within it name the person.

The queue hangs on the lead alone, the person on what everybody was given before: only that half needs a lock.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pipeline.conditions.conditions import Facts, all_hold
from pipeline.domain.decision import Route, Skip
from pipeline.playbook import Person, Playbook, Rule
from pipeline.qualification.accounts import add_account_facts
from pipeline.routing.presence import check_presence
from pipeline.routing.round_robin import (
    TOO_FAR,
    Tally,
    TeamState,
    check_availability,
    choose_owner,
    format_local_time,
)
from pipeline.routing.service_levels import compute_owner_deadline

__all__ = ["QueueChoice", "Tally", "TeamState", "assign_lead", "choose_queue", "route_lead"]

OTHERWISE = "otherwise"


@dataclass(frozen=True, slots=True)
class QueueChoice:
    """What the policy says of a lead whoever is free: the rule that holds, its queue, and the account's owner."""

    queue: str
    rule: str
    because: str
    confidence: float
    keeper: Person | None = None
    """The account's owner, who keeps its leads at any load."""
    known_by: str = ""
    """How we know that the account is theirs."""
    passed_over: tuple[Skip, ...] = ()
    """The account's owner, where the lead can't wait for them."""

    def describe_route(self) -> Route:
        """The route as far as it is known before anybody gets the lead."""
        return Route(self.queue, None, self.rule, self.because, (), self.confidence)


def route_lead(facts: Facts, playbook: Playbook, team: TeamState, now: datetime) -> Route:
    """Where a lead goes, to whom, by which rule, and who was passed over why; it always has an owner."""
    return assign_lead(choose_queue(facts, playbook, now), playbook, team, now)


def choose_queue(facts: Facts, playbook: Playbook, now: datetime) -> QueueChoice:
    """The half of routing for which no other lead matters, so that many can be chosen for at the same time.

    An account's owner keeps its leads at any load while in the team, not away, and at work soon enough
    (`service_levels.owner_expected_by`); the queue is then the one that the rest of the policy names, so that spam from
    an account still counts as spam.
    """
    facts = add_account_facts(facts, playbook.routing)
    account, rule = _first_rules(facts, playbook)
    queue = playbook.routing.get_queue(rule.queue if rule and rule.queue else playbook.routing.otherwise)
    because, confidence = f"{queue.label}: {_because(rule, facts)}.", _confidence(facts)
    owner, skipped = _account_owner(facts, playbook, now) if account else (None, ())
    if account and owner:
        return QueueChoice(queue.id, account.rule, because, confidence, owner, facts["account_owner"].evidence)
    return QueueChoice(queue.id, rule.rule if rule else OTHERWISE, because, confidence, passed_over=skipped)


def assign_lead(choice: QueueChoice, playbook: Playbook, team: TeamState, now: datetime) -> Route:
    """The half of routing that hangs on what others were given: whose lead it is."""
    if owner := choice.keeper:
        load = _load(owner, playbook, team, now)
        reason = f"{owner.name} owns this account ({choice.known_by}){load}. {choice.because}"
        return Route(choice.queue, owner.id, choice.rule, reason, (), choice.confidence)
    found = choose_owner(playbook.routing.get_queue(choice.queue), playbook, team, now)
    return Route(
        queue=choice.queue,
        owner=found.person.id,
        rule=choice.rule,
        reason=f"{choice.because} {found.reason}",
        skipped=tuple(skip for skip in (*choice.passed_over, *found.skipped) if skip.who != found.person.name),
        confidence=choice.confidence,
        fallback=found.fallback
        or ("the account's owner can't take it, so the next rule decided" if choice.passed_over else None),
        shares=found.shares,
        look_again_at=found.look_again_at,
    )


def _first_rules(facts: Facts, playbook: Playbook) -> tuple[Rule | None, Rule | None]:
    """The account rule, if it holds before any other, and the first rule that names a queue."""
    account = None
    for rule in playbook.routing.policy:
        if not all_hold(rule.when, facts):
            continue
        if rule.queue:
            return account, rule
        account = account or rule
    return account, None


def _account_owner(facts: Facts, playbook: Playbook, now: datetime) -> tuple[Person | None, tuple[Skip, ...]]:
    """The account's owner, or why they were passed over; neither where the account has none."""
    known = facts.get("account_owner")
    if known is None:
        return None, ()
    owner = playbook.routing.find_person(str(known.value))
    if owner is None:
        return None, (Skip(str(known.value), "owns the account but is no longer in the team"),)
    presence = check_presence(owner, playbook.company, now)
    if presence.away:
        return None, (Skip(owner.name, f"owns the account but is {presence.away}"),)
    begins = presence.back_at or TOO_FAR
    if begins > compute_owner_deadline(facts, playbook, now):
        back = f"before {format_local_time(begins, owner)}" if presence.back_at else "within a year"
        return None, (Skip(owner.name, f"owns the account but is not at work {back}"),)
    return owner, ()


def _load(owner: Person, playbook: Playbook, team: TeamState, now: datetime) -> str:
    """What is said of an owner who keeps an account's lead though they can take no others."""
    is_full = check_availability(owner, playbook, team, now).full
    return f", over capacity with {team.open_leads.get(owner.id, 0)} open leads" if is_full else ""


def _because(rule: Rule | None, facts: Facts) -> str:
    if rule is None:
        return "no other rule of the policy holds"
    return f"{rule.rule} ({', '.join(test.describe(facts) for test in rule.when)})" if rule.when else rule.rule


def _confidence(facts: Facts) -> float:
    known = facts.get("confidence")
    return float(known.value) if known and isinstance(known.value, int | float) else 0.0
