"""Service levels: by when somebody should have acted on a lead. Pure arithmetic over working time."""

from __future__ import annotations

from datetime import datetime, timedelta

from pipeline.conditions.conditions import Facts
from pipeline.domain.decision import Score
from pipeline.playbook import Playbook
from pipeline.working_time import add_working_hours, load_public_holidays


def compute_next_action_time(score: Score | None, playbook: Playbook, now: datetime) -> datetime:
    """When the next action is due, in UTC: so many of the company's working hours from now as the score's band says.

    A lead without a score waits for a person's look and is due as the playbook says for those.
    """
    scoring = playbook.scoring
    hours = scoring.get_band(score).act_within_hours if score else scoring.unscored_within_hours
    return _working_hours_later(now, hours, playbook)


def compute_latest_answer_time(playbook: Playbook, now: datetime) -> datetime:
    """By when anybody is answered, whatever their score will be, in UTC: no lead is acted on later."""
    return _working_hours_later(now, playbook.scoring.slowest_hours, playbook)


def compute_owner_deadline(facts: Facts, playbook: Playbook, now: datetime) -> datetime:
    """By when the owner of an account must be at work to keep a lead of it, in UTC.

    `facts` are those for routing. Within the working hours in which the lead is to be acted on, but never less than a
    working day of the company: an account does not change hands over a night or a weekend.
    """
    scoring, week = playbook.scoring, playbook.company.working_hours
    day = week.length / timedelta(hours=1)
    score, hours = facts.get("score"), scoring.unscored_within_hours
    if score and isinstance(score.value, int):
        hours = scoring.choose_model(facts).get_band(score.value).act_within_hours
    return _working_hours_later(now, max(hours, day), playbook)


def _working_hours_later(now: datetime, hours: float, playbook: Playbook) -> datetime:
    company = playbook.company
    zone = company.zone
    holidays = load_public_holidays(company.holidays, now.astimezone(zone).year)
    return add_working_hours(now, hours, company.working_hours, zone, holidays)
