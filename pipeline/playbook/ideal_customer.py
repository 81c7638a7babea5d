"""`ideal_customer.yaml`: whom we want as customers, and by which signs we tell (S4)."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from pipeline.playbook.base import Id, PlaybookPart


class SizeRange(PlaybookPart):
    min: int = Field(ge=1)
    max: int = Field(ge=1)

    @model_validator(mode="after")
    def _runs_forward(self) -> Self:
        if self.min > self.max:
            raise ValueError("min must not be above max")
        return self


class BudgetSigns(PlaybookPart):
    at_least: float | None = Field(default=None, gt=0)
    """A year, in whichever currency was named."""
    words: tuple[str, ...] = ()


class UrgencySigns(PlaybookPart):
    words: tuple[str, ...] = Field(min_length=1)
    urgent_days: int = Field(ge=1)
    """Wanted within so many days: high urgency."""
    soon_days: int = Field(ge=1)
    """Within so many: medium; later is low."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.soon_days <= self.urgent_days:
            raise ValueError("soon_days must be more than urgent_days")
        return self


class IdealCustomer(PlaybookPart):
    industries: tuple[Id, ...] = ()
    """We sell to these; any other known one is outside coverage. With none, an industry says nothing."""
    company_size: SizeRange | None = None
    """Null where the size of a company says nothing."""
    seniorities: tuple[Id, ...] = ()
    departments: tuple[Id, ...] = ()
    problems: tuple[str, ...] = ()
    """Words of the problem that we solve."""
    budget: BudgetSigns = BudgetSigns()
    urgency: UrgencySigns
    fit_signals: tuple[str, ...] = ()
    """Other words that tell a good customer."""
