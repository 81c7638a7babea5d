"""`routing.yaml`: people, queues, and the policy that says which lead goes where."""

from __future__ import annotations

from datetime import date
from typing import Literal, Self

from pydantic import Field, model_validator

from pipeline.playbook.base import Id, Strict, When, Zone
from pipeline.playbook.company import WorkingHours


class Person(Strict):
    id: Id
    name: str
    email: str
    slack_id: str | None = None
    role: Literal["rep", "manager"] = "rep"
    time_zone: Zone
    working_hours: WorkingHours | None = None
    away: tuple[date, ...] = ()
    """Days off."""
    capacity: int | None = Field(default=None, ge=0)
    """Most open leads at once; null is no limit."""


class Queue(Strict):
    id: Id
    label: str
    people: tuple[Id, ...] = Field(min_length=1)
    follow_up: bool = False
    """Whether leads here get a cadence without a person asking for it."""
    alert: bool = True
    """Whether the team is told at once; without it a lead waits in the console."""


class Rule(Strict):
    rule: str
    when: When = ()
    queue: Id | None = None
    to: Literal["account_owner"] | None = None

    @model_validator(mode="after")
    def _one_place(self) -> Self:
        if (self.queue is None) == (self.to is None):
            raise ValueError("write either 'queue: name' or 'to: account_owner'")
        return self


class Routing(Strict):
    people: tuple[Person, ...] = Field(min_length=1)
    queues: tuple[Queue, ...] = Field(min_length=1)
    policy: tuple[Rule, ...]
    otherwise: Id

    @model_validator(mode="after")
    def _names_exist(self) -> Self:
        people = {person.id for person in self.people}
        queues = {queue.id for queue in self.queues}
        if len(people) != len(self.people) or len(queues) != len(self.queues):
            raise ValueError("two people or two queues share an id; give each its own")
        for queue in self.queues:
            if unknown := set(queue.people) - people:
                raise ValueError(f"queue '{queue.id}' names '{unknown.pop()}', who is not in people")
        for rule in self.policy:
            if rule.queue and rule.queue not in queues:
                raise ValueError(f"the rule '{rule.rule}' sends to '{rule.queue}', which is not in queues")
        if self.otherwise not in queues:
            raise ValueError(f"otherwise sends to '{self.otherwise}', which is not in queues")
        return self

    def person(self, person_id: str) -> Person | None:
        return next((person for person in self.people if person.id == person_id), None)

    def queue(self, queue_id: str) -> Queue:
        return next(queue for queue in self.queues if queue.id == queue_id)
