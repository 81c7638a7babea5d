"""An outage is told when it begins, once a minute, and at its end, however often it is noticed."""

from __future__ import annotations

from structlog.testing import capture_logs

from pipeline.outage import Outage


def test_an_outage_is_told_once_a_minute_and_at_its_end():
    seconds = 0.0
    outage = Outage("database", lambda: seconds)
    with capture_logs() as told:
        outage.note_success()
        for second in range(150):
            seconds = float(second)
            outage.note_failure("refused")
            assert outage.is_on
        outage.note_success()
        outage.note_success()
        assert not outage.is_on
    events = [(line["event"], line.get("seconds")) for line in told]
    assert events == [
        ("database_away", None),
        ("database_still_away", 60),
        ("database_still_away", 120),
        ("database_back", 149),
    ]
    assert {line["reason"] for line in told[:3]} == {"refused"}


def test_the_next_outage_is_a_new_one():
    outage = Outage("database", lambda: 5.0)
    with capture_logs() as told:
        for _ in range(2):
            outage.note_failure("refused")
            outage.note_success()
    assert [line["event"] for line in told] == ["database_away", "database_back"] * 2
