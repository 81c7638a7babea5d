"""The map names the jobs that there are, and a process runs all of them."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import get_args, get_type_hints

import pytest

import pipeline.flow
from foyer.settings import Settings
from foyer.wiring import Foyer, Jobs, build_foyer
from pipeline.runtime.ticks import TickSource
from tests.support.builders import PROMPTS

NO_JOBS = ("clock", "tell_team", "gather.")
MODULES = [
    each.name.removeprefix("pipeline.flow.")
    for each in walk_packages(pipeline.flow.__path__, "pipeline.flow.")
    if not each.ispkg
]
JOBS = sorted(name for name in MODULES if not name.startswith(NO_JOBS))


@pytest.fixture
def foyer(tmp_path: Path) -> Iterator[Foyer]:
    made = build_foyer(Settings(_env_file=None, data=tmp_path, prompts=PROMPTS), "all")
    yield made
    made.store.close()


def test_the_map_names_every_job():
    lines = [line.split() for line in (pipeline.flow.__doc__ or "").splitlines() if line.startswith("    ")]
    assert sorted(words[0] for words in lines if not words[0].startswith("(")) == JOBS


@pytest.mark.parametrize("name", JOBS)
def test_every_job_is_one_of_a_process(name: str):
    built = {kind for hint in get_type_hints(Jobs).values() for kind in (hint, *get_args(hint))}
    module = import_module(f"pipeline.flow.{name}")
    classes = {kind for kind in vars(module).values() if isinstance(kind, type) and kind.__module__ == module.__name__}
    assert {kind for kind in classes if kind.__name__.endswith("Job")} & built


def test_the_clock_of_a_process_runs_every_jobs_ticks(foyer: Foyer):
    names = [status.name for status in foyer.clock.list_status()]
    jobs = [getattr(foyer.jobs, name) for name in get_type_hints(Jobs)]
    assert names == [tick.name for job in jobs if isinstance(job, TickSource) for tick in job.ticks]
    assert {"submit_partial_leads", "draft_due_touches", "send_heartbeat"} <= set(names)
