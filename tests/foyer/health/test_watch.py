"""What waits is said by every process, once when it comes, once a minute, and when it is over."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from foyer.health.playbook import PlaybookExaminer
from foyer.health.watch import HealthWatch, find_late_ticks
from foyer.live_prompts import read_prompts
from pipeline.flow.clock import TickClock
from pipeline.playbook import Playbook, Rule
from pipeline.reports.alarm_words import describe_alarm
from pipeline.runtime.ticks import Tick, TickStatus
from pipeline.store import Database, Store
from prompts.live import Live
from tests.support.builders import NOW, PROMPTS, a_playbook
from tests.support.settling import enquiry, settle

SECOND = timedelta(seconds=1)


class TwoClocks:
    """The wall's, which somebody may set, and one that only goes forward."""

    def __init__(self) -> None:
        self.wall, self.steady = NOW, 1_000.0

    def now(self) -> datetime:
        return self.wall

    def monotonic(self) -> float:
        return self.steady

    def go(self, seconds: float) -> None:
        self.wall, self.steady = self.wall + seconds * SECOND, self.steady + seconds


@pytest.fixture
def clocks() -> TwoClocks:
    return TwoClocks()


def a_watch(store: Store, clocks: TwoClocks, ticks: TickClock | None = None) -> HealthWatch:
    return HealthWatch(store, Live(PROMPTS, read_prompts), PROMPTS, clocks, ticks, clocks.monotonic)


def test_an_alarm_begins_repeats_and_ends(database_url: str, clocks: TwoClocks):
    with closing(Store(Database(database_url))) as store, capture_logs() as lines:
        watch = a_watch(store, clocks)
        store.workers.beat("w", clocks.now())
        watch.look()
        assert watch.findings == () == tuple(lines)
        store.submissions.receive(enquiry(1))
        for _ in range(18):  # three minutes without a worker
            clocks.go(10)
            watch.look()
        said = [(line["kind"], line["log_level"]) for line in lines if line["event"] == "alarm"]
        assert said.count(("submission", "error")) == 2
        assert said.count(("workers", "error")) == 2
        assert "lead" not in str(lines)
        settle(store, enquiry(1), clocks.now())
        store.workers.beat("w", clocks.now())
        watch.look()
        assert [line["kind"] for line in lines if line["event"] == "alarm_over"] == ["workers", "submission"]
        assert watch.findings == ()


def test_a_clock_that_was_set_back_stops_no_tick(sqlite_files, tmp_path: Path, clocks: TwoClocks):
    """The ticks' next runs were planned for Saturday, and it is Wednesday."""
    ran: list[datetime] = []
    ticks = TickClock([Tick("counted", None, lambda: ran.append(clocks.now()))], timedelta(days=1), clocks)
    with closing(Store(Database(sqlite_files.database(tmp_path / "foyer.db", migrated=True)))) as store:
        watch = a_watch(store, clocks, ticks)
        ticks.start()
        try:
            wait_until(lambda: len(ran) == 1)
            watch.look()
            clocks.wall -= timedelta(days=3)
            with capture_logs() as lines:
                watch.look()
            wait_until(lambda: len(ran) == 2)
        finally:
            ticks.stop()
    assert {"event": "clock_was_set", "seconds": -3 * 86400, "log_level": "warning"} in lines


def wait_until(holds) -> None:
    from tests.support.program import eventually

    eventually(holds, 10)


@pytest.mark.parametrize(
    ("status", "late"),
    [
        (TickStatus("t", SECOND, NOW - 59 * SECOND), False),
        (TickStatus("t", SECOND, NOW - 61 * SECOND), True),
        (TickStatus("t", timedelta(days=1), NOW - timedelta(days=2)), False),
        (TickStatus("t", SECOND, None, "OperationalError: away"), True),
        (TickStatus("t", SECOND, NOW + timedelta(days=3)), False),
    ],
)
def test_a_tick_is_late_after_ten_times_its_pace(status: TickStatus, late: bool, clocks: TwoClocks):
    found = list(find_late_ticks([status], clocks))
    assert bool(found) is late
    if status.last_error:
        assert "since the start (OperationalError: away)" in describe_alarm(found[0], a_playbook().get_texts()).found


def test_a_rule_without_effect_is_named_with_its_line(tmp_path: Path):
    playbook = a_playbook()
    first = playbook.routing.policy[0]
    double = first.model_copy(update={"rule": "the same again"})
    policy = (*playbook.routing.policy, double)
    wrong = replace_routing(playbook, policy)
    examiner = PlaybookExaminer(PROMPTS)
    (error,) = examiner.examine(wrong)
    assert "'the same again' is never reached" in error.message
    assert error.file == PROMPTS / "playbook" / "routing.yaml"
    assert examiner.examine(playbook) == ()


def replace_routing(playbook: Playbook, policy: tuple[Rule, ...]) -> Playbook:
    routing = playbook.routing.model_copy(update={"policy": policy})
    return playbook.model_copy(update={"routing": routing, "version": "another"})
