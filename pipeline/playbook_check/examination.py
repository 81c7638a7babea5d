"""What a playbook that loads may still get wrong: words that are missing, rules nobody reaches, numbers nobody gets.

Exact, not sampled: conditions are sets of leads. What is called unreachable is; but where facts depend on each other in
ways that no file says (an industry and its fit), a rule may never hold without being found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pipeline.playbook import Playbook
from pipeline.playbook_check.field_findings import check_fields
from pipeline.playbook_check.findings import FindingLevel, PlaybookFinding
from pipeline.playbook_check.policy_findings import build_policy, check_policy
from pipeline.playbook_check.regions import TooManyRegions
from pipeline.playbook_check.scoring_findings import check_scoring
from pipeline.playbook_check.team_findings import check_team


def examine_playbook(playbook: Playbook) -> tuple[PlaybookFinding, ...]:
    """Errors first, then warnings, then notes; within each in the files' order."""
    checks = {"fields.yaml": check_fields, "scoring.yaml": check_scoring, "routing.yaml": check_routing}
    found = [finding for file, check in checks.items() for finding in _checked(file, check, playbook)]
    return tuple(sorted(found, key=lambda finding: list(FindingLevel).index(finding.level)))


def check_routing(playbook: Playbook) -> Iterator[PlaybookFinding]:
    policy = build_policy(playbook)
    yield from check_policy(policy)
    yield from check_team(policy)


def _checked(
    file: str, check: Callable[[Playbook], Iterator[PlaybookFinding]], playbook: Playbook
) -> Iterator[PlaybookFinding]:
    try:
        yield from check(playbook)
    except TooManyRegions:
        yield PlaybookFinding(
            FindingLevel.NOTE, file, (), "its conditions are too intertwined to be checked to the end"
        )
