"""What people do is written down: on both databases the audit is the history of the state."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from assistant.conversation.takeover import TakeoverService
from pipeline.actions.actor import Door
from pipeline.actions.contact.answer_review import AnswerReview
from pipeline.actions.contact.merge_contacts import MergeContacts
from pipeline.actions.contact.settle_deletion import SettleDeletion
from pipeline.actions.contact.undo_merge import UndoMerge
from pipeline.actions.conversation.hand_back import HandBack
from pipeline.actions.conversation.join import JoinConversation
from pipeline.actions.conversation.say import SayToVisitor
from pipeline.actions.lead.record_outcome import RecordOutcome
from pipeline.actions.perform import Action, ActionPerformer
from pipeline.actions.ports import ActionTransaction
from pipeline.actions.results import AlreadyDone, ConcurrentChange, Done, Refused
from pipeline.codec import to_json
from pipeline.domain.conversation import Author, StoredConversation, Turn
from pipeline.domain.matching import ReviewAnswer
from pipeline.domain.outcome import OutcomeKind
from pipeline.domain.record import Record
from pipeline.domain.submission import Origin, Submission
from pipeline.store import Database, Store, tables
from tests.fakes.stand_ins import StoppedClock
from tests.pipeline.acting import an_actor, done, perform, told
from tests.support.builders import NOW, VERSIONS, a_lead, a_playbook
from tests.support.settling import settle

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    with closing(Store(Database(database_url))) as opened:
        yield opened


def two_of_one_number(number: int) -> tuple[Submission, Submission]:
    """Two people who may be one: the same phone under two names."""
    phone, company = f"+1415555{number:04}", f"Shop number {number}"
    return (
        a_lead(key=f"a{number}", conversation_id=f"a{number}", phone=phone, company=company, email=f"a@s{number}.com"),
        a_lead(key=f"b{number}", conversation_id=f"b{number}", phone=phone, company=company, email=f"b@s{number}.com",
               name="John Roe"),
    )  # fmt: skip


@dataclass
class World:
    """Two leads of two contacts, and the question whether they are one."""

    store: Store
    lead: str
    contacts: tuple[str, str]
    review: str

    @property
    def merges(self) -> list[str]:
        rows = tables.RecordMergeRow
        with self.store.database.read() as session:
            mine = select(rows.id).where(rows.kept_id.in_(self.contacts)).order_by(rows.at, rows.id)
            return list(session.scalars(mine))


def list_audit(store: Store) -> list[tables.ActionRow]:
    with store.database.read() as session:
        return list(session.scalars(select(tables.ActionRow).order_by(tables.ActionRow.id)))


def a_world(store: Store, number: int) -> World:
    first, second = (settle(store, submission)[0] for submission in two_of_one_number(number))
    with store.database.read() as session:
        kept, other = (session.get_one(tables.LeadRow, lead).contact_id or "" for lead in (first, second))
        review = session.scalars(select(tables.ReviewItemRow.id).where(tables.ReviewItemRow.lead_id == second)).one()
    return World(store, first, (kept, other), review)


# ---------------------------------------------------------------------------------------------------- one row an action


def test_an_action_is_one_row_with_who_when_by_which_door_and_what(store: Store):
    world = a_world(store, 1)
    done(perform(store, RecordOutcome(world.lead, OutcomeKind.LOST, " no  budget "), "maya", LATER))
    (row,) = list_audit(store)
    assert (row.kind, row.actor, row.role, row.door, row.at) == ("record_outcome", "maya", "rep", "console", LATER)
    assert (row.about, row.lead_id, row.lead_version, row.reason) == (world.lead, world.lead, 2, "no budget")
    assert row.before == {"status": "open", "outcome": None}
    assert row.after == {"status": "closed", "outcome": to_json(store.outcomes.get(world.lead))}
    assert row.versions == to_json(VERSIONS)


@pytest.mark.parametrize(
    "action",
    [
        RecordOutcome("nobody", OutcomeKind.WON),
        AnswerReview("nobody", ReviewAnswer.NOTED),
        MergeContacts("nobody", "nothing", "same"),
        UndoMerge("nobody", "no"),
        SettleDeletion("nobody", "deleted"),
    ],
)
def test_what_is_refused_is_no_row(store: Store, action: Action):
    assert isinstance(perform(store, action), Refused)
    assert list_audit(store) == []


def test_a_refusal_half_way_leaves_nothing(store: Store):
    """The answer is taken before its merge finds that it has no reason."""
    world = a_world(store, 1)
    assert "a reason is needed" in told(perform(store, AnswerReview(world.review, ReviewAnswer.MERGED)))
    assert [item.id for item in store.reviews.list_open()] == [world.review]
    assert list_audit(store) == []


def test_the_same_merge_again_was_done_before(store: Store):
    world = a_world(store, 1)
    merge = MergeContacts(*world.contacts, "same")
    done(perform(store, merge, "ines", LATER))
    again = perform(store, merge, "maya", LATER + timedelta(hours=1))
    assert isinstance(again, AlreadyDone)
    assert (again.by, again.at) == ("ines", LATER)


def test_what_foyer_did_since_holds_up_nobody(store: Store):
    """The version that somebody saw is compared with what people did, not with a score by now."""
    world = a_world(store, 1)
    with store.database.write() as session:
        session.get_one(tables.LeadRow, world.lead).score = 12
    assert isinstance(perform(store, RecordOutcome(world.lead, OutcomeKind.WON, seen=1)), Done)
    late = perform(store, RecordOutcome(world.lead, OutcomeKind.LOST, "no budget", seen=2), "ines")
    assert isinstance(late, AlreadyDone)
    assert late.by == "maya"


def test_a_change_for_an_older_version_is_not_made(store: Store):
    world = a_world(store, 1)
    with store.actions.begin() as records:
        seen = records.find_lead(world.lead)
    assert seen
    done(perform(store, RecordOutcome(world.lead, OutcomeKind.WON)))
    with pytest.raises(ConcurrentChange), store.actions.begin() as records:
        records.change_lead(seen, {"status": "open"})
    with store.actions.begin() as records:
        found = records.find_lead(world.lead)
    assert found == replace(seen, version=2, status="closed", outcome=store.outcomes.get(world.lead))


def test_whoever_changes_the_row_in_between_makes_the_action_look_again(store: Store):
    """PostgreSQL lets both look; the compare-and-set lets one write, and the other sees what was done."""
    world, first = a_world(store, 1), count()

    class Meanwhile:
        def begin(self) -> AbstractContextManager[ActionTransaction]:
            if next(first) == 0:
                raise ConcurrentChange
            return store.actions.begin()

    performer = ActionPerformer(Meanwhile(), None, StoppedClock(), lambda: VERSIONS)
    assert isinstance(performer.perform(RecordOutcome(world.lead, OutcomeKind.WON), an_actor()), Done)
    assert next(first) == 2


# -------------------------------------------------------------------------------------------------- in a conversation


@pytest.fixture
def team(store: Store) -> ActionPerformer:
    """Colleagues in a chat in which the assistant has said hello."""
    hello = Turn("hello", 0, Author.ASSISTANT, "Hello", NOW)
    store.conversations.open(StoredConversation("c1", NOW, Origin(), Record(), {}, (hello,)))
    clock = StoppedClock(LATER)
    steps = TakeoverService(store.conversations, a_playbook, clock, str, str)
    return ActionPerformer(store.actions, steps, clock, lambda: VERSIONS)


def test_what_colleagues_do_in_a_chat_is_written_down_with_its_turns(store: Store, team: ActionPerformer):
    maya, ines = (an_actor(name, door=Door.SLACK) for name in ("maya", "ines"))
    assert isinstance(team.perform(JoinConversation("c1"), maya), Done)
    second = team.perform(JoinConversation("c1"), ines)
    assert isinstance(second, AlreadyDone)
    assert (second.by, second.at) == ("maya", LATER)
    assert told(second).startswith("maya has this chat already, at ")
    said = SayToVisitor("c1", "m1", "Hello")
    assert isinstance(team.perform(said, maya), Done)
    assert isinstance(team.perform(said, maya), AlreadyDone)
    assert isinstance(team.perform(HandBack("c1"), ines), Done)
    assert isinstance(team.perform(HandBack("c1"), maya), AlreadyDone)
    free, held = {"holder": "assistant", "person": None}, {"holder": "person", "person": "maya"}
    rows = list_audit(store)
    assert {(row.door, row.conversation_id) for row in rows} == {("slack", "c1")}
    assert [(row.kind, row.actor, row.before, row.after) for row in rows] == [
        ("join_conversation", "maya", free, held),
        ("say_to_visitor", "maya", held, held),
        ("hand_back", "ines", held, free),
    ]


def test_of_two_who_join_at_once_one_has_the_chat(store: Store, team: ActionPerformer):
    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(lambda name: team.perform(JoinConversation("c1"), an_actor(name)), ["maya", "ines"]))
    (row,) = list_audit(store)
    assert sorted(type(result).__name__ for result in results) == ["AlreadyDone", "Done"]
    assert [result.by for result in results if isinstance(result, AlreadyDone)] == [row.actor]


# ------------------------------------------------------------------------------------------------------------- property

OUTCOMES = st.builds(
    lambda kind, seen: ("outcome", kind, seen), st.sampled_from(OutcomeKind), st.sampled_from([None, 1, 2, 3])
)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["maya", "ines", "root"]),
        st.one_of(
            OUTCOMES,
            st.builds(lambda said: ("answer", said), st.sampled_from(ReviewAnswer)),
            st.sampled_from([("merge", 0), ("merge", 1)]),
            st.sampled_from([("undo", 0), ("undo", -1)]),
        ),
    ),
    max_size=8,
)


def an_action(world: World, step: tuple[Any, ...]) -> Action:
    match step:
        case "outcome", kind, seen:
            reason = None if kind is OutcomeKind.WON else "no budget"
            return RecordOutcome(world.lead, kind, reason, seen=seen)
        case "answer", said:
            return AnswerReview(world.review, said, "same voice")
        case "merge", place:
            return MergeContacts(world.contacts[place], world.contacts[1 - place], "same")
    merges = world.merges
    return UndoMerge(merges[step[1]] if merges else "nosuch", "two people")


def state_told_by(audit: list[tables.ActionRow], world: World) -> Mapping[str, Any]:
    """What the rows of the audit add up to."""
    outcome, answer, into = None, None, dict.fromkeys(world.contacts)
    moved: dict[str, tuple[str, str]] = {}
    for row in audit:
        match row.kind:
            case "record_outcome":
                assert row.before["outcome"] == outcome
                outcome = row.after["outcome"]
            case "answer_review":
                assert (row.before["answer"], answer) == (None, None)
                answer = row.after["answer"]
                if merge := row.after["merge"]:
                    moved[merge] = (world.contacts[1], world.contacts[0])
                    into[world.contacts[1]] = world.contacts[0]
            case "merge_contacts":
                assert into[row.after["merged"]] is row.before["into"]
                moved[row.about] = (row.after["merged"], row.after["into"])
                into[row.after["merged"]] = row.after["into"]
                answer = "merged" if world.review in row.after["answered"] else answer
            case "undo_merge":
                into[moved[row.about][0]] = None
    return {"outcome": outcome, "answer": answer, "into": into}


def state_of(world: World) -> Mapping[str, Any]:
    outcome = world.store.outcomes.get(world.lead)
    with world.store.database.read() as session:
        answer = session.get_one(tables.ReviewItemRow, world.review).answer
        into = {id_: session.get_one(tables.ContactRow, id_).merged_into for id_ in world.contacts}
    return {"outcome": to_json(outcome) if outcome else None, "answer": answer, "into": into}


numbers = count(100)


@given(steps=STEPS)
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_actions_by_anybody_leave_an_audit_that_is_the_history_of_the_state(store: Store, steps):
    world, before = a_world(store, next(numbers)), len(list_audit(store))
    results = [
        perform(store, an_action(world, step), by, NOW + timedelta(minutes=n)) for n, (by, step) in enumerate(steps, 1)
    ]
    audit = list_audit(store)[before:]
    performed = [by for (by, _), result in zip(steps, results, strict=True) if isinstance(result, Done)]
    assert [row.actor for row in audit] == performed
    assert state_told_by(audit, world) == state_of(world)
