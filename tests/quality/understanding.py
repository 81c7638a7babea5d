"""How well text is understood without a model, on dialogues that others labelled.

`python -m tests.quality.understanding` prints each figure beside its bar and beside what a simple tool reaches on the
same material; `--wrong NAME` lists the cases behind a figure that went wrong.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from assistant.understanding.guided import GuidedUnderstanding
from assistant.understanding.port import Act, Finding, MessageInContext, Understood
from pipeline.domain.record import Budget, Field, Location, PersonName, TeamSize, Timeline
from pipeline.domain.vocabulary import Vocabulary
from tests.support.material import MATERIAL

NLUPP_NOW = datetime(2022, 3, 15, 12, tzinfo=UTC)
SGD_NOW = datetime(2019, 3, 1, 12, tzinfo=UTC)
"""Reference dates of the two sets."""


@dataclass(frozen=True)
class UnderstandingFigure:
    """One measured number: `value` must be at least `bar`, or at most, where `at_most` is set."""

    name: str
    value: float
    bar: float | None
    simple: str = ""
    at_most: bool = False
    wrong: tuple[str, ...] = field(default=(), compare=False)

    @property
    def reached(self) -> bool:
        return self.bar is None or (self.value <= self.bar if self.at_most else self.value >= self.bar)


@cache
def _guided() -> GuidedUnderstanding:
    return GuidedUnderstanding(Vocabulary((), (), (), ()))


def _rows(name: str) -> list[dict[str, Any]]:
    lines = (MATERIAL / "dialogue" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def _understand(text: str, *asked: Field, now: datetime = NLUPP_NOW, previous: str | None = None) -> Understood:
    return _guided().understand(MessageInContext(text, now, asked, previous, "US"))


def _find(understood: Understood, name: Field) -> Finding | None:
    return next((finding for finding in understood.findings if finding.field is name), None)


def _share(right: int, of: int) -> float:
    return right / of if of else 0.0


# -------------------------------------------------------------------------------------------------------------- contact


def emails() -> Iterator[UnderstandingFigure]:
    """Rows of the contact set whose addresses are found exactly: all of them, and nothing where there is none."""
    rows = [row for row in _rows("recognizers_contact_money") if row["kind"] == "email"]
    wrong = []
    for row in rows:
        found = _find(_understand(row["text"], Field.EMAIL), Field.EMAIL)
        if [result["text"] for result in row["results"]] != ([found.value] if found else []):
            wrong.append(f"{row['text']} -> {found}")
    yield UnderstandingFigure("email: rows exact", _share(len(rows) - len(wrong), len(rows)), 1.0, wrong=tuple(wrong))


def phones() -> Iterator[UnderstandingFigure]:
    """A phone number counts as found when its digits are those of the label."""
    rows = [row for row in _rows("recognizers_contact_money") if row["kind"] == "phone"]
    precision, recall, wrong = _digits_found([(row["text"], [r["text"] for r in row["results"]], ()) for row in rows])
    yield UnderstandingFigure("phone: precision", precision, 0.95, "0.97 own tool, 0.95 phonenumbers", wrong=wrong)
    yield UnderstandingFigure("phone: recall", recall, 0.90, "0.96 own tool, 0.23 phonenumbers", wrong=wrong)
    rows = [row for row in _rows("multidogo_slots") if _slots(row, "phone_number")]
    precision, recall, wrong = _digits_found([(r["text"], _slots(r, "phone_number"), (Field.PHONE,)) for r in rows])
    yield UnderstandingFigure("phone in chat: precision", precision, None, wrong=wrong)
    yield UnderstandingFigure("phone in chat: recall", recall, None, wrong=wrong)


def _digits_found(cases: list[tuple[str, list[str], tuple[Field, ...]]]) -> tuple[float, float, tuple[str, ...]]:
    right = found = wanted = 0
    wrong = []
    for text, labels, asked in cases:
        phone = _find(_understand(text, *asked), Field.PHONE)
        hit = phone is not None and re.sub(r"\D", "", phone.quote) in {re.sub(r"\D", "", label) for label in labels}
        right, found, wanted = right + hit, found + (phone is not None), wanted + bool(labels)
        if not hit and (phone or labels):
            wrong.append(f"{text} -> {phone and phone.quote} (wanted {labels})")
    return _share(right, found), _share(right, wanted), tuple(wrong)


def _slots(row: dict[str, Any], *names: str) -> list[str]:
    return [slot["value"] for slot in row["slots"] if slot.get("slot", slot.get("type")) in names]


# ---------------------------------------------------------------------------------------------------------------- names


def names() -> Iterator[UnderstandingFigure]:
    """Full names of restaurant8k: first and last together must equal the label; every turn of the set is asked."""
    right = found = wanted = 0
    wrong = []
    for row in _rows("restaurant8k"):
        label = {part.lower() for part in _slots(row, "first_name", "last_name")}
        asked = (Field.NAME,) if any("name" in slot for slot in row["prompt_slots"]) else ()
        name = _find(_understand(row["text"], *asked), Field.NAME)
        said = set(name.value.full.lower().split()) if name and isinstance(name.value, PersonName) else set()
        right, found, wanted = right + (bool(label) and said == label), found + bool(said), wanted + bool(label)
        if said != label:
            wrong.append(f"{row['text']} -> {said or None} (wanted {label or None}, asked {row['prompt_slots']})")
    precision, recall = _share(right, found), _share(right, wanted)
    yield UnderstandingFigure("full name: precision", precision, None, "0.89", wrong=tuple(wrong))
    yield UnderstandingFigure("full name: recall", recall, None, "0.80", wrong=tuple(wrong))
    yield UnderstandingFigure(
        "full name: F1", 2 * precision * recall / (precision + recall), 0.90, "0.84", wrong=tuple(wrong)
    )
    yield _chat_slot("name in chat: right", "person_name", Field.NAME)
    yield _chat_slot("company in chat: right", "company_name", Field.COMPANY)


def _chat_slot(figure: str, slot: str, name: Field) -> UnderstandingFigure:
    rows = [row for row in _rows("multidogo_slots") if _slots(row, slot)]
    wrong = []
    for row in rows:
        found = _find(_understand(row["text"], name), name)
        value = found.value.full if found and isinstance(found.value, PersonName) else found and found.value
        if str(value).lower() not in {label.lower() for label in _slots(row, slot)}:
            wrong.append(f"{row['text']} -> {value} (wanted {_slots(row, slot)})")
    return UnderstandingFigure(figure, _share(len(rows) - len(wrong), len(rows)), None, wrong=tuple(wrong))


# -------------------------------------------------------------------------------------------------- amounts and dates


def amounts() -> Iterator[UnderstandingFigure]:
    """Amounts of nlupp after a question for the budget: the number, and the currency where the label has one."""
    slots = [(row["text"], slot) for row in _rows("nlupp") for slot in row["slots"]]
    cases = [(text, slot["norm"]) for text, slot in slots if slot["slot"] == "amount_of_money"]
    wrong = []
    for text, label in cases:
        found = _find(_understand(text, Field.BUDGET), Field.BUDGET)
        value = found.value if found else None
        same = isinstance(value, Budget) and label["amount"] in (value.min, value.max)
        if not (same and (label["currency"] == "ambiguous" or value.currency == label["currency"])):  # type: ignore[union-attr]
            wrong.append(f"{text} -> {value} (wanted {label})")
    yield UnderstandingFigure(
        "amount: value", _share(len(cases) - len(wrong), len(cases)), 0.93, "0.89", wrong=tuple(wrong)
    )


def dates() -> Iterator[UnderstandingFigure]:
    """Single dates of nlupp that are still to come, after a question for the timeline."""
    right = 0
    wrong, wanted = [], 0
    for row in _rows("nlupp"):
        labels = [slot["norm"] for slot in row["slots"] if slot["slot"] == "date"]
        days = [datetime(label["year"], label["month"], label["day"]).date() for label in labels if "day" in label]  # noqa: DTZ001 a calendar day
        if len(days) != 1 or days[0] < NLUPP_NOW.date():
            continue
        wanted += 1
        found = _find(_understand(row["text"], Field.TIMELINE), Field.TIMELINE)
        value = found.value if found else None
        if isinstance(value, Timeline) and days[0] in (value.earliest, value.latest):
            right += 1
        else:
            wrong.append(f"{row['text']} -> {value} (wanted {days[0]})")
    yield UnderstandingFigure("date: value", _share(right, wanted), None, wrong=tuple(wrong))


# ----------------------------------------------------------------------------------------------------------------- acts


def yes_no() -> Iterator[UnderstandingFigure]:
    """Yes and no on three sets: the right act alone is right, the opposite act is wrong, neither is neither."""
    answers = [row for row in _rows("nlupp") if {"affirm", "deny"} & set(row["intents"])]
    nlupp = [(row["text"], None, "affirm" in row["intents"]) for row in answers]
    chat = {"confirmation": True, "rejection": False}
    answers = [row for row in _rows("multidogo_acts") if row["intents"][0] in chat]
    multidogo = [(row["text"], None, chat[row["intents"][0]]) for row in answers]
    sgd = [(row["text"], row["system"], row["label"] == "yes") for row in _rows("sgd_yesno")]
    simple = {"nlupp": ("0.69", "0.007"), "multidogo": ("0.78", "0.012"), "sgd": ("0.77", "0.009")}
    for name, cases in (("nlupp", nlupp), ("multidogo", multidogo), ("sgd", sgd)):
        missed, opposite = [], []
        for text, previous, yes in cases:
            acts = set(_understand(text, previous=previous).acts) & {Act.AFFIRM, Act.DENY}
            if acts == {Act.DENY if yes else Act.AFFIRM}:
                opposite.append(f"{text} -> {acts} [{previous}]")
            elif acts != {Act.AFFIRM if yes else Act.DENY}:
                missed.append(f"{text} (wanted {'yes' if yes else 'no'}) [{previous}]")
        right = len(cases) - len(missed) - len(opposite)
        yield UnderstandingFigure(
            f"yes/no {name}: right", _share(right, len(cases)), 0.88, simple[name][0], wrong=(*missed, *opposite)
        )
        yield UnderstandingFigure(
            f"yes/no {name}: wrong", _share(len(opposite), len(cases)), 0.01, simple[name][1], True, tuple(opposite)
        )


def other_acts() -> Iterator[UnderstandingFigure]:
    """Not knowing and asking for a person, on all turns of nlupp."""
    for act, intent, bar in ((Act.UNSURE, "dont_know", 0.90), (Act.HUMAN, "handoff", None)):
        wrong, right, found, wanted = [], 0, 0, 0
        for row in _rows("nlupp"):
            said, label = act in _understand(row["text"]).acts, intent in row["intents"]
            right, found, wanted = right + (said and label), found + said, wanted + label
            if said != label:
                wrong.append(f"{row['text']} (wanted {label})")
        yield UnderstandingFigure(f"{act}: precision", _share(right, found), bar, wrong=tuple(wrong))
        yield UnderstandingFigure(f"{act}: recall", _share(right, wanted), bar, wrong=tuple(wrong))


# ---------------------------------------------------------------------------------------------------------- corrections

_HEADS = ("number_of_seats", "travelers", "number_of_riders")
_DAYS = ("visit_date", "check_in_date", "appointment_date", "leaving_date", "date")
_PLACES = ("location", "destination", "to_location", "from_location")
CORRECTED = {
    **dict.fromkeys(_HEADS, Field.TEAM_SIZE),
    **dict.fromkeys(_DAYS, Field.TIMELINE),
    **dict.fromkeys(_PLACES, Field.LOCATION),
}
"""The slots of the set that hold what one of our fields holds: heads, a day, a place."""


def corrections() -> Iterator[UnderstandingFigure]:
    """Changes of mind: the new value is taken in, and the old one never."""
    taken = total = 0
    missed, kept = [], []
    for row in _rows("sgd_corrections"):
        for change in row["corrections"]:
            name = CORRECTED.get(change["slot"])
            if not name:
                continue
            found = _find(_understand(row["text"], name, now=SGD_NOW, previous=row["system"]), name)
            new, old = _meant(name, change["new"]), _meant(name, change["old"]) - _meant(name, change["new"])
            said = _said(found)
            total += 1
            taken += bool(said & new)
            shown = f"{row['text']} -> {said or None} (wanted {new}, not {old}) [{row['system']}]"
            if not said & new:
                missed.append(shown)
            if said & old:
                kept.append(shown)
    yield UnderstandingFigure("correction: new value taken in", _share(taken, total), 0.80, wrong=tuple(missed))
    yield UnderstandingFigure("correction: old value kept", float(len(kept)), 0.0, at_most=True, wrong=tuple(kept))


def _meant(name: Field, labels: list[str]) -> set[Any]:
    """What a label means, read by the same rules from the label alone."""
    meant: set[Any] = set()
    for label in labels:
        meant |= _said(_find(_understand(label, name, now=SGD_NOW), name)) or {label.lower()}
    return meant


def _said(found: Finding | None) -> set[Any]:
    match found.value if found else None:
        case TeamSize(low, high):
            return {low, high}
        case Timeline(earliest, latest):
            return {earliest, latest} - {None}
        case Location(city, region, country):
            return {part.lower() for part in (city, region, country) if part}
        case _:
            return set()


# ---------------------------------------------------------------------------------------------------------------- speed

_LONG = (
    "Hi there, this is Priya Shah from Acme Logistics in Berlin, Germany. We're about 40 people, use Zendesk and"
    " Shopify,"
    " and we struggle with leads going cold. Our budget is 20k-30k a year and we need it live before Q3. You can reach"
    " me at priya.shah@acme.com or (415) 555-0132, thanks a lot for your help!"
)


def speed() -> Iterator[UnderstandingFigure]:
    """Milliseconds of processor time for one message of 300 characters that holds nearly every kind of value.

    The quietest of several rounds counts: a busy machine slows every program, which says nothing about this one.
    """
    yield UnderstandingFigure("one message: median ms", min(_median_of_a_round() for _ in range(20)), 3.0, at_most=True)


def _median_of_a_round() -> float:
    spent = []
    for _ in range(10):
        started = time.thread_time()
        _understand(_LONG)
        spent.append((time.thread_time() - started) * 1000)
    return statistics.median(spent)


MEASURES: tuple[Callable[[], Iterator[UnderstandingFigure]], ...] = (
    *(emails, phones, names, amounts, dates, yes_no, other_acts, corrections, speed),
)


def figures() -> list[UnderstandingFigure]:
    return [figure for measure in MEASURES for figure in measure()]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wrong", metavar="NAME", help="list the cases of the figures whose name holds NAME")
    wanted = parser.parse_args().wrong
    if not Path(MATERIAL).exists():
        parser.exit(1, "needs ../shared/material beside the repository\n")
    console, table = Console(), Table("figure", "ours", "bar", "a simple tool", "")
    for figure in figures():
        bar = "" if figure.bar is None else f"{'<=' if figure.at_most else '>='} {figure.bar:g}"
        table.add_row(figure.name, f"{figure.value:.3f}", bar, figure.simple, "" if figure.reached else "missed")
        if wanted and wanted in figure.name:
            console.print(figure.name, *figure.wrong, sep="\n  ", markup=False, highlight=False)
    console.print(table)


if __name__ == "__main__":
    main()
