"""One turn of a conversation: store, understand, merge, move, word, store.

What a visitor says is committed before anything else happens to it; the answer, the new state and the submission
follow in one transaction. Ids of replies derive from the id of the message, so a turn that is repeated says the same
and nothing twice.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import structlog

from assistant.assistance import Assistance, Model, Show
from assistant.forms import read_form
from assistant.handing_in import submission_of
from assistant.knowledge import Knowledge
from assistant.locks import Locks
from assistant.messages import Author, Message
from assistant.moves import Step
from assistant.ports import ConversationStore, Intake, StoredConversation, Turn
from assistant.questions import asked_for
from assistant.recent import Recent
from assistant.state import State, state_from_json, state_to_json
from assistant.steps import first_step, next_step, with_consent_text
from assistant.takeover import asks_for_a_person, call, forwarded, wanted
from assistant.turns import arrived, form_of, last_said, message_of, replies_to, spoken, understood_turn, waiting
from assistant.understanding.hearing import understand
from assistant.understanding.port import Heard, Understanding, Understood
from assistant.understanding.spoken_language import only_wishes
from assistant.visits import derived_uuid4
from assistant.wording import Voice, pressed
from pipeline.domain.record import Record
from pipeline.domain.submission import Origin
from pipeline.domain.takeover import Holder
from pipeline.playbook import Playbook
from pipeline.ports import Clock

log = structlog.get_logger()

OnText = Callable[[str, str], None]
"""Takes the id of a reply and a piece of its text, in order."""


class Conversations:
    """All conversations; every method may be called from any thread, and again with the same arguments."""

    def __init__(
        self,
        store: ConversationStore,
        understanding: Callable[[Playbook], Understanding],
        playbook: Callable[[], Playbook],
        knowledge: Callable[[], Knowledge],
        clock: Clock,
        intake: Intake,
        model: Model | None = None,
        deliver: Callable[[str], object] = lambda key: None,
        url: Callable[[str], str] = "/console/conversations/{}".format,
    ) -> None:
        """`playbook` and `knowledge` give the live content; a turn asks each of them once.

        `deliver` sets going what is stored for the team (without it the clock does), `url` is a conversation's page.
        """
        self._store, self._understanding, self._playbook = store, understanding, playbook
        self._knowledge, self._clock, self._intake = knowledge, clock, intake
        self._model, self._deliver, self._url = model, deliver, url
        self._locks, self._recent = Locks(), Recent()

    def open(self, conversation_id: str, origin: Origin) -> tuple[Message, ...]:
        """All messages so far, in order; the first visit stores the greeting and the first question."""
        with self._locks.of(conversation_id):
            stored = self._store.get(conversation_id) or self._begin(conversation_id, origin)
            conversation = self._recent.keep(stored)
        return tuple(map(message_of, conversation.turns))

    def hear(
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
        with self._locks.of(conversation_id):
            known = self._recent.take(conversation_id)
            while not (known and (said := self._heard(known, message_id, text, origin))):
                known = self._store.get(conversation_id) or self._begin(conversation_id, origin or Origin())
                if any(turn.id == message_id for turn in known.turns):
                    replies = replies_to(known.turns, message_id)
                    return tuple(map(message_of, replies)) or self._answer(conversation_id, on_text, known)
            return self._answer(conversation_id, on_text, said)

    def resume(self, conversation_id: str) -> tuple[Message, ...]:
        """Answers what a process that died has left unanswered; nothing where nothing waits."""
        with self._locks.of(conversation_id):
            return self._answer(conversation_id)

    def _heard(
        self, conversation: StoredConversation, message_id: str, text: str, origin: Origin | None
    ) -> StoredConversation | None:
        """The conversation with the message stored; null if it is there already, or others added something."""
        position, now = len(conversation.turns), self._clock.now()
        turn = Turn(message_id, position, Author.VISITOR, text, now, details=arrived(origin))
        stored = self._store.hear(conversation.id, turn)
        return replace(conversation, turns=(*conversation.turns, turn)) if stored else None

    def _begin(self, conversation_id: str, origin: Origin) -> StoredConversation:
        playbook, now = self._playbook(), self._clock.now()
        state, moves = first_step(playbook, origin.language)
        turns = []
        for position, move in enumerate(moves):
            words = Voice(playbook, Record(), language=state.spoken.language).say([move])
            turn_id = derived_uuid4("greeting", conversation_id, str(position))
            details = spoken([move], words, playbook)
            turns.append(Turn(turn_id, position, Author.ASSISTANT, words.text, now, details=details))
        begun = StoredConversation(conversation_id, now, origin, Record(), state_to_json(state), tuple(turns))
        return self._store.open(begun)

    def _answer(
        self, conversation_id: str, on_text: OnText | None = None, known: StoredConversation | None = None
    ) -> tuple[Message, ...]:
        """Thought of again if others added to the conversation meanwhile; silent while a person has it.

        `known` is the conversation as far as it is known; what others added makes the first answer come too late.
        """
        while (conversation := known or self._store.get(conversation_id)) and (turns := waiting(conversation.turns)):
            known = None
            if conversation.takeover.holder is Holder.PERSON:
                if self._forward(conversation, turns):
                    return ()
            elif reply := self._reply(conversation, turns, on_text):
                return (message_of(reply),)
        return ()

    def _forward(self, conversation: StoredConversation, turns: Sequence[Turn]) -> bool:
        """What the visitor says to the person in the chat goes to the team's thread."""
        posts, position = forwarded(conversation, turns), len(conversation.turns)
        now = self._clock.now()
        if not self._store.append(conversation.id, position, (), conversation.takeover, posts, now):
            return False
        self._deliver(posts[-1].key)
        return True

    def _reply(self, conversation: StoredConversation, turns: Sequence[Turn], on_text: OnText | None) -> Turn | None:
        """The stored answer to the waiting turns; null if it came too late."""
        conversation_id, playbook = conversation.id, self._playbook()
        helped = self._model.for_turn(conversation_id, playbook) if self._model else Assistance(playbook)
        state = state_from_json(conversation.state)
        understood = [self._understand(conversation, state, turn, helped) for turn in turns]
        step = next_step(conversation, state, turns, understood, playbook, self._knowledge())
        voice = Voice(playbook, step.record, turns[-1].position, step.state.spoken.language)
        reply_id = derived_uuid4("reply", conversation_id, turns[-1].id)
        heard_last = _heard(conversation, state, turns[-1], playbook)
        words = helped.words(voice, step.moves, heard_last, _shown_as(reply_id, on_text))
        reply = Turn(
            reply_id,
            len(conversation.turns),
            Author.ASSISTANT,
            words.text,
            self._clock.now(),
            details={**spoken(step.moves, words, playbook, [turn.id for turn in turns]), **helped.details},
        )
        heard = [understood_turn(turn, result, helped.details) for turn, result in zip(turns, understood, strict=True)]
        settled = self._settle(conversation, heard, reply, replace(step, state=with_consent_text(step, voice)))
        return reply if settled else None

    def _understand(
        self, conversation: StoredConversation, state: State, turn: Turn, helped: Assistance
    ) -> Understood | None:
        """Null where understanding failed: the turn is stored, the place is kept, the visitor is asked again."""
        if act := pressed(turn.text, state.pending, helped.playbook):
            return Understood((act,), ())
        if only_wishes(turn.text, helped.playbook.texts):
            return Understood((), ())
        try:
            guided = self._understanding(helped.playbook)
            heard = _heard(conversation, state, turn, helped.playbook)
            last = last_said(conversation.turns)
            form = form_of(last) if last else None
            filled = read_form(form, heard, guided) if form else None
            return filled or understand(helped.understanding(guided, conversation.record), heard)
        except Exception as error:  # noqa: BLE001 - whatever understanding does, the conversation goes on
            log.error(
                "understanding_failed", conversation=conversation.id, turn=turn.position, error=type(error).__name__
            )
            return None

    def _settle(self, conversation: StoredConversation, heard: Sequence[Turn], reply: Turn, step: Step) -> bool:
        understood = {turn.id: turn for turn in heard}
        turns = tuple(understood.get(turn.id, turn) for turn in conversation.turns)
        submission = submission_of(conversation, turns, step.record, step.state, reply.at) if step.submit else None
        takeover, posts = None, []
        if asks_for_a_person(conversation.takeover, step):
            takeover = wanted(conversation.takeover, reply.at, self._playbook().company.takeover)
            posts = [call(conversation, (*turns, reply), self._url(conversation.id))]
        state = state_to_json(step.state)
        if not self._store.answer(conversation.id, heard, [reply], step.record, state, submission, takeover, posts):
            return False
        answered = replace(conversation, record=step.record, state=state, turns=(*turns, reply))
        self._recent.keep(replace(answered, takeover=takeover) if takeover else answered)
        for post in posts:
            self._deliver(post.key)
        if submission:
            self._start(submission.id)
        return True

    def _start(self, submission_id: str) -> None:
        try:
            self._intake.start(submission_id)
        except Exception as error:  # noqa: BLE001 - stored already: the sweep starts it, and the visitor gets the reply
            log.error("intake_not_started", submission=submission_id, error=type(error).__name__)


def _heard(conversation: StoredConversation, state: State, turn: Turn, playbook: Playbook) -> Heard:
    region = playbook.company.phone_region
    known = {name: value.evidence.quote for name, value in conversation.record.known.items()}
    last = last_said(conversation.turns)
    return Heard(turn.text, turn.at, asked_for(state.pending), last.text if last else None, region, known)


def _shown_as(message_id: str, on_text: OnText | None) -> Show:
    """Shows pieces under the reply's id; a window that is gone is no reason not to answer."""

    def show(piece: str) -> None:
        try:
            if on_text:
                on_text(message_id, piece)
        except Exception as error:  # noqa: BLE001 - the whole reply is stored and shown when the window is back
            log.warning("piece_not_shown", message=message_id, error=type(error).__name__)

    return show
