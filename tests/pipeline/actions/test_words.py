"""What a person reads whose action changed nothing: complete in every language, with every value filled in."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.actions.actor import ActorRole
from pipeline.actions.contact.answer_review import check_answer
from pipeline.actions.lead.amounts import read_amount
from pipeline.actions.lead.record_outcome import build_outcome
from pipeline.actions.permissions import TEAM_SPEAKS, find_objection
from pipeline.actions.ports import ReviewState
from pipeline.actions.results import ActionStopped, AlreadyDone, InlineTerm, Refusal, Refused, build_remark
from pipeline.actions.words import ACTION_TEXTS, describe_ending
from pipeline.domain.matching import ReviewAnswer, ReviewKind
from pipeline.domain.outcome import OutcomeKind
from prompts.texts import Texts, read_texts
from tests.support.builders import NOW, PROMPTS

ROOT = Path(__file__).parents[3]
FOLDERS = ("assistant", "pipeline")
BY_WORDS = {"assistant", "at"}
"""Texts that `pipeline/actions/words.py` itself asks for."""
QUESTION = ReviewState("rev_1", ReviewKind.SAME_PHONE, "lead_1", None, None, None)
FORBIDDEN = find_objection(TEAM_SPEAKS, ActorRole.SYSTEM)
AT = datetime(2026, 9, 9, 15, tzinfo=UTC)


def read_language(language: str) -> Texts:
    return read_texts(PROMPTS / "texts" / language, ACTION_TEXTS)


def list_remarks() -> Iterator[tuple[str, frozenset[str]]]:
    """Each remark that the program makes: its text, and what it fills in."""
    for path in (each for folder in FOLDERS for each in (ROOT / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                place = {"build_remark": 0, "refuse": 1}.get(node.func.id)
                if place is not None and len(node.args) > place and isinstance(text := node.args[place], ast.Constant):
                    yield str(text.value), frozenset(str(each.arg) for each in node.keywords)


def test_every_remark_has_its_text_and_every_text_its_remark():
    made = dict(list_remarks())
    asked = {name.removeprefix("action."): use for name, use in ACTION_TEXTS.items() if name.startswith("action.")}
    assert made.keys() == asked.keys() - BY_WORDS
    assert {name: asked[name] - {"who"} for name in made} == {name: used - {"who"} for name, used in made.items()}


@pytest.mark.parametrize("language", ["en", "de", "es", "fr"])
def test_every_language_has_every_text_and_fills_every_value_but_the_option(language: str):
    texts = read_language(language)
    for name, variables in ACTION_TEXTS.items():
        assert variables - {"option"} <= texts.by_id[name].variables


def stop(what) -> Refused | AlreadyDone:
    with pytest.raises(ActionStopped) as stopped:
        what()
    return stopped.value.result


ENDINGS = {
    "role": (
        lambda: Refused(Refusal.FORBIDDEN, FORBIDDEN or build_remark("join_first")),
        "the role system may not do this; it takes: manager or rep",
        "die Rolle Programm darf das nicht; nötig ist: Leitung oder Verkäufer",
    ),
    "reason": (
        lambda: stop(lambda: build_outcome(OutcomeKind.LOST, "maya", NOW)),
        "'lost' needs a reason: say in a few words why",
        "„verloren“ braucht einen Grund: Sagen Sie in wenigen Worten, warum",
    ),
    "number": (
        lambda: stop(lambda: build_outcome(OutcomeKind.WON, "maya", NOW, value=-1234.5)),
        "-1,234.50 can't be the value of a lead; write an amount from 0",
        "-1.234,50 kann nicht der Wert eines Leads sein; schreiben Sie einen Betrag ab 0",
    ),
    "two readings": (
        lambda: stop(lambda: read_amount("1.500")),
        "'1.500' can be read in two ways; write 1500 or 1.5",
        "„1.500“ lässt sich auf zwei Arten lesen; schreiben Sie 1500 oder 1.5",
    ),
    "answer": (
        lambda: stop(lambda: check_answer(QUESTION, ReviewAnswer.NOTED)),
        "'noted' is no answer to it; write one of: merged, different",
        "„zur Kenntnis genommen“ ist darauf keine Antwort; schreiben Sie eine von diesen: "
        "zusammengeführt (--answer merged), verschieden (--answer different)",
    ),
    "first": (
        lambda: AlreadyDone("maya", AT, build_remark("was_first", action=InlineTerm("action", "record_outcome"))),
        "Maya Chen was first: record outcome, at 2026-09-09 15:00 UTC",
        "Maya Chen war schneller: Ausgang gemeldet, am 2026-09-09 15:00 UTC",
    ),
    "a kind without a text": (
        lambda: AlreadyDone("maya", None, build_remark("was_first", action=InlineTerm("action", "change_owner"))),
        "Maya Chen was first: change owner",
        "Maya Chen war schneller: change owner",
    ),
}


@pytest.mark.parametrize(("make", "english", "german"), ENDINGS.values(), ids=ENDINGS)
def test_an_ending_is_told_in_the_readers_language(make, english: str, german: str):
    assert describe_ending(make(), read_language("en"), "Maya Chen") == english
    assert describe_ending(make(), read_language("de"), "Maya Chen") == german


def test_where_nobody_was_first_it_was_the_assistant():
    ending = AlreadyDone(None, None, build_remark("chat_taken"))
    assert describe_ending(ending, read_language("en")) == "The assistant has this chat already"
    assert describe_ending(ending, read_language("de")) == "Der Assistent hat diesen Chat schon"
