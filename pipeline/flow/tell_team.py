"""A conversation's thread with the team: what goes out to it, and what colleagues do in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

import structlog

from pipeline.domain.alert import Alert
from pipeline.domain.takeover import Takeover
from pipeline.domain.thread import CallForPerson, ThreadEvent, ThreadMessage
from pipeline.playbook import Person
from pipeline.ports import Notifier, PostedMessage, Rejected
from pipeline.store.deliveries import DeliveryAttempt

log = structlog.get_logger()


class TeamThreads(Protocol):
    """Where the team follows conversations. Raises RetryAfter or Rejected, nothing else, as a Notifier does."""

    def open(self, call: CallForPerson) -> PostedMessage:
        """Calls for a person; what follows stands in the thread below."""
        ...

    def reply(self, thread: PostedMessage | None, message: ThreadMessage) -> PostedMessage:
        """Posts into a thread; beside all threads where there is none."""
        ...

    def find(self, thread: PostedMessage | None, key: str, since: datetime) -> PostedMessage | None:
        """The message of that key (without a thread, a call), posted by an attempt whose end we did not see."""
        ...

    def show(self, root: PostedMessage, message: Alert | CallForPerson, takeover: Takeover) -> None:
        """Makes an alert or a call say who has its conversation now."""
        ...


class TakeoverResult(StrEnum):
    DONE = "done"
    ALREADY = "already"
    """It is so already, or was done before."""
    TAKEN = "taken"
    """Another colleague has the conversation."""
    NOT_IN = "not_in"
    """The assistant has the conversation, so the words stay within the team."""
    UNKNOWN = "unknown"
    """There is no such conversation."""


@dataclass(frozen=True, slots=True)
class TakeoverOutcome:
    result: TakeoverResult
    name: str | None = None
    """Of the colleague who has the conversation."""


class TakeoverActions(Protocol):
    """What a colleague can do to a conversation; sync, from any thread, and again with the same arguments.

    `thread` is where they act, null in the console.
    """

    def join(self, conversation_id: str, person: Person, thread: PostedMessage | None = None) -> TakeoverOutcome: ...

    def say(
        self, conversation_id: str, person: Person, message_id: str, text: str, thread: PostedMessage | None = None
    ) -> TakeoverOutcome:
        """Shows the words to the visitor if a person has the conversation, or was asked for: then this one joins."""
        ...

    def hand_back(self, conversation_id: str, thread: PostedMessage | None = None) -> TakeoverOutcome: ...


def tell_team(attempt: DeliveryAttempt, notifier: Notifier, threads: TeamThreads) -> PostedMessage:
    """One attempt to tell the team; where an earlier one may have arrived without our seeing it, looks first."""
    message, since = attempt.message, attempt.begun_before
    match message:
        case Alert():
            posted = notifier.find(message, since) if since else None
            return posted or notifier.post(message)
        case CallForPerson():
            posted = threads.find(None, message.key, since) if since else None
            return posted or threads.open(message)
    posted = threads.find(attempt.thread, message.key, since) if since else None
    posted = posted or threads.reply(attempt.thread, message)
    if message.event not in (ThreadEvent.SAID, ThreadEvent.REASSIGNED):
        _show_who_has_it(attempt, threads)
    return posted


def _show_who_has_it(attempt: DeliveryAttempt, threads: TeamThreads) -> None:
    for root in attempt.roots:
        try:
            threads.show(root.posted, root.message, attempt.takeover)
        except Rejected as error:  # the thread itself says who has it; a message that is gone needs no button
            log.warning("message_not_updated", reference=root.posted.reference, reason=str(error))
