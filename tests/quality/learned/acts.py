"""How well acts are heard: by phrases alone, by the learned weights alone, and by both, as the program does.

    python -m tests.quality.learned.acts            print the figures
    python -m tests.quality.learned.acts --write    and keep them in docs/quality.md
    python -m tests.quality.learned.acts --wrong human    what was missed, and what was heard and is not there

Sets of others lie outside the repository; without them only our own utterances are measured that were kept aside.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

from assistant.understanding.acts import acts as program
from assistant.understanding.learned import acts as learned
from assistant.understanding.port import MessageInContext
from assistant.understanding.text.utterance import Utterance
from tests.quality.learned.train_acts import ACTS, is_known
from tests.quality.learned.utterances import read_utterances
from tests.quality.tables import put_between, table
from tests.support.material import MATERIAL

PAGE = Path(__file__).resolve().parents[3] / "docs" / "quality.md"
YES_NO = frozenset(("affirm", "deny"))
NOW = datetime(2026, 10, 14, 10, tzinfo=UTC)
ASKED = "Is that right?"
"""What was said before each text: without a question nothing is agreed to."""
LABELS = {
    "nlupp": {
        "affirm": "affirm",
        "deny": "deny",
        "dont_know": "unsure",
        "handoff": "human",
        "greet": "greet",
        "thank": "thanks",
        "end_call": "bye",
    },
    "multidogo_acts": {
        "confirmation": "affirm",
        "rejection": "deny",
        "openinggreeting": "greet",
        "thankyou": "thanks",
        "closinggreeting": "bye",
    },
}
"""What the sets call our acts. Their other labels mean something else: `why` in nlupp asks why a card was refused."""


@dataclass(frozen=True)
class JudgedText:
    text: str
    is_act: bool


@dataclass(frozen=True)
class ActSet:
    """All texts of one set, judged for one act."""

    name: str
    act: str
    texts: tuple[JudgedText, ...]


def read_sets() -> Iterator[ActSet]:
    """Every set by act, our own first."""
    aside = [said for said in read_utterances() if said.aside]
    for act in ACTS:
        known = [said for said in aside if is_known(act, said.acts)]
        yield ActSet("kept aside", act, tuple(JudgedText(said.text, act in said.acts) for said in known))
    for name, labels in LABELS.items():
        rows = _rows(name)
        for label, meant in labels.items() if rows else ():
            yield ActSet(name, meant, tuple(JudgedText(row["text"], label in row["intents"]) for row in rows))
    for answer, label in (("affirm", "yes"), ("deny", "no")) if _rows("sgd_yesno") else ():
        judged = (JudgedText(row["text"], row["label"] == label) for row in _rows("sgd_yesno"))
        yield ActSet("sgd_yesno", answer, tuple(judged))


def _rows(name: str) -> list[dict[str, Any]]:
    file = MATERIAL / "dialogue" / f"{name}.jsonl"
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()] if file.exists() else []


@cache
def hear_both(text: str) -> frozenset[str]:
    """The acts that the program hears: by its phrases, and what the weights add to them."""
    return frozenset(program.find_acts(Utterance.of(MessageInContext(text, NOW, previous=ASKED))))


@cache
def hear_rules(text: str) -> frozenset[str]:
    """By its phrases alone."""
    with patch.object(learned, "recognise_acts", return_value={}):
        return frozenset(program.find_acts(Utterance.of(MessageInContext(text, NOW, previous=ASKED))))


@cache
def hear_learned(text: str) -> frozenset[str]:
    return frozenset(learned.recognise_acts(text))


HEARERS: dict[str, Callable[[str], frozenset[str]]] = {"rules": hear_rules, "learned": hear_learned, "both": hear_both}


def measure(judged: ActSet, hear: Callable[[str], frozenset[str]]) -> tuple[str, str]:
    """Precision and recall."""
    heard = [judged.act in hear(text.text) for text in judged.texts]
    right = sum(said and text.is_act for said, text in zip(heard, judged.texts, strict=True))
    there_are = sum(text.is_act for text in judged.texts)
    return f"{right / max(1, sum(heard)):.2f}", f"{right / max(1, there_are):.2f}"


def measure_opposites(name: str, hear: Callable[[str], frozenset[str]]) -> tuple[str, str]:
    """Of all yeses and noes of a set, the share of which the right one alone was heard, and the opposite alone."""
    by_act = {one.act: one.texts for one in read_sets() if one.name == name and one.act in YES_NO}
    right = wrong = 0
    answers = [(text.text, act) for act, texts in by_act.items() for text in texts if text.is_act]
    for text, act in answers:
        heard = hear(text) & YES_NO
        right += heard == {act}
        wrong += bool(heard) and act not in heard
    return f"{right / max(1, len(answers)):.3f}", f"{wrong / max(1, len(answers)):.3f}"


def show_figures() -> str:
    """Both tables in Markdown."""
    sets = list(read_sets())
    heads = [f"{name} {figure}" for name in HEARERS for figure in ("P", "R")]
    rows = [
        [f"{one.act}, {one.name}", str(sum(text.is_act for text in one.texts))]
        + [figure for hear in HEARERS.values() for figure in measure(one, hear)]
        for one in sets
    ]
    opposites = [
        [name, *(figure for hear in HEARERS.values() for figure in measure_opposites(name, hear))]
        for name in dict.fromkeys(one.name for one in sets)
    ]
    answers = [f"{name} {figure}" for name in HEARERS for figure in ("right", "wrong")]
    return "\n\n".join((table(["act, set", "there are", *heads], rows), table(["yes and no", *answers], opposites)))


def show_wrong(act: str) -> Iterator[str]:
    """What both miss or hear wrongly, a line each."""
    for one in read_sets():
        for text in one.texts if one.act == act else ():
            if text.is_act != (act in hear_both(text.text)):
                yield f"{one.name}: {'missed' if text.is_act else 'heard wrongly'}: {text.text}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="keep the figures in docs/quality.md")
    parser.add_argument("--wrong", metavar="ACT", choices=ACTS, help="list what goes wrong with an act")
    wanted = parser.parse_args()
    if wanted.wrong:
        print(*show_wrong(wanted.wrong), sep="\n")
        return
    figures = show_figures()
    print(figures)
    if wanted.write:
        put_between(PAGE, "acts", figures)


if __name__ == "__main__":
    main()
