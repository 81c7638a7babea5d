"""`scoring.yaml`: signals and their points, models for segments, grades, bands and the threshold of an MQL."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Self

from pydantic import Field, model_validator

from pipeline.conditions.conditions import KNOWN_AFTER_SCORING, Condition, Facts, all_hold
from pipeline.domain.closed_values import NextAction, SignalGroup
from pipeline.domain.decision import Score
from pipeline.playbook.base import AnyFieldId, Id, PlaybookPart, When
from prompts.problems import Place, WrongAt

DEFAULT = "default"
"""The model of the points that stand at the top of the file: it scores whoever no other model is for."""

Caps = Mapping[SignalGroup, int]
"""Of fit and of engagement; a risk has none."""


class Signal(PlaybookPart):
    id: Id
    group: SignalGroup
    points: int = Field(ge=1, le=100)
    """Always positive; the points of a risk are deducted."""
    when: When
    says: str
    """What the signal means, for the people who read the score."""
    half_life_days: float | None = Field(default=None, gt=0)
    """Days in which an engagement's points halve, where they are not the file's."""


class Band(PlaybookPart):
    id: Id
    at_least: int = Field(ge=1, le=100)
    next_action: NextAction
    act_within_hours: float = Field(gt=0)
    """Working hours until the next action is due."""
    cadence: Id | None = None


class Segment(PlaybookPart):
    """A model of its own for leads of one kind; what it leaves out is as at the top of the file."""

    id: Id
    when: When
    caps: Caps | None = None
    signals: tuple[Signal, ...] | None = Field(default=None, min_length=1)
    bands: tuple[Band, ...] | None = Field(default=None, min_length=1)


@dataclass(frozen=True, slots=True)
class ScoringModel:
    """All that scores one lead."""

    id: str
    when: tuple[Condition, ...]
    caps: Caps
    signals: tuple[Signal, ...]
    bands: tuple[Band, ...]

    def get_band(self, total: int) -> Band:
        return next(band for band in self.bands if total >= band.at_least)


class Scoring(PlaybookPart):
    caps: Caps
    half_life_days: float | None = Field(default=None, gt=0)
    """Days in which the points of dated engagement halve; null: they keep their worth."""
    signals: tuple[Signal, ...] = Field(min_length=1)
    grades: Mapping[Literal["A", "B", "C", "D"], int]
    bands: tuple[Band, ...] = Field(min_length=1)
    models: tuple[Segment, ...] = ()
    """For segments, in order: the first whose `when` holds scores; where none does, the points above."""
    mql_threshold: int = Field(ge=1, le=100)
    unscored_within_hours: float = Field(gt=0)
    """Working hours until somebody should have looked at a lead without a score."""
    needs_any_of: tuple[AnyFieldId, ...] = Field(min_length=1)
    """Without one of these too little is known for a number."""

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        if set(self.grades) != {"A", "B", "C", "D"} or not (
            self.grades["A"] > self.grades["B"] > self.grades["C"] > self.grades["D"] == 1
        ):
            raise WrongAt(("grades",), "grades must fall from A to D, and D must start at 1")
        seen = set[str]()
        for place, model in self.written:
            if model.id in seen:
                told = f"each model needs an id of its own, and '{DEFAULT}' is taken by the points at the top"
                raise WrongAt(place, told)
            seen.add(model.id)
            _check_model(model, place)
        return self

    @property
    def written(self) -> Iterator[tuple[Place, ScoringModel | Segment]]:
        """The points at the top of the file, then each segment with what it has of its own, with their places."""
        yield (), ScoringModel(DEFAULT, (), self.caps, self.signals, self.bands)
        yield from ((("models", n), segment) for n, segment in enumerate(self.models))

    @property
    def choices(self) -> tuple[ScoringModel, ...]:
        """The models in the order in which they are tried, the default last."""
        segments = (
            ScoringModel(s.id, s.when, s.caps or self.caps, s.signals or self.signals, s.bands or self.bands)
            for s in self.models
        )
        return (*segments, ScoringModel(DEFAULT, (), self.caps, self.signals, self.bands))

    @property
    def slowest_hours(self) -> float:
        """The working hours within which every lead is acted on, with a score or without one."""
        bands = (band for model in self.choices for band in model.bands)
        return max(self.unscored_within_hours, *(band.act_within_hours for band in bands))

    @property
    def every_signal(self) -> Mapping[str, Signal]:
        """By id; what a model for a segment says of a signal does not replace what stands at the top."""
        special = (signal for segment in self.models for signal in segment.signals or ())
        return {signal.id: signal for signal in (*special, *self.signals)}

    def choose_model(self, facts: Facts) -> ScoringModel:
        return next(model for model in self.choices if all_hold(model.when, facts))

    def get_band(self, score: Score) -> Band:
        """The band of a score that this playbook has given."""
        return next(model for model in self.choices if model.id == score.model).get_band(score.total)

    def get_grade(self, total: int) -> str:
        return next(grade for grade in "ABCD" if total >= self.grades[grade])  # type: ignore[index]

    def get_half_life(self, signal: Signal) -> float | None:
        """In days; null for what does not fade."""
        return (signal.half_life_days or self.half_life_days) if signal.group is SignalGroup.ENGAGEMENT else None


def _check_model(model: ScoringModel | Segment, place: Place) -> None:
    where = f"model '{model.id}': " if place else ""
    _check_conditions(f"{where}its condition", model.when, (*place, "when"))
    if model.caps is not None:
        _check_caps(model.caps, where, (*place, "caps"))
    if model.bands is not None:
        _check_bands(model.bands, where, (*place, "bands"))
    signals = model.signals or ()
    for n, signal in enumerate(signals):
        _check_signal(signals[:n], signal, where, (*place, "signals", n))


def _check_caps(caps: Caps, where: str, place: Place) -> None:
    if set(caps) != {SignalGroup.FIT, SignalGroup.ENGAGEMENT} or min(caps.values()) < 0:
        raise WrongAt(place, f"{where}caps needs a number from 0 for fit and for engagement")
    if sum(caps.values()) > 100:
        raise WrongAt(place, f"{where}the caps add up to {sum(caps.values())}; together they may be at most 100")


def _check_bands(bands: Sequence[Band], where: str, place: Place) -> None:
    starts = [band.at_least for band in bands]
    if starts != sorted(starts, reverse=True) or len(set(starts)) != len(starts) or starts[-1] != 1:
        told = "bands must be listed from the highest at_least to the lowest, and the last must be 1"
        raise WrongAt(place, f"{where}{told}")


def _check_signal(above: Sequence[Signal], signal: Signal, where: str, place: Place) -> None:
    _check_conditions(f"{where}signal '{signal.id}'", signal.when, (*place, "when"))
    if signal.id in {other.id for other in above}:
        raise WrongAt(place, f"{where}there are two signals '{signal.id}'; give each an id of its own")
    if signal.half_life_days and signal.group is not SignalGroup.ENGAGEMENT:
        raise WrongAt(place, f"{where}signal '{signal.id}' can't fade: only engagement has half_life_days")


def _check_conditions(who: str, when: Iterable[Condition], place: Place) -> None:
    for condition in when:
        if condition.fact in KNOWN_AFTER_SCORING:
            told = f"{who} tests '{condition.fact}', which is known only after scoring"
            raise WrongAt((*place, condition.fact), told)
