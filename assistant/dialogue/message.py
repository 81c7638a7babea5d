"""A visitor's message as the rules see it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from assistant.dialogue.addresses import AddressFault
from assistant.dialogue.moves import OtherLanguage, Switched
from assistant.dialogue.record_merge import MergedRecord, decline_field
from assistant.understanding.port import Act
from pipeline.domain.record import FieldId

SMALL_TALK = (Act.GREET, Act.THANKS, Act.OFF_TOPIC)
ASIDES = frozenset({*SMALL_TALK, Act.QUESTION, Act.WHY, Act.COMPLAIN})
"""What stands beside the question, not against it."""

PERSON = (Act.HUMAN, Act.BOOK_CALL)
"""Who wants to be answered by a person: here, or by a call."""


@dataclass(frozen=True, slots=True)
class UnderstoodMessage:
    """A visitor's message, understood and already merged."""

    acts: frozenset[Act]
    merged: MergedRecord
    turn: int
    at: datetime
    answers: tuple[str, ...] = ()
    """Approved language that answers the questions in the message."""
    unanswered: tuple[str, ...] = ()
    """Questions in it that no approved language answers."""
    named: FieldId | None = None
    """The field that the message calls by its name."""
    removed: tuple[FieldId, ...] = ()
    """Fields whose values it wants out."""
    remainder: str = ""
    """What its yes leaves open: words behind a "but" that were not understood."""
    about_language: Switched | OtherLanguage | None = None
    """What is to be said about the language of the message."""
    urgent: bool = False
    """Whether what they wrote, or a value of the record, can't wait by the playbook."""
    kind: str | None = None
    """Who writes, where it is surely nobody who buys, as the playbook's classification calls them."""
    wish: str | None = None
    """The words in which a call was asked for: they may name a time."""
    staffed: bool = True
    """Whether the team is at work; only looked up for who asks for a person."""
    back_at: datetime | None = None
    """When it is back, if it is not."""
    answer_by: datetime | None = None
    """By when it answers what is passed on now."""
    bad_address: AddressFault | None = None
    """Why an address in it can't be used; null where there is none, or a good one."""

    @property
    def changes(self) -> bool:
        return bool(self.merged.changed)

    @property
    def agrees(self) -> bool:
        """A plain yes: not one in irony, with a no, or with a but that nobody understood."""
        return self.has_act(Act.AFFIRM) and not self.has_act(Act.MIXED) and not self.remainder

    @property
    def asks_back(self) -> bool:
        return self.has_act(Act.QUESTION, Act.WHY)

    @property
    def aside(self) -> bool:
        """Whether it leaves the pending question where it is."""
        return self.about_language is not None or self.has_act(*ASIDES)

    def has_act(self, *acts: Act) -> bool:
        return not self.acts.isdisjoint(acts)


def take_out(said: UnderstoodMessage, fields: Iterable[FieldId]) -> UnderstoodMessage:
    """With some values taken out of the record, which counts as refused: they are not asked for again."""
    record, gone = said.merged.record, tuple(field for field in fields if field in said.merged.record.known)
    for field in gone:
        record = decline_field(record, field)
    return replace(said, removed=gone, merged=replace(said.merged.without(gone), record=record))
