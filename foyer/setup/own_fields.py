"""Fields of a company's own in one line each: "Roof (What roof is it?): choice flat|pitched"."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from pipeline.domain.record import is_built_in

_LINE = re.compile(
    r"(?P<label>[^:(]+?)\s*(?:\((?P<question>[^)]+)\))?\s*:\s*(?P<kind>[a-z/_]+)\s*(?P<rest>.*)", re.IGNORECASE
)
KINDS = {
    "text": "text", "choice": "choice", "choices": "choice", "number": "number", "amount": "amount", "date": "date",
    "yes/no": "yes_no", "yes_no": "yes_no", "place": "place",
}  # fmt: skip
"""What may be written, and the kind of `fields.yaml` that it is; `choices` takes several."""
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
PERIODS = ("month", "year", "project")
EXAMPLE = (
    'write a field like "Roof (What kind of roof is it?): choice flat|pitched"; instead of choice also '
    "choices (several answers), text, number m², amount month, date, yes/no or place"
)


@dataclass(frozen=True, slots=True)
class FieldSketch:
    """`details` are a choice's labels, a number's units, or an amount's period."""

    id: str
    label: str
    question: str
    kind: str
    several: bool = False
    details: tuple[str, ...] = ()

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        """Id and label of each."""
        return tuple((make_id(label), label) for label in self.details) if self.kind == "choice" else ()


def parse_field(written: Any) -> FieldSketch:
    """ValueError with an example for a line that can't be read."""
    if isinstance(written, FieldSketch):
        return written
    found = _LINE.fullmatch(written.strip()) if isinstance(written, str) else None
    kind = KINDS.get(found["kind"].lower()) if found else None
    if not found or kind is None:
        raise ValueError(f"{written!r} can't be read as a field; {EXAMPLE}")
    label, rest = found["label"], found["rest"].strip()
    field_id = make_id(label)
    if is_built_in(field_id):
        raise ValueError(f"'{label}' is asked for already, or a field of Foyer's own: give yours another label")
    details = tuple(part.strip() for part in rest.split("|") if part.strip()) if kind == "choice" else _rest(kind, rest)
    if kind == "choice" and len({make_id(part) for part in details}) < max(2, len(details)):
        raise ValueError(f"'{label}' needs at least two different choices; {EXAMPLE}")
    question = found["question"] or f"{label}?"
    return FieldSketch(field_id, label, question, kind, found["kind"].lower() == "choices", details)


def _rest(kind: str, rest: str) -> tuple[str, ...]:
    if kind == "amount":
        period = rest.removeprefix("a ").removeprefix("per ") or "month"
        if period not in PERIODS:
            raise ValueError(f"an amount is for a month, a year or a project, not '{rest}'")
        return (period,)
    if kind == "number":
        return tuple(part.strip() for part in rest.split("|") if part.strip())
    if rest:
        raise ValueError(f"'{rest}' can't stand behind {kind}; {EXAMPLE}")
    return ()


def make_id(label: str) -> str:
    """A label as rules write it: "Art des Dachs" is art_des_dachs."""
    plain = unicodedata.normalize("NFKD", label.lower().translate(_GERMAN)).encode("ascii", "ignore").decode()
    name = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")
    return name if name[:1].isalpha() else f"field_{name}".rstrip("_")
