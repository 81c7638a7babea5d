"""Which column of an export holds what, guessed from its heading and from its values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches

from cleanco.termdata import terms_by_type

from pipeline.audit.headings import ABOUT, HEADINGS, Column
from pipeline.intake.plain_text import normalise_text
from prompts.problems import Mistake

PERSON = frozenset({Column.EMAIL, Column.NAME, Column.FIRST_NAME, Column.LAST_NAME})
"""Without any of these the rows are companies."""
TELLING = PERSON | {Column.ID, Column.PHONE, Column.COMPANY}
"""Without any of these no two rows can be told to be one."""
SEVERAL = frozenset({Column.PHONE})
"""What an export spreads over several columns, each of which is read."""

Places = Mapping[Column, tuple[int, ...]]
"""Each column of ours with the positions of the headings that hold it: one, or more of what SEVERAL names."""

_PARTS = re.compile(
    r"(?:(?P<about>person|deal|organi[sz]ation)\s+-\s+)?(?P<what>.*?)(?:\s+-\s+(?:contact|work|home|other|mobile))?",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\([^)]*\)")
_NOT_A_WORD = re.compile(r"[\W_]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_LEGAL = frozenset(term.replace(".", "") for terms in terms_by_type.values() for term in terms)
LEGAL_SHARE = 0.2
"""From this share of values with a legal form on, a column called Name holds companies."""


class ColumnProblem(Mistake):
    """A column was named that is not there, or none tells who a row is; the message lists what is there."""


def normalise_heading(text: str) -> str:
    """`E-Mail-Adresse` and `eMailAdresse` as `e mail adresse`."""
    return " ".join(_NOT_A_WORD.sub(" ", normalise_text(_CAMEL.sub(" ", text))).split())


def guess_columns(header: Sequence[str], sample: Sequence[Sequence[str]]) -> dict[Column, tuple[int, ...]]:
    """Each column of ours with the heading that means it most surely; with all that do, for what SEVERAL names."""
    meant: dict[Column, list[tuple[int, int, int]]] = {}
    for at, name in enumerate(header):
        if meaning := _meaning(name):
            column, late, place = meaning
            meant.setdefault(column, []).append((late, place, at))
    found = {
        column: tuple(at for *_, at in sorted(meant[column])[: None if column in SEVERAL else 1])
        for column in HEADINGS
        if column in meant
    }
    return _companies_called_name(found, sample)


def _meaning(name: str) -> tuple[Column, int, int] | None:
    """What a heading means, how late it is taken, and its place among the names of what it means."""
    without_aside = _ASIDE.sub(" ", name).strip()
    parts = _PARTS.fullmatch(without_aside)
    readings = [(normalise_heading(without_aside), "")]
    if parts:
        about = normalise_heading(parts["about"] or "").replace("organisation", "organization")
        readings.append((normalise_heading(parts["what"]), about))
    for words, about in readings:
        late, may_hold = ABOUT[about]
        for column, names in HEADINGS.items():
            if words in names and column in may_hold:
                return column, late, names.index(words)
    return None


def _companies_called_name(
    found: dict[Column, tuple[int, ...]], sample: Sequence[Sequence[str]]
) -> dict[Column, tuple[int, ...]]:
    """A file of companies calls its column Name as well."""
    if Column.NAME not in found or Column.COMPANY in found or found.keys() & (PERSON - {Column.NAME}):
        return found
    (at,) = found[Column.NAME]
    values = [row[at] for row in sample if at < len(row) and row[at].strip()]
    legal = sum(
        any(word in _LEGAL for word in normalise_text(value).replace(",", " ").replace(".", "").split())
        for value in values
    )
    if not values or legal < LEGAL_SHARE * len(values):
        return found
    companies = dict(found)
    del companies[Column.NAME]
    return companies | {Column.COMPANY: (at,)}


def override_columns(given: Iterable[str], header: Sequence[str], guessed: Places) -> dict[Column, tuple[int, ...]]:
    """The guess with what the user says, e.g. `email=E-Mail`; `email=` says that no column holds it.

    Raises ColumnProblem with what can be written instead, also where nothing is left that tells rows apart.
    """
    chosen = dict(guessed)
    said: dict[Column, tuple[int, ...]] = {}
    for text in given:
        what, equals, name = (part.strip() for part in text.partition("="))
        if not equals or what not in set(Column):
            raise ColumnProblem(f"--column {text}: write WHAT=HEADING, where WHAT is one of {', '.join(Column)}")
        if not name:
            chosen.pop(Column(what), None)
        elif name in header:
            column = Column(what)
            said[column] = (*(said.get(column, ()) if column in SEVERAL else ()), header.index(name))
            chosen[column] = said[column]
        else:
            near = get_close_matches(name, header, n=1)
            hint = f"did you mean '{near[0]}'?" if near else f"there are: {', '.join(header)}"
            raise ColumnProblem(f"--column {text}: the file has no column '{name}'; {hint}")
    if not chosen.keys() & TELLING:
        raise ColumnProblem(
            "no column was found that tells who a row is: an id, email, phone, name or company. Say which one does, "
            f"e.g. --column email='{header[0]}'; there are: {', '.join(header)}"
        )
    return chosen
