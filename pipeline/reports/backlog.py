"""What waits longer than it should, or is due further away than its kind allows: counts and ages in, findings out.

Said alike by `foyer doctor`, the console, the readiness of a process and the log, so that nobody who looks hears
that all is well while visitors wait.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from pipeline.playbook import Playbook


class WorkKind(StrEnum):
    """What a worker does without anybody asking it to."""

    SUBMISSION = "submission"
    DELIVERY = "delivery"
    UNANSWERED = "unanswered"
    TAKEOVER = "takeover"
    INBOX = "inbox"
    WAITING_LEAD = "waiting_lead"
    TOUCH = "touch"
    RESCORE = "rescore"
    SILENCE = "silence"
    HEARTBEAT = "heartbeat"


@dataclass(frozen=True, slots=True)
class WorkLimit:
    late_after: timedelta | None
    """How long it may wait; null where that is not known from the rows alone."""
    furthest: timedelta
    """How far from now it may be due after an attempt that failed."""
    furthest_untried: timedelta
    """The same for what nobody has tried yet."""


MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
SOON = 5 * MINUTE
"""Further than any lease of a worker (30 s), and than clocks of machines that keep time are apart."""
GONE_AFTER = MINUTE
"""Without a heartbeat, which comes every three seconds."""
_FIXED: Mapping[WorkKind, WorkLimit] = {
    WorkKind.SUBMISSION: WorkLimit(MINUTE, 2 * HOUR, SOON),
    WorkKind.DELIVERY: WorkLimit(SOON, 2 * HOUR, SOON),
    WorkKind.UNANSWERED: WorkLimit(MINUTE, SOON, SOON),
    WorkKind.TAKEOVER: WorkLimit(SOON, 7 * DAY, 7 * DAY),
    WorkKind.INBOX: WorkLimit(SOON, 2 * SOON, 2 * SOON),
    WorkKind.WAITING_LEAD: WorkLimit(15 * MINUTE, 7 * DAY, 7 * DAY),
    WorkKind.TOUCH: WorkLimit(HOUR, 400 * DAY, 400 * DAY),
    WorkKind.RESCORE: WorkLimit(2 * HOUR, 2 * DAY, 2 * DAY),
    WorkKind.SILENCE: WorkLimit(None, SOON, SOON),
    WorkKind.HEARTBEAT: WorkLimit(None, MINUTE, MINUTE),
}
"""Tries are repeated after an hour at most, a score is looked at daily; the rest is for want of a playbook."""
URGENT = frozenset({WorkKind.SUBMISSION, WorkKind.DELIVERY, WorkKind.UNANSWERED})
"""Somebody outside waits, and nobody knows of it."""


@dataclass(frozen=True, slots=True)
class PendingWork:
    """What is stored of one kind and not done."""

    kind: WorkKind
    count: int = 0
    """Of what should have been done by now."""
    since: datetime | None = None
    """When the oldest of it should have been done, or came."""
    far: int = 0
    """How much is due further away than `WorkLimit` allows."""
    furthest: datetime | None = None


@dataclass(frozen=True, slots=True)
class Backlog:
    pending: Sequence[PendingWork]
    last_beat: datetime | None
    """When any worker was last alive; null if none ever was."""


class Alarm(StrEnum):
    """What a person must know of, named as in the texts `alarm.<alarm>.found` and `alarm.<alarm>.todo`."""

    LATE = "late"
    FAR_AWAY = "far_away"
    NO_WORKER = "no_worker"
    NO_DATABASE = "no_database"
    LATE_TICK = "late_tick"
    PLAYBOOK_REFUSED = "playbook_refused"
    PLAYBOOK_ERROR = "playbook_error"


AlarmValue = str | int | timedelta | datetime | None


@dataclass(frozen=True, slots=True)
class BacklogFinding:
    """`kind` names what waits, for programs; `pipeline.reports.alarm_words` says it to people, from `values`."""

    kind: str
    alarm: Alarm
    values: Mapping[str, AlarmValue] = field(default_factory=dict)
    urgent: bool = False


def build_work_limits(playbook: Playbook | None) -> Mapping[WorkKind, WorkLimit]:
    """How late and how far away each kind may be by the playbook; without one, limits that any playbook keeps."""
    if playbook is None:
        return _FIXED
    chat, waiting = playbook.company.takeover, playbook.routing.waiting
    days = max(touch.day for cadence in playbook.cadences.cadences for touch in cadence.touches)
    furthest = {
        WorkKind.TAKEOVER: timedelta(minutes=max(chat.join_within, chat.back_after)) + SOON,
        WorkKind.WAITING_LEAD: timedelta(minutes=waiting.look_again) + SOON,
        WorkKind.TOUCH: timedelta(days=days) + 31 * DAY,  # a touch moves to a day with working hours
    }
    changed = {kind: replace(_FIXED[kind], furthest=far, furthest_untried=far) for kind, far in furthest.items()}
    return {**_FIXED, **changed}


def find_backlog_problems(
    backlog: Backlog, limits: Mapping[WorkKind, WorkLimit], now: datetime
) -> tuple[BacklogFinding, ...]:
    """What a person must know of, the most urgent first; empty where all is done in time."""
    found = [*_workers(backlog, now), *_late(backlog, limits, now), *_far(backlog)]
    return tuple(sorted(found, key=lambda finding: not finding.urgent))


def is_worker_alive(backlog: Backlog, now: datetime) -> bool:
    return backlog.last_beat is not None and abs(now - backlog.last_beat) <= GONE_AFTER


def _workers(backlog: Backlog, now: datetime) -> Iterator[BacklogFinding]:
    if not is_worker_alive(backlog, now):
        waits = any(work.count for work in backlog.pending)
        yield BacklogFinding("workers", Alarm.NO_WORKER, {"seen": backlog.last_beat}, urgent=waits)


def _late(backlog: Backlog, limits: Mapping[WorkKind, WorkLimit], now: datetime) -> Iterator[BacklogFinding]:
    for work in backlog.pending:
        allowed = limits[work.kind].late_after
        if work.count and work.since and allowed is not None and now - work.since > allowed:
            values: Mapping[str, AlarmValue] = {"work": work.kind, "count": work.count, "age": now - work.since}
            yield BacklogFinding(str(work.kind), Alarm.LATE, values, work.kind in URGENT)


def _far(backlog: Backlog) -> Iterator[BacklogFinding]:
    for work in backlog.pending:
        if work.far and work.furthest:
            values: Mapping[str, AlarmValue] = {"work": work.kind, "count": work.far, "until": work.furthest}
            yield BacklogFinding(f"{work.kind}_far_away", Alarm.FAR_AWAY, values, work.kind in URGENT)
