"""What waits longer than it should, or is due further away than its kind allows: counts and ages in, findings out.

Said alike by `foyer doctor`, the console, the readiness of a process and the log, so that nobody who looks hears
that all is well while visitors wait.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
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
_NAMES: Mapping[WorkKind, tuple[str, str]] = {
    WorkKind.SUBMISSION: ("enquiry waits for a decision", "enquiries wait for a decision"),
    WorkKind.DELIVERY: ("alert or message to the team waits", "alerts or messages to the team wait"),
    WorkKind.UNANSWERED: ("visitor waits for an answer", "visitors wait for an answer"),
    WorkKind.TAKEOVER: ("chat waits for its return to the assistant", "chats wait for their return to the assistant"),
    WorkKind.INBOX: ("message of the team's chat is not heard", "messages of the team's chat are not heard"),
    WorkKind.WAITING_LEAD: ("lead waits for somebody to take it", "leads wait for somebody to take them"),
    WorkKind.TOUCH: ("due follow-up has no draft", "due follow-ups have no draft"),
    WorkKind.RESCORE: ("lead waits to be scored again", "leads wait to be scored again"),
    WorkKind.SILENCE: ("silent chat was not looked at", "silent chats were not looked at"),
    WorkKind.HEARTBEAT: ("worker's sign of life", "workers' signs of life"),
}  # fmt: skip
URGENT = frozenset({WorkKind.SUBMISSION, WorkKind.DELIVERY, WorkKind.UNANSWERED})
"""Somebody outside waits, and nobody knows of it."""
_LOOK = "see that 'foyer serve', or 'foyer worker' beside 'foyer web', runs, and look for errors in its log"
_FAR = "the clock was set back; a running worker brings it back by itself within a minute"


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


@dataclass(frozen=True, slots=True)
class BacklogFinding:
    """`kind` names what waits, for programs; `found` and `todo` say it to people."""

    kind: str
    found: str
    todo: str
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


def describe_age(age: timedelta) -> str:
    """`40 seconds`, `12 minutes`, `5 hours`, `3 days`: whole units, rounded down."""
    for unit, name in ((DAY, "day"), (HOUR, "hour"), (MINUTE, "minute"), (timedelta(seconds=1), "second")):
        if age >= unit:
            count = age // unit
            return f"{count} {name}{'' if count == 1 else 's'}"
    return "a moment"


def _workers(backlog: Backlog, now: datetime) -> Iterator[BacklogFinding]:
    if is_worker_alive(backlog, now):
        return
    seen = (
        f"the last one was seen at {backlog.last_beat:%Y-%m-%d %H:%M} UTC" if backlog.last_beat else "none has run yet"
    )
    todo = "start 'foyer serve' (or 'foyer worker' beside 'foyer web'); what waits is done then"
    waits = any(work.count for work in backlog.pending)
    yield BacklogFinding("workers", f"no worker is alive: {seen}", todo, urgent=waits)


def _late(backlog: Backlog, limits: Mapping[WorkKind, WorkLimit], now: datetime) -> Iterator[BacklogFinding]:
    for work in backlog.pending:
        allowed = limits[work.kind].late_after
        if work.count and work.since and allowed is not None and now - work.since > allowed:
            one, many = _NAMES[work.kind]
            age = describe_age(now - work.since)
            found = f"{one}, for {age}" if work.count == 1 else f"{many}, the oldest for {age}"
            yield BacklogFinding(str(work.kind), f"{work.count} {found}", _LOOK, work.kind in URGENT)


def _far(backlog: Backlog) -> Iterator[BacklogFinding]:
    for work in backlog.pending:
        if work.far and work.furthest:
            until = f"until {work.furthest:%Y-%m-%d %H:%M} UTC, further away than is ever meant"
            found = f"{work.far} {_NAMES[work.kind][work.far > 1]} {until}"
            yield BacklogFinding(f"{work.kind}_far_away", found, _FAR, work.kind in URGENT)
