"""The one door for what people do: who may is checked, the first one wins, and one row says what was done.

A new action is a file beside the others (a frozen value, and the function that performs it), a line in `ACTIONS` or
`CONVERSATION_ACTIONS`, and its name in the type `Action`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import structlog

from pipeline.actions.actor import Actor
from pipeline.actions.audit import ActionEffect, ActionEntry, ActionHead
from pipeline.actions.contact.answer_review import AnswerReview, answer_review
from pipeline.actions.contact.merge_contacts import MergeContacts, merge_contacts
from pipeline.actions.contact.settle_deletion import SettleDeletion, settle_deletion
from pipeline.actions.contact.undo_merge import UndoMerge, undo_merge
from pipeline.actions.conversation.hand_back import HandBack, hand_back
from pipeline.actions.conversation.join import JOIN, JoinConversation, join_conversation
from pipeline.actions.conversation.say import SayToVisitor, say_to_visitor
from pipeline.actions.lead.record_outcome import RecordOutcome, record_outcome
from pipeline.actions.permissions import PERSON_DECIDES, TEAM_SPEAKS, Permission, find_objection
from pipeline.actions.ports import ActionRecords, ActionTransaction, TakeoverSteps
from pipeline.actions.results import ActionResult, ActionStopped, ConcurrentChange, Done, Refusal, Refused, build_remark
from pipeline.domain.decision import Versions
from pipeline.ports import Clock

ATTEMPTS = 10
"""How often an action is begun anew because somebody changed the same row: each time it sees their change."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class ActionRule:
    """How a kind of action is performed; `kind` is stored and outlives renames."""

    kind: str
    permission: Permission
    function: Callable[[Any, ActionTransaction, ActionHead], ActionEffect]
    """Called within a transaction: it changes rows and says what it changed, or raises ActionStopped."""


@dataclass(frozen=True, slots=True)
class ConversationRule:
    """The same for a running conversation, whose steps are transactions of their own."""

    kind: str
    permission: Permission
    function: Callable[[Any, TakeoverSteps, ActionHead], ActionResult]


ACTIONS: Mapping[type[Any], ActionRule] = {
    AnswerReview: ActionRule("answer_review", PERSON_DECIDES, answer_review),
    MergeContacts: ActionRule("merge_contacts", PERSON_DECIDES, merge_contacts),
    UndoMerge: ActionRule("undo_merge", PERSON_DECIDES, undo_merge),
    RecordOutcome: ActionRule("record_outcome", PERSON_DECIDES, record_outcome),
    SettleDeletion: ActionRule("settle_deletion", PERSON_DECIDES, settle_deletion),
}
CONVERSATION_ACTIONS: Mapping[type[Any], ConversationRule] = {
    JoinConversation: ConversationRule(JOIN, TEAM_SPEAKS, join_conversation),
    SayToVisitor: ConversationRule("say_to_visitor", TEAM_SPEAKS, say_to_visitor),
    HandBack: ConversationRule("hand_back", TEAM_SPEAKS, hand_back),
}

Action = (
    AnswerReview
    | MergeContacts
    | UndoMerge
    | RecordOutcome
    | SettleDeletion
    | JoinConversation
    | SayToVisitor
    | HandBack
)


class ActionPerformer:
    """Performs actions; from any thread and process, and again with the same arguments."""

    def __init__(
        self, records: ActionRecords, steps: TakeoverSteps | None, clock: Clock, versions: Callable[[], Versions]
    ) -> None:
        """Without `steps` no conversation can be acted in: the command line has none."""
        self._records, self._steps, self._clock, self._versions = records, steps, clock, versions

    def perform(self, action: Action, actor: Actor) -> ActionResult:
        """Done with its row in the audit, or the reason why nothing was changed."""
        rule = ACTIONS.get(type(action)) or CONVERSATION_ACTIONS[type(action)]
        head = ActionHead(rule.kind, actor, self._clock.now(), self._versions())
        if objection := find_objection(rule.permission, actor.role):
            result: ActionResult = Refused(Refusal.FORBIDDEN, objection)
        elif isinstance(rule, ConversationRule):
            result = self._step(rule, action, head)
        else:
            result = self._change(rule, action, head)
        if not isinstance(result, Done):
            ended = result.refusal if isinstance(result, Refused) else "already_done"
            log.info("action_not_done", action=rule.kind, door=actor.door, actor=actor.id, ended=str(ended))
        return result

    def _step(self, rule: ConversationRule, action: Action, head: ActionHead) -> ActionResult:
        if self._steps is None:
            return Refused(Refusal.UNFIT, build_remark("not_from_here"))
        return rule.function(action, self._steps, head)

    def _change(self, rule: ActionRule, action: Action, head: ActionHead) -> ActionResult:
        for attempt in range(ATTEMPTS):
            try:
                with self._records.begin() as records:
                    effect = rule.function(action, records, head)
                    records.record(ActionEntry(head, effect))
                return Done(effect.about)
            except ActionStopped as stopped:
                return stopped.result
            except ConcurrentChange:
                if attempt == ATTEMPTS - 1:
                    raise
        raise AssertionError("unreachable")
