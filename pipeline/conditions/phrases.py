"""Looking for the playbook's words in what a visitor wrote: whole words only, and not where they are negated."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Protocol

from pipeline.domain.record import Field
from pipeline.domain.submission import Submission

_NEGATED = re.compile(
    r"\b(?:not|no|never|without|don't|didn't|won't|isn't|aren't|cannot|can't|nicht|keine?[mnrs]?|nie|ohne"
    r"|nunca|sin|tampoco)(?:[^\S\n]+[\w']+){0,3}[^\S\n]+$"
)
_GAP = r"(?:[^\s.!?]+\s+){0,4}?"


class PhraseEntry(Protocol):
    """A row of the playbook: an id and the words that mean it."""

    @property
    def id(self) -> str: ...
    @property
    def words(self) -> tuple[str, ...]: ...


def find_quotes(text: str, words: tuple[str, ...]) -> tuple[str, ...]:
    """The places where one of the words is said and not negated, in order, in the text's own writing.

    Where a word holds a `*`, up to four words of the same sentence may stand ("offer * services").
    """
    plain = text.replace("’", "'")
    return tuple(text[hit.start() : hit.end()] for hit in _pattern(words).finditer(plain) if not _negated(plain, hit))


def find_first_listed(text: str, rows: Iterable[PhraseEntry]) -> tuple[str, str] | None:
    """The first row, in the playbook's order, one of whose words is said: its id and the quote."""
    return next(((row.id, found[0]) for row in rows if (found := find_quotes(text, row.words))), None)


def find_all_listed(text: str, rows: Iterable[PhraseEntry]) -> Iterator[tuple[str, str]]:
    """Every row that is said, with its first quote."""
    return ((row.id, found[0]) for row in rows if (found := find_quotes(text, row.words)))


def collect_visitor_text(submission: Submission) -> str:
    """All text of a visitor that may be searched: what was written, or the record's quotes where no text came along."""
    if submission.visitor_text:
        return submission.visitor_text
    fields = (Field.GOAL, Field.PROBLEM)
    return "\n".join(known.evidence.quote for name in fields if (known := submission.record.known.get(name)))


@lru_cache(maxsize=512)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(words, key=len, reverse=True)
    forms = (_form(word.replace("’", "'").split()) for word in longest_first)
    return re.compile(rf"(?<!\w)(?:{'|'.join(forms)})(?!\w)", re.IGNORECASE)


def _form(parts: list[str]) -> str:
    """The pattern of one phrase; a part `*` stands for up to four words."""
    spaced = (_GAP if part == "*" else rf"{re.escape(part)}\s+" for part in parts[:-1])
    return "".join(spaced) + re.escape(parts[-1])


def _negated(text: str, hit: re.Match[str]) -> bool:
    """Whether a negation stands at most three words before, in the same clause."""
    return _NEGATED.search(text[max(hit.start() - 60, 0) : hit.start()].lower()) is not None
