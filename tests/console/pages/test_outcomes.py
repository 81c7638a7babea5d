"""How a lead ended, told on its page."""

from __future__ import annotations

import pytest

from pipeline.domain.outcome import Outcome, OutcomeKind
from tests.console.views import LEAD as VIEW
from tests.console.views import NOW, Shelf, a_page

OURS = {"sec-fetch-site": "same-origin"}
WON = {"result": "won", "person": "ana", "value": "1,200.50"}


class Book:
    def __init__(self) -> None:
        self.kept: list[tuple[str, Outcome]] = []

    def record(self, lead_id: str, outcome: Outcome) -> bool:
        self.kept.append((lead_id, outcome))
        return lead_id == LEAD


LEAD = VIEW.id


@pytest.fixture
def book() -> Book:
    return Book()


def told(browse, book, form, lead=LEAD, headers=OURS):
    return browse(Shelf(pages=[a_page()]), outcomes=book).post(
        f"/console/leads/{lead}/outcome", data=form, headers=headers
    )


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
def test_an_outcome_is_kept_with_who_told_it(browse, book, form, outcome):
    page = told(browse, book, form)
    assert book.kept == [(LEAD, outcome)]
    assert f"Kept: {outcome.result}." in page.text


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({"result": "lost", "person": "ana"}, "needs a reason"),
        ({**WON, "value": "much"}, "is no amount"),
    ],
)
def test_what_can_not_be_kept_says_what_to_tell(browse, book, form, says):
    page = told(browse, book, form)
    assert book.kept == []
    assert says in page.text


@pytest.mark.parametrize(
    ("form", "headers", "status"),
    [
        (WON, {"sec-fetch-site": "cross-site"}, 403),
        (WON, {}, 403),
        ({**WON, "person": "mallory"}, OURS, 404),
        ({**WON, "result": "vanished"}, OURS, 422),
    ],
)
def test_nobody_else_tells_one(browse, book, form, headers, status):
    assert told(browse, book, form, headers=headers).status_code == status
    assert book.kept == []


def test_an_unknown_lead_is_said_to_be_unknown(browse, book):
    assert told(browse, book, WON, lead="lead_nobody").status_code == 404
