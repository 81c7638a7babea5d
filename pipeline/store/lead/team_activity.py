"""Whether a person of the team has acted on a lead: what they have taken up, no machine changes."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, exists, or_

from pipeline.domain.conversation import Author
from pipeline.store import tables

FOYER, LEAD = "foyer", "lead"
"""Actors of the timeline that are nobody of the team: what the machine did itself, and what the lead did."""


def has_team_activity(lead_id: Any, conversation_id: Any, since: Any = None) -> ColumnElement[bool]:
    """For a query, of columns or of values: whether a person noted, decided or said something, or has the chat.

    `since` leaves out what they did before that time; null counts everything.
    """
    event, turn, takeover = tables.EventRow, tables.TurnRow, tables.TakeoverRow
    noted = (event.lead_id == lead_id) & event.actor.not_in((FOYER, LEAD))
    said = (turn.conversation_id == conversation_id) & (turn.author == Author.PERSON)
    joined = (takeover.conversation_id == conversation_id) & takeover.person.is_not(None)
    if since is not None:
        noted, said, joined = noted & (event.at >= since), said & (turn.at >= since), joined & (takeover.since >= since)
    return or_(exists().where(noted), exists().where(said), exists().where(joined))
