"""Who acts, and through which door; the edge that lets somebody in establishes both."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pipeline.playbook import Person, Playbook


class ActorRole(StrEnum):
    REP = "rep"
    MANAGER = "manager"
    """These two as the playbook says of its people."""
    OPERATOR = "operator"
    """Who runs Foyer and has its database in hand, under a login that the playbook does not know."""
    SYSTEM = "system"
    """A program that nobody sits at: a rule that writes by itself, the echo of a CRM's own workflow."""
    VISITOR = "visitor"
    """Whoever talks with the assistant; they ask, and perform no action."""


class Door(StrEnum):
    CONSOLE = "console"
    SLACK = "slack"
    COMMAND_LINE = "command_line"
    CRM = "crm"
    CHAT = "chat"


@dataclass(frozen=True, slots=True)
class Actor:
    id: str
    """A person's id in the playbook, a login, or the name of a system."""
    name: str
    """As visitors and colleagues see it."""
    role: ActorRole
    door: Door


def build_person_actor(person: Person, door: Door) -> Actor:
    """Somebody of the team."""
    return Actor(person.id, person.name, ActorRole(person.role), door)


def build_login_actor(login: str, playbook: Playbook) -> Actor:
    """Whoever sits at the command line: with their role where the playbook knows the name, else an operator."""
    person = playbook.routing.find_person(login)
    if person is None:
        return Actor(login, login, ActorRole.OPERATOR, Door.COMMAND_LINE)
    return build_person_actor(person, Door.COMMAND_LINE)
