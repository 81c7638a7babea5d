"""The reply to what a visitor said: understand, merge, move, word. Reads nothing, stores nothing, tells nobody."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib.metadata import version
from typing import Any

import structlog

from assistant.chat.visitor import derive_uuid
from assistant.conversation.partial_leads import has_withdrawn
from assistant.conversation.ports import ReplyChanges, StoredConversation, Turn
from assistant.conversation.submission import build_submission
from assistant.conversation.takeover_rules import (
    build_call,
    build_deletion_call,
    needs_person,
    note_event,
    request_takeover,
)
from assistant.conversation.turn_details import (
    add_understanding,
    build_reply_details,
    find_last_reply,
    read_stored_form,
)
from assistant.conversation.turn_rules import (
    MOST_NOTED,
    ReplyContext,
    decide_next_step,
    leave_to_person,
    remember_consent_text,
)
from assistant.dialogue.moves import Step
from assistant.dialogue.questions import find_expected_fields
from assistant.dialogue.state import state_from_json, state_to_json
from assistant.knowledge import Knowledge
from assistant.messages import Author, OnText
from assistant.understanding.hearing import understand_message
from assistant.understanding.port import MessageInContext, Understanding, Understood
from assistant.understanding.text.spoken_language import is_language_request
from assistant.wording.forms import read_form
from assistant.wording.model_help import ModelHelp, Show, TurnHelp
from assistant.wording.voice import Voice, list_field_names, match_button
from pipeline.domain.conversation import DeletionRequest
from pipeline.domain.decision import Versions
from pipeline.domain.thread import ThreadEvent
from pipeline.playbook import Playbook
from pipeline.ports import Clock

log = structlog.get_logger()


class ReplyComposer:
    """Thinks of replies. Safe to use from any thread."""

    def __init__(
        self,
        understanding: Callable[[Playbook], Understanding],
        playbook: Callable[[], Playbook],
        knowledge: Callable[[], Knowledge],
        clock: Clock,
        model: ModelHelp | None,
        url: Callable[[str], str],
    ) -> None:
        """`playbook` and `knowledge` give the live content; a reply asks each of them once."""
        self._understanding, self._playbook, self._knowledge = understanding, playbook, knowledge
        self._clock, self._model, self._url = clock, model, url

    def compose(
        self, conversation: StoredConversation, turns: Sequence[Turn], on_text: OnText | None = None
    ) -> ReplyChanges:
        """The answer to the waiting `turns` at the conversation's end. Its id derives from theirs, so whoever thinks
        of it again says the same under the same id. `on_text` may get pieces of its text before it is whole.

        Turns that no rule can take are left to a person: nothing a visitor writes stops a conversation."""
        try:
            return self._compose(conversation, turns, on_text)
        except Exception as error:  # noqa: BLE001 - a try again would end the same, and hold up all that follows
            log.error("reply_failed", conversation=conversation.id, turn=turns[-1].position, error=type(error).__name__)
            return self.leave_to_person(conversation, turns)

    def leave_to_person(self, conversation: StoredConversation, turns: Sequence[Turn]) -> ReplyChanges:
        """The answer to turns that made a reply or its storing fail: made without a look at what they say."""
        state, playbook = state_from_json(conversation.state), self._playbook()
        context = ReplyContext(conversation, state, turns, playbook, self._knowledge())
        step = leave_to_person(state, conversation.record, turns)
        words = Voice(playbook, step.record, turns[-1].position, step.state.spoken.language).say(step.moves)
        details = build_reply_details(step.moves, words, playbook, [turn.id for turn in turns])
        reply_id, position = derive_uuid("reply", conversation.id, turns[-1].id), len(conversation.turns)
        reply = Turn(reply_id, position, Author.ASSISTANT, words.text, self._clock.now(), details=details)
        heard = [add_understanding(turn, None) for turn in turns]
        return self._answered(context, heard, reply, step)

    def _compose(self, conversation: StoredConversation, turns: Sequence[Turn], on_text: OnText | None) -> ReplyChanges:
        state, playbook = state_from_json(conversation.state), self._playbook()
        context = ReplyContext(conversation, state, turns, playbook, self._knowledge())
        helped = self._model.for_turn(conversation.id, playbook) if self._model else TurnHelp(playbook)
        said = [_put_in_context(context, turn) for turn in turns]
        understood = [self._understand(context, turn, heard, helped) for turn, heard in zip(turns, said, strict=True)]
        step = decide_next_step(context, understood)
        voice = Voice(playbook, step.record, turns[-1].position, step.state.spoken.language)
        reply_id = derive_uuid("reply", conversation.id, turns[-1].id)
        words = helped.compose_words(voice, step.moves, said[-1], _shown_as(reply_id, on_text))
        details = {**build_reply_details(step.moves, words, playbook, [turn.id for turn in turns]), **helped.details}
        at = self._clock.now()
        reply = Turn(reply_id, len(conversation.turns), Author.ASSISTANT, words.text, at, details=details)
        heard = [
            add_understanding(turn, result, helped.details) for turn, result in zip(turns, understood, strict=True)
        ]
        return self._answered(context, heard, reply, replace(step, state=remember_consent_text(step, voice)))

    def _answered(self, context: ReplyContext, heard: Sequence[Turn], reply: Turn, step: Step) -> ReplyChanges:
        """With what comes of the step: a submission, a call for a person, a consent that was taken back."""
        conversation = context.conversation
        decides = step.state.consent != context.state.consent
        answered = ReplyChanges(
            conversation.id, heard, [reply], step.record, state_to_json(step.state), decides_consent=decides
        )
        turns = add_details(conversation.turns, heard)
        if step.submit:
            submission = build_submission(conversation, turns, step.record, step.state, reply.at)
            answered = replace(answered, submission=submission)
        if needs_person(conversation.takeover, step):
            takeover = request_takeover(conversation.takeover, reply.at, context.playbook.company.takeover)
            posts = [build_call(conversation, (*turns, reply), self._url(conversation.id))]
            answered = replace(answered, takeover=takeover, posts=posts)
        if step.delete:
            answered = replace(answered, **self._ask_deletion(context, reply))
        if has_withdrawn(context.state, step.state):
            answered = replace(answered, withdrawal=note_event(conversation, ThreadEvent.WITHDRAWN, None))
        return answered

    def _ask_deletion(self, context: ReplyContext, reply: Turn) -> dict[str, Any]:
        """A task for a person, and their call to it."""
        conversation, playbook = context.conversation, context.playbook
        versions = Versions(playbook.version, playbook.texts_version, version("foyer"))
        request = DeletionRequest(
            id=derive_uuid("deletion", conversation.id, str(reply.position)),
            conversation_id=conversation.id,
            at=reply.at,
            words="\n".join(turn.text for turn in context.turns)[:MOST_NOTED],
            versions=versions,
        )
        call = build_deletion_call(conversation, reply.position, self._url(conversation.id))
        return {"deletion": request, "posts": (call,)}

    def _understand(
        self, context: ReplyContext, turn: Turn, heard: MessageInContext, helped: TurnHelp
    ) -> Understood | None:
        """Null where understanding failed: the turn is stored, the place is kept, a person looks at what it says."""
        if act := match_button(turn.text, context.state.pending, helped.playbook):
            return Understood((act,), ())
        if is_language_request(turn.text, helped.playbook.texts):
            return Understood((), ())
        try:
            guided = self._understanding(helped.playbook)
            last = find_last_reply(context.conversation.turns)
            form = read_stored_form(last) if last else None
            filled = read_form(form, heard, guided) if form else None
            understood = filled or understand_message(helped.add_model(guided, context.conversation.record), heard)
            if not understood.complete:
                log.warning("reading_cut_short", conversation=context.conversation.id, turn=turn.position)
            return understood
        except Exception as error:  # noqa: BLE001 - whatever understanding does, the conversation goes on
            log.error(
                "understanding_failed",
                conversation=context.conversation.id,
                turn=turn.position,
                error=type(error).__name__,
            )
            return None


def add_details(turns: Sequence[Turn], heard: Sequence[Turn]) -> tuple[Turn, ...]:
    """All turns, those that were `heard` with what was understood of them."""
    understood = {turn.id: turn for turn in heard}
    return tuple(understood.get(turn.id, turn) for turn in turns)


def _put_in_context(context: ReplyContext, turn: Turn) -> MessageInContext:
    conversation, region = context.conversation, context.playbook.company.phone_region
    known = {name: value.evidence.quote for name, value in conversation.record.known.items()}
    last = find_last_reply(conversation.turns)
    expected = find_expected_fields(context.state.pending)
    previous, names = last.text if last else None, list_field_names(context.playbook)
    return MessageInContext(turn.text, turn.at, expected, previous, region, known, names)


def _shown_as(message_id: str, on_text: OnText | None) -> Show:
    """Shows pieces under the reply's id; a window that is gone is no reason not to answer."""

    def show(piece: str) -> None:
        try:
            if on_text:
                on_text(message_id, piece)
        except Exception as error:  # noqa: BLE001 - the whole reply is stored and shown when the window is back
            log.warning("piece_not_shown", message=message_id, error=type(error).__name__)

    return show
