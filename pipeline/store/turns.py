"""The team's turns and loads as rows. A turn is counted in the transaction that gives the lead."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from pipeline.domain.decision import Route
from pipeline.routing import Tally, TeamState
from pipeline.store import tables
from pipeline.store.database import Database

TURNS = "turns"


def team_state(database: Database, session: Session) -> TeamState:
    """Everybody's open leads and turns, which nobody else reads or changes until this transaction has ended."""
    database.one_at_a_time(session, TURNS)
    lead, row = tables.Lead, tables.QueueTurn
    open_leads = select(lead.owner, func.count()).where(text(tables.WORKED_ON)).group_by(lead.owner)
    turns = select(row.queue, row.person, row.due, row.given, row.last_at)
    return TeamState(
        open_leads={person: count for person, count in session.execute(open_leads) if person},
        turns={(queue, who): Tally(due, given, at) for queue, who, due, given, at in session.execute(turns)},
    )


def count_turn(database: Database, session: Session, route: Route, at: datetime | None, sign: int = 1) -> None:
    """What each one's share of the lead adds to their due, and the lead itself to whom it was given; -1 takes back."""
    rows = [
        {
            "queue": route.queue,
            "person": person,
            "due": sign * share,
            "given": sign * (person == route.owner),
            "last_at": at if person == route.owner else None,
        }
        for person, share in route.shares.items()
    ]
    if not rows:
        return
    table = tables.QueueTurn
    insert = database.insert(table).values(rows)
    session.execute(
        insert.on_conflict_do_update(
            index_elements=[table.queue, table.person],
            set_={
                "due": table.due + insert.excluded.due,
                "given": table.given + insert.excluded.given,
                "last_at": func.coalesce(insert.excluded.last_at, table.last_at),
            },
        )
    )
