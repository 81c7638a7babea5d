"""`scoring.yaml`: signals and their points, grades, bands and the threshold of an MQL."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, Self

from pydantic import Field, model_validator

from pipeline.conditions import KNOWN_AFTER_SCORING
from pipeline.domain.record import Field as RecordField
from pipeline.playbook.base import Id, Strict, When


class Signal(Strict):
    id: Id
    group: Literal["fit", "engagement", "risk"]
    points: int = Field(ge=1, le=100)
    """Always positive; the points of a risk are deducted."""
    when: When
    says: str
    """What the signal means, for the people who read the score."""


class Band(Strict):
    id: Id
    at_least: int = Field(ge=1, le=100)
    next_action: Literal["immediate_call", "fast_follow_up", "nurture", "polite_decline"]
    act_within_hours: float = Field(gt=0)
    """Working hours until the next action is due."""
    cadence: Id | None = None


class Scoring(Strict):
    caps: Mapping[Literal["fit", "engagement"], int]
    signals: tuple[Signal, ...] = Field(min_length=1)
    grades: Mapping[Literal["A", "B", "C", "D"], int]
    bands: tuple[Band, ...] = Field(min_length=1)
    mql_threshold: int = Field(ge=1, le=100)
    unscored_within_hours: float = Field(gt=0)
    """Working hours until somebody should have looked at a lead without a score."""
    needs_any_of: tuple[RecordField, ...] = Field(min_length=1)
    """Without one of these too little is known for a number."""

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        if set(self.caps) != {"fit", "engagement"} or min(self.caps.values()) < 0:
            raise ValueError("caps needs a number from 0 for fit and for engagement")
        if sum(self.caps.values()) > 100:
            raise ValueError(f"the caps add up to {sum(self.caps.values())}; together they may be at most 100")
        if set(self.grades) != {"A", "B", "C", "D"} or not (
            self.grades["A"] > self.grades["B"] > self.grades["C"] > self.grades["D"] == 1
        ):
            raise ValueError("grades must fall from A to D, and D must start at 1")
        starts = [band.at_least for band in self.bands]
        if starts != sorted(starts, reverse=True) or len(set(starts)) != len(starts) or starts[-1] != 1:
            raise ValueError("bands must be listed from the highest at_least to the lowest, and the last must be 1")
        for signal in self.signals:
            if late := {condition.fact for condition in signal.when} & KNOWN_AFTER_SCORING:
                raise ValueError(f"signal '{signal.id}' tests '{late.pop()}', which is known only after scoring")
        return self

    def band(self, total: int) -> Band:
        return next(band for band in self.bands if total >= band.at_least)

    def grade(self, total: int) -> str:
        return next(grade for grade in "ABCD" if total >= self.grades[grade])  # type: ignore[index]
