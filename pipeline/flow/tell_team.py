"""A conversation's thread with the team: what goes out to it."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

import structlog

from pipeline.domain.alert import Alert
from pipeline.domain.takeover import Takeover
from pipeline.domain.thread import CallForPerson, ThreadEvent, ThreadMessage
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
