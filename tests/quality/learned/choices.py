"""How often an answer is matched with the choice it means, on `choices.yaml`, whose pairs were written before trying.

python -m tests.quality.learned.choices            print the figures
python -m tests.quality.learned.choices --write    and keep them in docs/quality.md
python -m tests.quality.learned.choices --wrong    list what went wrong in the half that served to tune
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from assistant.understanding.learned.choices import match_choices
from pipeline.domain.vocabulary import Choice
from tests.quality.tables import put_between, table

PAGE = Path(__file__).resolve().parents[3] / "docs" / "quality.md"
PAIRS = Path(__file__).with_name("choices.yaml")
APART = 0.05
"""By how much the likeliest choice must be likelier than the next, so that it counts as the one that is meant."""


@dataclass(frozen=True)
class AnsweredChoice:
    """An answer with the choice it means; None where it means none of them."""

    question: str
    choices: tuple[Choice, ...]
    text: str
    meant: str | None
    held_out: bool
    second_round: bool

    def pick(self) -> str | None:
        """What the matcher makes of it."""
        likely = match_choices(self.text, self.choices)
        clear = likely and (len(likely) == 1 or likely[0][1] - likely[1][1] >= APART)
        return likely[0][0] if clear else None


def read_pairs() -> Iterator[AnsweredChoice]:
    for asked in yaml.safe_load(PAIRS.read_text("utf-8")):
        choices = tuple(Choice(name, words[0], tuple(words[1:])) for name, words in asked["options"].items())
        again = asked.get("round") == 2
        for index, (text, meant) in enumerate(asked["answers"].items()):
            yield AnsweredChoice(asked["name"], choices, text, meant, again or index % 2 == 1, again)


def count(pairs: list[AnsweredChoice]) -> list[str]:
    """Of answers that mean a choice: the right one, a wrong one, none. Of those that mean none: some choice."""
    meaning = [pair for pair in pairs if pair.meant]
    nothing = [pair for pair in pairs if not pair.meant]
    right = sum(pair.pick() == pair.meant for pair in meaning)
    missed = sum(pair.pick() is None for pair in meaning)
    taken = sum(pair.pick() is not None for pair in nothing)
    wrong = len(meaning) - right - missed
    shares = [f"{number / max(1, len(meaning)):.2f}" for number in (right, wrong, missed)]
    return [str(len(meaning)), *shares, f"{taken} of {len(nothing)}"]


def show_figures() -> str:
    pairs = list(read_pairs())
    parts = {
        "tuned on": [pair for pair in pairs if not pair.held_out],
        "held out": [pair for pair in pairs if pair.held_out and not pair.second_round],
        "second round": [pair for pair in pairs if pair.second_round],
    }
    for pair in pairs:
        if pair.held_out:
            parts.setdefault(f"of these: {pair.question}", []).append(pair)
    rows = [[part, *count(some)] for part, some in parts.items()]
    return table(["answers", "mean a choice", "right", "wrong", "own words", "none meant, one taken"], rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="keep the figures in docs/quality.md")
    parser.add_argument("--wrong", action="store_true", help="list what went wrong in the half that served to tune")
    wanted = parser.parse_args()
    if wanted.wrong:
        for pair in read_pairs():
            if not pair.held_out and pair.pick() != pair.meant:
                print(f"{pair.question}: {pair.text} -> {match_choices(pair.text, pair.choices)} (means {pair.meant})")
        return
    figures = show_figures()
    print(figures)
    if wanted.write:
        put_between(PAGE, "choices", figures)


if __name__ == "__main__":
    main()
