"""The list of leads queue by queue: what waits for review without an alert is one click away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from pipeline.reports.leads import LeadView
from tests.console.html import Element, read
from tests.console.views import ROUTE, Shelf, a_lead


def leads(queue: str, number: int) -> Sequence[LeadView]:
    return [a_lead(id=f"lead_{queue}_{n:02}", route=replace(ROUTE, queue=queue)) for n in range(number)]


SHELF = Shelf([*leads("disqualified_review", 3), *leads("inbound", 30), *leads("an_old_queue", 1)])


def the_list(browse, asked: str = "", shelf: Shelf = SHELF) -> Element:
    return read(browse(shelf).get(f"/console/{asked}").text)


def choices(tree: Element) -> dict[str, str]:
    return {link.line: link.attributes["href"] for link in tree.one("nav", class_="queues").all("a")}


def shown(tree: Element) -> set[str]:
    hrefs = [row.one("a").attributes["href"] for row in tree.one("tbody").all("tr")]
    return {href.rpartition("/lead_")[2].rpartition("_")[0] for href in hrefs}


def test_each_queue_with_leads_can_be_chosen_and_says_how_many(browse):
    assert choices(the_list(browse)) == {
        "All 34": "?",
        "Inbound sales 30": "?queue=inbound",
        "An old queue 1": "?queue=an_old_queue",
        "Disqualified review 3": "?queue=disqualified_review",
    }


@pytest.mark.parametrize(
    ("asked", "queues", "current"),
    [
        ("", {"disqualified_review", "inbound"}, "All 34"),
        ("?queue=disqualified_review", {"disqualified_review"}, "Disqualified review 3"),
        ("?queue=an_old_queue", {"an_old_queue"}, "An old queue 1"),
        ("?queue=no_such_queue", {"disqualified_review", "inbound"}, "All 34"),
    ],
)
def test_the_chosen_queue_alone_is_listed_and_marked(browse, asked, queues, current):
    tree = the_list(browse, asked)
    assert shown(tree) == queues
    assert [link.line for link in tree.all("a") if link.attributes.get("aria-current")] == ["Leads", current]


def test_turning_the_page_stays_in_the_queue(browse):
    tree = the_list(browse, "?queue=inbound&page=2")
    assert "26 to 30 of 30" in tree.line
    assert [link.attributes["href"] for link in tree.one("nav", class_="paging").all("a")] == ["?queue=inbound&page=1"]


def test_with_one_queue_there_is_nothing_to_choose(browse):
    assert the_list(browse, shelf=Shelf(leads("inbound", 2))).all("nav", class_="queues") == []
