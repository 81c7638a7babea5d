"""Utterances by act, written for Foyer: `assistant/understanding/learned/utterances/LANGUAGE/STYLE.txt`.

A file holds lines such as `[bye thanks]`, and under each the utterances that are these acts, one a line; `[none]`
stands above what is none of them. What is in a file named `aside` is never trained on: thresholds are set on it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from assistant.understanding.learned.acts import UTTERANCES

NONE = "none"
ASIDE = "aside"


@dataclass(frozen=True)
class LabelledUtterance:
    text: str
    acts: frozenset[str]
    language: str
    style: str

    @property
    def aside(self) -> bool:
        return self.style == ASIDE


def read_utterances(folder: Path = UTTERANCES) -> list[LabelledUtterance]:
    """All of them, in a fixed order."""
    return [utterance for file in sorted(folder.glob("*/*.txt")) for utterance in read_utterance_file(file)]


def read_utterance_file(file: Path) -> Iterator[LabelledUtterance]:
    """ValueError, with file and line, for an utterance that stands under no head."""
    acts: frozenset[str] | None = None
    for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1):
        if line.startswith("[") and line.endswith("]"):
            acts = frozenset(line[1:-1].split()) - {NONE}
        elif line.strip():
            if acts is None:
                raise ValueError(f"{file}:{number}: write the acts in brackets above, such as [affirm] or [none]")
            yield LabelledUtterance(line.strip(), acts, file.parent.name, file.stem)
