"""How facts were said to be found before it was data, read as what they are now."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.codec import from_json, to_json
from pipeline.domain.closed_values import FoundBy
from pipeline.domain.decision import Decision, HowFound
from pipeline.enrichment import is_derived
from pipeline.wording.found import describe_how
from tests.support.builders import a_decision, a_lead, a_playbook

ENGLISH = a_playbook().get_texts("en")


def stored_before(*methods: str) -> Any:
    """A decision's row as it was, with a fact for each sentence."""
    raw = to_json(a_decision(a_lead()))
    at = raw["decided_at"]
    raw["enrichment"]["facts"] = [
        {"name": "role", "value": "x", "source": "crm", "method": method, "at": at} for method in methods
    ]
    return raw


def read_how(method: str) -> HowFound:
    (fact,) = from_json(Decision, stored_before(method)).enrichment.facts
    return fact.how


OLD = {
    "domain of the address": (FoundBy.ADDRESS, {}),
    "domain of the address, which is no free mail service": (FoundBy.COMPANY_ADDRESS, {}),
    "a.com is among no known free or disposable mail services": (FoundBy.UNLISTED_MAIL, {"domain": "a.com"}),
    "gmx.de is among known free mail services": (FoundBy.FREE_MAIL, {"domain": "gmx.de"}),
    "x.io is among known disposable mail services": (FoundBy.DISPOSABLE_MAIL, {"domain": "x.io"}),
    "country of the number's prefix": (FoundBy.PHONE_PREFIX, {}),
    "calling zone of the number's prefix": (FoundBy.PREFIX_ZONE, {}),
    "the place that was said": (FoundBy.SAID_PLACE, {}),
    "calling zone of New York": (FoundBy.PLACE_ZONE, {"place": "New York"}),
    "state of postal code 79901": (FoundBy.POSTAL_REGION, {"code": "79901"}),
    "zone of postal code 79901": (FoundBy.POSTAL_ZONE, {"code": "79901"}),
    "zone of Bavaria": (FoundBy.FOUND_PLACE_ZONE, {"place": "Bavaria"}),
    "“Head of” in “Head of “Care”\nand more”": (
        FoundBy.ROLE_WORDS,
        {"quote": "Head of", "role": "Head of “Care”\nand more"},
    ),
    "words of the playbook in the visitor's text": (FoundBy.REQUEST_WORDS, {}),
    "title of its page": (FoundBy.PAGE_TITLE, {}),
    "og:site_name of its page": (FoundBy.PAGE_TAG, {"tag": "og:site_name"}),
    "structured data of its page": (FoundBy.PAGE_DATA, {}),
    "company.geo.city": (FoundBy.WRITTEN, {"words": "company.geo.city"}),
    "zuständig für lead_1": (FoundBy.WRITTEN, {"words": "zuständig für lead_1"}),
}


@pytest.mark.parametrize("method", OLD)
def test_a_sentence_of_before_is_read_and_said_as_it_was(method: str):
    how = read_how(method)
    assert (how.by, how.values) == OLD[method]
    assert describe_how(how, ENGLISH) == method


def test_what_followed_from_a_providers_fact_is_still_known_to():
    facts = from_json(
        Decision, stored_before("“Head” in “Head of Support”", "zone of US", "person.role")
    ).enrichment.facts
    assert [is_derived(fact) for fact in facts] == [True, True, False]


def test_a_decision_of_today_is_read_as_it_is():
    decision = a_decision(a_lead(location="DE", phone="+4930901820", text="Could we get a demo?"))
    assert from_json(Decision, to_json(decision)) == decision


@pytest.mark.parametrize("broken", [None, 7, {}, {"enrichment": None}, {"enrichment": {"facts": [7]}}])
def test_what_is_no_decision_is_refused(broken: object):
    with pytest.raises(ValueError, match="validation error"):
        from_json(Decision, broken)
