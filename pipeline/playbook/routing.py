"""`routing.yaml`: people, queues, named accounts, and the policy that says which lead goes where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from pipeline.playbook.base import Id, MailAddress, PlaybookPart, When, Zone, find_repeated
from pipeline.playbook.company import WorkingHours
from prompts.problems import Place, WrongAt

HOLIDAYS = r"^[A-Z]{2}(-[A-Z0-9]{1,3})?$"
"""A country (ISO 3166-1 alpha-2), or one of its regions (ISO 3166-2): PT, DE-BY."""


class Absence(PlaybookPart):
    """Days off, both ends included: a day, `{from: day, to: day}`, or `{day: day, half: morning}`."""

    first: date = Field(alias="from")
    last: date = Field(alias="to")
    half: Literal["morning", "afternoon"] | None = None
    """The half of a single day that is off; null is all of it."""

    @model_validator(mode="before")
    @classmethod
    def _short_forms(cls, raw: Any) -> Any:
        if not isinstance(raw, Mapping):
            return {"from": raw, "to": raw}
        if "day" in raw:
            return {"from": raw["day"], "to": raw["day"], **{key: raw[key] for key in raw if key != "day"}}
        return raw

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if self.first > self.last:
            raise ValueError("an absence must begin before it ends; write {from: first day, to: last day}")
        if self.half and self.first != self.last:
            raise ValueError("only a single day can be half; write {day: 2026-12-23, half: afternoon}")
        return self

    def covers(self, day: date) -> bool:
        return self.first <= day <= self.last


class Person(PlaybookPart):
    id: Id
    name: str
    email: MailAddress
    slack_id: str | None = None
    role: Literal["rep", "manager"] = "rep"
    time_zone: Zone
    working_hours: WorkingHours | None = None
    holidays: str | None = Field(default=None, pattern=HOLIDAYS)
    """Whose public holidays they keep; null is the company's."""
    away: tuple[Absence, ...] = ()
    capacity: int | None = Field(default=None, ge=0)
    """Most open leads at once; null is no limit."""
    weight: float = Field(default=1, gt=0, le=100)
    """How many leads they get for one of a colleague of weight 1, where a queue's turns look at it."""


class Queue(PlaybookPart):
    id: Id
    label: str
    people: tuple[Id, ...] = Field(min_length=1)
    turns: Literal["round_robin", "weighted", "fewest_open"] = "round_robin"
    """Equal shares; shares by weight; or to whoever has the fewest open leads for their weight."""
    follow_up: bool = False
    """Whether leads here get a cadence without a person asking for it."""
    alert: bool = True
    """Whether the team is told at once; without it a lead waits in the console."""


class Account(PlaybookPart):
    """A company known by name: whose it is, and what rules may ask about it."""

    domains: tuple[str, ...] = ()
    """Of its mail, in small letters."""
    companies: tuple[str, ...] = ()
    """Its names; legal forms and capitals don't matter."""
    owner: Id | None = None
    customer_tier: str | None = None
    partner: str | None = None

    @model_validator(mode="after")
    def _is_named(self) -> Self:
        if not (self.domains or self.companies):
            raise ValueError("name the account by domains or companies")
        if not (self.owner or self.customer_tier or self.partner):
            raise ValueError("say whose account it is (owner), or its customer_tier or partner")
        if wrong := next((domain for domain in self.domains if domain != domain.lower() or "@" in domain), None):
            raise ValueError(f"'{wrong}' is no domain; write it like acme.com")
        return self


class Rule(PlaybookPart):
    rule: str
    when: When = ()
    queue: Id | None = None
    to: Literal["account_owner"] | None = None

    @model_validator(mode="after")
    def _one_place(self) -> Self:
        if (self.queue is None) == (self.to is None):
            raise ValueError("write either 'queue: name' or 'to: account_owner'")
        return self


class Waiting(PlaybookPart):
    """Leads that nobody could take at once."""

    begins_within: int = Field(default=60, ge=0)
    """Minutes: while nobody is at work, the turn is among those whose work begins so soon after the first one's."""
    look_again: int = Field(default=15, ge=1)
    """Minutes until a lead that nobody of its queue could take is looked at again."""


class Routing(PlaybookPart):
    people: tuple[Person, ...] = Field(min_length=1)
    queues: tuple[Queue, ...] = Field(min_length=1)
    accounts: tuple[Account, ...] = ()
    policy: tuple[Rule, ...]
    otherwise: Id
    waiting: Waiting = Waiting()

    @model_validator(mode="after")
    def _names_exist(self) -> Self:
        people, queues = ([row.id for row in rows] for rows in (self.people, self.queues))
        for name, ids in (("people", people), ("queues", queues)):
            if double := find_repeated(ids):
                raise WrongAt((name, double), "two people or two queues share an id; give each its own")
        for place, name, who in self._people_named():
            if name not in people:
                raise WrongAt(place, f"{who} '{name}', who is not in people")
        for place, name, who in self._queues_named():
            if name not in queues:
                raise WrongAt(place, f"{who} sends to '{name}', which is not in queues")
        return self

    def _people_named(self) -> Iterator[tuple[Place, str, str]]:
        """Each person that an entry names: the place, the name, and what to say of it."""
        for n, queue in enumerate(self.queues):
            yield from (
                (("queues", n, "people", m), name, f"queue '{queue.id}' names") for m, name in enumerate(queue.people)
            )
        for n, account in enumerate(self.accounts):
            if account.owner:
                yield ("accounts", n, "owner"), account.owner, "an account belongs to"

    def _queues_named(self) -> Iterator[tuple[Place, str, str]]:
        for n, rule in enumerate(self.policy):
            if rule.queue:
                yield ("policy", n, "queue"), rule.queue, f"the rule '{rule.rule}'"
        yield ("otherwise",), self.otherwise, "otherwise"

    def find_person(self, person_id: str) -> Person | None:
        return next((person for person in self.people if person.id == person_id), None)

    def get_queue(self, queue_id: str) -> Queue:
        return next(queue for queue in self.queues if queue.id == queue_id)
