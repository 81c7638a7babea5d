"""Where a dialogue stands: frozen, and stored as JSON with a version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from pipeline.domain.flat import to_flat_dict
from pipeline.domain.record import FieldId, parse_field_id
from pipeline.domain.submission import Consent

STATE_VERSION = 2
"""2 added the language."""


class QuestionTopic(StrEnum):
    """What a question of the assistant is about."""

    FIELD = "field"
    CONSENT = "consent"
    CONFIRM = "confirm"
    WHAT_TO_CHANGE = "what_to_change"
    NEW_VALUE = "new_value"
    COUNTRY_CODE = "country_code"
    """Of a phone number that could be of several countries."""


@dataclass(frozen=True, slots=True)
class Pending:
    """The question that waits for an answer; `field` is set for a field and for a new value."""

    topic: QuestionTopic
    field: FieldId | None = None

    @property
    def key(self) -> str:
        """Tells one question from another when counting, e.g. `field:email`."""
        return f"{self.topic}:{self.field}" if self.field else str(self.topic)


class Ending(StrEnum):
    """Why the assistant asks nothing more for now."""

    SUBMITTED = "submitted"
    NO_CONTACT = "no_contact"
    UNCONFIRMED = "unconfirmed"
    STOPPED = "stopped"
    ABUSE = "abuse"
    BYE = "bye"
    DELETED = "deleted"
    """The visitor wants what is kept of them deleted."""


@dataclass(frozen=True, slots=True)
class Note:
    """A question that the approved language does not answer, kept for the person who will."""

    turn: int
    question: str


@dataclass(frozen=True, slots=True)
class SpokenLanguage:
    """The conversation's language, and what the last messages say against it."""

    language: str | None = None
    """As the folders of texts are named; null in a conversation from before it was noticed: the company's."""
    towards: str | None = None
    weight: float = 0.0
    """How much speaks for `towards`, as a natural logarithm of odds."""
    told: bool = False
    """The visitor has been told which languages there are."""


@dataclass(frozen=True, slots=True)
class State:
    pending: Pending | None = None
    put: Mapping[str, int] = field(default_factory=dict)
    """How often each question was put, by `Pending.key`."""
    consent: Consent | None = None
    """The visitor's answer; null while not asked or not answered."""
    consent_text: str = ""
    """The consent text as it was shown last."""
    human: bool = False
    """The visitor asked for a person."""
    urgent: bool = False
    """The case can't wait: only the name, a way to be reached and what is needed are asked for."""
    complaints: int = 0
    """In a row."""
    notes: tuple[Note, ...] = ()
    submissions: int = 0
    """How often the visitor confirmed the record, or changed it afterwards."""
    ending: Ending | None = None
    spoken: SpokenLanguage = SpokenLanguage()
    asked_more: bool = False
    """What a score needs was asked for after the lead was passed on."""
    kind: str | None = None
    """Who writes, where it is nobody who buys: only a name and a way to answer them are asked for."""
    call: bool = False
    """The visitor wants to be called, or to be given an appointment."""
    forgotten: int = 0
    """How many submissions there had been when the visitor wanted their data deleted: those do not go on."""

    @property
    def consented(self) -> bool:
        return self.consent is not None and self.consent.given

    @property
    def is_submitted(self) -> bool:
        """Whether what is said goes to a lead that was passed on before."""
        return self.submissions > self.forgotten

    def times_put(self, pending: Pending) -> int:
        return self.put.get(pending.key, 0)

    def waits_for(self, topic: QuestionTopic) -> bool:
        return self.pending is not None and self.pending.topic is topic


def list_asked_fields(state: State) -> list[str]:
    """The fields that were asked for, in that order."""
    topic = f"{QuestionTopic.FIELD}:"
    return [key.removeprefix(topic) for key in state.put if key.startswith(topic)]


def state_to_json(state: State) -> dict[str, Any]:
    consent = state.consent
    return {
        "version": STATE_VERSION,
        "pending": to_flat_dict(state.pending) if state.pending else None,
        "put": dict(state.put),
        "consent": {**to_flat_dict(consent), "at": consent.at.isoformat()} if consent else None,
        "consent_text": state.consent_text,
        "human": state.human,
        "urgent": state.urgent,
        "complaints": state.complaints,
        "notes": [to_flat_dict(note) for note in state.notes],
        "submissions": state.submissions,
        "ending": state.ending,
        "spoken": to_flat_dict(state.spoken),
        "asked_more": state.asked_more,
        "kind": state.kind,
        "call": state.call,
        "forgotten": state.forgotten,
    }


def state_from_json(raw: Mapping[str, Any]) -> State:
    """A stored state of any version this code knows, an empty one as the start; ValueError for a newer one."""
    if not raw:
        return State()
    if raw["version"] > STATE_VERSION:
        raise ValueError(f"dialogue state version {raw['version']} was written by a newer Foyer; upgrade this one")
    pending, consent, ending = raw["pending"], raw["consent"], raw["ending"]
    return State(
        pending=Pending(QuestionTopic(pending["topic"]), parse_field_id(pending["field"]) if pending["field"] else None)
        if pending
        else None,
        put=dict(raw["put"]),
        consent=Consent(**{**consent, "at": datetime.fromisoformat(consent["at"])}) if consent else None,
        consent_text=raw["consent_text"],
        human=raw["human"],
        urgent=raw.get("urgent", False),
        complaints=raw["complaints"],
        notes=tuple(Note(**note) for note in raw["notes"]),
        submissions=raw["submissions"],
        ending=Ending(ending) if ending else None,
        spoken=SpokenLanguage(**raw.get("spoken", {})),
        asked_more=raw.get("asked_more", False),
        kind=raw.get("kind"),
        call=raw.get("call", False),
        forgotten=raw.get("forgotten", 0),
    )
