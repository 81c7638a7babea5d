"""A process that performs actions, each at the moment at which another process performs the same one."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier

import structlog

from pipeline.actions.perform import Action, ActionPerformer
from pipeline.actions.results import AlreadyDone
from pipeline.flow.clock import SystemClock
from pipeline.store import Database, Store
from tests.pipeline.acting import an_actor
from tests.support.builders import VERSIONS

Told = tuple[str, Counter[str], set[str | None]]
"""Who acted, how often each result came, and who was named as the first."""


def rush(url: str, name: str, actions: Sequence[Action], together: Barrier, told: Queue[Told]) -> None:
    """Performs all, in step with the other process."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    results: Counter[str] = Counter()
    first: set[str | None] = set()
    with closing(Store(Database(url))) as store:
        performer, actor = ActionPerformer(store.actions, None, SystemClock(), lambda: VERSIONS), an_actor(name)
        for action in actions:
            together.wait(60)
            result = performer.perform(action, actor)
            results[type(result).__name__] += 1
            if isinstance(result, AlreadyDone):
                first.add(result.by)
    told.put((name, results, first))
