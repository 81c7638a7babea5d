"""The demo month: the same seed gives the same leads, everything has content, and real leads stay among themselves."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from foyer.commands.demo import HasLeads, simulate_month
from foyer.settings import Settings
from foyer.setup.examples import Example, write_example
from pipeline.decision.backtest import BacktestSummary, replay_leads
from pipeline.store import Database, Store
from tests.support.builders import PROMPTS, a_playbook
from tests.support.databases import Postgres

LEADS, DAYS = 20, 6
UNTIL, MIDNIGHT = datetime(2026, 6, 6, 15, 30, tzinfo=UTC), datetime(2026, 6, 3, tzinfo=UTC)


@pytest.mark.postgres
def test_a_seed_is_a_month_with_something_to_show_the_same_on_both_databases(postgres: Postgres, tmp_path: Path):
    with postgres.database(migrated=True) as url:
        here, there = settings(tmp_path / "here"), settings(tmp_path / "there", url)
        result = simulate_month(here, 5, LEADS, UNTIL, days=DAYS)
        assert simulate_month(there, 5, LEADS, UNTIL, days=DAYS) == result
        with closing(Store(Database(here.url))) as store, closing(Store(Database(url))) as other:
            leads = store.views.list_newest(1000)
            assert other.views.list_newest(1000) == leads
            assert len(store.outcomes.list_outcomes()) == result.outcomes > 0
            page = store.views.get_page(leads[-1].id)
    assert LEADS * 0.7 < result.leads == len(leads) < LEADS * 1.3
    assert all(lead.decision.score.parts for lead in leads if lead.decision.score)
    assert len({lead.decision.profile.kind for lead in leads}) > 1
    assert page
    assert page.transcript
    assert page.deliveries


def test_made_up_leads_are_not_put_among_real_ones_unasked_and_another_seed_brings_others(tmp_path: Path):
    here = settings(tmp_path)
    assert simulate_month(here, 1, 2, MIDNIGHT, days=1).leads == 2
    with pytest.raises(HasLeads, match="--data"):
        simulate_month(here, 2, 2, MIDNIGHT, days=1)
    assert simulate_month(here, 2, 2, MIDNIGHT, days=1, add=True).leads == 4


def settings(folder: Path, url: str | None = None) -> Settings:
    return Settings(_env_file=None, data=folder, prompts=PROMPTS, database_url=url)


def test_its_own_playbook_would_have_treated_no_lead_of_the_month_otherwise(tmp_path: Path):
    here = settings(tmp_path)
    simulate_month(here, 7, 150, MIDNIGHT, days=2)
    summary = BacktestSummary()
    with closing(Store(Database(here.url))) as store:
        changes = list(replay_leads(store.replays.list_newest(1_000), a_playbook(), summary))
    assert summary.leads > 80
    assert changes == []


def test_the_month_is_the_companys_own_and_ends_when_it_is_asked_to(tmp_path: Path):
    write_example(Example.DENTAL, tmp_path / "prompts")
    here = Settings(_env_file=None, data=tmp_path / "data", prompts=tmp_path / "prompts")
    simulate_month(here, 3, 12, UNTIL, days=3)
    with closing(Store(Database(here.url))) as store:
        leads = store.views.list_newest(1000)
    assert all(UNTIL - timedelta(days=3) < lead.created_at < UNTIL for lead in leads)
    known = {field for lead in leads for field in lead.record.known}
    assert {"treatment", "patient", "preferred_time"} <= known
    assert not {"company", "role", "team_size", "industry"} & known
