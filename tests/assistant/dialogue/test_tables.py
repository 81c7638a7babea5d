"""The tables of `docs/dialogue.md` are the tables of the code, and each of their rows has its case."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.dialogue.addresses import AddressFault
from assistant.dialogue.context import DialogueContext, TurnContext
from assistant.dialogue.message import UnderstoodMessage, take_out
from assistant.dialogue.moves import CONFIRM, CONSENT, Move, OtherLanguage, SkipQuestion, Switched, Unclear, ask_field
from assistant.dialogue.policy import RULES, find_move_rule, read_turn
from assistant.dialogue.questions import MOST_CONSENT, QUESTIONS, TRIES, find_question_rule, get_allowed_tries
from assistant.dialogue.record_merge import merge_findings
from assistant.dialogue.remarks import REMARKS, RemarkRule, choose_remarks
from assistant.dialogue.state import Pending
from assistant.understanding.port import Act
from pipeline.domain.record import Field, FieldId, KnownValue, Value
from tests.assistant.dialogue.dialogues import AT, Dialogue, findings_of
from tests.pipeline.playbook.solar import a_solar_playbook

PAGE = Path(__file__).resolve().parents[3] / "docs" / "dialogue.md"
GOAL = ask_field(Field.GOAL)


def write_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    first, *others = ["| " + " | ".join(cells) + " |" for cells in (head, *rows)]
    return "\n".join([first, "|" + "---|" * len(head), *others]).replace("|  |", "| |")


TABLES = {
    "moves": write_table(("the visitor", "and", "then"), [(rule.visitor, rule.condition, rule.then) for rule in RULES]),
    "questions": write_table(("known", "next"), [(rule.known, rule.next) for rule in QUESTIONS]),
    "remarks": write_table(("the visitor", "the assistant says"), [(rule.visitor, rule.remark) for rule in REMARKS]),
}


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES.keys())
def test_the_page_shows_the_table_of_the_code(table: str):
    assert f"\n\n{table}\n\n" in PAGE.read_text("utf-8")


def hear(dialogue: Dialogue, *acts: Act, values: dict[FieldId, Value] | None = None, **more: object) -> TurnContext:
    """The next turn of the dialogue, before a rule is chosen."""
    text, findings = findings_of(values or {})
    merged = merge_findings(dialogue.record, findings, text, dialogue.turn + 2, Act.CORRECT in acts)
    said = UnderstoodMessage(frozenset(acts), merged, dialogue.turn + 2, AT, **more)  # type: ignore[arg-type]
    return read_turn(dialogue.state, said, dialogue.playbook)


def submitted() -> Dialogue:
    dialogue = Dialogue().until(CONFIRM)
    dialogue.answer()
    return dialogue


def after(*acts: Act, times: int = 1) -> Dialogue:
    dialogue = Dialogue()
    for _ in range(times):
        dialogue.say(*acts)
    return dialogue


def asked_for_consent_and_a_person() -> Dialogue:
    dialogue = Dialogue()
    dialogue.say(Act.HUMAN, phone="+14155552671")
    while dialogue.state.times_put(CONSENT) < MOST_CONSENT:
        dialogue.say(Act.HUMAN)
    return dialogue


LAST_TRY = get_allowed_tries(GOAL, Dialogue().playbook) - 1
MOVES: list[Callable[[], TurnContext]] = [
    lambda: hear(Dialogue(), Act.STOP, Act.DELETE_DATA),
    lambda: hear(Dialogue(), Act.STOP, Act.AFFIRM, values={Field.INDUSTRY: "saas"}),
    lambda: hear(after(Act.COMPLAIN), Act.COMPLAIN),
    lambda: hear(Dialogue(), Act.BYE),
    lambda: hear(Dialogue().until(CONFIRM), Act.AFFIRM, Act.BYE),
    lambda: hear(submitted(), values={Field.EMAIL: "new@example.com"}),
    lambda: hear(Dialogue().until(CONFIRM), Act.DENY, named=Field.EMAIL),
    lambda: hear(Dialogue().until(CONFIRM), Act.DENY),
    lambda: hear(submitted(), Act.GREET),
    lambda: hear(after(Act.BYE), Act.THANKS),
    lambda: hear(Dialogue(), about_language=Switched()),
    lambda: hear(Dialogue(), Act.THANKS),
    lambda: hear(after(Act.WHY, times=LAST_TRY), Act.WHY),
    lambda: hear(after(Act.THANKS, times=LAST_TRY), Act.THANKS),
    lambda: hear(asked_for_consent_and_a_person(), Act.HUMAN),
    lambda: hear(Dialogue(), Act.INFORM, values={Field.GOAL: "g"}),
]


@pytest.mark.parametrize(
    ("turn", "row"), list(zip(MOVES, RULES, strict=True)), ids=[f"{rule.visitor}: {rule.condition}" for rule in RULES]
)
def test_each_row_of_moves_has_a_turn_that_it_is_the_first_to_fit(turn: Callable[[], TurnContext], row: object):
    assert find_move_rule(turn()) is row


def refused() -> Dialogue:
    dialogue = Dialogue().until(CONSENT)
    dialogue.say(Act.DENY)
    return dialogue


def told_an_address() -> Dialogue:
    dialogue = Dialogue()
    dialogue.say(Act.INFORM, email="jane@example.com")
    return dialogue


def shown_the_summary(times: int) -> Dialogue:
    dialogue = Dialogue().until(CONFIRM)
    for _ in range(times - 1):
        dialogue.say()
    return dialogue


def told_all_but_the_summary() -> Dialogue:
    dialogue = Dialogue().until(CONFIRM)
    dialogue.state = replace(dialogue.state, put={})
    return dialogue


def left_only_a_number_of_some_country() -> Dialogue:
    dialogue = Dialogue().until(CONFIRM)
    known = {name: value for name, value in dialogue.record.known.items() if name is not Field.EMAIL}
    number = KnownValue("0301234567", known[Field.ROLE].evidence, 0.4)
    dialogue.record = replace(
        dialogue.record, known={**known, Field.PHONE: number}, declined=dialogue.record.declined | {Field.EMAIL}
    )
    return dialogue


STANDS: list[Callable[[], Dialogue]] = [
    refused,
    told_an_address,
    lambda: Dialogue().until(CONSENT),
    Dialogue,
    left_only_a_number_of_some_country,
    told_all_but_the_summary,
    lambda: shown_the_summary(TRIES),
]


@pytest.mark.parametrize(
    ("stand", "row"), list(zip(STANDS, QUESTIONS, strict=True)), ids=[rule.known for rule in QUESTIONS]
)
def test_each_row_of_questions_has_a_dialogue_that_it_is_the_first_to_fit(stand: Callable[[], Dialogue], row: object):
    dialogue = stand()
    assert find_question_rule(DialogueContext(dialogue.state, dialogue.record, dialogue.playbook)) is row


def take_out_of_summary(field: FieldId) -> TurnContext:
    dialogue = Dialogue().until(CONFIRM)
    turn = hear(dialogue, Act.CORRECT)
    return read_turn(dialogue.state, take_out(turn.said, [field]), dialogue.playbook)


def say_nothing(following: Pending) -> TurnContext:
    return replace(hear(Dialogue()), following=following)


REMARKABLE: list[Callable[[], TurnContext]] = [
    lambda: hear(Dialogue(), about_language=Switched()),
    lambda: hear(Dialogue(), about_language=OtherLanguage()),
    lambda: hear(Dialogue(), Act.HUMAN),
    lambda: hear(Dialogue(playbook=a_solar_playbook()), urgent=True),
    lambda: hear(Dialogue(), Act.BOOK_CALL),
    lambda: hear(Dialogue(), Act.COMPLAIN),
    lambda: hear(Dialogue(), kind="student"),
    lambda: hear(Dialogue().until(CONFIRM), Act.CORRECT, values={Field.EMAIL: "new@example.com"}),
    lambda: take_out_of_summary(Field.ROLE),
    lambda: hear(Dialogue(), Act.INFORM, values={Field.INDUSTRY: "saas"}),
    lambda: hear(Dialogue(), Act.DECLINE),
    lambda: hear(Dialogue(), Act.UNSURE),
    lambda: hear(Dialogue(), Act.WHY),
    lambda: hear(Dialogue(), Act.QUESTION, answers=("29 dollars",)),
    lambda: hear(Dialogue(), Act.QUESTION, unanswered=("why?",)),
    lambda: hear(Dialogue(), bad_address=AddressFault.BLANK),
    lambda: hear(Dialogue(), values={Field.EMAIL: "x@mailinator.com"}),
    lambda: hear(Dialogue(), Act.GREET),
    lambda: say_nothing(GOAL),
]


@pytest.mark.parametrize(
    ("turn", "row"), list(zip(REMARKABLE, REMARKS, strict=True)), ids=[rule.visitor for rule in REMARKS]
)
def test_each_row_of_remarks_has_a_turn_in_which_it_alone_speaks(turn: Callable[[], TurnContext], row: RemarkRule):
    context = turn()
    said: dict[str, tuple[Move, ...]] = {rule.visitor: tuple(rule.say(context)) for rule in REMARKS}
    assert [visitor for visitor, moves in said.items() if moves] == [row.visitor]


@pytest.mark.parametrize(("following", "remark"), [(GOAL, Unclear()), (ask_field(Field.PROBLEM), SkipQuestion())])
def test_what_was_not_understood_is_asked_again_or_stays_open(following: Pending, remark: Move):
    assert choose_remarks(say_nothing(following)) == (remark,)
