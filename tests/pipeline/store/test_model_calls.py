"""The account of model calls, on both databases: nothing is called that the day's cap does not allow."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta

import pytest

from pipeline.model.port import ModelCall, ModelSpending, Usage
from pipeline.store import Database
from pipeline.store.model_calls import ModelCallStore, Tariff
from tests.support.builders import NOW

MOST = Usage(1_000, 500)
TARIFF = Tariff(input_price=0.5, output_price=2.0, daily_cap=1.0)
COST_OF_MOST = 1_500
"""Millionths: 1,000 at 0.5 and 500 at 2."""


@pytest.fixture
def database(database_url):
    with closing(Database(database_url)) as opened:
        yield opened


def a_call(conversation="c1", at=NOW, most=MOST):
    return ModelCall(conversation, at, "read", "some-model", "texts0001", most)


def begun(account, call) -> int:
    number = account.begin(call)
    assert number is not None
    return number


def test_a_call_under_way_counts_with_the_most_it_may_take(database):
    account = ModelCallStore(database, TARIFF)
    account.begin(a_call())
    assert account.get_day_spend(NOW) == ModelSpending(1, 1_000, 500, COST_OF_MOST)


def test_an_ended_call_counts_with_what_it_took(database):
    account = ModelCallStore(database, TARIFF)
    account.end(begun(account, a_call()), "ok", 850, Usage(700, 30))
    assert account.get_day_spend(NOW) == ModelSpending(1, 700, 30, 410)


def test_a_call_whose_usage_nobody_knows_keeps_its_reservation(database):
    account = ModelCallStore(database, TARIFF)
    account.end(begun(account, a_call()), "out of time", 8_000, None)
    assert account.get_day_spend(NOW).cost_millionths == COST_OF_MOST


def test_conversations_are_told_apart_and_so_are_days(database):
    account = ModelCallStore(database, TARIFF)
    for call in (a_call("c1"), a_call("c1", NOW - timedelta(days=1)), a_call("c2")):
        account.end(begun(account, call), "ok", 1, Usage(10, 1))
    assert account.get_conversation_spend("c1") == ModelSpending(2, 20, 2, 14)
    assert account.get_day_spend(NOW).calls == 2
    assert account.get_conversation_spend("nobody") == ModelSpending()


@pytest.mark.parametrize(
    "tariff",
    [
        pytest.param(Tariff(0.5, 2.0, daily_cap=3 * COST_OF_MOST / 1_000_000), id="in money"),
        pytest.param(Tariff(daily_tokens=3 * 1_500), id="in tokens, where no price is known"),
    ],
)
def test_the_cap_is_never_passed(database, tariff):
    account = ModelCallStore(database, tariff)
    numbers = [account.begin(a_call()) for _ in range(5)]
    assert [number is not None for number in numbers] == [True, True, True, False, False]
    assert account.begin(a_call(at=NOW + timedelta(days=1))) is not None
    assert numbers[0] is not None
    account.end(numbers[0], "ok", 1, Usage(0, 0))
    assert account.begin(a_call()) is not None


def test_a_call_larger_than_a_whole_day_is_not_made(database):
    assert ModelCallStore(database, Tariff(daily_tokens=1_499)).begin(a_call()) is None
    assert ModelCallStore(database, Tariff(0.5, 2.0, daily_cap=0.001)).begin(a_call()) is None


def test_processes_at_once_do_not_pass_the_cap_together(database, database_url):
    tariff = Tariff(daily_tokens=10 * 1_500)
    others = [Database(database_url) for _ in range(4)]
    try:
        with ThreadPoolExecutor(4) as pool:
            accounts = [ModelCallStore(other, tariff) for other in others] * 8
            numbers = list(pool.map(lambda account: account.begin(a_call()), accounts))
    finally:
        for other in others:
            other.close()
    assert sum(number is not None for number in numbers) == 10
    assert ModelCallStore(database).get_day_spend(NOW).tokens == 15_000


def test_the_newest_call_tells_whether_the_model_is_well(database):
    account = ModelCallStore(database)
    assert account.get_last_failure() is None
    account.end(begun(account, a_call()), "rate limited", 1, Usage(0, 0))
    account.begin(a_call())
    assert account.get_last_failure() == (NOW, "rate limited")
    account.end(begun(account, a_call()), "ok", 1, Usage(1, 1))
    assert account.get_last_failure() is None


def test_an_unknown_call_can_not_end(database):
    with pytest.raises(KeyError):
        ModelCallStore(database).end(7, "ok", 1, None)
