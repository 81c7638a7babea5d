"""One turn of a conversation: store, understand, merge, move, word, store.

What a visitor says is committed before anything else happens to it; the answer, the new state and the submission
follow in one transaction. Ids of replies derive from the id of the message, so a turn that is repeated says the same
and nothing twice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace

import structlog

from assistant.chat.visitor import derive_uuid
from assistant.conversation.locks import Locks
from assistant.conversation.ports import (
    ContentRefused,
    ConversationRepository,
    Intake,
    ReplyChanges,
    StoredConversation,
    StoreUnavailable,
    Turn,
)
from assistant.conversation.reply import ReplyComposer, add_details
from assistant.conversation.takeover_rules import forward_turns
from assistant.conversation.turn_details import (
    build_arrival_details,
    build_message,
    build_reply_details,
    find_replies,
    find_unanswered_turns,
)
from assistant.conversation.turn_rules import decide_first_step
from assistant.dialogue.state import state_to_json
from assistant.knowledge import Knowledge
from assistant.messages import Author, IncomingMessage, Message, OnText
from assistant.speed.conversation_cache import ConversationCache
from assistant.understanding.port import Understanding
from assistant.wording.model_help import ModelHelp
from assistant.wording.voice import Voice
from pipeline.domain.record import Record
from pipeline.domain.submission import Origin
from pipeline.domain.takeover import Holder
from pipeline.playbook import Playbook
from pipeline.ports import Clock

log = structlog.get_logger()


class ConversationService:
    """All conversations; every method may be called from any thread, and again with the same arguments."""

    def __init__(
        self,
        store: ConversationRepository,
        understanding: Callable[[Playbook], Understanding],
        playbook: Callable[[], Playbook],
        knowledge: Callable[[], Knowledge],
        clock: Clock,
        intake: Intake,
        model: ModelHelp | None = None,
        deliver: Callable[[str], object] = lambda key: None,
        url: Callable[[str], str] = "/console/conversations/{}".format,
    ) -> None:
        """`playbook` and `knowledge` give the live content; a turn asks each of them once.

        `deliver` sets going what is stored for the team (without it the clock does), `url` is a conversation's page.
        """
        self._store, self._playbook, self._clock = store, playbook, clock
        self._intake, self._deliver = intake, deliver
        self._replies = ReplyComposer(understanding, playbook, knowledge, clock, model, url)
        self._locks, self._recent = Locks(), ConversationCache()

    def is_known(self, conversation_id: str) -> bool:
        """Whether it was opened before."""
        return self._store.get(conversation_id) is not None

    def open(self, conversation_id: str, origin: Origin) -> tuple[Message, ...]:
        """All messages so far, in order; the first visit stores the greeting and the first question.

        A browser's word on how its visitor came counts also where it comes after the first visit.
        """
        with self._locks.hold(conversation_id):
            stored = self._store.get(conversation_id) or self._begin(conversation_id, origin)
            if origin.page and not stored.origin.page and self._store.note_arrival(conversation_id, origin):
                stored = replace(stored, origin=origin)
            conversation = self._recent.keep(stored)
        return tuple(map(build_message, conversation.turns))

    def receive(
        self,
        conversation_id: str,
        message_id: str,
        text: str,
        origin: Origin | None = None,
        on_text: OnText | None = None,
    ) -> tuple[Message, ...]:
        """The replies to a visitor's message, which is stored before it is looked at.

        The same `message_id` again gives the same replies. A conversation not seen before begins with it. `on_text`
        gets the id and the first words of a reply that is still being written, where a model writes it.
        """
        with self._locks.hold(conversation_id):
            known = self._recent.take(conversation_id)
            while not (known and (said := self._heard(known, message_id, text, origin))):
                known = self._store.get(conversation_id) or self._begin(conversation_id, origin or Origin())
                if any(turn.id == message_id for turn in known.turns):
                    replies = find_replies(known.turns, message_id)
                    return tuple(map(build_message, replies)) or self._answer(conversation_id, on_text, known)
            return self._answer(conversation_id, on_text, said)

    def receive_all(self, messages: Sequence[IncomingMessage]) -> Sequence[tuple[Message, ...] | Exception]:
        """What `hear` returns or raises for each message, in two transactions for all instead of two for each.

        That holds for conversations that are known and with nobody else, whose replies are shown whole; the others are
        heard one by one.
        """
        with ExitStack() as held:
            for conversation_id in sorted({message.conversation_id for message in messages}):
                held.enter_context(self._locks.hold(conversation_id))
            together = self._hear_together(messages) if len(messages) > 1 else {}
            return [together.get(number) or self._hear_alone(message) for number, message in enumerate(messages)]

    def _hear_alone(self, message: IncomingMessage) -> tuple[Message, ...] | Exception:
        try:
            return self.receive(
                message.conversation_id, message.message_id, message.text, message.origin, message.on_text
            )
        except Exception as error:  # noqa: BLE001 - it is this message's alone, and raised where it is waited for
            return error

    def _hear_together(
        self, messages: Sequence[IncomingMessage]
    ) -> Mapping[int, tuple[Message, ...] | StoreUnavailable]:
        """The replies by the messages' numbers; those that are missing have to be heard alone.

        Nothing is stored twice by that: a message that is stored already is only answered. A store that takes nothing
        has been waited for once, which is enough for all.
        """
        said: dict[int, StoredConversation] = {}
        for number, message in enumerate(messages):
            known = self._recent.take(message.conversation_id)
            if known and known.takeover.holder is not Holder.PERSON:
                turn = self._visitors_turn(known, message.message_id, message.text, message.origin)
                said[number] = replace(known, turns=(*known.turns, turn))
        try:
            if not said or not self._store.receive_all([(each.id, each.turns[-1]) for each in said.values()]):
                return {}
            answers = {
                number: self._replies.compose(each, find_unanswered_turns(each.turns)) for number, each in said.items()
            }
            if not self._store.answer_all(list(answers.values())):
                return {}
        except StoreUnavailable as error:
            return dict.fromkeys(range(len(messages)), error)
        except Exception as error:  # noqa: BLE001 - whose fault it is shows when each is heard alone
            log.warning("not_heard_together", conversations=len(said), error=type(error).__name__)
            return {}
        for number, answered in answers.items():
            self._follow(said[number], answered)
        return {number: tuple(map(build_message, answered.replies)) for number, answered in answers.items()}

    def resume(self, conversation_id: str) -> tuple[Message, ...]:
        """Answers what a process that died has left unanswered; nothing where nothing waits."""
        with self._locks.hold(conversation_id):
            return self._answer(conversation_id)

    def _heard(
        self, conversation: StoredConversation, message_id: str, text: str, origin: Origin | None
    ) -> StoredConversation | None:
        """The conversation with the message stored; null if it is there already, or others added something."""
        turn = self._visitors_turn(conversation, message_id, text, origin)
        stored = self._store.receive(conversation.id, turn)
        return replace(conversation, turns=(*conversation.turns, turn)) if stored else None

    def _visitors_turn(
        self, conversation: StoredConversation, message_id: str, text: str, origin: Origin | None
    ) -> Turn:
        position, now = len(conversation.turns), self._clock.now()
        return Turn(message_id, position, Author.VISITOR, text, now, details=build_arrival_details(origin))

    def _begin(self, conversation_id: str, origin: Origin) -> StoredConversation:
        playbook, now = self._playbook(), self._clock.now()
        state, moves = decide_first_step(playbook, origin.language)
        turns = []
        for position, move in enumerate(moves):
            words = Voice(playbook, Record(), language=state.spoken.language).say([move])
            turn_id = derive_uuid("greeting", conversation_id, str(position))
            details = build_reply_details([move], words, playbook)
            turns.append(Turn(turn_id, position, Author.ASSISTANT, words.text, now, details=details))
        begun = StoredConversation(conversation_id, now, origin, Record(), state_to_json(state), tuple(turns))
        return self._store.open(begun)

    def _answer(
        self, conversation_id: str, on_text: OnText | None = None, known: StoredConversation | None = None
    ) -> tuple[Message, ...]:
        """Thought of again if others added to the conversation meanwhile; silent while a person has it.

        `known` is the conversation as far as it is known; what others added makes the first answer come too late.
        """
        while (conversation := known or self._store.get(conversation_id)) and (
            turns := find_unanswered_turns(conversation.turns)
        ):
            known = None
            if conversation.takeover.holder is Holder.PERSON:
                if self._forward(conversation, turns):
                    return ()
            elif answered := self._settle(conversation, turns, on_text):
                return tuple(map(build_message, answered.replies))
        return ()

    def _forward(self, conversation: StoredConversation, turns: Sequence[Turn]) -> bool:
        """What the visitor says to the person in the chat goes to the team's thread."""
        posts, position = forward_turns(conversation, turns), len(conversation.turns)
        now = self._clock.now()
        if not self._store.append(conversation.id, position, (), conversation.takeover, posts, now):
            return False
        self._deliver(posts[-1].key)
        return True

    def _settle(
        self, conversation: StoredConversation, turns: Sequence[Turn], on_text: OnText | None
    ) -> ReplyChanges | None:
        """Answers the turns, stores the answer and sets going what came of it; null if it came too late.

        What the store will never take, e.g. a value that is none in its JSON, is left to a person, and answered so.
        """
        answered = self._replies.compose(conversation, turns, on_text)
        try:
            stored = self._store.answer(answered)
        except ContentRefused as error:
            log.error("answer_not_stored", conversation=conversation.id, error=type(error).__name__)
            answered = self._replies.leave_to_person(conversation, turns)
            stored = self._store.answer(answered)
        if stored:
            self._follow(conversation, answered)
        return answered if stored else None

    def _follow(self, conversation: StoredConversation, answered: ReplyChanges) -> None:
        """What comes after a stored answer; losing any of it loses nothing."""
        turns = (*add_details(conversation.turns, answered.heard), *answered.replies)
        takeover = answered.takeover or conversation.takeover
        known = replace(conversation, record=answered.record, state=answered.state, turns=turns, takeover=takeover)
        self._recent.keep(known)
        for post in (*answered.posts, *filter(None, [answered.withdrawal])):
            self._deliver(post.key)
        if answered.submission:
            self._start(answered.submission.id)

    def _start(self, submission_id: str) -> None:
        try:
            self._intake.start(submission_id)
        except Exception as error:  # noqa: BLE001 - stored already: the sweep starts it, and the visitor gets the reply
            log.error("intake_not_started", submission=submission_id, error=type(error).__name__)
