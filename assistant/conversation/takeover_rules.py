"""A person in the chat: who has the conversation, for how long, and what the team is told of it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from assistant.conversation.ports import StoredConversation, Turn
from assistant.conversation.turn_details import add_pages
from assistant.dialogue.moves import HandOver, Step
from assistant.messages import Author
from pipeline.actions.actor import Actor
from pipeline.domain.record import Field, PersonName, Record
from pipeline.domain.takeover import Holder, Takeover
from pipeline.domain.thread import CallForPerson, CallKind, ThreadEvent, ThreadMessage, TranscriptLine
from pipeline.playbook import TakeoverTimes
from pipeline.ports import PostedMessage


def needs_person(takeover: Takeover, step: Step) -> bool:
    """Whether somebody is to be called: the visitor asks, the team is at work, and nobody was called yet."""
    called = takeover.holder is not Holder.ASSISTANT
    return not called and any(isinstance(move, HandOver) and move.staffed for move in step.moves)


def request_takeover(takeover: Takeover, now: datetime, times: TakeoverTimes) -> Takeover:
    """A person is wanted from `now` on; the assistant goes on until one comes."""
    until = now + timedelta(minutes=times.join_within)
    return replace(takeover, holder=Holder.WANTED, person=None, name=None, since=now, until=until)


def start_takeover(
    takeover: Takeover, actor: Actor, now: datetime, times: TakeoverTimes, thread: PostedMessage | None
) -> Takeover:
    """The colleague has the conversation from `now` on."""
    held = replace(takeover, holder=Holder.PERSON, person=actor.id, name=actor.name, since=now)
    return extend_takeover(held, now, times, thread)


def extend_takeover(takeover: Takeover, now: datetime, times: TakeoverTimes, thread: PostedMessage | None) -> Takeover:
    """The person has it on, for they wrote `now`; what follows is told to the team where they did."""
    until = now + timedelta(minutes=times.back_after)
    if thread is None:
        return replace(takeover, until=until)
    return replace(takeover, until=until, channel=thread.channel, reference=thread.reference)


def end_takeover(takeover: Takeover, now: datetime) -> Takeover:
    """The assistant has it again; the thread stays known, for the team is told there."""
    return replace(takeover, holder=Holder.ASSISTANT, person=None, name=None, since=now, until=None)


def is_overdue(takeover: Takeover, now: datetime) -> bool:
    return takeover.until is not None and takeover.until <= now


def find_visitor_name(record: Record) -> str | None:
    name = record.value(Field.NAME)
    return name.full if isinstance(name, PersonName) else None


def forward_turns(conversation: StoredConversation, turns: Sequence[Turn]) -> tuple[ThreadMessage, ...]:
    """The visitor's turns as the thread gets them."""
    name = find_visitor_name(conversation.record)
    return tuple(
        ThreadMessage(_key(conversation.id, turn.position), conversation.id, ThreadEvent.SAID, name, turn.text)
        for turn in turns
    )


def note_event(conversation: StoredConversation, event: ThreadEvent, name: str | None) -> ThreadMessage:
    """What happened with the conversation's next turn, as the thread gets it."""
    return ThreadMessage(_key(conversation.id, len(conversation.turns)), conversation.id, event, name)


def build_deletion_call(conversation: StoredConversation, position: int, url: str) -> CallForPerson:
    """The call for whoever deletes what is kept of the visitor, without a word of it."""
    key = f"call:{conversation.id}:{position}"
    return CallForPerson(key, conversation.id, page=None, transcript=(), url=url, kind=CallKind.DELETION)


def build_call(conversation: StoredConversation, turns: Sequence[Turn], url: str) -> CallForPerson:
    """A call for a person, with all `turns` so far."""
    visitor = find_visitor_name(conversation.record)
    return CallForPerson(
        key=f"call:{conversation.id}:{turns[-1].position}",
        conversation_id=conversation.id,
        page=add_pages(conversation.origin, turns).page,
        transcript=tuple(
            TranscriptLine(
                turn.author_name or (visitor if turn.author is Author.VISITOR else None) or "", turn.text, turn.author
            )
            for turn in turns
        ),
        url=url,
    )


def _key(conversation_id: str, position: int) -> str:
    """Sorts in the order of the turns."""
    return f"thread:{conversation_id}:{position:06d}"
