"""When a value is the wanted one."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.evaluation.wanted import WantedRecord
from pipeline.domain.record import Budget, Field, Location, PersonName, TeamSize, Timeline

BOSTON = Location("Boston", "Massachusetts", "US")
NEXT_MONTH = Timeline(date(2026, 10, 1), date(2026, 10, 31))


@pytest.mark.parametrize(
    ("field", "wanted", "value", "met"),
    [
        ("company", "acme  shop", "Acme Shop", True),
        ("company", "Acme", "Acme Shop", False),
        ("name", "jane doe", PersonName("Jane Doe", "Jane", "Doe"), True),
        ("name", "Jane", PersonName("Jane Doe", "Jane", "Doe"), False),
        ("goal", "answer hour", "We want to answer within an hour", True),
        ("goal", "answer day", "We want to answer within an hour", False),
        ("team_size", 40, TeamSize(40, 40), True),
        ("team_size", 40, TeamSize(40, None), False),
        ("team_size", {"min": 40}, TeamSize(40, None), True),
        ("team_size", {"min": 40, "max": None}, TeamSize(40, 50), False),
        ("location", {"city": "boston"}, BOSTON, True),
        ("location", {"city": "Boston", "country": "GB"}, BOSTON, False),
        ("budget", {"max": 500, "currency": "USD"}, Budget(None, 500, "USD", "month"), True),
        ("budget", 500, Budget(None, 500, "USD", "month"), False),
        ("timeline", {"latest": "2026-10-31"}, NEXT_MONTH, True),
        ("timeline", {"earliest": "2026-10-02"}, NEXT_MONTH, False),
        ("tools", ["zendesk", "Gmail"], ("Gmail", "Zendesk"), True),
        ("tools", ["Zendesk"], ("Gmail", "Zendesk"), False),
    ],
)
def test_only_what_is_written_is_compared_and_that_exactly(field, wanted, value, met):
    record = WantedRecord.model_validate({field: wanted})
    assert record.is_met(Field(field), value) is met


def test_a_field_that_is_not_wanted_cannot_be_judged():
    with pytest.raises(KeyError):
        WantedRecord().is_met(Field.EMAIL, "jane@acme-shop.com")
