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
from pipeline.routing.reasons import format_local_time
from pipeline.routing.round_robin import (
    TOO_FAR,
    Tally,
    TeamState,
    check_availability,
    choose_owner,
)
from pipeline.routing.service_levels import compute_owner_deadline
from pipeline.wording.conditions import describe_condition
from prompts.texts import Texts

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
    facts = add_account_facts(facts, playbook)
    account, rule = _first_rules(facts, playbook)
    queue = playbook.routing.get_queue(rule.queue if rule and rule.queue else playbook.routing.otherwise)
    texts, confidence = playbook.get_texts(), _confidence(facts)
    because = texts.render("route.reason", queue=queue.label, because=_because(rule, facts, texts))
    owner, skipped = _account_owner(facts, playbook, now) if account else (None, ())
    if account and owner:
        return QueueChoice(queue.id, account.rule, because, confidence, owner, facts["account_owner"].evidence)
    return QueueChoice(queue.id, rule.rule if rule else OTHERWISE, because, confidence, passed_over=skipped)


def assign_lead(choice: QueueChoice, playbook: Playbook, team: TeamState, now: datetime) -> Route:
    """The half of routing that hangs on what others were given: whose lead it is."""
    if owner := choice.keeper:
        reason = _describe_keeper(owner, choice, playbook, team, now)
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
        or (playbook.get_texts().render("route.keeper_passed_over") if choice.passed_over else None),
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
    owner, texts = playbook.routing.find_person(str(known.value)), playbook.get_texts()
    if owner is None:
        return None, (Skip(str(known.value), texts.render("route.keeper.left")),)
    presence = check_presence(owner, playbook, now)
    if presence.away:
        return None, (Skip(owner.name, texts.render("route.keeper.away", away=presence.away)),)
    if (presence.back_at or TOO_FAR) > compute_owner_deadline(facts, playbook, now):
        return None, (Skip(owner.name, _describe_late(owner, presence.back_at, texts)),)
    return owner, ()


def _describe_late(owner: Person, back_at: datetime | None, texts: Texts) -> str:
    if back_at is None:
        return texts.render("route.keeper.out_of_sight")
    return texts.render("route.keeper.later", when=format_local_time(back_at, owner, texts))


def _describe_keeper(owner: Person, choice: QueueChoice, playbook: Playbook, team: TeamState, now: datetime) -> str:
    """Whose account it is, though they may be full: they keep its leads at any load."""
    return playbook.get_texts().render(
        "route.keeper",
        name=owner.name,
        known_by=choice.known_by,
        full=bool(check_availability(owner, playbook, team, now).full),
        count=team.open_leads.get(owner.id, 0),
        because=choice.because,
    )


def _because(rule: Rule | None, facts: Facts, texts: Texts) -> str:
    if rule is None:
        return texts.render("route.no_rule")
    tests = ", ".join(describe_condition(test, facts, texts) for test in rule.when)
    return f"{rule.rule} ({tests})" if tests else rule.rule


def _confidence(facts: Facts) -> float:
    known = facts.get("confidence")
    return float(known.value) if known and isinstance(known.value, int | float) else 0.0
