"""What other rules would have made of stored leads: facts replayed, nothing understood or asked for again. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from pipeline.decision.assessment import assess_submission, enrich_submission
from pipeline.domain.decision import OFFLINE, OWN_HISTORY, Decision, Enrichment, Route, Score
from pipeline.domain.record import Field
from pipeline.domain.submission import Submission
from pipeline.enrichment import is_derived
from pipeline.playbook import Playbook
from pipeline.routing.policy import assign_lead
from pipeline.routing.presence import check_presence
from pipeline.routing.round_robin import TeamState, count_turn

NO_BAND = "no score"


@dataclass(frozen=True, slots=True)
class DecidedLead:
    """A lead as it was decided on."""

    lead_id: str
    submission: Submission
    decision: Decision


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a lead ended."""

    band: str
    """`no score` where too little was known."""
    queue: str
    owner: str | None
    score: int | None
    rule: str


@dataclass(frozen=True, slots=True)
class PlacementChange:
    lead_id: str
    who: str
    """The company, else the mail address, as the visitor said."""
    before: Placement
    after: Placement
    why: tuple[str, ...]

    @property
    def parts(self) -> tuple[str, ...]:
        """What changed, of band, queue and owner."""
        return tuple(
            part for part in ("band", "queue", "owner") if getattr(self.before, part) != getattr(self.after, part)
        )


@dataclass(slots=True)
class BacktestSummary:
    leads: int = 0
    changed: int = 0
    of: Counter[str] = field(default_factory=Counter)
    """Leads by what changed: band, queue, owner."""
    moves: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    """Leads by (band or queue, from, to)."""


def replay_leads(
    cases: Iterable[DecidedLead], playbook: Playbook, summary: BacktestSummary
) -> Iterator[PlacementChange]:
    """Those whom the playbook would treat otherwise, oldest first; `summary` counts all of them.

    Turns are played through anew where a lead needs another owner. Who had room or was there when a lead came is not
    replayed, so an owner stays unless the playbook itself takes the lead from them (`may_stay`), and an unchanged
    playbook changes nothing.
    """
    team = TeamState()
    for case in cases:
        score, route = replay_decision(case, playbook, team)
        team = count_turn(team, route, case.decision.decided_at)
        before, after = _place(case.decision.score, case.decision.route), _place(score, route)
        if may_stay(case.decision, route, playbook):
            after = replace(after, owner=before.owner)
        why = _why(case.decision, score, route, after)
        change = PlacementChange(case.lead_id, _who(case.submission), before, after, why)
        summary.leads += 1
        if change.parts:
            _count(summary, change)
            yield change


def replay_decision(case: DecidedLead, playbook: Playbook, team: TeamState) -> tuple[Score | None, Route]:
    """The score and the route of a stored lead by the rules of a playbook, as of the time it was decided on."""
    submission, then = case.submission, case.decision.decided_at
    found = replay_enrichment(submission, case.decision.enrichment, playbook, then)
    judged = assess_submission(submission, case.decision.match, found, case.decision.suggestion, playbook, then)
    return judged.score, assign_lead(judged.choice, playbook, team, then)


def replay_enrichment(submission: Submission, stored: Enrichment, playbook: Playbook, then: datetime) -> Enrichment:
    """The stored facts of providers and of our own history; what the submission tells and what follows is read anew.

    What another fact had won over then is not stored, so it is not found by a playbook that trusts otherwise.
    """
    history = [fact for fact in stored.facts if fact.source == OWN_HISTORY]
    found = [
        fact
        for fact in stored.facts
        if fact.source not in OFFLINE and fact.source != OWN_HISTORY and not is_derived(fact)
    ]
    return enrich_submission(submission, history, Enrichment(tuple(found), stored.status), playbook, then)


def _place(score: Score | None, route: Route) -> Placement:
    total, band = (score.total, score.band) if score else (None, NO_BAND)
    return Placement(band, route.queue, route.owner, total, route.rule)


def may_stay(decision: Decision, after: Route, playbook: Playbook) -> bool:
    """Whether a lead's owner of that time may be its owner by the playbook.

    Not in another queue, not who left the team or the queue or is away, and not where the account's owner has it by
    one of the two rules alone. Who had it otherwise than by turn, e.g. took it by hand, keeps it under the same rule.
    """
    before = decision.route
    if before.queue != after.queue or (before.rule != after.rule and not (before.shares and after.shares)):
        return False
    owner = playbook.routing.find_person(before.owner) if before.owner else None
    if owner is None:
        return before.owner is None
    by_turn = owner.id in before.shares
    is_away = check_presence(owner, playbook, decision.decided_at).away is not None
    in_queue = owner.id in playbook.routing.get_queue(after.queue).people and not is_away
    stands_in = before.rule == after.rule and (not by_turn or owner.role == "manager")
    return owner.id in after.shares or (by_turn and in_queue) or stands_in


def _who(submission: Submission) -> str:
    record = submission.record
    return record.text(Field.COMPANY) or record.text(Field.EMAIL) or "not said"


def _why(before: Decision, score: Score | None, route: Route, after: Placement) -> tuple[str, ...]:
    """The points that differ, the limits of the bands and the rules if they do, then what a new owner has it by."""
    then, now = _points(before.score), _points(score)
    points = (
        f"{signal.replace('_', ' ')} {then.get(signal, 0):+d} -> {now.get(signal, 0):+d}"
        for signal in (*then, *(signal for signal in now if signal not in then))
        if then.get(signal, 0) != now.get(signal, 0)
    )
    rules = (f"rule: {before.route.rule} -> {route.rule}",) if before.route.rule != route.rule else ()
    moved = (route.queue, after.owner) != (before.route.queue, before.route.owner)
    return (*points, *_limits(before.score, score), *rules, *((route.reason,) if moved else ()))


def _limits(before: Score | None, after: Score | None) -> tuple[str, ...]:
    """That the same total stands in another band."""
    if before and after and before.total == after.total and before.band != after.band:
        return (f"{after.total} points: {before.band} -> {after.band}",)
    return ()


def _points(score: Score | None) -> Mapping[str, int]:
    return {part.signal: part.points for part in score.parts} if score else {}


def _count(summary: BacktestSummary, change: PlacementChange) -> None:
    summary.changed += 1
    summary.of.update(change.parts)
    for part in ("band", "queue"):
        if part in change.parts:
            summary.moves[part, getattr(change.before, part), getattr(change.after, part)] += 1
