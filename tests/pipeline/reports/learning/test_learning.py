"""Points learned from how leads ended: on invented leads whose truth is known, and on a few real ones."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from pipeline.conditions.conditions import KnownFact
from pipeline.playbook import Scoring
from pipeline.reports.learning import regression
from pipeline.reports.learning.leakage import find_leaks
from pipeline.reports.learning.lessons import learn_answers, learn_signals
from pipeline.reports.learning.points import compute_signal_points
from pipeline.reports.learning.proposal import BandMove, build_diff, find_band_moves, rewrite_points
from pipeline.reports.learning.samples import NothingToLearn, TrainingTable, read_row_facts, read_table
from tests.support.builders import PROMPTS, a_playbook
from tests.support.material import material

SCORING = (PROMPTS / "playbook" / "scoring.yaml").read_text("utf-8")


def invented(count: int = 240) -> TrainingTable:
    """Leads of which the big ones are won often and those with a use case somewhat more often; colours mean nothing."""
    chance = random.Random(3)
    size = [chance.choice(["120", "20", ""]) for _ in range(count)]
    use_case = [chance.choice(["shared_inbox", ""]) for _ in range(count)]
    colour = [chance.choice(["red", "blue"]) for _ in range(count)]
    odds = [(0.75 if s == "120" else 0.25) + (0.15 if u else -0.15) for s, u in zip(size, use_case, strict=True)]
    won = tuple(chance.random() < p for p in odds)
    tag = tuple("closed" if w else "ringing" for w in won)
    names = tuple(f"id {n}" for n in range(count))
    return TrainingTable(
        {"Size": tuple(size), "Use": tuple(use_case), "Colour": tuple(colour), "Tag": tag, "Id": names}, won
    )


MEANING = {"Size": "company_size", "Use": "use_case"}


@pytest.fixture(scope="module")
def lesson():
    table = invented()
    return learn_signals(
        read_row_facts(table, MEANING, a_playbook().ideal_customer), table.columns["Id"], table.won, a_playbook()
    )


def test_signals_that_lead_to_sales_get_points_in_their_order(lesson):
    assert lesson.points["ideal_size"] > lesson.points["relevant_use_case"] > lesson.points["smaller_than_ideal"] == 1
    assert lesson.contradicted == ("smaller_than_ideal",)
    assert "demo_request" in lesson.too_rare
    assert set(lesson.points).isdisjoint(lesson.too_rare)


def test_leads_are_scored_by_points_learned_without_them(lesson):
    assert 0.7 < lesson.after.auc < 0.9
    assert len(lesson.after.totals) == lesson.leads == 240


def test_a_proposal_changes_numbers_and_nothing_else(lesson):
    new = rewrite_points(SCORING, lesson.points)
    signals = {signal["id"]: signal["points"] for signal in yaml.safe_load(new)["signals"]}
    assert {name: signals[name] for name in lesson.points} == lesson.points
    before = Scoring.model_validate(yaml.safe_load(SCORING))
    after = Scoring.model_validate(yaml.safe_load(new))
    assert [s.model_copy(update={"points": 1}) for s in after.signals] == [
        s.model_copy(update={"points": 1}) for s in before.signals
    ]
    assert new.count("#") == SCORING.count("#")


@pytest.mark.parametrize(
    ("points", "lines"), [({"ideal_size": 27}, ["-    points: 20", "+    points: 27"]), ({"ideal_size": 20}, [])]
)
def test_a_diff_shows_what_a_person_would_change(points, lines):
    changed = [line.split("#")[0].rstrip() for line in build_diff(SCORING, points).splitlines() if line[0] in "+-"]
    assert changed[2:] == lines


def test_who_would_change_band():
    assert find_band_moves("abcde", [70, 70, 10, 0, 75], [40, 90, 10, 65, 95], a_playbook()) == (
        BandMove("warm", "hot", ("b", "e")),
        BandMove("warm", "cool", ("a",)),
        BandMove("no score", "warm", ("d",)),
    )


@given(st.dictionaries(st.sampled_from([s.id for s in a_playbook().scoring.signals]), st.floats(-9, 9), min_size=1))
def test_learned_points_are_always_points_that_a_playbook_may_have(weights):
    points = compute_signal_points(weights, a_playbook())
    assert points.keys() == weights.keys()
    assert all(number in range(1, 101) for number in points.values())


def test_what_knows_the_outcome_is_named_with_its_reason():
    table = invented()
    found = {leak.column: leak.reason for leak in find_leaks(table.columns, table.won) if leak.left_out}
    assert found == {"Tag": "tells the outcome alone (AUC 1.00)", "Id": "names single leads"}


def test_what_was_filled_for_the_won_is_pointed_out():
    won = (True, False) * 50
    asked_later = tuple("x" if n % 10 < (8 if is_won else 4) else "Select" for n, is_won in enumerate(won))
    half = tuple("x" if n % 3 else "" for n in range(100))
    (leak,) = find_leaks({"Asked later": asked_later, "Half": half}, won)
    assert (leak.column, leak.left_out) == ("Asked later", False)
    assert "filled for 80% of the won and 40% of the others" in leak.reason


def test_answers_of_a_form_get_points_from_nothing_to_most():
    lesson = learn_answers(invented())
    assert "Tag: closed" not in lesson.points
    assert lesson.points["Size: 120"] > max(lesson.points["Size: 20"], lesson.points["Size: blank"])
    assert min(lesson.points.values()) == 0
    assert abs(lesson.points["Colour: red"] - lesson.points["Colour: blue"]) < 15


@pytest.mark.parametrize(
    ("table", "says"),
    [
        (TrainingTable({"Size": ("1",) * 30}, (True,) * 30), "30 leads were won and 0 were not"),
        (TrainingTable({"Size": ("1",) * 60}, (True, False) * 30), "no signal holds for enough leads"),
    ],
)
def test_too_little_teaches_nothing(table, says):
    with pytest.raises(NothingToLearn, match=says):
        learn_answers(table, ["Size"])


@pytest.mark.parametrize(
    ("meaning", "says"), [({"Site": "company_size"}, "no column 'Site'"), ({"Size": "score"}, "'score' is not a fact")]
)
def test_a_wrong_name_is_refused_with_the_right_ones(meaning, says):
    with pytest.raises(NothingToLearn, match=says):
        read_row_facts(invented(), meaning, a_playbook().ideal_customer)


def test_a_table_says_which_columns_it_has(tmp_path: Path):
    file = tmp_path / "leads.csv"
    file.write_text("﻿Size,Won\n 12 ,Yes\n30,no\n", "utf-8")
    assert read_table(file, "Won", "yes") == TrainingTable({"Size": ("12", "30")}, (True, False))
    with pytest.raises(NothingToLearn, match="no column 'won' with rows below it; its columns: Size, Won"):
        read_table(file, "won", "yes")


@pytest.mark.parametrize(
    ("fact", "text", "known"),
    [
        ("company_size", "1,200", KnownFact(1200.0, "1,200")),
        ("company_size", "many", None),
        ("tools", "zendesk; slack", KnownFact(("zendesk", "slack"), "zendesk; slack")),
        ("industry", "Select", None),
    ],
)
def test_cells_become_facts(fact, text, known):
    table = TrainingTable({"Column": (text,)}, (True,))
    (facts,) = read_row_facts(table, {"Column": fact}, a_playbook().ideal_customer)
    assert facts.get(fact) == known


def test_without_the_extra_it_says_what_to_install(monkeypatch):
    def missing(name):
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(regression, "import_module", missing)
    with pytest.raises(NothingToLearn, match=r"foyer\[learning\]"):
        learn_answers(invented())


def test_a_few_real_leads_teach_something():
    """A small sample of what `python -m tests.quality.learning` measures."""
    from tests.quality.learning import FILE, FORM

    material("lead_scoring/leads_xeducation_dev60.csv")
    table = read_table(FILE, "Converted", "1")
    sample = TrainingTable({name: values[:800] for name, values in table.columns.items()}, table.won[:800])
    assert learn_answers(sample, FORM[:8]).quality.auc > 0.7
