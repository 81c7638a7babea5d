"""The figures over many trials."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median, quantiles

from assistant.evaluation.trial import FieldVerdict, Trial
from pipeline.domain.record import Field, FieldId


@dataclass(frozen=True, slots=True)
class Rates:
    """How the values of a field were understood: `wanted` by the cases, `known` in the end, `right` of both."""

    wanted: int
    known: int
    right: int

    @property
    def judged(self) -> bool:
        return bool(self.wanted or self.known)

    @property
    def precision(self) -> float | None:
        """Of what was noted, the share that is right; null where nothing was noted."""
        return self.right / self.known if self.known else None

    @property
    def recall(self) -> float | None:
        """Of what was said, the share that was noted rightly; null where nothing was said."""
        return self.right / self.wanted if self.wanted else None


@dataclass(frozen=True, slots=True)
class Share:
    right: int
    of: int


@dataclass(frozen=True, slots=True)
class Measures:
    cases: Share
    """Without any mistake."""
    fields: dict[FieldId, Rates]
    values: Rates
    """All fields together."""
    turns_median: float | None
    """Of the visitor's messages until the submission; null where nothing was submitted."""
    turns_p90: float | None
    questions: int
    wrong_questions: int
    """Asked for what was given or refused before, or more often than the playbook allows."""
    outcomes: Share
    moves: Share
    kinds: dict[str, Share]
    """Cases without a mistake, by the file they stand in."""
    languages: dict[str, Share]


def measure_trials(trials: Sequence[Trial]) -> Measures:
    turns = [trial.turns for trial in trials if trial.turns is not None]
    verdicts = [verdict for trial in trials for verdict in trial.fields]
    named = dict.fromkeys((*Field, *(verdict.field for verdict in verdicts)))
    return Measures(
        cases=_share(trial.passed for trial in trials),
        fields={field: rates for field in named if (rates := _rates(v for v in verdicts if v.field == field)).judged},
        values=_rates(verdicts),
        turns_median=median(turns) if turns else None,
        turns_p90=_p90(turns),
        questions=sum(trial.questions for trial in trials),
        wrong_questions=sum(len(trial.wrong_questions) for trial in trials),
        outcomes=_share(trial.outcome_right for trial in trials),
        moves=_share(not trial.wrong_moves for trial in trials),
        kinds=_grouped((trial.case.kind, trial.passed) for trial in trials),
        languages=_grouped((trial.case.language, trial.passed) for trial in trials),
    )


def _rates(verdicts: Iterable[FieldVerdict]) -> Rates:
    counts = Counter[str]()
    for verdict in verdicts:
        counts.update(wanted=int(verdict.wanted), known=int(verdict.known), right=int(verdict.right))
    return Rates(counts["wanted"], counts["known"], counts["right"])


def _share(marks: Iterable[bool]) -> Share:
    counted = list(marks)
    return Share(sum(counted), len(counted))


def _grouped(marks: Iterable[tuple[str, bool]]) -> dict[str, Share]:
    rows = list(marks)
    return {name: _share(mark for group, mark in rows if group == name) for name, _ in rows}


def _p90(turns: Sequence[int]) -> float | None:
    """The value that nine of ten stay at or below, between neighbours by distance."""
    if len(turns) < 2:
        return float(turns[0]) if turns else None
    return quantiles(turns, n=10, method="inclusive")[-1]
