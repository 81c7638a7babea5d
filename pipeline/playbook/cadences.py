"""`cadences.yaml`: the follow-ups, touch by touch."""

from __future__ import annotations

from datetime import time
from typing import Self

from pydantic import Field, model_validator

from pipeline.domain.closed_values import TouchChannel
from pipeline.playbook.base import Id, PlaybookPart


class Touch(PlaybookPart):
    day: int = Field(ge=0, le=365)
    """Calendar days after the routing; a day without working hours moves to the next one with them."""
    channel: TouchChannel
    text: str


class Cadence(PlaybookPart):
    id: Id
    label: str
    touches: tuple[Touch, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        days = [touch.day for touch in self.touches]
        if days != sorted(days):
            raise ValueError(f"the touches of '{self.id}' must be listed by day, earliest first")
        return self


class Cadences(PlaybookPart):
    send_at: time
    """Local time of a touch whose day is not today."""
    cadences: tuple[Cadence, ...] = Field(min_length=1)

    def get(self, cadence_id: str) -> Cadence:
        return next(cadence for cadence in self.cadences if cadence.id == cadence_id)
