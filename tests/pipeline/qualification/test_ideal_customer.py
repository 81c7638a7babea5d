"""What of the ideal customer profile a lead matches, and by which words."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.conditions.conditions import KnownFact
from pipeline.domain.record import Budget
from pipeline.playbook import IdealCustomer
from pipeline.qualification.ideal_customer import PARTS, match_ideal_customer
from tests.support.builders import a_lead, a_submission, the_facts

PROFILE = IdealCustomer.model_validate(
    {
        "industries": ["retail"],
        "company_size": {"min": 50, "max": 500},
        "seniorities": ["head"],
        "departments": ["support"],
        "problems": ["too many emails"],
        "budget": {"at_least": 5000, "words": ["budget is approved"]},
        "urgency": {"words": ["asap"], "urgent_days": 14, "soon_days": 90},
        "fit_signals": ["replace our"],
    }
)


@pytest.mark.parametrize(
    ("fact", "value", "part"),
    [
        ("industry", "retail", "industry"),
        ("industry", "saas", None),
        ("company_size", 50.0, "company_size"),
        ("company_size", 500.0, "company_size"),
        ("company_size", 49.0, None),
        ("company_size", 501.0, None),
        ("seniority", "head", "seniority"),
        ("seniority", "junior", None),
        ("job_function", "support", "department"),
        ("job_function", "finance", None),
        ("mentions", "We get too many emails.", "problem"),
        ("mentions", "We do not get too many emails.", None),
        ("budget", 5000.0, "budget"),
        ("budget", 4999.0, None),
        ("mentions", "The budget is approved", "budget"),
        ("urgency", "high", "urgency"),
        ("urgency", "medium", None),
        ("mentions", "to replace our old tool", "fit_signal"),
        ("company", "Retail", None),
    ],
)
def test_one_fact_matches_one_part(fact: str, value: Any, part: str | None):
    found = match_ideal_customer({fact: KnownFact(value, "because")}, PROFILE)
    assert (found["ideal"].value if found else None) == ((part,) if part else None)


def test_each_part_rests_on_its_own_words():
    found = match_ideal_customer(
        {"industry": KnownFact("retail", "“shops”"), "company_size": KnownFact(80.0, "“80 of us”")}, PROFILE
    )
    assert found["ideal"].words == {"industry": "“shops”", "company_size": "“80 of us”"}


def test_nothing_known_matches_nothing():
    assert match_ideal_customer({}, PROFILE) == {}
    assert "ideal" not in the_facts(a_submission())


def test_rules_see_what_the_shipped_profile_says_of_an_ordinary_lead():
    ideal = the_facts(a_lead(budget=Budget(20000, 20000, "USD", "year")))["ideal"]
    assert isinstance(ideal.value, tuple)
    assert set(ideal.value) == {"industry", "company_size", "seniority", "department", "problem", "budget"}
    assert set(ideal.value) < set(PARTS)
