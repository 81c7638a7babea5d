"""The clock runs what it is given, says how it fares, and stops for nothing but `stop`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Barrier, Event, Semaphore

import pytest

from pipeline.flow.clock import TickClock
from pipeline.runtime.ticks import Tick, TickStatus, run_for_each
from tests.fakes.stand_ins import StoppedClock
from tests.support.builders import NOW
from tests.support.program import eventually

SOON, NEVER = timedelta(milliseconds=20), timedelta(hours=1)
PATIENCE = 20.0


@contextmanager
def running(*ticks: Tick) -> Iterator[TickClock]:
    clock = TickClock(ticks, SOON, StoppedClock())
    clock.start()
    try:
        yield clock
    finally:
        clock.stop()


def test_every_tick_runs_at_once_and_again():
    ran = Semaphore(0)
    with running(Tick("usual", None, ran.release), Tick("rare", NEVER, ran.release)) as clock:
        assert all(ran.acquire(timeout=PATIENCE) for _ in range(4))
        eventually(lambda: all(status.last_run for status in clock.list_status()))
        assert clock.list_status() == (TickStatus("usual", SOON, NOW), TickStatus("rare", NEVER, NOW))


def test_what_has_not_run_says_so():
    assert TickClock([Tick("a", None, str)], SOON, StoppedClock()).list_status() == (TickStatus("a", SOON),)


def test_a_tick_that_fails_runs_again_and_shows_the_first_line_of_what_it_ran_into():
    trouble = [ValueError("no\n[parameters: jane@acme-shop.com]")]
    again, may_end = Event(), Event()

    def fail_once() -> None:
        if trouble:
            raise trouble.pop()
        again.set()
        may_end.wait(PATIENCE)

    with running(Tick("failing", None, fail_once)) as clock:
        assert again.wait(PATIENCE)
        assert clock.list_status() == (TickStatus("failing", SOON, None, "ValueError: no"),)
        may_end.set()
        eventually(lambda: clock.list_status() == (TickStatus("failing", SOON, NOW, None),))


def test_all_ticks_may_be_at_work_at_once():
    """More than the scheduler's own ten threads: a slow one holds up no other."""
    together = Barrier(13, timeout=PATIENCE)
    with running(*(Tick(str(number), NEVER, together.wait) for number in range(12))):
        together.wait()
    assert not together.broken


def test_stop_waits_for_what_is_at_work():
    begun, stopped = Event(), Event()
    stopped_before_the_end: list[bool] = []

    def work() -> None:
        begun.set()
        stopped_before_the_end.append(stopped.wait(0.2))

    with running(Tick("slow", NEVER, work)):
        assert begun.wait(PATIENCE)
    stopped.set()
    assert stopped_before_the_end == [False]


def test_two_ticks_of_one_name_are_refused():
    with pytest.raises(ValueError, match="two ticks of one name: a"):
        TickClock([Tick("a", None, str), Tick("a", None, str)], SOON, StoppedClock())


def test_what_one_item_runs_into_holds_up_no_other():
    done: list[int] = []

    def work(number: int) -> None:
        done.append(12 // number)

    with pytest.raises(ExceptionGroup, match="1 of 3 failed"):
        run_for_each([0, 1, 2], work)
    assert done == [12, 6]
    assert run_for_each("ab", str.upper) == ["A", "B"]
