"""Possible duplicates in the console: the evidence, both records, and an answer that counts once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from pipeline.store import Database, Store
from tests.console.pages.test_conversations import HERE
from tests.console.playbooks import a_playbook
from tests.pipeline.flow.test_deletion import ask_deletion
from tests.pipeline.store.contact.test_lookup import PHONE, another
from tests.support.settling import settle

SOMEBODY, ANOTHER = a_playbook().routing.people[:2]


@pytest.fixture
def store(request, tmp_path) -> Iterator[Store]:
    """With one number under two names; SQLite will do, the rows' own tests run on both."""
    url = request.getfixturevalue("sqlite_files").database(tmp_path / "foyer.sqlite", migrated=True)
    with closing(Store(Database(url))) as opened:
        settle(opened, another(1, phone=PHONE))
        settle(opened, another(2, phone=PHONE, email="jj@acme-shop.com", name="<b>J. Doe</b>"))
        yield opened


@pytest.fixture
def window(browse, store):
    return browse(stored=store)


def decide(window, path: str, headers=HERE, **form: str):
    return window.post(f"/console/{path}", data={"person": SOMEBODY.id, **form}, headers=headers)


def test_the_page_shows_the_evidence_and_both_records(window, store):
    (item,) = store.reviews.list_open()
    page = window.get("/console/review").text
    assert "Same phone" in page
    assert PHONE in page
    assert "&lt;b&gt;J. Doe&lt;/b&gt;" in page
    assert "jane@acme-shop.com" in page
    assert f"/console/leads/{item.lead_id}" in page


def test_a_merge_is_recorded_with_who_and_why_and_can_be_undone(window, store):
    (item,) = store.reviews.list_open()
    page = decide(window, f"review/{item.id}", do="merged", reason="same voice").text
    assert "Nothing to review" in page
    assert f"by {SOMEBODY.name}" in page
    assert "same voice" in page
    (answered,) = store.reviews.list_decided()
    assert answered.merge
    page = decide(window, f"merges/{answered.merge.id}/undo", reason="not him").text
    assert "not him" in page
    assert "Undo the merge" not in page
    assert store.merges.list_newest()[0].undone_by == SOMEBODY.id


def test_the_second_answer_is_told_who_was_first(window, store):
    (item,) = store.reviews.list_open()
    decide(window, f"review/{item.id}", do="different")
    page = decide(window, f"review/{item.id}", do="merged", reason="no", person=ANOTHER.id).text
    assert f"{SOMEBODY.name} answered it already, different" in page
    assert store.merges.list_newest() == []


def test_a_merge_without_a_reason_is_not_done(window, store):
    (item,) = store.reviews.list_open()
    assert "a reason is needed" in decide(window, f"review/{item.id}", do="merged", reason=" ").text
    assert store.reviews.list_open()


@pytest.mark.parametrize(
    ("headers", "changes", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, {}, 403),
        (HERE, {"person": "nobody"}, 404),
        (HERE, {"do": "burn"}, 422),
    ],
)
def test_a_foreign_or_mistaken_form_decides_nothing(window, store, headers, changes, status):
    (item,) = store.reviews.list_open()
    form = {"do": "different", **changes}
    assert decide(window, f"review/{item.id}", headers, **form).status_code == status
    assert store.reviews.list_open()


def test_a_stranger_sees_nothing(browse, store):
    page = browse(stored=store, opened=False).get("/console/review")
    assert page.status_code == 403
    assert PHONE not in page.text


def test_who_wants_to_be_deleted_stands_above_all_until_somebody_notes_it_as_done(window, store):
    request = ask_deletion(store)
    page = window.get("/console/review").text
    assert "delete jane&#39;s data" in page
    assert page.index("To be deleted") < page.index("Same phone")
    page = decide(window, f"deletions/{request}").text
    assert "a note is needed" in page
    page = decide(window, f"deletions/{request}", reason="deleted everywhere").text
    assert "delete jane" not in page
    assert "deleted everywhere" in page
