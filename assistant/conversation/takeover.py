"""What colleagues do in a conversation: join, write, hand back; and what happens when they fall silent.

Every step is one transaction that holds only if the conversation is still what it was when the step was thought of;
else it is thought of again. So a colleague who joins while an answer is being written makes that answer void.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from assistant.chat.visitor import derive_uuid
from assistant.conversation import takeover_rules as rules
from assistant.conversation.ports import ConversationRepository, StoredConversation, Turn
from assistant.conversation.turn_details import NOTICE, build_reply_details, find_unanswered_turns
from assistant.dialogue.moves import Ask, Back, Joined, Move, NobodyFree
from assistant.dialogue.state import state_from_json
from assistant.messages import Author
from assistant.wording.voice import Voice
from pipeline.domain.takeover import Holder, Takeover
from pipeline.domain.thread import ThreadEvent, ThreadMessage
from pipeline.flow.tell_team import TakeoverOutcome, TakeoverResult
from pipeline.playbook import Person, Playbook, TakeoverTimes
from pipeline.ports import Clock, PostedMessage


class TakeoverService:
    """Implements `pipeline.flow.tell_team.TakeoverActions`."""

    def __init__(
        self,
        store: ConversationRepository,
        playbook: Callable[[], Playbook],
        clock: Clock,
        deliver: Callable[[str], object],
        resume: Callable[[str], object],
    ) -> None:
        """`deliver` sets a stored delivery going, `resume` answers what the visitor still waits for."""
        self._store, self._playbook, self._clock = store, playbook, clock
        self._deliver, self._resume = deliver, resume

    def join(self, conversation_id: str, person: Person, thread: PostedMessage | None = None) -> TakeoverOutcome:
        while conversation := self._store.get(conversation_id):
            held = conversation.takeover
            if held.holder is Holder.PERSON:
                return TakeoverOutcome(
                    TakeoverResult.ALREADY if held.person == person.id else TakeoverResult.TAKEN, held.name
                )
            now = self._clock.now()
            takeover = rules.start_takeover(held, person, now, self._times(), thread)
            note = rules.note_event(conversation, ThreadEvent.JOINED, person.name)
            if self._append(conversation, [self._joined(conversation, person, now)], takeover, [note], now):
                return TakeoverOutcome(TakeoverResult.DONE, person.name)
        return TakeoverOutcome(TakeoverResult.UNKNOWN)

    def say(
        self, conversation_id: str, person: Person, message_id: str, text: str, thread: PostedMessage | None = None
    ) -> TakeoverOutcome:
        while conversation := self._store.get(conversation_id):
            held = conversation.takeover
            turn_id = derive_uuid("colleague", conversation_id, message_id)
            if any(turn.id == turn_id for turn in conversation.turns):
                return TakeoverOutcome(TakeoverResult.ALREADY, held.name)
            if held.holder is Holder.ASSISTANT:
                return TakeoverOutcome(TakeoverResult.NOT_IN)
            if held.holder is Holder.WANTED:
                self.join(conversation_id, person, thread)
                continue
            now, position = self._clock.now(), len(conversation.turns)
            turn = Turn(turn_id, position, Author.PERSON, text, now, person.name, {"person": person.id})
            takeover = rules.extend_takeover(held, now, self._times(), thread)
            if self._append(conversation, [turn], takeover, [], now):
                return TakeoverOutcome(TakeoverResult.DONE, held.name)
        return TakeoverOutcome(TakeoverResult.UNKNOWN)

    def hand_back(self, conversation_id: str, thread: PostedMessage | None = None) -> TakeoverOutcome:
        while conversation := self._store.get(conversation_id):
            held = conversation.takeover
            if held.holder is not Holder.PERSON:
                return TakeoverOutcome(TakeoverResult.ALREADY)
            if self._release(conversation, Back(held.name or ""), ThreadEvent.HANDED_BACK):
                return TakeoverOutcome(TakeoverResult.DONE, held.name)
        return TakeoverOutcome(TakeoverResult.UNKNOWN)

    def time_out(self, conversation_id: str) -> None:
        """Brings the assistant back where the person has been silent, or has not come, for too long."""
        while conversation := self._store.get(conversation_id):
            held = conversation.takeover
            if not rules.is_overdue(held, self._clock.now()):
                return
            came = held.holder is Holder.PERSON
            move = Back(held.name or "", silent=True) if came else NobodyFree()
            if self._release(conversation, move, ThreadEvent.TIMED_OUT if came else ThreadEvent.NOBODY_CAME):
                return

    def _release(self, conversation: StoredConversation, move: Back | NobodyFree, event: ThreadEvent) -> bool:
        """The assistant is back, and answers what waits or takes its question up again."""
        now = self._clock.now()
        state, owed = state_from_json(conversation.state), find_unanswered_turns(conversation.turns)
        again = Ask(state.pending, max(state.times_put(state.pending), 1)) if state.pending and not owed else None
        notice = self._notice(conversation, [move, again] if again else [move], str(event), now)
        note = rules.note_event(conversation, event, conversation.takeover.name)
        takeover = rules.end_takeover(conversation.takeover, now)
        if not self._append(conversation, [notice], takeover, [note], now, now if owed else None):
            return False
        if owed:
            self._resume(conversation.id)
        return True

    def _append(
        self,
        conversation: StoredConversation,
        turns: Sequence[Turn],
        takeover: Takeover,
        notes: Sequence[ThreadMessage],
        now: datetime,
        waiting_since: datetime | None = None,
    ) -> bool:
        """One step; whatever the visitor said that the team has not read yet goes to the thread with it."""
        posts = (*rules.forward_turns(conversation, find_unanswered_turns(conversation.turns)), *notes)
        position = len(conversation.turns)
        if not self._store.append(conversation.id, position, turns, takeover, posts, now, waiting_since):
            return False
        for post in posts[-1:]:
            self._deliver(post.key)
        return True

    def _joined(self, conversation: StoredConversation, person: Person, now: datetime) -> Turn:
        return self._notice(conversation, [Joined(person.name)], str(ThreadEvent.JOINED), now)

    def _notice(self, conversation: StoredConversation, moves: Sequence[Move], event: str, now: datetime) -> Turn:
        playbook, position = self._playbook(), len(conversation.turns)
        state = state_from_json(conversation.state)
        words = Voice(playbook, conversation.record, position, state.spoken.language).say(moves)
        turn_id = derive_uuid("notice", conversation.id, str(position))
        details = {**build_reply_details(moves, words, playbook), NOTICE: event}
        return Turn(turn_id, position, Author.ASSISTANT, words.text, now, details=details)

    def _times(self) -> TakeoverTimes:
        return self._playbook().company.takeover
