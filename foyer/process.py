"""What every running process of Foyer does: start the engine and the clock, and stop them in order."""

from __future__ import annotations

import fcntl
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event

from foyer.wiring import Foyer
from pipeline.store.database import DatabaseProblem, make_folder
from prompts.problems import Mistake

RETRY_SECONDS = 2.0
REFUSED = re.compile(r"FATAL: (?!.*(?:starting up|shutting down|recovery))")
"""A server that answers, and says no."""
POLL_SECONDS = 0.1
"""How often an idle worker looks for what other processes stored: a twentieth of the 2 s that an alert may take."""


class AlreadyRunning(Mistake):
    """Another process works on this data folder."""


def wait_for_database(foyer: Foyer, stop: Event) -> bool:
    """Brings the schema up to date, as soon as the database answers; false if `stop` comes before.

    DatabaseProblem for an address, user or database that will not do later either.
    """
    while not stop.is_set():
        try:
            foyer.store.migrate()
        except DatabaseProblem as problem:
            if not foyer.store.database.outage.is_on or REFUSED.search(str(problem)):
                raise
            stop.wait(RETRY_SECONDS)
        else:
            return True
    return False


WORKER_SWITCH_SECONDS = 0.0005
"""How long a thread of a worker keeps the interpreter from one that waits for it: a tenth of Python's own time. Whoever
holds the team's turns comes back from the database ten times a batch, and all workers wait for it."""


@contextmanager
def run_services(foyer: Foyer) -> Iterator[None]:
    """Engine and, but for a web-only process, feeds and clock: started on entry, stopped on exit; the rest is kept."""
    works = foyer.engine.config.role != "web"
    jobs = foyer.jobs
    if foyer.engine.config.role == "worker":
        sys.setswitchinterval(WORKER_SWITCH_SECONDS)
    foyer.engine.launch(jobs.qualify.run, jobs.deliver.run)
    if works:
        foyer.clock.start()
    # Where one process does everything, it knows what was stored: only what a command stored has to be found.
    poll = foyer.settings.tick_seconds if foyer.engine.config.role == "all" else POLL_SECONDS
    feeds = [job.build_work_loop(foyer.engine, poll) for job in (jobs.qualify, jobs.deliver)] if works else ()
    for feed in feeds:
        feed.start()
    foyer.watch.start()
    try:
        yield
    finally:
        foyer.watch.stop()
        for feed in feeds:
            feed.stop()
        if works:
            foyer.clock.stop()
        jobs.close()
        foyer.engine.close()
        foyer.store.close()


@contextmanager
def lock_data_folder(foyer: Foyer) -> Iterator[None]:
    """Holds the data folder's lock: on SQLite one process does everything, and two would do it twice.

    The lock is the kernel's, so it is gone with the process, however that ends.
    """
    folder = foyer.settings.data
    make_folder(folder)
    with (folder / "foyer.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise AlreadyRunning(
                f"another Foyer works on {folder} already; stop it, or give this one its own folder with FOYER_DATA"
            ) from None
        yield
