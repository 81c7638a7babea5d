"""The demo month: the same seed gives the same leads, everything has content, and real leads stay among themselves."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from foyer.commands.demo import HasLeads, simulate
from foyer.settings import Settings
from pipeline.reports.leads import LeadView
from pipeline.store import Database, Store
from tests.builders import PROMPTS

LEADS = 20


def settings(folder: Path, url: str | None = None) -> Settings:
    return Settings(_env_file=None, data=folder, prompts=PROMPTS, database_url=url)


def stored(url: str) -> Sequence[LeadView]:
    with closing(Store(Database(url))) as store:
        return store.views.newest(1000)


def test_a_seed_is_a_month_with_something_to_show_and_is_not_added_to_leads_unasked(database_url: str, tmp_path: Path):
    here, there = settings(tmp_path / "here", database_url), settings(tmp_path / "there")
    result, again = simulate(here, 5, LEADS), simulate(there, 5, LEADS)
    leads = stored(here.url)
    assert again == result
    assert stored(there.url) == leads
    assert LEADS * 0.7 < result.leads == len(leads) < LEADS * 1.3
    assert all(lead.decision.score.parts for lead in leads if lead.decision.score)
    assert len({lead.decision.profile.kind for lead in leads}) > 1
    with closing(Store(Database(here.url))) as store:
        page = store.views.page(leads[-1].id)
        assert len(store.outcomes.labelled()) == result.outcomes > LEADS / 4
    assert page
    assert page.transcript
    assert page.deliveries
    with pytest.raises(HasLeads, match="--data"):
        simulate(here, 6, 1)
    assert simulate(here, 6, 1, add=True).leads > result.leads


def test_another_seed_is_another_month(tmp_path: Path):
    one, other = settings(tmp_path / "one"), settings(tmp_path / "other")
    simulate(one, 1, 3)
    simulate(other, 2, 3)
    assert [lead.contact for lead in stored(one.url)] != [lead.contact for lead in stored(other.url)]
