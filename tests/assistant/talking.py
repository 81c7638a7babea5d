"""A whole conversation in memory, with words: the shipped playbook, rules for understanding, and fakes at the edges."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from uuid import UUID, uuid5

from assistant.conversation.memory_store import InMemoryConversationStore
from assistant.conversation.ports import StoredConversation
from assistant.conversation.service import ConversationService
from assistant.knowledge import read_knowledge
from assistant.messages import Message
from assistant.understanding.guided import GuidedUnderstanding
from assistant.understanding.port import MessageInContext, Understanding, Understood
from assistant.wording.model_help import ModelHelp
from pipeline.domain.submission import Origin
from pipeline.playbook import Playbook
from tests.fakes.stand_ins import TickingClock
from tests.support.builders import PROMPTS, a_playbook

CONVERSATION = "5f0c8f3e-6b0a-4c6e-9a52-2d9a4a4b7e10"
ORIGIN = Origin(page="https://brightdesk.example/pricing", utm={"utm_source": "ad"})


@dataclass
class RecordingIntake:
    started: list[str] = field(default_factory=list)

    def start(self, submission_id: str) -> None:
        self.started.append(submission_id)


class BrokenIntake:
    def start(self, submission_id: str) -> None:
        raise ConnectionError("no engine")


@dataclass
class Scripted:
    """Understands by a function, e.g. one that fails."""

    understand_: Callable[[MessageInContext], Understood]

    def understand(self, heard: MessageInContext) -> Understood:
        return self.understand_(heard)


@cache
def guided() -> GuidedUnderstanding:
    return GuidedUnderstanding(a_playbook().vocabulary.vocabulary)


@dataclass
class InMemoryTalk:
    """One visitor. Message ids count up, so a test can repeat one."""

    store: InMemoryConversationStore = field(default_factory=InMemoryConversationStore)
    intake: RecordingIntake = field(default_factory=RecordingIntake)
    understanding: Understanding = field(default_factory=guided)
    playbook: Callable[[], Playbook] = a_playbook
    clock: TickingClock = field(default_factory=TickingClock)
    model: ModelHelp | None = None
    said: int = 0

    def __post_init__(self) -> None:
        knowledge = read_knowledge(PROMPTS / "knowledge")
        self.conversations = ConversationService(
            store=self.store,
            understanding=lambda playbook: self.understanding,
            playbook=self.playbook,
            knowledge=lambda: knowledge,
            clock=self.clock,
            intake=self.intake,
            model=self.model,
        )

    def open(self) -> tuple[Message, ...]:
        return self.conversations.open(CONVERSATION, ORIGIN)

    def say(self, *texts: str) -> Message:
        """The reply to the last of the texts, said one after the other."""
        *earlier, last = texts
        for text in earlier:
            self.say(text)
        self.said += 1
        (reply,) = self.conversations.receive(CONVERSATION, message_id(self.said), last, ORIGIN)
        return reply

    @property
    def stored(self) -> StoredConversation:
        stored = self.store.get(CONVERSATION)
        assert stored
        return stored


def message_id(number: int) -> str:
    return str(UUID(bytes=uuid5(UUID(int=0), f"message {number}").bytes, version=4))
