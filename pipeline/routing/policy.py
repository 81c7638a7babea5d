"""Routing: the first rule of the policy that holds names the queue, and fair turns within it name the person."""

from __future__ import annotations

from datetime import datetime

from pipeline.conditions.conditions import Facts, all_hold
from pipeline.domain.decision import Route, Skip
from pipeline.playbook import Person, Playbook, Rule
from pipeline.qualification.accounts import add_account_facts
from pipeline.routing.round_robin import Tally, TeamState, check_availability, choose_owner, format_local_time
from pipeline.routing.service_levels import compute_owner_deadline

__all__ = ["Tally", "TeamState", "route_lead"]

OTHERWISE = "otherwise"


def route_lead(facts: Facts, playbook: Playbook, team: TeamState, now: datetime) -> Route:
    """Where a lead goes, to whom, by which rule, and who was passed over why; it always has an owner.

    An account's owner keeps its leads at any load while in the team, not away, and at work soon enough
    (`service_levels.owner_expected_by`); the queue is then the one that the rest of the policy names, so that spam from
    an account still counts as spam.
    """
    facts = add_account_facts(facts, playbook.routing)
    account, rule = _first_rules(facts, playbook)
    queue = playbook.routing.get_queue(rule.queue if rule and rule.queue else playbook.routing.otherwise)
    because = f"{queue.label}: {_because(rule, facts)}."
    confidence = _confidence(facts)
    owner, skipped = _account_owner(facts, playbook, team, now) if account else (None, ())
    if account and owner:
        told = facts["account_owner"].evidence
        reason = f"{owner.name} owns this account ({told}){_load(owner, playbook, team, now)}. {because}"
        return Route(queue.id, owner.id, account.rule, reason, (), confidence)
    choice = choose_owner(queue, playbook, team, now)
    return Route(
        queue=queue.id,
        owner=choice.person.id,
        rule=rule.rule if rule else OTHERWISE,
        reason=f"{because} {choice.reason}",
        skipped=tuple(skip for skip in (*skipped, *choice.skipped) if skip.who != choice.person.name),
        confidence=confidence,
        fallback=choice.fallback
        or ("the account's owner can't take it, so the next rule decided" if skipped else None),
        shares=choice.shares,
        look_again_at=choice.look_again_at,
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


def _account_owner(
    facts: Facts, playbook: Playbook, team: TeamState, now: datetime
) -> tuple[Person | None, tuple[Skip, ...]]:
    """The account's owner, or why they were passed over; neither where the account has none."""
    known = facts.get("account_owner")
    if known is None:
        return None, ()
    owner = playbook.routing.find_person(str(known.value))
    if owner is None:
        return None, (Skip(str(known.value), "owns the account but is no longer in the team"),)
    state = check_availability(owner, playbook, team, now)
    if away := state.presence.away:
        return None, (Skip(owner.name, f"owns the account but is {away}"),)
    if state.begins > compute_owner_deadline(facts, playbook, now):
        back = f"before {format_local_time(state.begins, owner)}" if state.presence.back_at else "within a year"
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
