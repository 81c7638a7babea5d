"""The composition root: builds everything from the settings, and is the only place that names concrete classes.

`program` puts one process's parts together: `engine` (what works), `models`, `providers`, `team` (who is told),
`conversations` and `jobs`. A vendor's code is imported where a setting or the playbook names the vendor: nobody else
waits for it.
"""

from __future__ import annotations

from foyer.wiring.conversations import ConsoleConversations, build_understanding
from foyer.wiring.engine import EngineIntake
from foyer.wiring.jobs import Jobs
from foyer.wiring.models import build_model_account
from foyer.wiring.program import Foyer, build_foyer
from foyer.wiring.providers import build_enrichers
from foyer.wiring.team import build_notifier, build_slack_routes

__all__ = [
    "ConsoleConversations",
    "EngineIntake",
    "Foyer",
    "Jobs",
    "build_enrichers",
    "build_foyer",
    "build_model_account",
    "build_notifier",
    "build_slack_routes",
    "build_understanding",
]
