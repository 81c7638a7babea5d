"""What is odd in the policy of `routing.yaml`: rules nobody reaches, rules that overlap, and what is left over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.playbook import Playbook, Rule
from pipeline.playbook_check.findings import FindingLevel, PlaybookFinding
from pipeline.playbook_check.reach import list_totals
from pipeline.playbook_check.regions import Region, Space, find_bounds
from pipeline.playbook_check.space import ANYTHING, build_space, describe_region, find_regions

FILE = "routing.yaml"
MOST_GAPS = 3
"""Kinds of leads that are listed of those for which no rule is."""


@dataclass(frozen=True, slots=True)
class Policy:
    """The rules with the leads they are for."""

    playbook: Playbook
    totals: frozenset[int]
    """The scores that leads can get."""
    space: Space
    regions: tuple[Sequence[Region], ...]
    """By rule."""

    def list_rules_above(self, number: int) -> list[int]:
        """The rules above that end the search before this one: those of its own kind, queue or account owner."""
        rules = self.playbook.routing.policy
        wanted = rules[number]
        return [n for n in range(number) if rules[n].queue or not wanted.queue]

    def find_reaching(self, number: int) -> Sequence[Region]:
        """The leads that reach a rule and that it is for."""
        taken = [region for n in self.list_rules_above(number) for region in self.regions[n]]
        return self.space.subtract_all(self.regions[number], taken)

    def find_unrouted(self) -> Sequence[Region]:
        """The leads that no rule sends to a queue."""
        pairs = zip(self.playbook.routing.policy, self.regions, strict=True)
        return self.space.subtract_all([{}], [region for rule, regions in pairs if rule.queue for region in regions])


def build_policy(playbook: Playbook) -> Policy:
    rules = playbook.routing.policy
    totals = frozenset[int]().union(*(list_totals(model, playbook) for model in playbook.scoring.choices))
    space = build_space(playbook, [rule.when for rule in rules], totals)
    return Policy(playbook, totals, space, tuple(find_regions(rule.when, space, playbook) for rule in rules))


def check_policy(policy: Policy) -> Iterator[PlaybookFinding]:
    for number, rule in enumerate(policy.playbook.routing.policy):
        if not policy.regions[number]:
            yield _error(number, f"the rule '{rule.rule}' never holds: {_why_never(rule, policy)}")
        elif not policy.find_reaching(number):
            yield _error(number, _never_reached(policy, number))
        elif others := _overlapping(policy, number):
            message = f"the rule '{rule.rule}' also holds for some leads that rules above it take: {others}"
            yield PlaybookFinding(FindingLevel.NOTE, FILE, ("policy", number), message)
    yield from _gaps(policy)


def _error(number: int, message: str) -> PlaybookFinding:
    return PlaybookFinding(FindingLevel.ERROR, FILE, ("policy", number), message)


def _why_never(rule: Rule, policy: Policy) -> str:
    by_score = any(test.fact in ("score", "band") for test in rule.when)
    scores = f" (no lead gets more than {max(policy.totals)} points)" if by_score else ""
    return f"no lead has {', '.join(map(str, rule.when))}{scores}"


def _never_reached(policy: Policy, number: int) -> str:
    rules = policy.playbook.routing.policy
    taking = [
        n
        for n in policy.list_rules_above(number)
        if policy.space.has_overlap(policy.regions[number], policy.regions[n])
    ]
    names = " and ".join(f"'{rules[n].rule}'" for n in taking)
    taken = f"{names} above take every lead it is for; move it up or remove it"
    return f"the rule '{rules[number].rule}' is never reached: {taken}"


def _overlapping(policy: Policy, number: int) -> str:
    """Rules above with another place that hold for some of the same leads."""
    rules = policy.playbook.routing.policy
    same = [
        n
        for n in policy.list_rules_above(number)
        if rules[n].queue != rules[number].queue and policy.space.has_overlap(policy.regions[number], policy.regions[n])
    ]
    return ", ".join(f"'{rules[n].rule}'" for n in same)


def _gaps(policy: Policy) -> Iterator[PlaybookFinding]:
    left, otherwise = policy.find_unrouted(), policy.playbook.routing.otherwise
    if left:
        message = f"no rule is for leads with {_told(left, policy.space)}; they go to '{otherwise}'"
        yield PlaybookFinding(FindingLevel.NOTE, FILE, ("otherwise",), message)


def _told(left: Sequence[Region], space: Space) -> str:
    """What they have in common, else the broadest kinds of them."""
    common = describe_region(find_bounds(left), space)
    if common != ANYTHING:
        return common
    kinds = sorted({describe_region(region, space) for region in left}, key=len)
    more = f" (and {len(kinds) - MOST_GAPS} more kinds)" if len(kinds) > MOST_GAPS else ""
    return f"{'; or with '.join(kinds[:MOST_GAPS])}{more}"
