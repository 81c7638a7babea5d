"""By when somebody acts on a lead, and what may be promised before anybody knows its score."""

from __future__ import annotations

from datetime import datetime

import pytest

from pipeline.routing.service_levels import compute_latest_answer_time
from tests.support.builders import a_playbook


@pytest.mark.parametrize(
    ("at", "by"),
    [
        ("2026-09-09T14:00+00:00", "2026-09-15T18:00+00:00"),
        ("2026-09-12T12:00+00:00", "2026-09-18T17:00+00:00"),
    ],
)
def test_the_slowest_band_is_what_everybody_may_count_on(at: str, by: str):
    """40 working hours, of nine a day: a lead that goes to nobody soon is not promised an answer today."""
    assert compute_latest_answer_time(a_playbook(), datetime.fromisoformat(at)) == datetime.fromisoformat(by)


def test_no_band_of_any_model_is_slower():
    scoring = a_playbook().scoring
    hours = [band.act_within_hours for model in scoring.choices for band in model.bands]
    assert scoring.slowest_hours == max(scoring.unscored_within_hours, *hours)
