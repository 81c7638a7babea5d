"""The chosen numbers keep their precision, and find more than the simple tool."""

from __future__ import annotations

from tests.quality.duplicates import (
    RULES,
    at,
    companies,
    exact_email,
    hard_companies,
    ours,
    people,
    people_at,
    simple,
)
from tests.support.material import material


def test_names_of_companies_are_found_with_hardly_an_error():
    material("dedupe/patstat_company_names.csv")
    pairs = companies()
    found = at(pairs, RULES.similar_company, ours)
    assert found.precision >= 0.98
    assert found.f1 > at(pairs, 80, simple).f1


def test_hard_names_are_judged_better_than_by_the_simple_tool():
    pairs = hard_companies()
    found, theirs = at(pairs, RULES.similar_company, ours), at(pairs, 80, simple)
    assert found.precision > theirs.precision
    assert found.f1 > theirs.f1


def test_people_are_found_with_hardly_an_error_and_more_often_than_by_their_email():
    material("dedupe/splink_fake_1000.csv")
    entries, clusters = people()
    found = people_at(entries, clusters, RULES.audit.at_least)
    assert found.precision >= 0.98
    assert found.recall > exact_email(entries, clusters).recall
