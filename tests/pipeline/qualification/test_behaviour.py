"""What a lead did, with its age; a visit whose time nobody noted counts from the receipt."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pipeline.domain.activity import Activity
from pipeline.domain.submission import Origin
from pipeline.qualification.behaviour import collect_behaviour
from tests.support.builders import NOW, a_playbook, a_submission

PRICING, DEMO = "https://brightdesk.example/pricing", "https://brightdesk.example/demo"
EARLIER = NOW - timedelta(days=4)
TEXTS = a_playbook().get_texts()


@pytest.mark.parametrize(
    ("origin", "activities", "pages", "again"),
    [
        (Origin(page=PRICING), [], {"pricing": 2}, {}),
        (Origin(page=PRICING, seen_at={PRICING: EARLIER}), [], {"pricing": 6}, {}),
        (Origin(page=PRICING, pages=(DEMO, DEMO)), [], {"pricing": 2, "demo": 2}, {"demo": 2}),
        (Origin(page=DEMO), [Activity("page_visited", NOW + timedelta(days=1), DEMO)], {"demo": 1}, {"demo": 1}),
        (Origin(page=DEMO), [Activity("email_opened", NOW)], {"demo": 2}, {}),
        (Origin(), [], None, None),
    ],
)
def test_pages_have_the_age_of_their_last_visit(origin, activities, pages, again):
    found = collect_behaviour(a_submission(origin=origin), activities, NOW + timedelta(days=2), TEXTS)
    assert {name: (found[name].ages if name in found else None) for name in ("pages", "pages_again")} == {
        "pages": pages or None,
        "pages_again": again or None,
    }


def test_what_was_done_has_the_age_of_the_last_time():
    did = [Activity("email_opened", NOW + timedelta(days=3)), Activity("email_opened", NOW)]
    found = collect_behaviour(a_submission(), did, NOW + timedelta(days=5), TEXTS)
    assert (found["did"].value, found["did"].ages) == (("email_opened",), {"email_opened": 2})


@pytest.mark.parametrize(("days", "quiet"), [(-1, 0), (0.9, 0), (1, 1), (40, 40)])
def test_quiet_days_are_whole_days_since_anything(days, quiet):
    assert collect_behaviour(a_submission(), [], NOW + timedelta(days=days), TEXTS)["quiet_days"].value == quiet


@pytest.mark.parametrize(
    ("language", "heard", "visited", "again", "did"),
    [
        ("en", "last heard of on 2026-09-10", "visited demo", "visited more than once: demo", "did email opened"),
        ("de", "zuletzt gemeldet: 10. Sept. 2026", "besuchte demo", "mehrmals besucht: demo", "getan: E-Mail geöffnet"),
        ("es", "última señal: 10 sept 2026", "visitó demo", "visitó más de una vez: demo", "hizo: abrir un correo"),
    ],
)
def test_what_was_done_is_said_in_the_teams_language(language, heard, visited, again, did):
    activities = [Activity("email_opened", NOW + timedelta(days=1))]
    submission = a_submission(origin=Origin(page=DEMO, pages=(DEMO,)))
    found = collect_behaviour(submission, activities, NOW + timedelta(days=9), a_playbook().get_texts(language))
    said = [found[name].evidence for name in ("quiet_days", "pages", "pages_again", "did")]
    assert said == [heard, visited, again, did]
