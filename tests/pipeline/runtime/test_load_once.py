"""Loading once: threads that come while it is being done wait for it."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from pipeline.runtime.load_once import load_once


def test_it_is_loaded_once_for_each_argument():
    asked = []

    @load_once
    def doubled(number: int) -> int:
        asked.append(number)
        return number * 2

    assert [doubled(2), doubled(3), doubled(2)] == [4, 6, 4]
    assert asked == [2, 3]


def test_whoever_asks_meanwhile_waits_and_gets_the_same():
    begun, asking, may_end = threading.Event(), threading.Event(), threading.Event()
    loads = []

    @load_once
    def book() -> object:
        loads.append(threading.get_ident())
        begun.set()
        assert may_end.wait(10)
        return object()

    def ask() -> object:
        asking.set()
        return book()

    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(book)
        assert begun.wait(10)
        second = threads.submit(ask)
        assert asking.wait(10)
        may_end.set()
        assert first.result() is second.result() is book()
    assert len(loads) == 1


def test_a_failure_is_not_kept():
    answers = iter((ValueError("away"), "here"))

    @load_once
    def fetched() -> str:
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    with pytest.raises(ValueError, match="away"):
        fetched()
    assert fetched() == "here"
