"""What is odd about people and queues in `routing.yaml`: who gets no leads, and which queue nobody reaches."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.playbook import Playbook
from pipeline.playbook_check.findings import FindingLevel, PlaybookFinding
from pipeline.playbook_check.policy_findings import FILE, Policy
from pipeline.working_time import has_holidays


def check_team(policy: Policy) -> Iterator[PlaybookFinding]:
    playbook, reached = policy.playbook, _reached_queues(policy)
    yield from _queues(playbook, reached)
    yield from _people(playbook, reached)
    yield from _holidays(playbook)


def _reached_queues(policy: Policy) -> frozenset[str]:
    routing = policy.playbook.routing
    rules = routing.policy
    by_rule = {rule.queue for number, rule in enumerate(rules) if rule.queue and policy.find_reaching(number)}
    return frozenset(by_rule | ({routing.otherwise} if policy.find_unrouted() else set()))


def _queues(playbook: Playbook, reached: frozenset[str]) -> Iterator[PlaybookFinding]:
    for number, queue in enumerate(playbook.routing.queues):
        if queue.id not in reached:
            message = f"no lead ever reaches the queue '{queue.id}'; send a rule to it or remove it"
            yield PlaybookFinding(FindingLevel.WARNING, FILE, ("queues", number), message)
        weights = {person.weight for person in playbook.routing.people if person.id in queue.people}
        if queue.turns == "weighted" and len(weights) == 1:
            message = f"the queue '{queue.id}' goes by weight, but all of its people weigh the same"
            yield PlaybookFinding(FindingLevel.NOTE, FILE, ("queues", number), message)


def _people(playbook: Playbook, reached: frozenset[str]) -> Iterator[PlaybookFinding]:
    routing = playbook.routing
    for number, person in enumerate(routing.people):
        queues = [queue.id for queue in routing.queues if person.id in queue.people]
        if not set(queues) & reached and person.role != "manager":
            where = f"no lead reaches {', '.join(queues)}" if queues else "no queue names them"
            message = f"{person.name} gets no new leads: {where}"
            yield PlaybookFinding(FindingLevel.WARNING, FILE, ("people", number), message)
        elif person.capacity == 0:
            message = f"{person.name} gets no leads: the capacity is 0; leave the line out for no limit"
            yield PlaybookFinding(FindingLevel.WARNING, FILE, ("people", number), message)


def _holidays(playbook: Playbook) -> Iterator[PlaybookFinding]:
    if (code := playbook.company.holidays) and not has_holidays(code):
        yield PlaybookFinding(FindingLevel.ERROR, "company.yaml", ("holidays",), _unknown_holidays(code))
    for number, person in enumerate(playbook.routing.people):
        if person.holidays and not has_holidays(person.holidays):
            yield PlaybookFinding(
                FindingLevel.ERROR, FILE, ("people", number), f"{person.name}: {_unknown_holidays(person.holidays)}"
            )


def _unknown_holidays(code: str) -> str:
    return f"no public holidays are known for '{code}'; write a country such as PT, or one of its regions such as DE-BY"
