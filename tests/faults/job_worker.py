"""One of the pipeline's jobs in a process of its own: `python -m tests.faults.job_worker JOB URL MOMENT die|work`.

`die` ends it by SIGKILL once it has taken its rows, as a power cut would. `work` says `ready`, waits for a line, runs
the job until nothing is due any more, and prints how much it did.
"""

from __future__ import annotations

import os
import signal
import sys
from contextlib import closing
from datetime import datetime

from pipeline.playbook import Playbook
from pipeline.store import Database, Store
from tests.fakes.stand_ins import StoppedClock
from tests.pipeline.flow.test_meanwhile import drafting, rescoring
from tests.support.builders import a_playbook

TOGETHER = 5
"""Rows that are taken at a time: few, so that two workers share them."""
JOBS = {"draft": drafting, "rescore": rescoring}


def die() -> Playbook:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("dead")


def main(job: str, url: str, moment: str, end: str) -> None:
    with closing(Store(Database(url))) as store:
        playbook = die if end == "die" else a_playbook
        run = JOBS[job](store, playbook, StoppedClock(datetime.fromisoformat(moment)))
        if end == "work":
            a_playbook()  # loaded before the race
            print("ready", flush=True)
            sys.stdin.readline()
        done = 0
        while now_done := run(TOGETHER):
            done += now_done
        print(done, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
