"""Service levels: by when somebody should have acted on a lead. Pure arithmetic over working time."""

from __future__ import annotations

from datetime import datetime

from pipeline.calendar import add_working_hours, public_holidays
from pipeline.domain.decision import Score
from pipeline.playbook import Playbook


def next_action_at(score: Score | None, playbook: Playbook, now: datetime) -> datetime:
    """When the next action is due, in UTC: so many of the company's working hours from now as the score's band says.

    A lead without a score waits for a person's look and is due as the playbook says for those.
    """
    scoring, company = playbook.scoring, playbook.company
    hours = scoring.band_of(score).act_within_hours if score else scoring.unscored_within_hours
    zone = company.zone
    holidays = public_holidays(company.holidays, now.astimezone(zone).year)
    return add_working_hours(now, hours, company.working_hours, zone, holidays)
