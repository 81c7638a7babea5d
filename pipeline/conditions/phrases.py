"""Looking for the playbook's words in what a visitor wrote: whole words only, and not where they are negated."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Protocol

from pipeline.conditions.phrase_finder import PhraseFinder, split_into_words
from pipeline.domain.record import Field
from pipeline.domain.submission import Submission


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
    found = _build_finder(words).find(split_into_words(text.replace("’", "'")), affirmed=True)
    return tuple(text[hit.start : hit.end] for hit in found)


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
def _build_finder(words: tuple[str, ...]) -> PhraseFinder[None]:
    return PhraseFinder([(word.replace("’", "'"), None) for word in words], signs=True)
