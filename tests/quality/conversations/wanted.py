"""The values that a case expects, in the shape in which tests/quality/first_tries/judging.py judges them. Pure."""

from __future__ import annotations

from typing import Any

from assistant.evaluation.wanted import OWN_WORDS, WantedRecord
from pipeline.domain.record import Field, FieldId, Record, value_to_json
from tests.quality.first_tries.judging import ReadingVerdict, judge_value


def judge_field(wanted: WantedRecord, record: Record, field: FieldId) -> ReadingVerdict:
    """How the record holds a field that is wanted."""
    known = record.known.get(field)
    return judge_value(field, _shape_wanted(wanted, field), None if known is None else value_to_json(known.value))


def _shape_wanted(wanted: WantedRecord, field: FieldId) -> Any:
    value = wanted.model_dump(mode="json")[field]
    if field in OWN_WORDS:
        return value.split()
    if field == Field.LOCATION:
        return " ".join(filter(None, value.values()))
    return [tool.lower().replace(" ", "_") for tool in value] if field == Field.TOOLS else value
