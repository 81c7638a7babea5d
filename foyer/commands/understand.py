"""`foyer understand`: JSON lines in, JSON lines out, one for one, in order."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, ValidationInfo

from assistant.understanding.port import Act, MessageInContext, Understanding, Understood
from foyer.live_prompts import watch_prompts
from foyer.settings import read_settings
from foyer.wiring import build_understanding
from pipeline.clean_text import escape_json
from pipeline.domain.record import Field as RecordField
from pipeline.domain.record import FieldId, parse_field_id, value_to_json
from prompts.validation_words import describe_wrong_value

_SHOWN_AS: Mapping[Act, Act | None] = {Act.BOOK_CALL: Act.HUMAN, Act.DELETE_DATA: Act.STOP, Act.MIXED: None}
"""Acts that the format has no name for, and what they are in it."""
FileArgument = Annotated[
    Path | None, typer.Argument(help="JSON lines to read; without it, standard input.", exists=True, dir_okay=False)
]


def _check_encodable(text: str) -> str:
    if any("\ud800" <= char <= "\udfff" for char in text):
        raise ValueError("holds half a surrogate pair, which is no character")
    return text


EncodableText = Annotated[str, AfterValidator(_check_encodable)]


def _check_field(name: str, info: ValidationInfo) -> FieldId:
    known = (info.context or {}).get(FIELDS, tuple(RecordField))
    if name not in known:
        raise ValueError(f"is no field; write one of {', '.join(known)}")
    return parse_field_id(name)


AskedField = Annotated[EncodableText, AfterValidator(_check_field)]
FIELDS = "fields"
"""The key of a validation's context under which the playbook's fields stand; without it, the built-in ones."""


class InputLine(BaseModel):
    """One message to understand."""

    model_config = ConfigDict(extra="forbid")

    id: EncodableText | int | None = None
    text: EncodableText
    asked: tuple[AskedField, ...] | None = None
    previous: EncodableText | None = None
    now: datetime | None = None
    region: str | None = Field(default=None, pattern="^[A-Z]{2}$")


def understand(file: FileArgument = None) -> None:
    """Show what the assistant understands: one JSON object a line in, one out, in order.

    In: {"id", "text", "asked"?, "previous"?, "now"?, "region"?}. A line that can't be read gives {"id", "error"} in
    its place, and the command ends with 1.
    """
    playbook = watch_prompts(read_settings()).current().playbook
    mind, fields = build_understanding(playbook), (*RecordField, *(rule.field for rule in playbook.fields.own))
    failed = False
    with file.open("rb") if file else sys.stdin.buffer as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                answer = answer_line(mind, number, line, fields)
                failed = failed or "error" in answer
                print(escape_json(json.dumps(answer, ensure_ascii=False, allow_nan=False)), flush=True)
    raise typer.Exit(1 if failed else 0)


def answer_line(
    mind: Understanding, number: int, line: str | bytes, fields: Sequence[FieldId] = tuple(RecordField)
) -> dict[str, Any]:
    """The output object of one input line; whatever is wrong with it is told in its place and stops no other.

    `fields` are those that may have been asked for.
    """
    raw: Any = None
    try:
        raw = json.loads(line)
        asked = InputLine.model_validate(raw, context={FIELDS: fields})
    except (ValueError, RecursionError) as error:
        return {"id": _read_id(raw), "error": f"line {number}: {_reason(error)}"}
    now = asked.now or datetime.now(UTC)
    heard = MessageInContext(
        asked.text, now if now.tzinfo else now.replace(tzinfo=UTC), asked.asked or (), asked.previous, asked.region
    )
    try:
        return {"id": asked.id, **understood_to_json(mind.understand(heard))}
    except Exception as error:  # noqa: BLE001 - a fault of ours in one line is no reason to leave the others out
        reason = f"could not be understood ({type(error).__name__}); please report this text"
        return {"id": asked.id, "error": f"line {number}: {reason}"}


def _read_id(raw: Any) -> str | int | None:
    """The id of a line that is wrong otherwise, as JSON can give it back."""
    claim = raw.get("id") if isinstance(raw, Mapping) else None
    if isinstance(claim, str):
        return claim.encode(errors="replace").decode()
    return claim if isinstance(claim, int) else None


def understood_to_json(understood: Understood) -> dict[str, Any]:
    """The documented JSON: offsets count Unicode code points."""
    shown = [_SHOWN_AS.get(act, act) for act in understood.acts]
    return {
        "acts": [str(act) for act in dict.fromkeys(shown) if act is not None],
        "findings": [
            {
                "field": str(finding.field),
                "value": value_to_json(finding.value),
                "quote": finding.quote,
                "start": finding.start,
                "end": finding.end,
                "confidence": finding.confidence,
            }
            for finding in understood.findings
        ],
    }


def _reason(error: ValueError | RecursionError) -> str:
    if isinstance(error, RecursionError):
        return "not JSON (too many brackets in each other)"
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "the line"
        return f"{where}: {'field required' if first['type'] == 'missing' else describe_wrong_value(first)}"
    return f"not JSON ({error})"
