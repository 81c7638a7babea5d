"""A rule's tests in words: in English as the rule itself is read, with the value that made it hold."""

from __future__ import annotations

import pytest

from pipeline.conditions.conditions import FACT_KINDS, FactKind, KnownFact, parse_condition
from pipeline.wording.conditions import describe_condition
from tests.support.builders import a_playbook

WANTED = {
    FactKind.NUMBER: ("known", "unknown", 3, "at least 0", "at most 0.5", "over 50", "under 7", "50 to 500"),
    FactKind.TEXT: ("known", "unknown", "job_seeker", "not spam", ["a", "b", "c_d"]),
    FactKind.FLAG: ("known", "unknown", True, False),
    FactKind.MANY: ("known", "unknown", "demo", "not demo or trial"),
    FactKind.POSTAL: ("known", "unknown", ["01067", "10*"]),
    FactKind.SPEECH: ("known", "unknown", ["tender"], "not tender"),
}


@pytest.mark.parametrize("fact", FACT_KINDS)
def test_without_a_value_it_reads_as_the_condition_itself(fact):
    for wanted in WANTED[FACT_KINDS[fact]]:
        condition = parse_condition(fact, wanted)
        assert describe_condition(condition, {}, a_playbook().get_texts()) == str(condition)


@pytest.mark.parametrize(
    ("fact", "wanted", "value", "en", "de", "es"),
    [
        ("company_size", "at least 500", 620, "company size at least 500: 620", "Firmengröße mindestens 500: 620",
         "tamaño de la empresa de al menos 500: 620"),
        ("score", "30 to 59", 0, "score 30 to 59: 0", "Punktzahl 30 bis 59: 0", "puntuación de 30 a 59: 0"),
        ("kind", ["spam", "job_seeker"], "job_seeker", "kind job seeker", "Art job seeker", "tipo job seeker"),
        ("did", "not a or b", ("c", "d"), "did is not a or b: c and d", "getan nicht a oder b: c und d",
         "acciones no es a o b: c y d"),
        ("existing_customer", True, True, "existing customer: why", "Bestandskunde: why", "ya es cliente: why"),
        ("clear_kind", False, False, "no clear kind: why", "nicht Einordnung eindeutig: why",
         "no clasificación clara: why"),
        ("mentions", ["tender"], "a Tender, soon", "mentions “Tender”", "erwähnt „Tender“", "menciona «Tender»"),
    ],
)  # fmt: skip
def test_it_shows_the_value_that_made_it_hold(fact, wanted, value, en, de, es):
    condition, facts = parse_condition(fact, wanted), {fact: KnownFact(value, "why")}
    said = [describe_condition(condition, facts, a_playbook().get_texts(code)) for code in ("en", "de", "es")]
    assert said == [en, de, es]
