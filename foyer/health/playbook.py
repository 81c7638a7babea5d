"""What a person must know of the playbook in force: a change that was refused, and a rule that has no effect."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from pipeline.playbook import Playbook
from pipeline.playbook_check.examination import examine_playbook
from pipeline.playbook_check.findings import FindingLevel
from pipeline.reports.backlog import Alarm, AlarmValue, BacklogFinding
from prompts.problems import BadFiles, Problem
from prompts.yaml_files import find_line

MOST_NAMED = 3
"""Problems that a finding names; `foyer playbook check` has all of them."""


class PlaybookExaminer:
    """The errors of `foyer playbook check` in a playbook that is in force; each version is examined once."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._version = folder, ""
        self._errors: tuple[Problem, ...] = ()

    def examine(self, playbook: Playbook) -> Sequence[Problem]:
        if playbook.version != self._version:
            self._errors = tuple(list_playbook_errors(playbook, self._folder))
            self._version = playbook.version
        return self._errors


def list_playbook_errors(playbook: Playbook, folder: Path) -> Sequence[Problem]:
    """Each with its file and line in the prompts folder."""
    found = [each for each in examine_playbook(playbook) if each.level is FindingLevel.ERROR]
    return [Problem(file := folder / "playbook" / each.file, _line(file, each.place), each.message) for each in found]


def find_playbook_problems(refused: Sequence[Problem], errors: Sequence[Problem]) -> tuple[BacklogFinding, ...]:
    findings = []
    if refused:
        findings.append(BacklogFinding("playbook_refused", Alarm.PLAYBOOK_REFUSED, _name(refused)))
    if errors:
        findings.append(BacklogFinding("playbook_error", Alarm.PLAYBOOK_ERROR, _name(errors)))
    return tuple(findings)


def _name(problems: Sequence[Problem]) -> Mapping[str, AlarmValue]:
    more = len(problems) - MOST_NAMED
    return {"problems": "; ".join(map(str, problems[:MOST_NAMED])), "more": more if more > 0 else None}


def _line(file: Path, place: tuple[str | int, ...]) -> int | None:
    try:
        return find_line(file, place)
    except BadFiles:  # changed since, and broken: the refusal says so
        return None
