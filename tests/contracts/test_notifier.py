"""What every Notifier promises."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from hypothesis import HealthCheck, given, settings

from integrations.slack.notifier import SlackNotifier
from integrations.terminal.notifier import TerminalNotifier
from pipeline.domain.alert import Alert
from pipeline.ports import Notifier
from tests.fakes.slack_api import SlackApi
from tests.fakes.slack_server import FakeSlack
from tests.fakes.stand_ins import StoppedClock
from tests.integrations.alerts import alerts, an_alert
from tests.support.builders import a_playbook

MORNING = datetime(2026, 3, 2, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


@dataclass
class House:
    """A notifier, the clock of its far side, and what a reader sees there."""

    notifier: Notifier
    clock: StoppedClock
    read: Callable[[], str]


@pytest.fixture
def terminal() -> House:
    clock, stream = StoppedClock(MORNING), StringIO()
    return House(TerminalNotifier(stream, clock, a_playbook().get_texts), clock, stream.getvalue)


@pytest.fixture
def slack() -> Iterator[House]:
    clock = StoppedClock(MORNING)
    api = SlackApi(now=clock.now)
    with FakeSlack(api) as server:
        notifier = SlackNotifier(api.token, "C0LEADS", a_playbook().get_texts, base_url=server.url)
        yield House(notifier, clock, lambda: str([message.blocks for message in api.messages]))


@pytest.fixture(params=["terminal", "slack"])
def house(request: pytest.FixtureRequest) -> House:
    chosen: House = request.getfixturevalue(request.param)
    return chosen


def test_a_posted_alert_is_there_to_read(house):
    house.notifier.post(an_alert(title="Maria of Acme"))
    assert "Maria of Acme" in house.read()


def test_a_posted_alert_is_found_where_it_was_posted(house):
    posted = house.notifier.post(an_alert())
    assert house.notifier.find(an_alert(), MORNING) == posted


def test_an_alert_is_found_by_its_key_alone(house):
    posted = house.notifier.post(an_alert(brief="as first told"))
    assert house.notifier.find(an_alert(brief="told anew"), MORNING) == posted


def test_an_alert_never_posted_is_not_found(house):
    house.notifier.post(an_alert(key="one"))
    assert house.notifier.find(an_alert(key="another"), MORNING) is None


def test_each_alert_has_a_reference_of_its_own(house):
    posted = [house.notifier.post(an_alert(key=str(n))) for n in range(3)]
    assert len(set(posted)) == 3
    assert [house.notifier.find(an_alert(key=str(n)), MORNING) for n in range(3)] == posted


def test_what_was_posted_long_before_is_not_found(house):
    house.notifier.post(an_alert())
    house.clock.at += HOUR
    assert house.notifier.find(an_alert(), MORNING + HOUR) is None


def test_looking_posts_nothing(house):
    house.notifier.find(an_alert(), MORNING)
    assert an_alert().title not in house.read()


def test_alerts_of_many_threads_all_arrive(house):
    many = [an_alert(key=str(n), title=f"Lead number {n};") for n in range(24)]
    with ThreadPoolExecutor(8) as pool:
        posted = list(pool.map(house.notifier.post, many))
    assert len(set(posted)) == len(many)
    assert [house.notifier.find(alert, MORNING) for alert in many] == posted
    assert all(f"Lead number {n};" in house.read() for n in range(24))


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(alert=alerts)
def test_any_alert_can_be_posted(house, alert: Alert):
    posted = house.notifier.post(alert)
    assert house.notifier.find(alert, MORNING) == posted
