"""What a person must know of, in a language: for the console, the log, `/readyz` and `foyer doctor` alike. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pipeline.reports.backlog import Alarm, AlarmValue, BacklogFinding, WorkKind
from pipeline.wording.numbers import format_number
from pipeline.wording.times import format_age
from prompts.texts import Texts, Variables

_FILLED: Mapping[Alarm, Variables] = {
    Alarm.LATE: frozenset({"work", "one", "age"}),
    Alarm.FAR_AWAY: frozenset({"work", "one", "until"}),
    Alarm.NO_WORKER: frozenset({"seen"}),
    Alarm.LATE_TICK: frozenset({"tick", "age", "error"}),
    **dict.fromkeys((Alarm.PLAYBOOK_REFUSED, Alarm.PLAYBOOK_ERROR), frozenset({"problems", "more"})),
}
ALARM_TEXTS: Mapping[str, Variables] = {
    **{f"alarm.{alarm}.found": _FILLED.get(alarm, frozenset()) for alarm in Alarm},
    **{f"alarm.{alarm}.todo": frozenset() for alarm in Alarm},
    **{f"alarm.work.{kind}": frozenset({"count", "one"}) for kind in WorkKind},
}


@dataclass(frozen=True, slots=True)
class AlarmWords:
    found: str
    todo: str


def describe_alarm(finding: BacklogFinding, texts: Texts) -> AlarmWords:
    """`3 enquiries wait for a decision, the oldest for 3 days`, and what to do about it."""
    values: dict[str, Any] = {name: _word(value, texts) for name, value in finding.values.items()}
    if "work" in values:
        values["one"] = finding.values["count"] == 1
        values["work"] = texts.render(f"alarm.work.{values['work']}", count=values["count"], one=values["one"])
    name = f"alarm.{finding.alarm}"
    return AlarmWords(texts.render(f"{name}.found", **values), texts.render(f"{name}.todo"))


def _word(value: AlarmValue, texts: Texts) -> str | None:
    match value:
        case timedelta():
            return format_age(value, texts.language)
        case datetime():
            return f"{value:%Y-%m-%d %H:%M}"
        case int():
            return format_number(value, texts.language)
    return value
