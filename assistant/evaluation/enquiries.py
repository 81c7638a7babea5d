"""Labelled short enquiries: a message each, and what a careful person says of it; `prompts/cases/enquiries/*.yaml`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from pipeline.playbook import Vocabularies
from prompts.problems import BadFiles, Problem
from prompts.yaml_files import read_yaml

Part = Literal["development", "calibration", "held_out"]
"""What a set is for: rules are made on the first, confidence is set on the second, and the third only measures."""
KindLabel = Literal["buyer", "spam", "vendor", "student", "job_seeker", "existing_customer", "unknown"]
Level = Literal["high", "medium", "low"]
RoleLabel = Literal["founder", "sales", "ops", "support", "marketing", "technical", "other"]


class EnquiryModel(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Enquiry(EnquiryModel):
    """One message with its labels; a label that is null was not said, and a value for it would be a guess."""

    text: str = Field(min_length=1)
    kind: KindLabel
    """unknown where the words alone don't tell."""
    language: str = Field("en", pattern="^[a-z]{2}$")
    industry: str | None = None
    use_case: str | None = None
    urgency: Level | None = None
    role: RoleLabel | None = None
    intent: Level | None = None
    """Null where careful people would differ."""


class EnquiryFile(EnquiryModel):
    part: Part
    enquiries: tuple[Enquiry, ...]

    @model_validator(mode="after")
    def _some(self) -> Self:
        if not self.enquiries:
            raise ValueError("write at least one enquiry here, or take the file away")
        return self


def read_enquiries(folder: Path, vocabulary: Vocabularies) -> Mapping[Part, tuple[Enquiry, ...]]:
    """All enquiries of a folder, by part; BadFiles with file and line for what can't be used.

    Industries and use cases must be ids of the vocabulary, and no text may stand in two places: a part that measures
    must not hold what another one taught.
    """
    problems: list[Problem] = []
    parts: dict[Part, tuple[Enquiry, ...]] = {}
    texts: set[str] = set()
    for path in sorted(folder.glob("*.yaml")):
        try:
            read = read_yaml(path, EnquiryFile)
        except BadFiles as error:
            problems += error.problems
            continue
        problems += _mistakes(path, read, vocabulary, texts)
        parts[read.part] = (*parts.get(read.part, ()), *read.enquiries)
    if problems:
        raise BadFiles(problems)
    return parts


def _mistakes(path: Path, read: EnquiryFile, vocabulary: Vocabularies, texts: set[str]) -> Iterator[Problem]:
    known: Mapping[str, set[str]] = {
        "industry": {row.id for row in vocabulary.industries},
        "use_case": {row.id for row in vocabulary.use_cases},
    }
    for enquiry in read.enquiries:
        for name, ids in known.items():
            value = getattr(enquiry, name)
            if value is not None and value not in ids:
                near = get_close_matches(value, ids, n=1)
                hint = f"did you mean '{near[0]}'?" if near else f"there are: {', '.join(sorted(ids))}"
                yield Problem(path, _line_of(path, enquiry), f"{name} '{value}' is not in vocabulary.yaml; {hint}")
        plain = " ".join(enquiry.text.lower().split())
        if plain in texts:
            yield Problem(path, _line_of(path, enquiry), f"“{enquiry.text}” stands twice; keep one")
        texts.add(plain)


def _line_of(path: Path, enquiry: Enquiry) -> int | None:
    """The last line with this text: the doubled one, where both stand in one file."""
    numbered = list(enumerate(path.read_text("utf-8").splitlines(), start=1))
    return next((number for number, line in reversed(numbered) if enquiry.text in line), None)
