"""Ids and points as people read them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.score_table import group_points
from console.wording import PageWording
from pipeline.domain.decision import ScorePart
from tests.console.playbooks import a_playbook

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
SAY = PageWording(a_playbook(), NOW)


@pytest.mark.parametrize(
    ("group", "identifier", "expected"),
    [
        ("next_action", "fast_follow_up", "Fast follow-up"),
        ("next_action", "immediate_call", "Immediate call"),
        ("touch", "awaiting_approval", "Awaiting approval"),
        ("stage", "mql", "MQL"),
        ("channel", "linkedin", "LinkedIn"),
        ("signal", "of_the_playbook", "Of the playbook"),
        ("stage", "", "Unknown"),
    ],
)
def test_ids_are_made_readable(group, identifier, expected):
    assert SAY.term(group, identifier) == expected


def test_what_left_the_playbook_is_still_shown():
    assert SAY.person("gone") == "gone"
    assert SAY.queue("old_queue") == "Old queue"
    assert SAY.cadence("old_cadence") == "Old cadence"
    assert SAY.choice("industry", "old_industry") == "old_industry"
    assert SAY.signal("old_signal") is None


PARTS = st.lists(
    st.builds(
        ScorePart,
        st.just("a"),
        st.sampled_from(["fit", "engagement", "risk", "new"]),
        st.integers(-50, 50),
        st.just(""),
    )
)


@given(PARTS)
def test_no_part_of_a_score_is_left_out_and_groups_are_the_sums_of_their_rows(parts):
    groups = group_points(parts, SAY)
    assert [group.label for group in groups[:3]] == ["Fit", "Engagement", "Risk"]
    assert sorted(row.points for group in groups for row in group.rows) == sorted(part.points for part in parts)
    assert all(group.points == sum(row.points for row in group.rows) for group in groups)
    weights = [[abs(row.points) for row in group.rows] for group in groups]
    assert all(group == sorted(group, reverse=True) for group in weights)
