"""Three `foyer worker` processes on PostgreSQL give leads as one would: by turns, up to capacities, a lead a person."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import func, select

from pipeline.domain.submission import Submission
from pipeline.store import Store, tables
from pipeline.store.lead.submissions import insert_submission
from tests.support.builders import a_lead
from tests.support.databases import Postgres
from tests.support.program import PROMPTS, Installation, eventually, installation

CAPACITY, LEADS, PEOPLE = 10, 60, 24
ROUND_THE_CLOCK = {"days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], "start": "00:00", "end": "23:59"}


def one_queue(folder: Path) -> Path:
    """The shipped prompts with one queue of three people who are always there, one of them with a capacity."""
    prompts = folder / "prompts"
    shutil.copytree(PROMPTS, prompts)
    path = prompts / "playbook" / "routing.yaml"
    routing: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    for person in routing["people"]:
        person.update(time_zone="Etc/UTC", working_hours=ROUND_THE_CLOCK, holidays="US", away=[], capacity=None)
        person.update({"capacity": CAPACITY} if person["id"] == "daniel" else {})
    routing.update(policy=[], otherwise="inbound_sales")
    path.write_text(json.dumps(routing), "utf-8")
    return prompts


@pytest.fixture
def foyer(postgres: Postgres, tmp_path: Path) -> Iterator[Installation]:
    prompts = str(one_queue(tmp_path))
    with (
        postgres.database(migrated=True) as url,
        installation(tmp_path, FOYER_DATABASE_URL=url, FOYER_PROMPTS=prompts) as installed,
    ):
        with ThreadPoolExecutor() as pool:
            list(pool.map(installed.start, ["worker"] * 3))
        yield installed


def rush(store: Store, submissions: Sequence[Submission]) -> None:
    """All workers see all of them at the same moment."""
    with store.database.write() as session:
        for each in submissions:
            assert insert_submission(store.database, session, each)
    eventually(lambda: not store.submissions.list_undecided(1), 60)


def stranger(number: int) -> Submission:
    mine = {"name": f"Jo Number{number}", "email": f"jo@shop-{number}.com", "company": None}
    return a_lead(key=f"form:{number}", conversation_id=None, **mine)


def caller(number: int, time: str) -> Submission:
    """Known by a phone number alone, which no unique key of the database protects."""
    mine = {"name": f"Kim Caller{number}", "phone": f"+1415555{2000 + number}", "email": None, "company": None}
    return a_lead(key=f"{time}:{number}", conversation_id=f"{time}-{number}", **mine)


def count(store: Store, column: Any) -> Counter[Any]:
    with store.database.read() as session:
        rows = session.execute(select(column, func.count()).group_by(column))
        return Counter({value: number for value, number in rows})  # noqa: C416 - rows are no pairs to a type checker


@pytest.mark.journey
@pytest.mark.postgres
@pytest.mark.timeout(300)
def test_three_workers_keep_turns_capacities_and_people_exact(foyer: Installation):
    with foyer.store() as store:
        rush(store, [stranger(number) for number in range(LEADS)])
        free = (LEADS - CAPACITY) // 2
        assert count(store, tables.LeadRow.owner) == {"daniel": CAPACITY, "ines": free, "tomas": free}
        with store.database.read() as session:
            turns = session.execute(select(tables.QueueTurnRow.due, tables.QueueTurnRow.given)).all()
        assert sum(given for _, given in turns) == LEADS
        assert sum(due for due, _ in turns) == pytest.approx(LEADS)
        assert all(abs(due - given) < 1 for due, given in turns)

        rush(store, [caller(number, time) for time in ("first", "again") for number in range(PEOPLE)])
        assert store.views.count() == LEADS + PEOPLE
        assert count(store, tables.ContactRow.phone)[None] == LEADS
        assert set(count(store, tables.ContactRow.phone).values()) == {1, LEADS}
