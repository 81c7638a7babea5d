"""Who may what: every action by every role."""

from __future__ import annotations

import pytest

from pipeline.actions.actor import ActorRole
from pipeline.actions.perform import ACTIONS, CONVERSATION_ACTIONS, ActionPerformer
from pipeline.actions.permissions import PEOPLE, Permission, Rung, find_objection
from pipeline.actions.results import Refusal, Refused
from pipeline.actions.words import render_remark
from tests.fakes.stand_ins import NOBODY, StoppedClock
from tests.pipeline.acting import an_actor
from tests.support.builders import VERSIONS, a_playbook

RULES = {rule.kind: rule.permission for rule in ACTIONS.values()} | {
    rule.kind: rule.permission for rule in CONVERSATION_ACTIONS.values()
}
MAY = {
    "answer_review": "rep manager operator",
    "merge_contacts": "rep manager operator",
    "undo_merge": "rep manager operator",
    "record_outcome": "rep manager operator",
    "settle_deletion": "rep manager operator",
    "join_conversation": "rep manager",
    "say_to_visitor": "rep manager",
    "hand_back": "rep manager",
}


def test_the_table_names_every_action_once():
    assert RULES.keys() == MAY.keys()
    assert len(RULES) == len(ACTIONS) + len(CONVERSATION_ACTIONS)


@pytest.mark.parametrize("kind", MAY)
@pytest.mark.parametrize("role", list(ActorRole))
def test_a_role_may_what_the_table_says(kind, role):
    objection = find_objection(RULES[kind], role)
    assert (objection is None) is (role in MAY[kind].split())
    told = render_remark(objection, a_playbook().get_texts()) if objection else None
    assert told is None or told.startswith(f"the role {role} may not do this; it takes: ")


def test_a_restricted_write_can_not_be_left_to_a_program():
    with pytest.raises(ValueError, match="always a person's"):
        Permission(Rung.RESTRICTED_WRITE, PEOPLE | {ActorRole.SYSTEM})
    limited = Permission(Rung.LIMITED_WRITE, PEOPLE | {ActorRole.SYSTEM})
    assert find_objection(limited, ActorRole.SYSTEM) is None


@pytest.mark.parametrize("action", [*ACTIONS, *CONVERSATION_ACTIONS], ids=lambda kind: kind.__name__)
def test_who_may_not_reaches_no_row(action):
    performer = ActionPerformer(NOBODY, None, StoppedClock(), lambda: VERSIONS)
    result = performer.perform(action.__new__(action), an_actor(role=ActorRole.SYSTEM))
    assert isinstance(result, Refused)
    assert result.refusal is Refusal.FORBIDDEN
