"""How a lead ended, told on its page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pytest

from pipeline.domain.outcome import Outcome, OutcomeKind
from pipeline.store import Database, Store
from tests.console.pages.test_conversations import HERE
from tests.console.views import LEAD as VIEW
from tests.console.views import NOW, Shelf, a_page
from tests.pipeline.acting import end_lead
from tests.support.builders import a_lead
from tests.support.settling import settle

WON = {"result": "won", "person": "ana", "value": "1,200.50"}


@pytest.fixture
def store(request, tmp_path) -> Iterator[Store]:
    """SQLite will do, actions have their own tests on both."""
    url = request.getfixturevalue("sqlite_files").database(tmp_path / "foyer.sqlite", migrated=True)
    with closing(Store(Database(url))) as opened:
        yield opened


@pytest.fixture
def lead(store) -> str:
    return settle(store, a_lead())[0]


def told(browse, store, lead, form, headers=HERE):
    """Sends the form of a lead's page; the page that follows is the lead's own."""
    shelf = Shelf(pages=[a_page(lead=replace(VIEW, id=lead))])
    return browse(shelf, stored=store).post(f"/console/leads/{lead}/outcome", data=form, headers=headers)


@pytest.mark.parametrize(
    ("form", "outcome"),
    [
        (WON, Outcome(OutcomeKind.WON, NOW, "ana", None, 1200.5)),
        (
            {"result": "lost", "person": "ana", "reason": "no budget"},
            Outcome(OutcomeKind.LOST, NOW, "ana", "no budget"),
        ),
    ],
)
def test_an_outcome_is_kept_with_who_told_it(browse, store, lead, form, outcome):
    page = told(browse, store, lead, form)
    assert store.outcomes.get(lead) == outcome
    assert f"Kept: {outcome.result}." in page.text


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({"result": "lost", "person": "ana"}, "needs a reason"),
        ({**WON, "value": "much"}, "is no amount"),
        ({**WON, "value": "1.500"}, "write 1500 or 1.5"),
    ],
)
def test_what_can_not_be_kept_says_what_to_tell(browse, store, lead, form, says):
    page = told(browse, store, lead, form)
    assert store.outcomes.get(lead) is None
    assert says in page.text


@pytest.mark.parametrize(
    ("form", "headers", "status"),
    [
        (WON, {"sec-fetch-site": "cross-site"}, 403),
        (WON, {}, 403),
        ({**WON, "person": "mallory"}, HERE, 404),
        ({**WON, "result": "vanished"}, HERE, 422),
    ],
)
def test_nobody_else_tells_one(browse, store, lead, form, headers, status):
    assert told(browse, store, lead, form, headers).status_code == status
    assert store.outcomes.get(lead) is None


def test_an_unknown_lead_is_said_to_be_unknown(browse, store):
    assert told(browse, store, "lead_nobody", WON).status_code == 404


def test_who_looked_at_an_older_page_is_told_who_was_first(browse, store, lead):
    end_lead(store, lead, Outcome(OutcomeKind.LOST, NOW, "ben", "no budget"))
    page = told(browse, store, lead, {**WON, "seen": "1"})
    assert "Not kept: Ben" in page.text
    assert "was first: record outcome" in page.text
    assert store.outcomes.get(lead).result is OutcomeKind.LOST
    told(browse, store, lead, {**WON, "seen": "2"})
    assert store.outcomes.get(lead).result is OutcomeKind.WON
