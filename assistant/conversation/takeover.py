"""What colleagues do in a conversation: join, write, hand back; and what happens when they fall silent.

Every step is one transaction that holds only if the conversation is still what it was when the step was thought of;
else it is thought of again. So a colleague who joins while an answer is being written makes that answer void.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from assistant.chat.visitor import derive_uuid
from assistant.conversation import takeover_rules as rules
from assistant.conversation.ports import ConversationRepository, StoredConversation, Turn
from assistant.conversation.turn_details import NOTICE, build_reply_details, find_unanswered_turns
from assistant.dialogue.moves import Ask, Back, Joined, Move, NobodyFree
from assistant.dialogue.state import state_from_json
from assistant.messages import Author
from assistant.wording.voice import Voice
from pipeline.actions.audit import ActionEffect, ActionEntry, ActionHead
from pipeline.actions.conversation.join import JOIN
from pipeline.actions.results import ActionResult, AlreadyDone, Done, Refusal, Refused, build_remark
from pipeline.domain.takeover import Holder, Takeover
from pipeline.domain.thread import ThreadEvent, ThreadMessage
from pipeline.playbook import Playbook, TakeoverTimes
from pipeline.ports import Clock, PostedMessage


class TakeoverService:
    """Implements `pipeline.actions.ports.TakeoverSteps`."""

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

    def join(self, head: ActionHead, conversation_id: str, thread: PostedMessage | None) -> ActionResult:
        while conversation := self._store.get(conversation_id):
            held, actor, now = conversation.takeover, head.actor, self._clock.now()
            if held.holder is Holder.PERSON:
                return AlreadyDone(held.person, held.since, build_remark("chat_taken"))
            takeover = rules.start_takeover(held, actor, now, self._times(), thread)
            note = rules.note_event(conversation, ThreadEvent.JOINED, actor.name)
            joined = self._notice(conversation, [Joined(actor.name)], str(ThreadEvent.JOINED), now)
            entry = _entry(head, conversation.id, conversation.id, held, takeover)
            if self._append(conversation, [joined], takeover, [note], now, entry=entry):
                return Done(conversation.id)
        return _unknown(conversation_id)

    def say(
        self, head: ActionHead, conversation_id: str, message_id: str, text: str, thread: PostedMessage | None
    ) -> ActionResult:
        turn_id = derive_uuid("colleague", conversation_id, message_id)
        while conversation := self._store.get(conversation_id):
            held, actor = conversation.takeover, head.actor
            if said := next((turn for turn in conversation.turns if turn.id == turn_id), None):
                return AlreadyDone(said.details.get("person"), said.at, build_remark("said_already"))
            if held.holder is Holder.ASSISTANT:
                return Refused(Refusal.NOT_IN, build_remark("join_first"))
            if held.holder is Holder.WANTED:
                self.join(replace(head, kind=JOIN), conversation_id, thread)
                continue
            now, position = self._clock.now(), len(conversation.turns)
            turn = Turn(turn_id, position, Author.PERSON, text, now, actor.name, {"person": actor.id})
            takeover = rules.extend_takeover(held, now, self._times(), thread)
            entry = _entry(head, turn_id, conversation.id, held, takeover)
            if self._append(conversation, [turn], takeover, [], now, entry=entry):
                return Done(turn_id)
        return _unknown(conversation_id)

    def hand_back(self, head: ActionHead, conversation_id: str, thread: PostedMessage | None) -> ActionResult:
        while conversation := self._store.get(conversation_id):
            held = conversation.takeover
            if held.holder is not Holder.PERSON:
                return AlreadyDone(None, held.since, build_remark("chat_taken"))
            if self._release(conversation, Back(held.name or ""), ThreadEvent.HANDED_BACK, head):
                return Done(conversation.id)
        return _unknown(conversation_id)

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

    def _release(
        self,
        conversation: StoredConversation,
        move: Back | NobodyFree,
        event: ThreadEvent,
        head: ActionHead | None = None,
    ) -> bool:
        """The assistant is back, and answers what waits or takes its question up again; `head` says who wanted it."""
        now = self._clock.now()
        state, owed = state_from_json(conversation.state), find_unanswered_turns(conversation.turns)
        again = Ask(state.pending, max(state.times_put(state.pending), 1)) if state.pending and not owed else None
        notice = self._notice(conversation, [move, again] if again else [move], str(event), now)
        note = rules.note_event(conversation, event, conversation.takeover.name)
        takeover = rules.end_takeover(conversation.takeover, now)
        entry = _entry(head, conversation.id, conversation.id, conversation.takeover, takeover) if head else None
        if not self._append(conversation, [notice], takeover, [note], now, now if owed else None, entry):
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
        entry: ActionEntry | None = None,
    ) -> bool:
        """One step; whatever the visitor said that the team has not read yet goes to the thread with it."""
        posts = (*rules.forward_turns(conversation, find_unanswered_turns(conversation.turns)), *notes)
        position = len(conversation.turns)
        if not self._store.append(conversation.id, position, turns, takeover, posts, now, waiting_since, entry):
            return False
        for post in posts[-1:]:
            self._deliver(post.key)
        return True

    def _notice(self, conversation: StoredConversation, moves: Sequence[Move], event: str, now: datetime) -> Turn:
        playbook, position = self._playbook(), len(conversation.turns)
        state = state_from_json(conversation.state)
        words = Voice(playbook, conversation.record, position, state.spoken.language).say(moves)
        turn_id = derive_uuid("notice", conversation.id, str(position))
        details = {**build_reply_details(moves, words, playbook), NOTICE: event}
        return Turn(turn_id, position, Author.ASSISTANT, words.text, now, details=details)

    def _times(self) -> TakeoverTimes:
        return self._playbook().company.takeover


def _entry(head: ActionHead, about: str, conversation_id: str, before: Takeover, after: Takeover) -> ActionEntry:
    was, now = ({"holder": str(each.holder), "person": each.person} for each in (before, after))
    return ActionEntry(head, ActionEffect(about, was, now, conversation_id=conversation_id))


def _unknown(conversation_id: str) -> Refused:
    return Refused(Refusal.UNKNOWN, build_remark("no_conversation", conversation=conversation_id))
