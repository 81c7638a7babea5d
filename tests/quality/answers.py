"""How well questions of visitors are answered from the shipped knowledge: `python -m tests.quality.answers`.

A wrong answer said with confidence is worse than "a colleague will answer it", so both are counted. The matching was
mended by what fails in half `a`; half `b` says whether it generalises. `--failures` prints those of half `a` alone.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import yaml

from assistant.knowledge import Knowledge, read_knowledge

QUESTIONS = Path(__file__).with_name("knowledge_questions.yaml")
SHIPPED = Path(__file__).parents[2] / "prompts" / "knowledge"


class AnswerVerdict(StrEnum):
    RIGHT = "right"
    WRONG = "wrong"
    """Answered with another section, or answered although no section knows."""
    LEFT = "left to a colleague"
    """A section knows, and was not found."""


@dataclass(frozen=True, slots=True)
class LabelledQuestion:
    language: str
    half: str
    text: str
    titles: tuple[str, ...]
    """Sections that answer it; empty where none does."""


def read_questions(path: Path = QUESTIONS) -> list[LabelledQuestion]:
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [LabelledQuestion(language, half, text, tuple(titles or ())) for language, half, text, titles in rows]


def judge_answer(knowledge: Knowledge, asked: LabelledQuestion) -> tuple[AnswerVerdict, list[str]]:
    """The verdict, and the titles of what was answered."""
    by_answer = {section.answer: section.title for section in knowledge.sections[asked.language]}
    titles = [by_answer[answer] for answer in knowledge.find(asked.text, asked.language).answers]
    if not titles:
        return (AnswerVerdict.LEFT if asked.titles else AnswerVerdict.RIGHT), titles
    return (AnswerVerdict.RIGHT if set(titles) & set(asked.titles) else AnswerVerdict.WRONG), titles


def _tell_half(knowledge: Knowledge, half: str) -> Iterator[str]:
    asked = [question for question in read_questions() if question.half == half]
    counts = Counter(judge_answer(knowledge, question)[0] for question in asked)
    shares = ", ".join(f"{verdict} {counts[verdict]} ({counts[verdict] / len(asked):.0%})" for verdict in AnswerVerdict)
    yield f"half {half}: {len(asked)} questions, {shares}"


def main() -> None:
    knowledge = read_knowledge(SHIPPED)
    for half in "ab":
        print(*_tell_half(knowledge, half), sep="\n")
    if "--failures" in sys.argv:
        for question in read_questions():
            verdict, titles = judge_answer(knowledge, question)
            if question.half == "a" and verdict is not AnswerVerdict.RIGHT:
                print(f"  {question.language} {question.text!r}: {verdict} {titles or ''}")


if __name__ == "__main__":
    main()
