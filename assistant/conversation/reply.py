"""The reply to what a visitor said: understand, merge, move, word. Reads nothing, stores nothing, tells nobody."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import structlog

from assistant.chat.visitor import derived_uuid
from assistant.conversation.partial_leads import takes_back
from assistant.conversation.ports import Answered, StoredConversation, Turn
from assistant.conversation.submission import submission_of
from assistant.conversation.takeover_rules import asks_for_a_person, call, noted, wanted
from assistant.conversation.turn_details import form_of, last_said, spoken, understood_turn
from assistant.conversation.turn_rules import next_step, with_consent_text
from assistant.dialogue.moves import Step
from assistant.dialogue.questions import asked_for
from assistant.dialogue.state import State, state_from_json, state_to_json
from assistant.knowledge import Knowledge
from assistant.messages import Author, OnText
from assistant.understanding.hearing import understand
from assistant.understanding.port import Heard, Understanding, Understood
from assistant.understanding.text.spoken_language import only_wishes
from assistant.wording.forms import read_form
from assistant.wording.model_help import Assistance, Model, Show
from assistant.wording.voice import Voice, pressed
from pipeline.domain.thread import ThreadEvent
from pipeline.playbook import Playbook
from pipeline.ports import Clock

log = structlog.get_logger()


class Replies:
    """Thinks of replies. Safe to use from any thread."""

    def __init__(
        self,
        understanding: Callable[[Playbook], Understanding],
        playbook: Callable[[], Playbook],
        knowledge: Callable[[], Knowledge],
        clock: Clock,
        model: Model | None,
        url: Callable[[str], str],
    ) -> None:
        """`playbook` and `knowledge` give the live content; a reply asks each of them once."""
        self._understanding, self._playbook, self._knowledge = understanding, playbook, knowledge
        self._clock, self._model, self._url = clock, model, url

    def to(self, conversation: StoredConversation, turns: Sequence[Turn], on_text: OnText | None = None) -> Answered:
        """The answer to the waiting `turns` at the conversation's end. Its id derives from theirs, so whoever thinks
        of it again says the same under the same id. `on_text` may get pieces of its text before it is whole."""
        playbook = self._playbook()
        helped = self._model.for_turn(conversation.id, playbook) if self._model else Assistance(playbook)
        state = state_from_json(conversation.state)
        said = [_heard(conversation, state, turn, playbook) for turn in turns]
        understood = [
            self._understand(conversation, state, turn, heard, helped) for turn, heard in zip(turns, said, strict=True)
        ]
        step = next_step(conversation, state, turns, understood, playbook, self._knowledge())
        voice = Voice(playbook, step.record, turns[-1].position, step.state.spoken.language)
        reply_id = derived_uuid("reply", conversation.id, turns[-1].id)
        words = helped.words(voice, step.moves, said[-1], _shown_as(reply_id, on_text))
        details = spoken(step.moves, words, playbook, [turn.id for turn in turns])
        reply = Turn(
            reply_id,
            len(conversation.turns),
            Author.ASSISTANT,
            words.text,
            self._clock.now(),
            details={**details, **helped.details},
        )
        heard = [understood_turn(turn, result, helped.details) for turn, result in zip(turns, understood, strict=True)]
        answered = self._answered(
            conversation, heard, reply, replace(step, state=with_consent_text(step, voice)), playbook
        )
        if takes_back(state, step.state):
            return replace(answered, withdrawal=noted(conversation, ThreadEvent.WITHDRAWN, None))
        return answered

    def _answered(
        self, conversation: StoredConversation, heard: Sequence[Turn], reply: Turn, step: Step, playbook: Playbook
    ) -> Answered:
        """With what comes of the step: a submission, and a call for a person."""
        answered = Answered(conversation.id, heard, [reply], step.record, state_to_json(step.state))
        turns = with_details(conversation.turns, heard)
        if step.submit:
            submission = submission_of(conversation, turns, step.record, step.state, reply.at)
            answered = replace(answered, submission=submission)
        if asks_for_a_person(conversation.takeover, step):
            takeover = wanted(conversation.takeover, reply.at, playbook.company.takeover)
            posts = [call(conversation, (*turns, reply), self._url(conversation.id))]
            answered = replace(answered, takeover=takeover, posts=posts)
        return answered

    def _understand(
        self, conversation: StoredConversation, state: State, turn: Turn, heard: Heard, helped: Assistance
    ) -> Understood | None:
        """Null where understanding failed: the turn is stored, the place is kept, the visitor is asked again."""
        if act := pressed(turn.text, state.pending, helped.playbook):
            return Understood((act,), ())
        if only_wishes(turn.text, helped.playbook.texts):
            return Understood((), ())
        try:
            guided = self._understanding(helped.playbook)
            last = last_said(conversation.turns)
            form = form_of(last) if last else None
            filled = read_form(form, heard, guided) if form else None
            return filled or understand(helped.understanding(guided, conversation.record), heard)
        except Exception as error:  # noqa: BLE001 - whatever understanding does, the conversation goes on
            log.error(
                "understanding_failed", conversation=conversation.id, turn=turn.position, error=type(error).__name__
            )
            return None


def with_details(turns: Sequence[Turn], heard: Sequence[Turn]) -> tuple[Turn, ...]:
    """All turns, those that were `heard` with what was understood of them."""
    understood = {turn.id: turn for turn in heard}
    return tuple(understood.get(turn.id, turn) for turn in turns)


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
