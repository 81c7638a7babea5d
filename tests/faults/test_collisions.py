"""The same enquiry, or the same person, twice at the same time: one lead, one contact, one decision, one alert."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy.orm import Session

from foyer.process import run_services
from foyer.settings import Settings
from foyer.wiring import Foyer, build_foyer
from pipeline.domain.submission import Submission
from pipeline.matching import KnownRecords
from pipeline.store import Database, Store
from pipeline.store.contact.lookup import find_known_records
from pipeline.store.lead import pending_decision
from pipeline.store.lead.round_robin import TURNS
from tests.fakes.slack_server import FakeSlack
from tests.faults.outcome import alert_keys, settled
from tests.pipeline.flow.test_answer_only import WAITING, refuse
from tests.support.builders import a_lead
from tests.support.databases import Postgres
from tests.support.program import CHANNEL, PROMPTS

pytestmark = pytest.mark.fault


def running_foyer(url: str, slack: FakeSlack, folder: Path) -> Iterator[Foyer]:
    settings = Settings(
        _env_file=None,
        data=folder,
        prompts=PROMPTS,
        database_url=url,
        slack_bot_token=slack.api.token,
        slack_channel=CHANNEL,
        slack_api_url=slack.url,
    )
    foyer = build_foyer(settings, "all")
    with run_services(foyer):
        yield foyer


@pytest.fixture
def on_either(database_url: str, slack: FakeSlack, tmp_path: Path) -> Iterator[Foyer]:
    """The parts of a whole process, running in this one."""
    yield from running_foyer(database_url, slack, tmp_path)


@pytest.fixture
def on_postgres(postgres: Postgres, slack: FakeSlack, tmp_path: Path) -> Iterator[Foyer]:
    """The same where two transactions write at the same time; SQLite takes them one after the other."""
    with postgres.database(migrated=True) as url:
        yield from running_foyer(url, slack, tmp_path)


@pytest.fixture
def both_look_before_either_writes(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The first two decisions to be made wait for each other: both saw the rows as they were before.

    What keeps workers from deciding on the same person at once is off: here the database's own rules have to do.
    """
    met, calls, look, lock = Barrier(2, timeout=20), count(), find_known_records, Database.lock_until_commit

    def look_and_wait(*arguments: Any) -> KnownRecords:
        seen = look(*arguments)
        if next(calls) < 2:
            met.wait()
        return seen

    def lock_the_turns_alone(database: Database, session: Session, *what: str) -> None:
        lock(database, session, *{TURNS}.intersection(what))

    monkeypatch.setattr(pending_decision, "find_known_records", look_and_wait)
    monkeypatch.setattr(Database, "lock_until_commit", lock_the_turns_alone)
    yield
    assert next(calls) >= 2, "nothing collided"
    assert not met.broken


def all_at_once(*actions: Callable[[], object]) -> list[object]:
    with ThreadPoolExecutor(len(actions)) as pool:
        return [future.result() for future in [pool.submit(action) for action in actions]]


def hand_in_at_once(foyer: Foyer, *enquiries: Submission) -> None:
    """Each taken by another worker."""
    for enquiry in enquiries:
        foyer.store.submissions.receive(enquiry)
    all_at_once(*[partial(foyer.engine.qualify, [(enquiry.id, 1)]) for enquiry in enquiries])


def decided_submissions(store: Store) -> list[str]:
    """The submissions that were decided on, once for each time it is noted on a lead's timeline."""
    pages = [store.views.get_page(lead.id) for lead in store.views.list_newest(1000)]
    return sorted(
        event.body["submission"] for page in pages if page for event in page.events if event.kind == "decided"
    )


def test_a_delivery_that_comes_twice_is_one_lead(on_either: Foyer, slack: FakeSlack):
    submission, store = a_lead(), on_either.store
    taken = all_at_once(*[lambda: store.submissions.receive(submission)] * 4)
    all_at_once(*[lambda: on_either.engine.qualify([(submission.id, 1)])] * 8)
    (lead,) = settled(store)
    on_either.engine.qualify([(submission.id, 1), (submission.id, 2)])
    assert sorted(map(bool, taken)) == [False, False, False, True]
    assert decided_submissions(store) == [submission.id]
    assert alert_keys(slack) == [f"alert:{submission.id}"]
    assert store.views.list_newest() == [lead]


@pytest.mark.postgres
@pytest.mark.usefixtures("both_look_before_either_writes")
def test_two_attempts_at_one_submission_decide_it_once(on_postgres: Foyer, slack: FakeSlack):
    """As when a worker that was taken for dead goes on beside the one that took its work over."""
    submission, store = a_lead(), on_postgres.store
    store.submissions.receive(submission)
    all_at_once(*[lambda: on_postgres.engine.qualify([(submission.id, 1)])] * 2)
    assert len(settled(store)) == 1
    assert decided_submissions(store) == [submission.id]
    assert alert_keys(slack) == [f"alert:{submission.id}"]


@pytest.mark.postgres
@pytest.mark.usefixtures("both_look_before_either_writes")
def test_two_enquiries_with_the_same_new_address_are_one_contact(on_postgres: Foyer, slack: FakeSlack):
    """The later one is decided anew and continues the lead that the earlier one made."""
    enquiries = [a_lead(key=f"chat:{number}", conversation_id=f"conversation-{number}") for number in (1, 2)]
    hand_in_at_once(on_postgres, *enquiries)
    assert len(settled(on_postgres.store, 2)) == 1
    assert decided_submissions(on_postgres.store) == sorted(enquiry.id for enquiry in enquiries)
    assert sorted(alert_keys(slack)) == sorted(f"alert:{enquiry.id}" for enquiry in enquiries)


@pytest.mark.postgres
@pytest.mark.usefixtures("both_look_before_either_writes")
def test_two_colleagues_who_write_at_once_are_two_contacts_of_one_company(on_postgres: Foyer, slack: FakeSlack):
    people = ("ann", "bob")
    hand_in_at_once(
        on_postgres,
        *[a_lead(key=n, conversation_id=n, name=n.title(), email=f"{n}@acme-shop.com") for n in people],
    )
    decisions = settled(on_postgres.store, 2)
    assert {lead.contact for lead in decisions} == {"Ann", "Bob"}
    assert {str(lead.decision.match.kind) for lead in decisions} == {"new", "same_company"}
    assert len(alert_keys(slack)) == 2


@pytest.mark.postgres
def test_a_refusal_while_the_wish_is_being_decided_on_leaves_nothing(
    on_postgres: Foyer, slack: FakeSlack, monkeypatch: pytest.MonkeyPatch
):
    """The decision has begun when what it is about is deleted: it can't be stored, and is not made anew."""
    store, calls = on_postgres.store, count()

    def look_while_the_visitor_refuses(*arguments: Any) -> KnownRecords:
        if next(calls) == 0:
            refuse(store)
        return find_known_records(*arguments)

    monkeypatch.setattr(pending_decision, "find_known_records", look_while_the_visitor_refuses)
    later = replace(WAITING, received_at=datetime.now(UTC) + timedelta(hours=1))  # due for nobody but this test
    hand_in_at_once(on_postgres, later)
    assert next(calls) == 1
    assert store.submissions.list_undecided(10) == []
    assert store.views.count() == 0
    assert alert_keys(slack) == []
