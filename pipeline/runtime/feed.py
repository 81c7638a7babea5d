"""What works off due rows: a few threads of this process, woken by whoever stores one, else looking now and then."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event, Semaphore, Thread
from typing import Generic, TypeVar

import structlog

Item = TypeVar("Item")

LEASE = timedelta(seconds=30)
"""Whoever took a row has this long to end its work, before another worker may take it as well: more than twice as long
as an outside system may be silent. Taken twice, a row is still decided, or told, once."""

log = structlog.get_logger()


class WakeSignal:
    """Rung after a row was stored; a ring that nobody waits for yet is not lost."""

    def __init__(self) -> None:
        self._rung = Event()

    def notify(self) -> None:
        self._rung.set()

    def wait(self, seconds: float) -> None:
        """Until it rings, at most so long. Whatever was stored before the ring can be seen afterwards."""
        self._rung.wait(seconds)
        self._rung.clear()


class WorkLoop(Generic[Item]):
    """Takes what is due and has it worked on, at most `lanes` batches at a time.

    What comes while all lanes are busy is taken together by the next one that is free: a single row is worked on at
    once, and a rush shares what a batch costs. Work that raises is logged; its rows come again when their time to be
    finished is over.
    """

    def __init__(
        self,
        name: str,
        take: Callable[[], Sequence[Item]],
        work: Callable[[Sequence[Item]], None],
        bell: WakeSignal,
        lanes: int,
        poll_seconds: float,
    ) -> None:
        self._name, self._take, self._work = name, take, work
        self._bell, self._poll_seconds = bell, poll_seconds
        self._free, self._stopping = Semaphore(lanes), Event()
        self._pool = ThreadPoolExecutor(lanes, thread_name_prefix=name)
        self._thread = Thread(target=self._run, name=f"{name}-feed", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Takes nothing any more, and returns once what was taken is done."""
        self._stopping.set()
        self._bell.notify()
        self._pool.shutdown(wait=True)
        self._thread.join()

    def _run(self) -> None:
        while True:
            self._free.acquire()
            if self._stopping.is_set():
                return
            if batch := self._taken():
                self._pool.submit(self._worked, batch)
            else:
                self._free.release()
                self._bell.wait(self._poll_seconds)

    def _taken(self) -> Sequence[Item]:
        try:
            return self._take()
        except Exception:  # the database is away, say: the rows wait
            log.exception("feed_failed", feed=self._name)
            return ()

    def _worked(self, batch: Sequence[Item]) -> None:
        try:
            self._work(batch)
        except Exception:
            log.exception("batch_failed", feed=self._name, items=len(batch))
        finally:
            self._free.release()
            self._bell.notify()  # what waited for this batch alone can be taken now
