"""Labelled conversations: what a visitor says, and what the assistant should make of it; `prompts/cases/*.yaml`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Self, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo, model_validator

from assistant.dialogue.moves import Ask, Greet, Move, get_stored_name
from assistant.dialogue.state import Ending
from assistant.evaluation.wanted import OWN_FIELDS, WantedRecord, check_own_names
from pipeline.domain.record import Field as RecordField
from pipeline.domain.record import FieldId, parse_field_id
from prompts.problems import BadFiles, Problem
from prompts.yaml_files import read_yaml

Item = TypeVar("Item")
NOW = datetime(2026, 9, 9, 14, 0, tzinfo=UTC)
"""The day of every case that names none: a Wednesday."""


class CaseModel(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _check_field(name: str, info: ValidationInfo) -> FieldId:
    known = (*RecordField, *(info.context or {}).get(OWN_FIELDS, ()))
    if name not in known:
        raise ValueError(f"'{name}' is no field; write one of {', '.join(known)}")
    return parse_field_id(name)


CaseField = Annotated[str, AfterValidator(_check_field)]
"""A built-in field, or one of the playbook's own."""


class ScriptedLine(CaseModel):
    """What the visitor says in one message, and which fields it gives beyond what was asked for."""

    say: str
    gives: tuple[CaseField, ...] = ()


def _line(raw: Any) -> Any:
    """A plain line may stand for itself. YAML takes a bare yes for a truth value, and a number loses its plus."""
    if isinstance(raw, bool):
        raw = "yes" if raw else "no"
    if not isinstance(raw, str | Mapping | ScriptedLine):
        raise ValueError("put what the visitor says in quotes")
    return {"say": raw} if isinstance(raw, str) else raw


def _lines(raw: Any) -> Any:
    return raw if isinstance(raw, list) else [raw]


def _some(items: tuple[Item, ...]) -> tuple[Item, ...]:
    if not items:
        raise ValueError("write at least one here, or take the line out")
    return items


def _aware(at: datetime) -> datetime:
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()


def _known_move(name: str) -> str:
    if name not in MOVES:
        raise ValueError(f"'{name}' is no move of the assistant; known: {', '.join(sorted(MOVES))}")
    return name


MOVES: Mapping[str, str] = {
    _snake(get_stored_name(kind)): get_stored_name(kind) for kind in Move.__args__ if kind not in (Ask, Greet)
}
"""The moves a case can name, e.g. `hand_over`, with what stands in a stored turn."""

Said = Annotated[ScriptedLine, BeforeValidator(_line)]
Lines = Annotated[tuple[Said, ...], BeforeValidator(_lines), AfterValidator(_some)]
MoveName = Annotated[str, AfterValidator(_known_move)]


class CaseOutcome(StrEnum):
    """How a conversation ended: handed in, or the assistant's own reason for asking nothing more."""

    SUBMITTED = Ending.SUBMITTED
    NO_CONTACT = Ending.NO_CONTACT
    UNCONFIRMED = Ending.UNCONFIRMED
    STOPPED = Ending.STOPPED
    ABUSE = Ending.ABUSE
    BYE = Ending.BYE
    DELETED = Ending.DELETED
    OPEN = "open"
    """The visitor left while a question waited."""


class ScriptedAnswers(CaseModel):
    """What the visitor says when asked for something: one line, or one for each time it is asked, the last for good."""

    model_config = ConfigDict(extra="allow", frozen=True)
    __pydantic_extra__: dict[str, Lines]

    goal: Lines | None = None
    problem: Lines | None = None
    stage: Lines | None = None
    industry: Lines | None = None
    use_case: Lines | None = None
    name: Lines | None = None
    email: Lines | None = None
    phone: Lines | None = None
    company: Lines | None = None
    role: Lines | None = None
    team_size: Lines | None = None
    location: Lines | None = None
    budget: Lines | None = None
    timeline: Lines | None = None
    tools: Lines | None = None
    consent: Lines | None = None
    confirm: Lines | None = None
    what_to_change: Lines | None = None
    new_value: Lines | None = None

    @model_validator(mode="after")
    def _known_names(self, info: ValidationInfo) -> Self:
        check_own_names(self, info)
        return self

    def get_lines(self, question: str) -> tuple[ScriptedLine, ...]:
        """The lines for a field or for consent, confirm, what_to_change, new_value; none where nothing is prepared."""
        return getattr(self, question, None) or ()


class Expected(CaseModel):
    """What should come of the conversation. Whatever the assistant knows besides `record` and `may` counts as wrong."""

    outcome: CaseOutcome
    record: WantedRecord = WantedRecord()
    may: tuple[CaseField, ...] = ()
    """Fields where careful people would differ: neither needed nor wrong."""
    declined: tuple[CaseField, ...] = ()
    unsure: tuple[CaseField, ...] = ()
    moves: tuple[MoveName, ...] = ()
    """Each must happen at least once."""
    never: tuple[MoveName, ...] = ()
    mentions: tuple[str, ...] = ()
    """Words that the assistant must say somewhere, e.g. a price."""

    @model_validator(mode="after")
    def _agree(self) -> Self:
        for name in (*self.may, *self.declined, *self.unsure):
            if name in self.record.fields:
                raise ValueError(f"'{name}' stands in 'record' and can't be in 'may', 'declined' or 'unsure' as well")
        return self


class EvaluationCase(CaseModel):
    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    about: str = ""
    """What is special about it, for people."""
    language: str = Field(default="en", pattern=r"^[a-z]{2,3}$")
    """What the visitor speaks; a language that has no folder of texts is answered in another one."""
    now: Annotated[datetime, AfterValidator(_aware)] = NOW
    unprompted: Mapping[int, Said] = {}
    """What is said in a visitor's message of that number (from 1), whatever was asked."""
    answers: ScriptedAnswers = ScriptedAnswers()
    otherwise: str | None = None
    """Said where no answer is prepared; null: as `assistant.evaluation.visitor` says it in the case's language."""
    afterwards: tuple[Said, ...] = ()
    """Said once the assistant asks nothing more."""
    leaves_after: int | None = Field(default=None, ge=0)
    """The visitor goes away without a word after so many messages."""
    expects: Expected
    kind: str = ""
    """The file it stands in."""


class CaseFile(CaseModel):
    cases: Annotated[tuple[EvaluationCase, ...], AfterValidator(_some)]


def read_cases(folder: Path, own: Iterable[FieldId] = ()) -> tuple[EvaluationCase, ...]:
    """All cases below a folder, by file; BadFiles with file and line for what can't be used, or if there is none.

    `own` are the fields that the playbook adds.
    """
    context = {OWN_FIELDS: tuple(own)}
    problems: list[Problem] = []
    cases: list[EvaluationCase] = []
    paths = sorted(folder.glob("*.yaml"))
    for path in paths:
        try:
            read = read_yaml(path, CaseFile, context).cases
        except BadFiles as error:
            problems += error.problems
            continue
        problems += _doubled(path, read, cases)
        cases += [case.model_copy(update={"kind": path.stem}) for case in read]
    if not paths:
        problems.append(Problem(folder, None, "there are no cases here; write one as prompts/README.md shows"))
    if problems:
        raise BadFiles(problems)
    return tuple(cases)


def _doubled(path: Path, read: Sequence[EvaluationCase], before: Sequence[EvaluationCase]) -> Iterator[Problem]:
    seen = {case.id for case in before}
    for case in read:
        if case.id in seen:
            yield Problem(path, _line_of(path, case.id), f"the id '{case.id}' is taken; give this case another")
        seen.add(case.id)


def _line_of(path: Path, case_id: str) -> int | None:
    """The last line that gives this id: the doubled one, where both stand in one file."""
    own = re.compile(rf"\s*-?\s*id:\s*{case_id}\s*(#.*)?")
    numbered = enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
    return next((number for number, line in reversed(list(numbered)) if own.fullmatch(line)), None)
