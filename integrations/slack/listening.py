"""Colleagues in Slack: their words and buttons, kept, put in order, and done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

import structlog

from integrations.slack.members import Members
from integrations.slack.summaries import SlackEvent
from integrations.slack.talk_blocks import HAND_BACK, HAND_BACK_WORDS, JOIN
from pipeline.actions.actor import Actor, Door, build_person_actor
from pipeline.actions.conversation.hand_back import HandBack
from pipeline.actions.conversation.join import JoinConversation
from pipeline.actions.conversation.say import SayToVisitor
from pipeline.actions.perform import Action
from pipeline.actions.results import ActionResult, AlreadyDone, Refused
from pipeline.actions.words import describe_ending
from pipeline.codec import from_json, to_json
from pipeline.domain.takeover import Holder, Takeover
from pipeline.playbook import Person, Playbook
from pipeline.ports import Clock, DeliveryError, PostedMessage, Rejected
from pipeline.store.inbox import InboxMessage

BUTTONS = frozenset({JOIN, HAND_BACK})

log = structlog.get_logger()


class SlackInbox(Protocol):
    def put(self, item: InboxMessage, now: datetime) -> bool: ...
    def list_unhandled(self, item_id: str) -> Sequence[InboxMessage]: ...
    def mark_handled(self, item_id: str, now: datetime) -> None: ...
    def postpone(self, item_id: str, now: datetime) -> None: ...


class ThreadTakeovers(Protocol):
    def find_conversation(self, thread: PostedMessage) -> str | None: ...
    def get(self, conversation_id: str) -> Takeover: ...


class PerformPresses(Protocol):
    """`pipeline.actions.perform.ActionPerformer`."""

    def perform(self, action: Action, actor: Actor) -> ActionResult: ...


class SlackListener:
    """Every method may be called from any thread, and again with the same arguments."""

    def __init__(
        self,
        inbox: SlackInbox,
        takeovers: ThreadTakeovers,
        actions: PerformPresses,
        members: Members,
        playbook: Callable[[], Playbook],
        clock: Clock,
    ) -> None:
        self._inbox, self._takeovers, self._actions = inbox, takeovers, actions
        self._members, self._playbook, self._clock = members, playbook, clock

    def receive(self, told: SlackEvent) -> bool:
        """Stores what belongs to one of our threads, and nothing else of the channel; false if nothing is to do."""
        if self._takeovers.find_conversation(told.thread) is None:
            return False
        thread = f"slack:{told.thread.channel}:{told.thread.reference}"
        return self._inbox.put(InboxMessage(told.id, thread, told.sent, to_json(told)), self._clock.now())

    def handle(self, item_id: str) -> None:
        """Does what was told, after whatever was told in the same thread before; what can't be done now waits."""
        for item in self._inbox.list_unhandled(item_id):
            try:
                self._do(from_json(SlackEvent, item.body))
            except DeliveryError as error:
                log.warning("slack_item_waits", item=item.id, reason=str(error))
                self._inbox.postpone(item.id, self._clock.now())
                return
            self._inbox.mark_handled(item.id, self._clock.now())

    def _do(self, told: SlackEvent) -> None:
        conversation_id = self._takeovers.find_conversation(told.thread)
        if conversation_id is None:
            return
        held = self._takeovers.get(conversation_id)
        if told.action is None and held.holder is Holder.ASSISTANT:
            return  # colleagues among themselves
        person = self._members.find_person(told.user, self._playbook())
        if person is None:
            self._whisper(told, _not_in_the_team(told.user, self._playbook()))
        elif told.action is None:
            self._hear(conversation_id, person, told)
        else:
            self._press(conversation_id, person, told)

    def _hear(self, conversation_id: str, person: Person, told: SlackEvent) -> None:
        spoken = SayToVisitor(conversation_id, told.id, told.text, told.thread)
        is_command = told.text.casefold() in HAND_BACK_WORDS
        action = HandBack(conversation_id, told.thread) if is_command else spoken
        self._actions.perform(action, build_person_actor(person, Door.SLACK))

    def _press(self, conversation_id: str, person: Person, told: SlackEvent) -> None:
        wanted = HandBack if told.action == HAND_BACK else JoinConversation
        result = self._actions.perform(wanted(conversation_id, told.thread), build_person_actor(person, Door.SLACK))
        if remark := _remark(result, person, self._playbook()):
            self._whisper(told, remark)

    def _whisper(self, told: SlackEvent, text: str) -> None:
        """A remark that only this member sees; not worth a second try."""
        try:
            self._members.send_ephemeral(told.thread, told.user, text)
        except Rejected as error:
            log.warning("whisper_refused", reason=str(error))


def _remark(result: ActionResult, person: Person, playbook: Playbook) -> str | None:
    """What somebody is told whose press changed nothing."""
    texts = playbook.get_texts()
    match result:
        case AlreadyDone(None):
            return texts.render("thread.assistant_has_it")
        case AlreadyDone(by) if by == person.id:
            return texts.render("thread.yours")
        case AlreadyDone(by):
            first = playbook.routing.find_person(by or "")
            return texts.render("thread.taken", name=first.name if first else texts.render("thread.somebody"))
        case Refused():
            return describe_ending(result, texts)
    return None


def _not_in_the_team(user: str, playbook: Playbook) -> str:
    people = playbook.routing.people
    manager = next((person.name for person in people if person.role == "manager"), playbook.company.contact_email)
    return playbook.get_texts().render("thread.not_in_the_team", manager=manager, user=user)
