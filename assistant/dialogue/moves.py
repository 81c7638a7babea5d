"""What the assistant does in a turn, before any word is chosen: one or two things to say, then at most one question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from assistant.dialogue.addresses import AddressFault
from assistant.dialogue.state import Ending, Pending, QuestionTopic, State
from pipeline.domain.record import Field, FieldId, Record


@dataclass(frozen=True, slots=True)
class Greet:
    """The first words of a conversation, with what happens to what the visitor writes."""


@dataclass(frozen=True, slots=True)
class Noted:
    """Says back values heard for the first time."""

    fields: tuple[FieldId, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """Says back corrected values."""

    fields: tuple[FieldId, ...]


@dataclass(frozen=True, slots=True)
class Removed:
    """Says which values were taken out."""

    fields: tuple[FieldId, ...]


@dataclass(frozen=True, slots=True)
class Respect:
    """A refusal is taken as it is."""


@dataclass(frozen=True, slots=True)
class SkipQuestion:
    """The assistant goes on without an answer."""


@dataclass(frozen=True, slots=True)
class Why:
    """The reason for what the pending question asks; a null field is about the conversation's data as a whole."""

    field: FieldId | None


@dataclass(frozen=True, slots=True)
class AnswerQuestion:
    """A question answered in approved language."""

    text: str


@dataclass(frozen=True, slots=True)
class CantAnswer:
    """A question that a colleague will answer; who refused to be answered is told where to write instead."""

    refused: bool = False


@dataclass(frozen=True, slots=True)
class HandOver:
    """A person was asked for."""

    staffed: bool = True
    """Whether it is the team's working time, so that somebody can join the conversation."""
    back_at: datetime | None = None
    """When the team is back at work, aware."""


@dataclass(frozen=True, slots=True)
class TellUrgent:
    """What the playbook has to say where a case can't wait."""


@dataclass(frozen=True, slots=True)
class Redirect:
    """Where somebody turns to who does not buy; `kind` is that of the classification."""

    kind: str


@dataclass(frozen=True, slots=True)
class ArrangeCall:
    """A call or an appointment was asked for."""


@dataclass(frozen=True, slots=True)
class Joined:
    """A colleague has the conversation from now on."""

    name: str


@dataclass(frozen=True, slots=True)
class Back:
    """The assistant has the conversation again: handed back, or because the colleague was `silent` for too long."""

    name: str
    silent: bool = False


@dataclass(frozen=True, slots=True)
class NobodyFree:
    """A person was asked for, and nobody came in time."""


@dataclass(frozen=True, slots=True)
class Apologise:
    """The visitor is not happy with the conversation."""


@dataclass(frozen=True, slots=True)
class SmallTalk:
    """`kind` is greet, thanks or off_topic."""

    kind: str


@dataclass(frozen=True, slots=True)
class Unclear:
    """Nothing was understood that the question asks for."""


@dataclass(frozen=True, slots=True)
class NoAddress:
    """Why an address can't be used that was left."""

    fault: AddressFault


@dataclass(frozen=True, slots=True)
class ThrowAway:
    """An address was left that is made to be thrown away: it is taken, and one that lasts is asked for."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Understanding failed on our side; the visitor is asked to say it again."""


@dataclass(frozen=True, slots=True)
class Switched:
    """The visitor asked for the language that is spoken from now on."""


@dataclass(frozen=True, slots=True)
class OtherLanguage:
    """The visitor writes a language that we have no texts for."""


@dataclass(frozen=True, slots=True)
class Close:
    """The end, for now; a later message takes the conversation up again."""

    ending: Ending
    answer_by: datetime | None = None
    """By when the team answers what was passed on, aware."""


@dataclass(frozen=True, slots=True)
class Updated:
    """What changed after the submission was passed on."""


@dataclass(frozen=True, slots=True)
class OneMore:
    """Leads over to a question that comes after the lead was passed on."""


@dataclass(frozen=True, slots=True)
class StillHere:
    """Nothing is left to ask and nothing was asked."""

    ending: Ending


@dataclass(frozen=True, slots=True)
class Ask:
    """A question; `attempt` counts from 1."""

    pending: Pending
    attempt: int = 1

    @property
    def field(self) -> FieldId | None:
        return self.pending.field

    @property
    def topic(self) -> QuestionTopic:
        return self.pending.topic


Remark = (
    Noted
    | Changed
    | Removed
    | Respect
    | SkipQuestion
    | Why
    | AnswerQuestion
    | CantAnswer
    | HandOver
    | TellUrgent
    | Redirect
    | ArrangeCall
    | Joined
    | Back
    | NobodyFree
    | Apologise
    | SmallTalk
    | Unclear
    | NoAddress
    | ThrowAway
    | Updated
    | OneMore
    | Switched
    | OtherLanguage
)
Move = Greet | Remark | Trouble | Close | StillHere | Ask

CONSENT = Pending(QuestionTopic.CONSENT)
CONFIRM = Pending(QuestionTopic.CONFIRM)
WHAT_TO_CHANGE = Pending(QuestionTopic.WHAT_TO_CHANGE)
COUNTRY_CODE = Pending(QuestionTopic.COUNTRY_CODE, Field.PHONE)


def ask_field(field: FieldId) -> Pending:
    return Pending(QuestionTopic.FIELD, field)


@dataclass(frozen=True, slots=True)
class Step:
    """The outcome of a turn; with `submit` the record goes to the pipeline, with `delete` a person gets the task to
    delete what is kept of the visitor."""

    state: State
    record: Record
    moves: tuple[Move, ...]
    submit: bool = False
    delete: bool = False


_STORED_NAMES: Mapping[type, str] = {AnswerQuestion: "Answer", SkipQuestion: "Skip"}


def get_stored_name(kind: type) -> str:
    """The name of a kind of move in stored turns and labelled conversations; it outlives renames of the class."""
    return _STORED_NAMES.get(kind, kind.__name__)
