"""Who has a conversation, as tables; and a colleague in a conversation of the rules, in memory."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from assistant.conversation import takeover_rules as rules
from assistant.conversation.takeover import TakeoverService
from assistant.conversation.turn_details import NOTICE, find_unanswered_turns
from assistant.dialogue.moves import CantAnswer, HandOver, Step
from assistant.dialogue.state import State
from assistant.messages import Author, Message
from pipeline.actions.actor import Actor, Door, build_person_actor
from pipeline.actions.conversation.hand_back import HandBack
from pipeline.actions.conversation.join import JoinConversation
from pipeline.actions.conversation.say import SayToVisitor
from pipeline.actions.perform import Action, ActionPerformer
from pipeline.actions.results import ActionResult, AlreadyDone, Done, Refusal, Refused
from pipeline.actions.words import describe_ending
from pipeline.domain.conversation import Turn
from pipeline.domain.record import Record
from pipeline.domain.takeover import Holder, Takeover
from pipeline.domain.thread import CallForPerson, ThreadEvent, ThreadMessage
from pipeline.playbook import TakeoverTimes
from pipeline.ports import PostedMessage
from tests.assistant.talking import CONVERSATION, InMemoryTalk
from tests.fakes.stand_ins import NOBODY
from tests.support.builders import NOW, VERSIONS, a_playbook

TIMES = TakeoverTimes(join_within=3, back_after=15)
PEOPLE = {person.id: build_person_actor(person, Door.SLACK) for person in a_playbook().routing.people}
MAYA, DANIEL = PEOPLE["maya"], PEOPLE["daniel"]
THREAD = PostedMessage("C1", "111.222")
WANTED = rules.request_takeover(Takeover(), NOW, TIMES)
HELD = rules.start_takeover(Takeover(), MAYA, NOW, TIMES, THREAD)


@pytest.mark.parametrize(
    ("takeover", "holder", "person", "minutes"),
    [
        (WANTED, Holder.WANTED, None, 3),
        (HELD, Holder.PERSON, "maya", 15),
        (rules.start_takeover(WANTED, DANIEL, NOW, TIMES, None), Holder.PERSON, "daniel", 15),
        (rules.extend_takeover(HELD, NOW + timedelta(minutes=10), TIMES, None), Holder.PERSON, "maya", 25),
        (rules.end_takeover(HELD, NOW), Holder.ASSISTANT, None, None),
        (rules.end_takeover(WANTED, NOW), Holder.ASSISTANT, None, None),
    ],
)
def test_each_step_says_who_has_it_and_until_when(takeover, holder, person, minutes):
    assert (takeover.holder, takeover.person) == (holder, person)
    assert takeover.until == (None if minutes is None else NOW + timedelta(minutes=minutes))


@pytest.mark.parametrize("change", [rules.extend_takeover(HELD, NOW, TIMES, None), rules.end_takeover(HELD, NOW)])
def test_the_thread_stays_known(change):
    assert (change.channel, change.reference) == ("C1", "111.222")


@pytest.mark.parametrize(
    ("takeover", "after", "overdue"),
    [(HELD, 14, False), (HELD, 15, True), (WANTED, 2, False), (WANTED, 3, True), (Takeover(), 10_000, False)],
)
def test_when_the_assistant_comes_back_by_itself(takeover, after, overdue):
    assert rules.is_overdue(takeover, NOW + timedelta(minutes=after)) is overdue


@pytest.mark.parametrize(
    ("takeover", "moves", "called"),
    [
        (Takeover(), (HandOver(),), True),
        (Takeover(), (HandOver(staffed=False),), False),
        (Takeover(), (CantAnswer(),), False),
        (WANTED, (HandOver(),), False),
        (rules.end_takeover(HELD, NOW), (HandOver(),), True),
    ],
)
def test_a_person_is_called_once_and_only_while_the_team_is_at_work(takeover, moves, called):
    assert rules.needs_person(takeover, Step(State(), Record(), moves)) is called


def turn(position: int, author: Author, **details: str) -> Turn:
    return Turn(str(position), position, author, f"text {position}", NOW, details=details)


@pytest.mark.parametrize(
    ("authors", "owed"),
    [
        ("av", [1]),
        ("avv", [1, 2]),
        ("ava", []),
        ("avnv", [1, 3]),
        ("avn", [1]),
        ("avpv", [3]),
        ("avpn", []),
        ("", []),
    ],
)
def test_what_waits_for_an_answer_is_not_answered_by_a_notice(authors, owed):
    """a: assistant, v: visitor, p: person, n: a notice of who has the conversation."""
    kinds = {"a": Author.ASSISTANT, "v": Author.VISITOR, "p": Author.PERSON, "n": Author.ASSISTANT}
    turns = [
        turn(position, kinds[kind], **({NOTICE: "joined"} if kind == "n" else {}))
        for position, kind in enumerate(authors)
    ]
    assert [each.position for each in find_unanswered_turns(turns)] == owed


class TakeoverChat:
    """A visitor in memory, with colleagues. The first look at the clock is on a Wednesday morning of the company's."""

    def __init__(self, at: datetime | None = None) -> None:
        self.talk = InMemoryTalk()
        if at:
            self.talk.clock.at = at
        self.delivered: list[str] = []
        self.team = TakeoverService(
            self.talk.store,
            a_playbook,
            self.talk.clock,
            self.delivered.append,
            self.talk.conversations.resume,
        )
        self.talk.open()

    def visitor(self, text: str) -> tuple[Message, ...]:
        self.talk.said += 1
        return self.talk.conversations.receive(CONVERSATION, f"message {self.talk.said}", text)

    def perform(self, action: Action, actor: Actor = MAYA) -> ActionResult:
        clock = self.talk.clock
        return ActionPerformer(NOBODY, self.team, clock, lambda: VERSIONS).perform(action, actor)

    def joins(self, actor: Actor = MAYA, conversation: str = CONVERSATION) -> ActionResult:
        return self.perform(JoinConversation(conversation, THREAD), actor)

    def says(self, text: str, message: str | None = None, conversation: str = CONVERSATION) -> ActionResult:
        return self.perform(SayToVisitor(conversation, message or text, text, THREAD))

    def hands_back(self, conversation: str = CONVERSATION) -> ActionResult:
        return self.perform(HandBack(conversation, THREAD))

    @property
    def audit(self) -> list[tuple[str, str, str]]:
        entries = self.talk.store.actions
        return [(entry.head.kind, entry.head.actor.id, entry.effect.after["holder"]) for entry in entries]

    @property
    def holder(self) -> Holder:
        return self.talk.stored.takeover.holder

    @property
    def texts(self) -> list[tuple[str, str]]:
        return [(turn.author_name or str(turn.author), turn.text) for turn in self.talk.stored.turns]

    @property
    def thread(self) -> list[tuple[ThreadEvent, str]]:
        posts = sorted(self.talk.store.posts.items())
        return [(post.event, post.text) for _, post in posts if isinstance(post, ThreadMessage)]


@pytest.fixture
def chat() -> TakeoverChat:
    return TakeoverChat()


def test_asking_for_a_person_calls_the_team_with_what_was_said_and_the_assistant_goes_on(chat):
    chat.visitor("Our inbox is a mess")
    (reply,) = chat.visitor("Can I talk to a human?")
    (call,) = [post for post in chat.talk.store.posts.values() if isinstance(post, CallForPerson)]
    assert "asked a colleague to join" in reply.text
    assert "Our inbox is a mess" in [line.text for line in call.transcript]
    assert chat.holder is Holder.WANTED
    assert chat.visitor("My name is Jane Doe")
    chat.visitor("I said: a human please")
    assert sum(isinstance(post, CallForPerson) for post in chat.talk.store.posts.values()) == 1


def test_a_rep_who_writes_where_a_person_is_wanted_joins_with_it(chat):
    chat.visitor("Can I talk to a human?")
    assert isinstance(chat.says("Hello, I am Maya"), Done)
    assert chat.holder is Holder.PERSON
    assert chat.texts[-1] == (MAYA.name, "Hello, I am Maya")
    assert "has joined the chat" in chat.texts[-2][1]
    assert [kind for kind, *_ in chat.audit] == ["join_conversation", "say_to_visitor"]


def test_talk_in_the_thread_stays_in_the_team_while_the_assistant_has_the_chat(chat):
    before = chat.texts
    refused = chat.says("Who takes this?")
    assert isinstance(refused, Refused)
    assert refused.refusal is Refusal.NOT_IN
    assert chat.texts == before


def test_the_assistant_is_silent_while_a_person_is_there_and_the_words_reach_the_thread(chat):
    chat.joins()
    assert chat.visitor("What about SSO?") == ()
    assert chat.visitor("And a trial?") == ()
    assert chat.thread == [
        (ThreadEvent.JOINED, ""),
        (ThreadEvent.SAID, "What about SSO?"),
        (ThreadEvent.SAID, "And a trial?"),
    ]
    assert set(chat.delivered) <= chat.talk.store.posts.keys()


def test_the_first_colleague_has_it_and_the_second_is_told(chat):
    assert isinstance(chat.joins(), Done)
    second = chat.joins(DANIEL)
    assert isinstance(second, AlreadyDone)
    assert (second.by, second.at) == (MAYA.id, chat.talk.stored.takeover.since)
    told = describe_ending(second, a_playbook().get_texts(), MAYA.name)
    assert told.startswith(f"{MAYA.name} has this chat already, at ")
    assert isinstance(chat.joins(), AlreadyDone)
    assert chat.audit == [("join_conversation", "maya", "person")]


def test_the_same_word_twice_is_said_once(chat):
    chat.joins()
    assert isinstance(chat.says("Hello", message="m1"), Done)
    assert isinstance(chat.says("Hello", message="m1"), AlreadyDone)
    assert [who for who, text in chat.texts if text == "Hello"] == [MAYA.name]


def test_handed_back_the_assistant_takes_its_question_up_again(chat):
    question = chat.texts[-1][1]
    chat.joins()
    chat.visitor("Hello Maya")
    chat.says("Hello!")
    assert isinstance(chat.hands_back(), Done)
    assert chat.holder is Holder.ASSISTANT
    assert "I'm back" in chat.texts[-1][1]
    assert question in chat.texts[-1][1]
    assert chat.thread[-1][0] is ThreadEvent.HANDED_BACK
    assert chat.visitor("We are 40 people") != ()
    assert isinstance(chat.hands_back(), AlreadyDone)
    assert chat.audit == [
        ("join_conversation", "maya", "person"),
        ("say_to_visitor", "maya", "person"),
        ("hand_back", "maya", "assistant"),
    ]


def test_what_the_rep_left_unanswered_is_answered_by_the_assistant(chat):
    chat.joins()
    chat.says("Hello!")
    chat.visitor("We run an online shop")
    chat.hands_back()
    assert "I'm back" in chat.texts[-2][1]
    assert chat.texts[-1][0] == "assistant"
    assert chat.talk.stored.record.known


def test_a_rep_who_joins_makes_an_answer_that_is_being_written_void(chat):
    guided = chat.talk.understanding

    class JoinsMeanwhile:
        def understand(self, heard):
            chat.talk.understanding = guided
            chat.joins()
            return guided.understand(heard)

    chat.talk.understanding = JoinsMeanwhile()
    assert chat.visitor("We are 40 people") == ()
    assert chat.texts[-1][1].startswith(MAYA.name)
    assert (ThreadEvent.SAID, "We are 40 people") in chat.thread


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(1, None), (16, "had to step away")],
)
def test_a_silent_rep_gives_way_after_the_playbooks_time(chat, minutes, said):
    chat.joins()
    chat.talk.clock.at += timedelta(minutes=minutes)
    chat.team.time_out(CONVERSATION)
    assert (chat.holder is Holder.ASSISTANT) is (said is not None)
    assert said is None or said in chat.texts[-1][1]


def test_if_nobody_comes_in_time_the_visitor_learns_it(chat):
    chat.visitor("Can I talk to a human?")
    chat.talk.clock.at += timedelta(minutes=4)
    chat.team.time_out(CONVERSATION)
    assert "nobody could join" in chat.texts[-1][1]
    assert chat.thread[-1][0] is ThreadEvent.NOBODY_CAME


@pytest.mark.parametrize(
    "at",
    [
        datetime(2026, 9, 12, 15, tzinfo=UTC),  # a Saturday
        datetime(2026, 9, 9, 3, tzinfo=UTC),  # at night in New York
        datetime(2026, 11, 26, 16, tzinfo=UTC),  # Thanksgiving
    ],
)
def test_outside_working_hours_nobody_is_called(at):
    chat = TakeoverChat(at)
    (reply,) = chat.visitor("Can I talk to a human?")
    assert "not at work" in reply.text
    assert chat.holder is Holder.ASSISTANT
    assert chat.talk.store.posts == {}


def test_an_unknown_conversation_is_said_to_be_unknown(chat):
    for outcome in (
        chat.joins(conversation="nobody"),
        chat.says("text", conversation="nobody"),
        chat.hands_back("nobody"),
    ):
        assert isinstance(outcome, Refused)
        assert outcome.refusal is Refusal.UNKNOWN


def test_keys_of_a_thread_sort_like_its_turns():
    stored = replace(TakeoverChat().talk.stored, takeover=HELD)
    turns = [turn(position, Author.VISITOR) for position in (2, 9, 10, 99, 100)]
    keys = [post.key for post in rules.forward_turns(stored, turns)]
    assert keys == sorted(keys)
