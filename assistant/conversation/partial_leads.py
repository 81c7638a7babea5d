"""A visitor who left contact data and went away becomes a partial lead, completed in place if they come back.

Two kinds of them: who agreed to the consent text, and who asked for a person and was gone before answering it. The
pipeline keeps the second kind for that one answer (`Submission.answer_only`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

from assistant.conversation.ports import Intake, StoredConversation
from assistant.conversation.submission import build_submission
from assistant.dialogue.questions import is_reachable
from assistant.dialogue.record_merge import remove_contact
from assistant.dialogue.state import Ending, State, state_from_json
from pipeline.domain.conversation import SilentConversation
from pipeline.domain.submission import Submission
from pipeline.playbook import Playbook
from pipeline.ports import Clock
from pipeline.runtime.ticks import BATCH, Tick, run_for_each

UNWANTED = frozenset({Ending.STOPPED, Ending.ABUSE, Ending.DELETED})
"""Whoever wants to be left alone is left alone."""


class PartialLeadRepository(Protocol):
    def find_due(self, before: datetime, limit: int) -> Sequence[str]: ...

    def last_submission(self, conversation_id: str) -> Submission | None: ...

    def mark_checked(
        self, conversation_id: str, length: int, now: datetime, submission: Submission | None = None
    ) -> bool: ...


def build_partial_lead(conversation: StoredConversation, last: Submission | None, now: datetime) -> Submission | None:
    """What is handed in of a conversation that has gone quiet; null where there is nothing, or nothing new.

    `last` is what it handed in before. What the visitor has confirmed is never replaced by what they have not. Pure.
    """
    state, record = state_from_json(conversation.state), conversation.record
    may_be_kept = state.consented or is_awaiting_answer(state)
    if not (may_be_kept and is_reachable(record)) or state.is_submitted or state.ending in UNWANTED:
        return None
    if last is not None and (last.record, last.consent) == (record, state.consent):
        return None
    return build_submission(conversation, conversation.turns, record, state, now, is_partial=True)


def is_awaiting_answer(state: State) -> bool:
    """Whether the visitor counts on a person though they never answered the consent text. Pure.

    They were told that somebody would get back to them. Whoever refused, wants to be left alone, or was told at last
    that no contact data is kept, counts on nobody.
    """
    return (
        state.human
        and state.consent is None
        and state.ending not in (Ending.NO_CONTACT, Ending.STOPPED, Ending.DELETED)
    )


def has_withdrawn(before: State, after: State) -> bool:
    """Whether somebody who counted on a person does not want to be answered after all. Pure."""
    return is_awaiting_answer(before) and not is_awaiting_answer(after) and not after.consented


def select_visible_talks(talks: Iterable[SilentConversation]) -> Sequence[SilentConversation]:
    """What the team may see of visitors who told what they need and left no way to reach them. Pure.

    Nobody who wants to be left alone, and no value that identifies a person: they did not agree to that.
    """
    return tuple(
        replace(talk, record=remove_contact(talk.record))
        for talk in talks
        if state_from_json(talk.state).ending not in UNWANTED
    )


class PartialLeadService:
    """Looks at conversations that have gone quiet; harmless to repeat, and beside a visitor who comes back."""

    def __init__(
        self,
        get: Callable[[str], StoredConversation | None],
        store: PartialLeadRepository,
        playbook: Callable[[], Playbook],
        clock: Clock,
        intake: Intake,
    ) -> None:
        self._get, self._store, self._playbook = get, store, playbook
        self._clock, self._intake = clock, intake

    @property
    def ticks(self) -> Sequence[Tick]:
        return (Tick("submit_partial_leads", None, self.submit_partial_leads),)

    def submit_partial_leads(self) -> None:
        """Visitors who have been silent for the playbook's minutes, each looked at once until they speak again."""
        silence = timedelta(minutes=self._playbook().fields.partial_lead_after)
        run_for_each(self._store.find_due(self._clock.now() - silence, BATCH), self.check)

    def check(self, conversation_id: str) -> None:
        """Hands in what can be; somebody who speaks at this very moment keeps the word, and it is looked at later."""
        conversation = self._get(conversation_id)
        if conversation is None:
            return
        now = self._clock.now()
        submission = build_partial_lead(conversation, self._store.last_submission(conversation_id), now)
        stored = self._store.mark_checked(conversation_id, len(conversation.turns), now, submission)
        if stored and submission:
            self._intake.start(submission.id)
