"""The playbook, typed: what marketing decides about questions, words, points, routing, people and cadences.

`prompts/playbook/*.yaml` hold it, one file a topic, and `pipeline/playbook_loading.py` reads them; the numbers' sources
are named beside them there. Languages are named as the folders of `prompts/texts/`, e.g. `de`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, time
from functools import cache
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from pipeline.conditions import KNOWN_AFTER_SCORING, Condition, parse_condition
from pipeline.domain.record import Field as RecordField
from pipeline.domain.vocabulary import Choice, Vocabulary
from prompts.texts import Texts

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())  # reads the whole zone database: once is enough


def _known_zone(name: str) -> str:
    if name not in _zones():
        raise ValueError("write an IANA time zone such as Europe/Berlin or America/New_York")
    return name


def _conditions(raw: Any) -> Any:
    if not isinstance(raw, Mapping):
        raise ValueError("write conditions as 'fact: what it must be', one a line")
    return tuple(parse_condition(str(fact), wanted) for fact, wanted in raw.items())


Zone = Annotated[str, AfterValidator(_known_zone)]
When = Annotated[tuple[Condition, ...], BeforeValidator(_conditions)]
Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class WorkingHours(Strict):
    days: tuple[Weekday, ...] = WEEKDAYS[:5]
    start: time
    end: time

    @model_validator(mode="after")
    def _runs_forward(self) -> Self:
        if self.start >= self.end:
            raise ValueError('the working day must start before it ends; write times like "09:00" in quotes')
        if not self.days:
            raise ValueError("name at least one working day")
        return self


class TakeoverTimes(Strict):
    """How long the chat waits for a person, in minutes."""

    join_within: float = Field(default=3, gt=0)
    """For somebody to come when a visitor asks for a person; then the assistant says that nobody could."""
    back_after: float = Field(default=15, gt=0)
    """Without a word from the person in the chat; then the assistant comes back."""


class Company(Strict):
    name: str
    assistant_name: str
    offer: str
    offers: Mapping[str, str] = {}
    """The offer in other languages."""
    contact_email: str
    booking_link: str | None = None
    time_zone: Zone
    working_hours: WorkingHours
    holidays: str | None = None
    """Country of the public holidays kept, ISO 3166-1 alpha-2; null keeps none."""
    phone_region: str = Field(pattern=r"^[A-Z]{2}$")
    language: str = "en"
    """What the team speaks, and every visitor whose language has no texts."""
    takeover: TakeoverTimes = TakeoverTimes()

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    def offer_in(self, language: str) -> str:
        return self.offers.get(language, self.offer)


class ChatLimits(Strict):
    """The most that the chat takes in; of messages and new conversations beyond it nothing is read."""

    messages_per_conversation: int = Field(ge=1)
    """A minute."""
    messages_per_address: int = Field(ge=1)
    """A minute, over all conversations of one address."""
    conversations_per_address: int = Field(ge=1)
    """New ones an hour."""
    messages_overall: int = Field(ge=1)
    """A second, over all visitors of one web process."""

    @model_validator(mode="after")
    def _wider_for_more(self) -> Self:
        if self.messages_per_address < self.messages_per_conversation:
            raise ValueError("messages_per_address must not be below messages_per_conversation")
        return self


class Question(Strict):
    field: RecordField
    required: bool = False
    """Whether the lead can't be submitted without an answer or a refusal."""
    tries: int = Field(default=2, ge=1, le=3)
    quick_replies: tuple[str, ...] = ()
    quick_replies_in: Mapping[str, tuple[str, ...]] = {}
    """The same buttons in other languages."""

    def buttons(self, language: str) -> tuple[str, ...]:
        return self.quick_replies_in.get(language, self.quick_replies)


class Questions(Strict):
    order: tuple[Question, ...] = Field(min_length=1)
    partial_lead_after: int = Field(default=15, ge=1)
    """Minutes of silence after which somebody who left contact data and has not confirmed becomes a partial lead."""

    @model_validator(mode="after")
    def _once_each(self) -> Self:
        fields = [question.field for question in self.order]
        for field in fields:
            if fields.count(field) > 1:
                raise ValueError(f"'{field}' is asked twice; keep one question for it")
        if RecordField.EMAIL not in fields and RecordField.PHONE not in fields:
            raise ValueError("ask for email or phone, or nobody can answer the lead")
        return self

    def of(self, field: RecordField) -> Question | None:
        return next((question for question in self.order if question.field == field), None)


class Words(Strict):
    id: Id
    label: str
    labels: Mapping[str, str] = {}
    """The label in other languages."""
    words: tuple[str, ...] = ()

    def choice(self) -> Choice:
        return Choice(self.id, self.label, (*self.words, *self.labels.values()))

    def label_in(self, language: str | None) -> str:
        return self.labels.get(language or "", self.label)


class Vocabularies(Strict):
    industries: tuple[Words, ...] = Field(min_length=1)
    stages: tuple[Words, ...] = Field(min_length=1)
    use_cases: tuple[Words, ...] = Field(min_length=1)
    tools: tuple[Words, ...] = ()
    covered_industries: tuple[Id, ...]
    """Industries we sell to; any other known one is outside coverage."""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        for group in (self.industries, self.stages, self.use_cases, self.tools):
            ids = [words.id for words in group]
            if doubles := {name for name in ids if ids.count(name) > 1}:
                raise ValueError(f"'{doubles.pop()}' stands twice in one list; keep one")
        if unknown := set(self.covered_industries) - {words.id for words in self.industries}:
            raise ValueError(f"covered_industries names '{unknown.pop()}', which is not in industries")
        return self

    @property
    def vocabulary(self) -> Vocabulary:
        def choices(group: Iterable[Words]) -> tuple[Choice, ...]:
            return tuple(words.choice() for words in group)

        return Vocabulary(choices(self.industries), choices(self.stages), choices(self.use_cases), choices(self.tools))

    def of(self, field: RecordField) -> tuple[Words, ...]:
        """The choices of a field; none where its values are free."""
        groups = {
            RecordField.INDUSTRY: self.industries,
            RecordField.STAGE: self.stages,
            RecordField.USE_CASE: self.use_cases,
        }
        return groups.get(field, ())

    def label(self, field: RecordField, choice_id: str, language: str | None = None) -> str:
        """What people call a choice; the id itself where the playbook no longer has it."""
        return next((words.label_in(language) for words in self.of(field) if words.id == choice_id), choice_id)


class KindWords(Strict):
    kind: Literal["spam", "vendor", "student", "job_seeker", "existing_customer"]
    words: tuple[str, ...] = Field(min_length=1)


class RoleWords(Strict):
    id: Id
    words: tuple[str, ...] = Field(min_length=1)


class SizeRange(Strict):
    min: int = Field(ge=1)
    max: int = Field(ge=1)

    @model_validator(mode="after")
    def _runs_forward(self) -> Self:
        if self.min > self.max:
            raise ValueError("min must not be above max")
        return self


Sign = Literal[
    "any_enquiry",
    "industry",
    "use_case",
    "company_size",
    "business_mail",
    "free_mail",
    "problem_or_goal",
    "role",
    "place",
]
"""What the confidence of a classification is made of."""


class ToldByWords(Strict):
    """The confidence in a kind that is told by its words alone, 0 to 1."""

    one_phrase: float = Field(ge=0, le=1)
    each_further: float = Field(ge=0, le=1)
    at_most: float = Field(ge=0, le=1)
    contradicted: float = Field(ge=0, le=1)
    """The most where a phrase stands beside signs of a buyer."""


class Classification(Strict):
    kinds: tuple[KindWords, ...]
    seniorities: tuple[RoleWords, ...]
    functions: tuple[RoleWords, ...]
    asked_for: tuple[RoleWords, ...]
    urgent_words: tuple[str, ...] = Field(min_length=1)
    urgent_days: int = Field(ge=1)
    soon_days: int = Field(ge=1)
    ideal_size: SizeRange
    confidence_threshold: float = Field(ge=0, le=1)
    confidence: Mapping[Sign, float]
    """What each sign adds to the confidence in a buyer, 0 to 1; a sign that is not listed adds nothing."""
    told_by_words: ToldByWords

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.soon_days <= self.urgent_days:
            raise ValueError("soon_days must be more than urgent_days")
        together = sum(points for sign, points in self.confidence.items() if sign != "free_mail")
        if min(self.confidence.values(), default=0) < 0 or round(together, 6) > 1:
            raise ValueError("the numbers of confidence must be from 0 and, without free_mail, add up to at most 1")
        if self.told_by_words.contradicted >= self.confidence_threshold:
            raise ValueError("contradicted must be below confidence_threshold, or no person looks at a contradiction")
        return self


class Signal(Strict):
    id: Id
    group: Literal["fit", "engagement", "risk"]
    points: int = Field(ge=1, le=100)
    """Always positive; the points of a risk are deducted."""
    when: When
    says: str
    """What the signal means, for the people who read the score."""


class Band(Strict):
    id: Id
    at_least: int = Field(ge=1, le=100)
    next_action: Literal["immediate_call", "fast_follow_up", "nurture", "polite_decline"]
    act_within_hours: float = Field(gt=0)
    """Working hours until the next action is due."""
    cadence: Id | None = None


class Scoring(Strict):
    caps: Mapping[Literal["fit", "engagement"], int]
    signals: tuple[Signal, ...] = Field(min_length=1)
    grades: Mapping[Literal["A", "B", "C", "D"], int]
    bands: tuple[Band, ...] = Field(min_length=1)
    mql_threshold: int = Field(ge=1, le=100)
    unscored_within_hours: float = Field(gt=0)
    """Working hours until somebody should have looked at a lead without a score."""
    needs_any_of: tuple[RecordField, ...] = Field(min_length=1)
    """Without one of these too little is known for a number."""

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        if set(self.caps) != {"fit", "engagement"} or min(self.caps.values()) < 0:
            raise ValueError("caps needs a number from 0 for fit and for engagement")
        if sum(self.caps.values()) > 100:
            raise ValueError(f"the caps add up to {sum(self.caps.values())}; together they may be at most 100")
        if set(self.grades) != {"A", "B", "C", "D"} or not (
            self.grades["A"] > self.grades["B"] > self.grades["C"] > self.grades["D"] == 1
        ):
            raise ValueError("grades must fall from A to D, and D must start at 1")
        starts = [band.at_least for band in self.bands]
        if starts != sorted(starts, reverse=True) or len(set(starts)) != len(starts) or starts[-1] != 1:
            raise ValueError("bands must be listed from the highest at_least to the lowest, and the last must be 1")
        for signal in self.signals:
            if late := {condition.fact for condition in signal.when} & KNOWN_AFTER_SCORING:
                raise ValueError(f"signal '{signal.id}' tests '{late.pop()}', which is known only after scoring")
        return self

    def band(self, total: int) -> Band:
        return next(band for band in self.bands if total >= band.at_least)

    def grade(self, total: int) -> str:
        return next(grade for grade in "ABCD" if total >= self.grades[grade])  # type: ignore[index]


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


class Touch(Strict):
    day: int = Field(ge=0, le=365)
    """Calendar days after the routing; a day without working hours moves to the next one with them."""
    channel: Literal["email", "call", "sms", "linkedin"]
    text: str


class Cadence(Strict):
    id: Id
    label: str
    touches: tuple[Touch, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        days = [touch.day for touch in self.touches]
        if days != sorted(days):
            raise ValueError(f"the touches of '{self.id}' must be listed by day, earliest first")
        return self


class Cadences(Strict):
    send_at: time
    """Local time of a touch whose day is not today."""
    cadences: tuple[Cadence, ...] = Field(min_length=1)

    def of(self, cadence_id: str) -> Cadence:
        return next(cadence for cadence in self.cadences if cadence.id == cadence_id)


class Playbook(Strict):
    company: Company
    limits: ChatLimits
    questions: Questions
    vocabulary: Vocabularies
    classification: Classification
    scoring: Scoring
    routing: Routing
    cadences: Cadences
    texts: Mapping[str, Texts]
    """By language; the company's is always there."""
    version: str
    """First 12 hex digits of the SHA-256 over the playbook's files."""
    texts_version: str

    def words(self, language: str | None = None) -> Texts:
        """The texts of a language, else those of the company's."""
        return self.texts.get(language or "", self.texts[self.company.language])

    def stage(self, total: int | None) -> str:
        """mql from the threshold on, else lead (S5)."""
        return "mql" if total is not None and total >= self.scoring.mql_threshold else "lead"
