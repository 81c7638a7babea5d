"""Ids and points as people read them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.score_table import format_points, group_points
from console.wording import PageWording, format_identifier
from pipeline.domain.decision import ScorePart
from tests.console.playbooks import a_playbook

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
SAY = PageWording(a_playbook(), NOW)


@pytest.mark.parametrize(
    ("identifier", "expected"),
    [
        ("fast_follow_up", "Fast follow-up"),
        ("immediate_call", "Immediate call"),
        ("awaiting_approval", "Awaiting approval"),
        ("mql", "MQL"),
        ("linkedin", "LinkedIn"),
        ("", ""),
    ],
)
def test_ids_are_made_readable(identifier, expected):
    assert format_identifier(identifier) == expected


def test_what_left_the_playbook_is_still_shown():
    assert SAY.person("gone") == "gone"
    assert SAY.queue("old_queue") == "Old queue"
    assert SAY.cadence("old_cadence") == "Old cadence"
    assert SAY.choice("industry", "old_industry") == "old_industry"
    assert SAY.signal("old_signal") is None


@pytest.mark.parametrize(("points", "expected"), [(20, "+20"), (0, "0"), (-5, "\u22125")])
def test_points_carry_their_sign(points, expected):
    assert format_points(points) == expected


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
