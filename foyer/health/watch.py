"""The alarm: every process looks at what waits, also a web process without workers, and says it where people look.

A finding is a line in the log when it comes, a line a minute while it stays, and a line when it is over; the console
shows it on every page.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import structlog

from foyer.health.playbook import PlaybookExaminer, find_playbook_problems
from foyer.live_prompts import PromptFolder
from pipeline.flow.clock import TickClock
from pipeline.ports import Clock
from pipeline.reports.alarm_words import describe_alarm
from pipeline.reports.backlog import Alarm, BacklogFinding, build_work_limits, find_backlog_problems
from pipeline.runtime.ticks import TickStatus
from pipeline.store import Store
from pipeline.store.database import OUTAGES
from prompts.live import Live

LOOK_SECONDS = 10.0
LOG_LANGUAGE = "en"
"""Of the log, `/readyz` and `foyer doctor`; a prompts folder without it has the company's."""
REPEAT_SECONDS = 60.0
LEAP_SECONDS = 30.0
"""A wall clock that goes further than this from a clock that nobody sets was set."""
TICK_GRACE_SECONDS = 60.0

UNKNOWN = BacklogFinding("database", Alarm.NO_DATABASE, urgent=True)

log = structlog.get_logger()


class HealthWatch:
    """`ticks` are those of this process; null for one without a clock. Nothing runs before `start`."""

    def __init__(
        self,
        store: Store,
        prompts: Live[PromptFolder],
        folder: Path,
        clock: Clock,
        ticks: TickClock | None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store, self._prompts, self._clock, self._ticks = store, prompts, clock, ticks
        self._examiner, self._monotonic = PlaybookExaminer(folder), monotonic
        self._said: dict[str, float] = {}
        self._began = monotonic()
        self._leap = self._measure_leap()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="health-watch", daemon=True)
        self.findings: tuple[BacklogFinding, ...] = ()
        """As of the last look."""

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Returns at once: a look that hangs on a database ends with the process."""
        self._stop.set()

    def look(self) -> None:
        """Looks once, and says what is new, what stays, and what is over."""
        self._follow_clock()
        self.findings = (*self._find_backlog(), *self._find_late_ticks(), *self._find_playbook())
        self._report(self.findings)

    def _run(self) -> None:
        while not self._stop.wait(LOOK_SECONDS):
            try:
                self.look()
            except Exception:
                with suppress(OSError):  # nor can the log be written where the disk is full
                    log.exception("health_watch_failed")

    def _find_backlog(self) -> Sequence[BacklogFinding]:
        now, limits = self._clock.now(), build_work_limits(self._prompts.current().playbook)
        try:
            return find_backlog_problems(self._store.backlog.read(limits, now), limits, now)
        except OUTAGES:
            return (UNKNOWN,)

    def _find_late_ticks(self) -> Sequence[BacklogFinding]:
        if self._ticks is None or self._monotonic() - self._began < TICK_GRACE_SECONDS:
            return ()
        return tuple(find_late_ticks(self._ticks.list_status(), self._clock))

    def _find_playbook(self) -> Sequence[BacklogFinding]:
        refused = self._prompts.problems
        return find_playbook_problems(refused, self._examiner.examine(self._prompts.current().playbook))

    def _follow_clock(self) -> None:
        """The ticks' next runs are planned by the wall clock: set back, they would come when it is there again."""
        leap = self._measure_leap()
        if abs(leap - self._leap) > LEAP_SECONDS:
            log.warning("clock_was_set", seconds=round(leap - self._leap))
            if self._ticks:
                self._ticks.run_all_now()
        self._leap = leap

    def _measure_leap(self) -> float:
        return self._clock.now().timestamp() - self._monotonic()

    def _report(self, findings: Sequence[BacklogFinding]) -> None:
        now, found = self._monotonic(), {finding.kind: finding for finding in findings}
        for kind in [kind for kind in self._said if kind not in found]:
            del self._said[kind]
            log.info("alarm_over", kind=kind)
        for kind, finding in found.items():
            if kind not in self._said or now - self._said[kind] >= REPEAT_SECONDS:
                self._said[kind] = now
                tell = log.error if finding.urgent else log.warning
                words = describe_alarm(finding, self._prompts.current().playbook.get_texts(LOG_LANGUAGE))
                tell("alarm", kind=kind, found=words.found, todo=words.todo)


def find_late_ticks(status: Sequence[TickStatus], clock: Clock) -> Iterator[BacklogFinding]:
    """Ticks that have not come to their end for ten times their pace, and for a minute at least."""
    now = clock.now()
    for tick in status:
        late = tick.last_run is None or (now - tick.last_run).total_seconds() > max(
            10 * tick.every.total_seconds(), TICK_GRACE_SECONDS
        )
        if late:
            age = now - tick.last_run if tick.last_run else None
            values = {"tick": tick.name, "age": age, "error": tick.last_error}
            yield BacklogFinding(f"tick_{tick.name}", Alarm.LATE_TICK, values)
