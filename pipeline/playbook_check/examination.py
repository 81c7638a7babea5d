"""What a playbook that loads may still get wrong: rules nobody reaches, numbers nobody gets, people without leads.

Exact, not sampled: conditions are sets of leads. What is called unreachable is; but where facts depend on each other in
ways that no file says (an industry and its fit), a rule may never hold without being found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pipeline.playbook import Playbook
from pipeline.playbook_check.findings import Finding, Level
from pipeline.playbook_check.policy_findings import of_policy, policy_of
from pipeline.playbook_check.regions import TooMany
from pipeline.playbook_check.scoring_findings import of_scoring
from pipeline.playbook_check.team_findings import of_team


def examine(playbook: Playbook) -> tuple[Finding, ...]:
    """Errors first, then warnings, then notes; within each in the files' order."""
    checks = {"scoring.yaml": of_scoring, "routing.yaml": of_routing}
    found = [finding for file, check in checks.items() for finding in _checked(file, check, playbook)]
    return tuple(sorted(found, key=lambda finding: list(Level).index(finding.level)))


def of_routing(playbook: Playbook) -> Iterator[Finding]:
    policy = policy_of(playbook)
    yield from of_policy(policy)
    yield from of_team(policy)


def _checked(file: str, check: Callable[[Playbook], Iterator[Finding]], playbook: Playbook) -> Iterator[Finding]:
    try:
        yield from check(playbook)
    except TooMany:
        yield Finding(Level.NOTE, file, (), "its conditions are too intertwined to be checked to the end")
