"""`fields.yaml`: built-in fields renamed, dropped or kept from being asked, and fields of the company's own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipeline.domain.record import Budget, Field, Location, NumberRange, Record, TeamSize
from pipeline.domain.vocabulary import FieldKind
from pipeline.playbook import Fields
from pipeline.playbook.loading import load_playbook
from prompts.problems import BadFiles
from tests.pipeline.playbook.solar import a_solar_playbook, write_solar_prompts
from tests.support.builders import a_known, a_playbook

OWN = "  - id: roof\n    kind: text\n    label: {en: Roof}\n    question: {en: Which roof?}\n"
WAY = "  - id: email\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_solar_prompts(tmp_path / "prompts")


def problems_with(folder: Path, fields: str) -> list[str]:
    (folder / "playbook" / "fields.yaml").write_text(f"fields:\n{fields}", "utf-8")
    with pytest.raises(BadFiles) as caught:
        load_playbook(folder, {"ask.goal": frozenset({"our_company"})})
    return [str(problem).removeprefix(f"{folder}/playbook/") for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("fields", "line", "advice"),
    [
        (f"{WAY}{OWN}{OWN}", 7, "'roof' stands twice; keep one"),
        (WAY + OWN.replace("roof", "country", 1), 3, "'country' is the name of something else already"),
        (WAY + OWN.replace("roof", "other", 1), 3, "write another id, e.g. our_other"),
        (WAY + OWN.replace("    kind: text\n", ""), 3, "say what 'roof' holds: write kind as one of text, choice"),
        (WAY + OWN.replace("kind: text", "kind: size"), 4, "write kind as one of"),
        (WAY + OWN.replace("    label: {en: Roof}\n", ""), 3, "needs a label"),
        (WAY + OWN.replace("    question: {en: Which roof?}\n", ""), 3, "write question: {en: ...}, or ask: no"),
        (WAY + OWN.replace("kind: text", "kind: choice"), 3, "'roof' needs choices, each with id and label"),
        (f"{WAY}{OWN}    choices: [{{id: flat, label: Flat}}]\n", 7, "has choices but is no choice"),
        (f"{WAY}{OWN}    units: [m²]\n", 7, "only a number has 'units'"),
        (f"{WAY}{OWN}    per: month\n", 7, "only an amount has 'per'"),
        (f"{WAY}{OWN}    opposites: [none]\n", 7, "only a yes or no has 'opposites'"),
        (f"{WAY}{OWN}    several: yes\n", 7, "only a choice can be of several"),
        (f"{WAY}{OWN}    when: {{rof: known}}\n", 7, "there is no field 'rof' to wait for; did you mean 'roof'?"),
        (f"{WAY}{OWN}    when: {{roof: known}}\n", 7, "'roof' waits for itself (roof -> roof)"),
        (f"{WAY}    when: {{roof: known}}\n{OWN}    when: {{email: known}}\n", 3, "waits for itself (email -> roof"),
        (f"{WAY}{OWN}    when: {{email: 5}}\n", 7, "'email' is text; write a word"),
        ("  - id: email\n    kind: text\n", 3, "'email' is built in and has its kind"),
        (
            f"  - id: stage\n    choices: [{{id: a, label: A}}]\n{WAY}",
            3,
            "stand in vocabulary.yaml; change them there",
        ),
        ("  - id: stage\n    several: yes\n" + WAY, 3, "only use_case can be of several"),
        (f"{WAY}{OWN}    when: {{industry: saas}}\n", 7, "no field 'industry' to wait for"),
        (f"{WAY}  - id: industry\n{OWN}    when: {{industry: sas}}\n", 8, "never happens; did you mean 'saas'?"),
        (OWN, 1, "ask for email or phone, or nobody can answer the lead"),
        ("  - {id: email, ask: no}\n" + OWN, 1, "ask for email or phone"),
        (WAY + OWN.replace("Which roof?", "'Which roof, {{ our_compny }}?'"), 6, "did you mean 'our_company'?"),
        (WAY + OWN.replace("en: Which", "eng: Which"), 6, "names the language 'eng'"),
        (f"{WAY}{OWN}urgent: {{phrases: {{en: [fire]}}, asks: [rof]}}\n", 7, "no field here; did you mean 'roof'?"),
        (f"{WAY}{OWN}urgent: {{when: {{rof: known}}}}\n", 7, "'urgent': there is no field 'rof' to wait for"),
        (f"{WAY}{OWN}urgent: {{phrases: {{eng: [fire]}}}}\n", 7, "'urgent' names the language 'eng'"),
        (f"{WAY}{OWN}    colour: red\n", 7, "'colour' is not a known setting"),
    ],
)
def test_a_mistake_is_answered_with_what_to_write(folder: Path, fields: str, line: int, advice: str):
    problems = problems_with(folder, fields)
    assert any(p.startswith(f"fields.yaml:{line}: ") and advice in p for p in problems), problems


@pytest.mark.parametrize(
    ("file", "old", "new", "advice"),
    [
        ("scoring.yaml", "{own_home: yes}", "{own_hom: yes}", "did you mean 'own_home'?"),
        ("scoring.yaml", "{own_home: yes}", "{own_home: often}", "'own_home' is yes or no"),
        ("scoring.yaml", "products: battery", "products: batery", "never happens; did you mean 'battery'?"),
        ("scoring.yaml", "at least 40", "large", "'roof_area' is a number"),
        ("scoring.yaml", "[own_home,", "[own_hom,", "which is not in fields.yaml; did you mean 'own_home'?"),
        ("routing.yaml", "{bill: at least 300}", "{bil: at least 300}", "did you mean 'bill'?"),
    ],
)
def test_a_rule_names_fields_and_their_values_as_they_are(folder: Path, file: str, old: str, new: str, advice: str):
    path = folder / "playbook" / file
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    with pytest.raises(BadFiles) as caught:
        load_playbook(folder, {})
    assert any(problem.file == path and problem.line and advice in problem.message for problem in caught.value.problems)


def test_built_in_choices_that_are_asked_for_need_a_list(folder: Path):
    vocabulary = folder / "playbook" / "vocabulary.yaml"
    vocabulary.write_text("industries: []\nstages: []\nuse_cases: []\n", "utf-8")
    problems = problems_with(folder, f"{WAY}  - id: industry\n")
    assert any("'industry' has no choices in vocabulary.yaml" in problem for problem in problems)


def test_what_the_file_leaves_out_is_dropped_but_for_who_it_is():
    fields = Fields.model_validate({"fields": [{"id": "phone"}]})
    assert fields.dropped == set(Field) - {Field.NAME, Field.EMAIL, Field.PHONE}
    assert fields.ids == (Field.PHONE, Field.NAME, Field.EMAIL)
    assert a_playbook().fields.dropped == frozenset()


def test_a_field_has_its_words_in_each_language_and_else_the_companys():
    playbook = a_solar_playbook()
    german, english = playbook.get_texts("de"), playbook.get_texts("en")
    assert (german.render("label.roof_area"), english.render("ask.bill")) == (
        "Dachfläche",
        "How much is your bill a month?",
    )
    assert german.render("ask.goal") == "Was wünschen Sie sich auf dem Dach?"
    assert playbook.get_texts("es").render("ask.goal") == "What would you like to have on your roof?"
    assert german.render("ask.own_home.again") == german.render("ask.own_home")
    assert german.render("why.bill") == german.render("why.goal")
    assert german.render("rule.fact.bill") == "Stromrechnung"


def test_words_without_a_language_are_the_same_in_all():
    raw = {"id": "roof", "kind": "text", "label": "Roof", "question": "Which?", "quick_replies": ["Flat", "Steep"]}
    fields = Fields.model_validate({"fields": [raw, {"id": "email"}]})
    rule = fields.get("roof")
    assert rule
    assert (rule.label, rule.get_buttons("de")) == ({"": "Roof"}, ("Flat", "Steep"))


def when(**conditions: Any) -> Fields:
    """A field `last` that waits for others of every kind."""
    kinds = {"home": "yes_no", "area": "number", "bill": "amount", "note": "text", "site": "place", "ready": "date"}
    own = [{"id": name, "kind": kind, "label": name, "question": name} for name, kind in kinds.items()]
    choices = [{"id": name, "label": name} for name in ("house", "barn")]
    choice = {"id": "type", "kind": "choice", "other": True, "choices": choices, "label": "type", "question": "type"}
    last = {"id": "last", "kind": "text", "label": "last", "question": "last", "when": conditions}
    built_in = [{"id": name} for name in ("email", "team_size", "goal")]
    return Fields.model_validate({"fields": [*own, choice, last, *built_in]})


RECORD = Record(
    known={
        "home": a_known(False, "we rent"),
        "area": a_known(NumberRange(40, 60, "m²"), "40 to 60"),
        "bill": a_known(Budget(1200, 1200, "EUR", "year"), "1200 a year"),
        "note": a_known("an old roof with tiles"),
        "site": a_known(Location(city="Bonn", country="DE"), "Bonn"),
        "type": a_known("barn"),
        Field.TEAM_SIZE: a_known(TeamSize(10, 20), "10 to 20"),
    }
)


@pytest.mark.parametrize(
    ("conditions", "fits"),
    [
        ({}, True),
        ({"home": False}, True),
        ({"home": True}, False),
        ({"area": "at least 50"}, True),
        ({"area": "over 50"}, False),
        ({"bill": "at least 1200"}, True),
        ({"note": "tiles"}, True),
        ({"note": "slate"}, False),
        ({"site": "DE"}, True),
        ({"site": ["Köln", "bonn"]}, True),
        ({"type": "barn"}, True),
        ({"type": ["house", "other"]}, False),
        ({"type": "not house"}, True),
        ({"team_size": 14}, False),
        ({"team_size": "10 to 15"}, True),
        ({"goal": "known"}, False),
        ({"ready": "unknown", "type": "barn"}, True),
        ({"ready": "unknown", "type": "house"}, False),
    ],
)
def test_a_field_is_asked_for_when_others_are_as_it_says(conditions: dict[str, Any], fits: bool):
    fields = when(**conditions)
    rule = fields.get("last")
    assert rule
    assert fields.is_fit_to_ask(rule, RECORD) is fits


def test_an_amount_is_compared_by_the_month_where_the_file_says_so():
    raw = {"id": "bill", "kind": "amount", "per": "month", "label": "Bill", "ask": False}
    last = {"id": "last", "kind": "text", "label": "last", "question": "last", "when": {"bill": "at most 100"}}
    fields = Fields.model_validate({"fields": [raw, last, {"id": "email"}]})
    assert fields.is_fit_to_ask(fields.asked[0], RECORD)


def test_the_understanding_gets_the_own_fields_as_they_are_written():
    own = {field.id: field for field in a_solar_playbook().build_vocabulary().own}
    assert (own["products"].several, own["building"].other, own["bill"].period) == (True, True, "month")
    assert own["roof_area"].units[0] == "m²"
    assert own["building"].choices[0].synonyms == ("bungalow", "villa", "cottage", "Wohnhaus", "Casa")
    assert own["neighbour"].kind is FieldKind.NAME
