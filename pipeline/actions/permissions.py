"""Who may what: a ladder of rungs, from looking to what only a person may ever do. Pure.

The rungs are those of CRM automation in general: the higher one stands, the more a mistake costs and the harder it is
to take back.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import reduce

from pipeline.actions.actor import ActorRole
from pipeline.actions.results import InlineTerm, Remark, RemarkValue, build_remark
from pipeline.actions.words import ROLE


class Rung(StrEnum):
    READ = "read"
    DRAFT = "draft"
    """Written for a person to approve; nobody outside sees it."""
    APPROVED_WRITE = "approved_write"
    """Done once a person has approved it."""
    LIMITED_WRITE = "limited_write"
    """A program may do it by itself: low risk, high confidence, a clear rule."""
    RESTRICTED_WRITE = "restricted_write"
    """Always a person: owner, stage, forecast, revenue, disqualification, what leaves the house, merging, deleting."""


TEAM = frozenset({ActorRole.REP, ActorRole.MANAGER})
"""The playbook's people: who may speak to a visitor."""
PEOPLE = TEAM | {ActorRole.OPERATOR}


@dataclass(frozen=True, slots=True)
class Permission:
    """Who may perform an action; ValueError for one that leaves a restricted write to a program."""

    rung: Rung
    roles: frozenset[ActorRole]

    def __post_init__(self) -> None:
        if self.rung is Rung.RESTRICTED_WRITE and not self.roles <= PEOPLE:
            raise ValueError("a restricted write is always a person's")


TEAM_SPEAKS = Permission(Rung.RESTRICTED_WRITE, TEAM)
PERSON_DECIDES = Permission(Rung.RESTRICTED_WRITE, PEOPLE)


def find_objection(permission: Permission, role: ActorRole) -> Remark | None:
    """Why somebody of that role may not, with who may; null where they may."""
    if role in permission.roles:
        return None
    allowed: list[RemarkValue] = [InlineTerm(ROLE, each) for each in sorted(permission.roles)]
    who = reduce(lambda one, other: build_remark("either", one=one, other=other), allowed)
    return build_remark("forbidden", role=InlineTerm(ROLE, role), who=who)
