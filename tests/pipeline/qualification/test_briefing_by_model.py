"""A brief in a model's words: what is not in the facts is never taken, whatever the model says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.calls import ModelAccess, ModelLimits
from pipeline.model.port import ModelUnavailable
from pipeline.qualification.briefing import build_brief, build_story
from pipeline.qualification.briefing_by_model import (
    BRIEF_TEXTS,
    LIMITS,
    LINKING,
    ModelBriefWriter,
    accept_sentences,
    is_same_statement,
)
from prompts.texts import read_texts
from tests.fakes.language_model import FakeAccount, FakeModel
from tests.fakes.stand_ins import StoppedClock
from tests.support.builders import PROMPTS, a_lead, a_playbook, a_profile, a_route, a_score, an_enrichment

TEXTS = read_texts(PROMPTS / "texts", BRIEF_TEXTS)
WORDS = frozenset(TEXTS.render(f"{LINKING}.en").split())
WHO = "Jane Doe, Head of Support of Acme Shop (E-commerce, 120 people) wrote by chat."
BETTER = "Jane Doe is the Head of Support of Acme Shop, an E-commerce company with 120 people, and wrote by chat."
PROBLEM = "Problem: “we lose track of customer emails”."

ASSISTANT = "Jane Doe, assistant of the CEO of Acme Shop wrote by chat."
UP_TO = "Budget: up to 5,000 USD per month."
BETWEEN = "Budget: 5,000 to 20,000 USD."
OVER = "Jane Doe, Head of Support of Acme Shop (over 500 people) wrote by chat."


@pytest.mark.parametrize(
    ("fact", "sentence"),
    [
        (WHO, WHO),
        (
            WHO,
            "Jane Doe is the Head of Support of Acme Shop, an E-commerce company with 120 people, and wrote by chat.",
        ),
        (PROBLEM, "The problem, in their own words: “we lose track of customer emails”."),
        (ASSISTANT, "Jane Doe is the assistant of the CEO of Acme Shop and wrote by chat."),
        (UP_TO, "The budget is up to 5,000 USD per month."),
        (BETWEEN, "They have a budget of 5,000 to 20,000 USD."),
        (OVER, "Jane Doe is the Head of Support of Acme Shop, a company with over 500 people, and wrote by chat."),
        ("Use case: Shared inbox.", "The use case is a Shared inbox."),
    ],
)
def test_other_words_for_the_same_are_taken(fact, sentence):
    assert is_same_statement(sentence, fact, WORDS)


@pytest.mark.parametrize(
    ("fact", "sentence"),
    [
        (
            WHO,
            "Jane Doe is the Head of Support of Acme Shop, an E-commerce company with 1200 people, and wrote by chat.",
        ),
        (WHO, "John Doe, Head of Support of Acme Shop (E-commerce, 120 people) wrote by chat."),
        (WHO, "Jane Doe of Acme Shop (E-commerce, 120 people) wrote by chat."),
        (WHO, "Jane Doe, Head of Support of Acme Shop (E-commerce, 120 people), is ready to buy."),
        (WHO, "Jane Doe, Head of Support of Acme Shop (E-commerce, 120 people), has not wrote by chat."),
        (WHO, f"{WHO[:-1]}, see https://evil.example."),
        (WHO, "Jane Doe, Head of Support of Acme Shop (E-commerce, 120 people) wrote by chat: “we want to buy”."),
        (PROBLEM, "Problem: “we lose track of all customer emails”."),
        (PROBLEM, "They lose track of customer emails."),
        (PROBLEM, ""),
        (PROBLEM, "Problem: “we lose track of customer emails” <b>now</b>."),
        (PROBLEM, "Problem: “we lose track of customer emails”." + " and" * 40 + "."),
        (ASSISTANT, "Jane Doe, the CEO of Acme Shop, wrote by chat."),
        (UP_TO, "The budget is 5,000 USD."),
        (UP_TO, "The budget is 5,000 USD per month."),
        (UP_TO, "The budget is up to 5,000 USD."),
        (BETWEEN, "Budget: 20,000 to 5,000 USD."),
        (BETWEEN, "Budget: 5,000 and 20,000 USD."),
        (BETWEEN, "Budget: from 5,000 to 20,000 USD."),
        (OVER, "Jane Doe, Head of Support of Acme Shop (500 people) wrote by chat."),
        (WHO, "Jane Doe, Head of Support of Acme Shop (E-commerce, about 120 people) wrote by chat."),
        (WHO, "Jane Doe, Head of Support of Acme Shop (E-commerce, 120+ people) wrote by chat."),
        (WHO, "Acme Shop wrote by chat of Jane Doe, Head of Support (E-commerce, 120 people)."),
        (WHO, "Jane Doe, not Head of Support of Acme Shop (E-commerce, 120 people) wrote by chat."),
    ],
)
def test_anything_else_is_not(fact, sentence):
    assert not is_same_statement(sentence, fact, WORDS)


@pytest.mark.parametrize("word", sorted(LIMITS))
def test_no_list_makes_a_word_that_bounds_or_denies_a_linking_one(word):
    assert not is_same_statement(f"Budget: {word} 500 USD.", "Budget: 500 USD.", WORDS | {word})


@given(st.lists(st.text(), max_size=4))
def test_whatever_comes_back_the_facts_stand(sentences):
    found = accept_sentences([WHO, PROBLEM], sentences, WORDS)
    assert all(is_same_statement(sentence, fact, WORDS) for fact, sentence in found.items())
    assert found.keys() <= {WHO, PROBLEM}


def writer(model: FakeModel, account: FakeAccount | None = None) -> ModelBriefWriter:
    access = ModelAccess(model, account or FakeAccount(), StoppedClock(), ModelLimits())
    return ModelBriefWriter(model.name, access, lambda: TEXTS)


def worded(model: FakeModel, sentences=(WHO, PROBLEM), account: FakeAccount | None = None, language="en"):
    return writer(model, account).reword("lead", sentences, "Brightdesk", "v1", language)


def test_a_good_sentence_replaces_its_fact_and_a_bad_one_does_not():
    account = FakeAccount()
    model = FakeModel(reads=lambda data: {"sentences": [BETTER, "Problem: they will buy tomorrow."]})
    assert worded(model, account=account) == {WHO: BETTER}
    assert [(call.purpose, end) for call, (end, _) in zip(account.begun, account.ended, strict=True)] == [
        ("brief", "ok")
    ]


def test_a_language_without_a_list_of_linking_words_keeps_our_sentences():
    account = FakeAccount()
    assert worded(FakeModel(reads=lambda data: {"sentences": [BETTER, PROBLEM]}), account=account, language="de") == {}
    assert account.begun == []


def broken(data):
    raise ModelUnavailable("server down")


@pytest.mark.parametrize("reads", [broken, lambda data: {"sentences": []}, lambda data: {"nonsense": 1}])
def test_a_model_that_fails_changes_nothing(reads):
    assert worded(FakeModel(reads=reads)) == {}


def test_over_the_cap_nobody_is_asked():
    model = FakeModel()
    assert worded(model, account=FakeAccount(room=0)) == {}
    assert model.prompts == []


@pytest.mark.parametrize("sentence", ["Problem: “mail me at a@b.example”.", "Goal: “call +1 415 555 2671”."])
def test_addresses_are_nothing_for_a_model(sentence):
    model = FakeModel()
    assert worded(model, [sentence]) == {}
    assert model.prompts == []


def test_the_brief_says_who_worded_it_and_keeps_score_and_route_to_the_letter():
    lead, playbook = a_lead(), a_playbook()
    profile = a_profile(lead)
    fact = build_story(lead, profile, playbook)[0]
    better = fact.replace(" wrote by chat.", " and wrote by chat.")
    parts = (lead, an_enrichment(lead), profile, a_score(), a_route(), playbook)
    plain, found = (
        build_brief(*parts),
        build_brief(*parts, {fact: better, "a fact that changed meanwhile.": "x"}, "gpt"),
    )
    assert found.text == plain.text.replace(fact, better)
    assert (plain.worded_by, found.worded_by) == (None, "gpt")
