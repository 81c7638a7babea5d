"""The clock: runs the ticks that it is given, and knows no job.

A tick that fails (the database is away, say) is logged and comes again; its rows wait.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import structlog
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from pipeline.ports import Clock
from pipeline.runtime.ticks import Tick, TickStatus

log = structlog.get_logger()


class SystemClock:
    """The machine's clock; the only place that reads it for the pipeline and the conversations."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class TickClock:
    """Runs each tick in a thread of its own of this process, from `start` to `stop`, never twice at the same time."""

    def __init__(self, ticks: Sequence[Tick], usual: timedelta, clock: Clock) -> None:
        """`usual` is the time between two looks of a tick that names none. ValueError where two ticks share a name."""
        names = [tick.name for tick in ticks]
        if twice := {name for name in names if names.count(name) > 1}:
            raise ValueError(f"two ticks of one name: {', '.join(sorted(twice))}")
        self._ticks, self._clock = ticks, clock
        self._status = {tick.name: TickStatus(tick.name, tick.every or usual) for tick in ticks}
        # One slow tick holds up no other.
        pool = ThreadPoolExecutor(max(len(ticks), 1))
        defaults = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        self._scheduler = BackgroundScheduler(timezone=UTC, executors={"default": pool}, job_defaults=defaults)

    def start(self) -> None:
        """Every tick at once, then at its own pace."""
        for tick in self._ticks:
            seconds = self._status[tick.name].every.total_seconds()
            self._scheduler.add_job(self._guarded(tick), "interval", seconds=seconds, next_run_time=datetime.now(UTC))
        self._scheduler.start()

    def run_all_now(self) -> None:
        """Every tick at once: the next runs are planned by the wall clock, and one that was set back delays them."""
        for job in self._scheduler.get_jobs():
            job.modify(next_run_time=datetime.now(UTC))

    def stop(self) -> None:
        """Returns once what is at work has ended; nothing starts any more."""
        self._scheduler.shutdown(wait=True)

    def list_status(self) -> Sequence[TickStatus]:
        """How each tick fares in this process; one that has not run yet has neither a time nor a problem."""
        return tuple(self._status.values())

    def _guarded(self, tick: Tick) -> Callable[[], None]:
        def run() -> None:
            try:
                tick.run()
            except Exception as error:  # the next run tries again; the rows are still there
                log.exception("tick_failed", tick=tick.name)
                self._note(tick, last_error=_name_problem(error))
            else:
                self._note(tick, last_run=self._clock.now(), last_error=None)

        return run

    def _note(self, tick: Tick, **what: datetime | str | None) -> None:
        self._status[tick.name] = replace(self._status[tick.name], **what)  # type: ignore[arg-type]


def _name_problem(error: Exception) -> str:
    """Its kind and its first line: what follows may repeat what somebody said."""
    return f"{type(error).__name__}: {next(iter(str(error).splitlines()), '')}"
