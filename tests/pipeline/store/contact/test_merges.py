"""A merge is decided by a person, keeps both raw records and the timeline, and is undone exactly."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from pipeline.actions.contact.answer_review import AnswerReview
from pipeline.actions.contact.merge_contacts import MergeContacts
from pipeline.actions.contact.undo_merge import UndoMerge
from pipeline.actions.results import Done
from pipeline.actions.words import render_remark
from pipeline.domain.decision import MatchKind
from pipeline.domain.matching import ReviewAnswer, ReviewKind
from pipeline.store import Store, tables
from tests.pipeline.acting import answer as answer_review
from tests.pipeline.acting import merge as merge_contacts
from tests.pipeline.acting import perform, told, unmerge
from tests.pipeline.store.contact.test_lookup import PHONE, another, rows
from tests.support.builders import NOW, a_playbook
from tests.support.settling import settle

LATER = NOW + timedelta(hours=1)


def everything(store: Store) -> dict[str, Any]:
    """Who belongs to whom."""
    with store.database.read() as session:
        return {
            "contacts": {
                c.id: (c.email, c.phone, c.name, c.company_id, c.merged_into) for c in session.query(tables.ContactRow)
            },
            "companies": {c.id: (c.name, c.domain, c.merged_into) for c in session.query(tables.CompanyRow)},
            "leads": {lead.id: (lead.contact_id, lead.company_id) for lead in session.query(tables.LeadRow)},
            "keys": {(key.key, key.contact_id) for key in session.query(tables.ContactKeyRow)},
        }  # fmt: skip


def kinds(store: Store, lead_id: str) -> list[str]:
    page = store.views.get_page(lead_id)
    assert page
    return [event.kind for event in page.events]


@pytest.fixture
def jane_and_j(store: Store) -> tuple[str, str]:
    """The same person twice: by the company's address, and by a private one without a name."""
    settle(store, another(1))
    settle(store, another(2, email="j@gmail.com", name=None, phone=PHONE, company=None))
    first, second = sorted(rows(store, tables.ContactRow), key=lambda contact: contact.name is None)
    return first.id, second.id


def test_a_merge_moves_the_leads_and_fills_what_was_empty(store, jane_and_j):
    jane, other = jane_and_j
    raw = everything(store)["contacts"][other]
    merge = merge_contacts(store, jane, other, "ines", "the same person on the phone", LATER)
    after = everything(store)
    assert {contact for contact, _ in after["leads"].values()} == {jane}
    assert after["contacts"][jane][1] == PHONE
    assert after["contacts"][other] == (*raw[:-1], jane)
    (row,) = rows(store, tables.RecordMergeRow)
    assert (row.before["merged"]["email"], row.before["kept"]["phone"]) == ("j@gmail.com", None)
    assert (merge.by, merge.reason) == ("ines", "the same person on the phone")
    assert all(kinds(store, lead_id)[-1] == "contact_merged" for lead_id in after["leads"])


def test_who_writes_from_the_old_address_reaches_the_kept_contact(store, jane_and_j):
    jane, other = jane_and_j
    merge_contacts(store, jane, other, "ines", "same person", LATER)
    for submission in (another(3, email="j@gmail.com"), another(4, email="new@x.org", phone=PHONE)):
        _, decision = settle(store, submission, LATER)
        assert (decision.match.kind, decision.match.contact_id) == (MatchKind.SAME_CONTACT, jane)


def test_undoing_restores_exactly_what_was(store, jane_and_j):
    before = everything(store)
    merge = merge_contacts(store, jane_and_j[0], jane_and_j[1], "ines", "same person", LATER)
    undone = unmerge(store, merge.id, "maya", "two people after all", LATER)
    assert everything(store) == before
    assert (undone.undone_by, undone.stayed) == ("maya", ())
    assert all(kinds(store, lead_id)[-2:] == ["contact_merged", "contact_unmerged"] for lead_id in before["leads"])


def test_what_happened_since_stays_and_is_named(store, jane_and_j):
    jane, other = jane_and_j
    merge = merge_contacts(store, jane, other, "ines", "same person", LATER)
    for lead in rows(store, tables.LeadRow):
        with store.database.write() as session:
            session.get_one(tables.LeadRow, lead.id).status = "closed"
    new, _ = settle(store, another(3, email="j@gmail.com"), LATER + timedelta(hours=1))
    with store.database.write() as session:
        session.get_one(tables.ContactRow, jane).phone = "+14155550199"
    undone = unmerge(store, merge.id, "maya", "two people", LATER + timedelta(hours=2))
    assert tuple(render_remark(remark, a_playbook().get_texts()) for remark in undone.stayed) == (
        f"phone of {jane} was changed since and stays +14155550199",
        f"{new} came after the merge and stays with {jane}",
    )
    assert everything(store)["leads"][new][0] == jane
    assert everything(store)["contacts"][other][-1] is None


def test_what_stayed_is_said_in_the_teams_language_and_as_it_was_told_before(store, jane_and_j):
    jane, other = jane_and_j
    merge = merge_contacts(store, jane, other, "ines", "same person", LATER)
    with store.database.write() as session:
        session.get_one(tables.ContactRow, jane).phone = None
    (remark,) = unmerge(store, merge.id, "maya", "two people", LATER).stayed
    said = [render_remark(remark, a_playbook().get_texts(language)) for language in ("en", "de", "es")]
    assert said == [
        f"phone of {jane} was changed since and stays empty",
        f"Telefon von {jane} wurde seither geändert und bleibt leer",
        f"teléfono de {jane} se cambió después y se queda vacío",
    ]
    with store.database.write() as session:
        session.get_one(tables.RecordMergeRow, merge.id).stayed = {"rows": ["lead_1 is gone"]}
    (remark,) = store.merges.get(merge.id).stayed
    assert render_remark(remark, a_playbook().get_texts("de")) == "lead_1 is gone"


def test_companies_merge_with_their_contacts_and_leads_and_by_either_domain(store):
    settle(store, another(1, email="jane@acme-shop.com"))
    settle(store, another(2, email="kim@acme-store.net", name="Kim Lee", company="Acme Shop GmbH"))
    before = everything(store)
    (item,) = store.reviews.list_open()
    assert (item.kind, item.known.details[0]) == (ReviewKind.SIMILAR_COMPANY, ("name", "Acme Shop"))
    answered = answer_review(store, item.id, ReviewAnswer.MERGED, "maya", "one house", LATER)
    assert answered.merge
    after = everything(store)
    assert {company for *_, company in after["leads"].values()} == {item.known.id}
    _, decision = settle(store, another(3, email="bo@acme-store.net", name="Bo"), LATER)
    assert (decision.match.kind, decision.match.company_id) == (MatchKind.SAME_COMPANY, item.known.id)
    unmerge(store, answered.merge.id, "maya", "two houses", LATER)
    assert everything(store)["companies"] == before["companies"]
    assert before["leads"].items() <= everything(store)["leads"].items()


def test_a_chain_of_merges_leads_to_the_last_and_is_undone_from_its_end(store):
    for number, name in enumerate(("Ann Lee", "Bo Lee", "Cy Lee"), 1):
        settle(store, another(number, email=f"{name[0].lower()}@lee.org", name=name))
    a, b, c = (contact.id for contact in sorted(rows(store, tables.ContactRow), key=lambda contact: contact.name))
    before = everything(store)
    first = merge_contacts(store, b, a, "ines", "same", NOW)
    second = merge_contacts(store, c, b, "ines", "same", LATER)
    assert {standing[-1] for standing in everything(store)["contacts"].values()} == {c, None}
    _, decision = settle(store, another(4, email="a@lee.org", name="Ann Lee"), LATER)
    assert decision.match.contact_id == c
    assert f"{b} was itself merged into {c} since" in told(perform(store, UndoMerge(first.id, "no"), "ines", LATER))
    unmerge(store, second.id, "ines", "no", LATER)
    unmerge(store, first.id, "ines", "no", LATER)
    assert everything(store)["contacts"] == before["contacts"]
    assert before["leads"].items() <= everything(store)["leads"].items()


def test_what_makes_no_sense_is_refused_with_what_to_do(store, jane_and_j):
    jane, other = jane_and_j
    (company, *_) = rows(store, tables.CompanyRow)
    for kept, merged, reason, says in (
        (jane, jane, "x", "with itself"),
        (jane, company.id, "x", f"there is no contact '{company.id}'"),
        ("lead_1", "lead_2", "x", "are no contacts or companies"),
        (jane, other, "  ", "a reason is needed"),
    ):
        assert says in told(perform(store, MergeContacts(kept, merged, reason), "ines"))
    assert rows(store, tables.RecordMergeRow) == []
    merge = merge_contacts(store, jane, other, "ines", "same", NOW)
    assert f"{other} is merged into {jane} already" in told(perform(store, MergeContacts(jane, other, "same"), "maya"))
    unmerge(store, merge.id, "ines", "no", NOW)
    assert "was undone before, by ines" in told(perform(store, UndoMerge(merge.id, "no"), "maya"))
    assert "there is no merge 'nosuch'" in told(perform(store, UndoMerge("nosuch", "no"), "ines"))


@pytest.fixture
def question(store: Store) -> str:
    settle(store, another(1, phone=PHONE))
    settle(store, another(2, phone=PHONE, email="john@acme-shop.com", name="John Doe"))
    (item,) = store.reviews.list_open()
    return item.id


def test_not_the_same_is_an_answer_and_merges_nothing(store, question):
    before = everything(store)
    answer_review(store, question, ReviewAnswer.DIFFERENT, "ines", "father and son", LATER)
    assert everything(store) == before
    assert store.reviews.list_open() == []
    (item,) = store.reviews.list_decided()
    assert (item.answer, item.decided_by, item.reason) == (ReviewAnswer.DIFFERENT, "ines", "father and son")
    settle(store, another(3, phone=PHONE, email="john@acme-shop.com", name="John Doe"), LATER)
    assert store.reviews.list_open() == []


def test_the_first_answer_counts(store, question):
    def answer(answer: ReviewAnswer) -> str:
        result = perform(store, AnswerReview(question, answer, "sure"), str(answer), LATER)
        return str(answer) if isinstance(result, Done) else told(result)

    with ThreadPoolExecutor(2) as pool:
        said = list(pool.map(answer, [ReviewAnswer.MERGED, ReviewAnswer.DIFFERENT]))
    (item,) = store.reviews.list_decided()
    assert item.decided_by in said
    assert [told for told in said if "answered it already" in told] == [
        f"{item.decided_by} answered it already, {item.answer}, at 2026-09-09 15:00 UTC"
    ]
    assert len(rows(store, tables.RecordMergeRow)) == (item.answer is ReviewAnswer.MERGED)


def test_a_merge_by_hand_answers_the_open_question_about_the_two(store, question):
    (item,) = store.reviews.list_open()
    merge = merge_contacts(store, item.known.id, item.subject.id, "ines", "same", LATER)
    (answered,) = store.reviews.list_decided()
    assert answered.merge
    assert (answered.answer, answered.merge.id) == (ReviewAnswer.MERGED, merge.id)


def test_an_answer_that_does_not_fit_is_refused(store, question):
    for item_id, answer, says in (
        (question, ReviewAnswer.NOTED, "write one of: merged, different"),
        ("nosuch", ReviewAnswer.NOTED, "there is no review item 'nosuch'"),
        (question, ReviewAnswer.MERGED, "a reason is needed"),
    ):
        assert says in told(perform(store, AnswerReview(item_id, answer), "ines", LATER))
    assert [item.id for item in store.reviews.list_open()] == [question]
