"""The team's turns and loads as rows. A turn is counted in the transaction that gives the lead."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from pipeline.domain.decision import Route
from pipeline.routing.policy import Tally, TeamState
from pipeline.store import tables
from pipeline.store.database import Database

TURNS = "turns"

_LEADS, _TURNS = (tables.Table.metadata.tables[name] for name in ("lead", "queue_turn"))
# Built once, and run as Core: all leads of all queues wait for these statements.
_OPEN_LEADS = select(_LEADS.c.owner, func.count()).where(text(tables.WORKED_ON)).group_by(_LEADS.c.owner)
_TALLIES = select(_TURNS.c.queue, _TURNS.c.person, _TURNS.c.due, _TURNS.c.given, _TURNS.c.last_at)


def load_team_state(database: Database, session: Session) -> TeamState:
    """Everybody's open leads and turns, which nobody else reads or changes until this transaction has ended.

    Whatever takes time belongs before it: all workers wait for one another from here to the commit.
    """
    database.lock_until_commit(session, TURNS)
    execute = session.connection().execute
    return TeamState(
        open_leads={person: count for person, count in execute(_OPEN_LEADS) if person},
        turns={(queue, who): Tally(due, given, at) for queue, who, due, given, at in execute(_TALLIES)},
    )


def count_assignment(database: Database, session: Session, route: Route, at: datetime | None, sign: int = 1) -> None:
    """What each one's share of the lead adds to their due, and the lead itself to whom it was given; -1 takes back."""
    count_assignments(database, session, [(route, at)], sign)


def count_assignments(
    database: Database, session: Session, given: Sequence[tuple[Route, datetime | None]], sign: int = 1
) -> None:
    """The same for leads that are given together, in their order, each with its time."""
    added: dict[tuple[str, str], dict[str, Any]] = {}
    for route, at in given:
        for person, share in route.shares.items():
            empty = {"queue": route.queue, "person": person, "due": 0.0, "given": 0, "last_at": None}
            row, mine = added.setdefault((route.queue, person), empty), person == route.owner
            row["due"], row["given"] = row["due"] + sign * share, row["given"] + sign * mine
            row["last_at"] = at if mine and at else row["last_at"]
    if added:
        session.connection().execute(_counting(database.insert), [added[key] for key in sorted(added)])


@cache
def _counting(insert_into: Callable[[Any], Any]) -> Any:
    insert = insert_into(_TURNS)
    return insert.on_conflict_do_update(
        index_elements=[_TURNS.c.queue, _TURNS.c.person],
        set_={
            "due": _TURNS.c.due + insert.excluded.due,
            "given": _TURNS.c.given + insert.excluded.given,
            "last_at": func.coalesce(insert.excluded.last_at, _TURNS.c.last_at),
        },
    )
