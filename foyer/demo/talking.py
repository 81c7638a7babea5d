"""One visitor's conversation, held with the program's own assistant in memory, on a clock that is set."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from assistant.conversation.memory_store import InMemoryConversationStore
from assistant.conversation.ports import StoredConversation
from assistant.conversation.rehearsal import SetClock, find_asked_question
from assistant.conversation.service import ConversationService
from assistant.dialogue.state import QuestionTopic
from assistant.knowledge import Knowledge
from assistant.understanding.port import Understanding
from foyer.demo.people import DemoVisitor
from pipeline.domain.submission import Origin, Submission
from pipeline.playbook import Playbook

MOST_MESSAGES = 25
DONT_KNOW = {"en": "I don't know", "de": "Das weiß ich nicht", "es": "No lo sé", "fr": "Je ne sais pas"}
WITH_BUTTONS = (QuestionTopic.CONSENT, QuestionTopic.CONFIRM)


@dataclass(frozen=True, slots=True)
class DemoConversation:
    """How it went: the whole conversation, and what the visitor handed in."""

    conversation: StoredConversation
    submissions: tuple[Submission, ...]


@dataclass(frozen=True, slots=True)
class DemoAssistant:
    """What every conversation needs."""

    playbook: Callable[[], Playbook]
    knowledge: Callable[[], Knowledge]
    understanding: Callable[[Playbook], Understanding]

    def list_pages(self) -> list[str]:
        """The addresses of the demo site: its first page and those of the knowledge."""
        sections = self.knowledge().sections.get(self.playbook().company.language, ())
        return ["/", *(f"/{name}" for name in sorted({section.file.stem for section in sections}))]


class _DemoIntake:
    def start(self, submission_id: str) -> None:
        """The month hands in what was said when the talk is over."""


def hold_conversation(
    assistant: DemoAssistant, person: DemoVisitor, begun: datetime, random: Random
) -> DemoConversation:
    """The person answers what is asked, 10 to 60 s after each question, until nothing is asked or they leave."""
    store, clock = InMemoryConversationStore(), SetClock(begun)
    conversations = ConversationService(
        store, assistant.understanding, assistant.playbook, assistant.knowledge, clock, _DemoIntake()
    )
    conversation_id = _uuid(random)
    origin = Origin(page=person.page, utm=dict(person.utm), language=person.language)
    conversations.open(conversation_id, origin)
    said: str | None = person.opening
    for _ in range(person.leaves_after or MOST_MESSAGES):
        if said is None:
            break
        clock.at += timedelta(seconds=random.randint(10, 60))
        conversations.receive(conversation_id, _uuid(random), said, origin)
        said = _answer(person, _stored(store, conversation_id))
    return DemoConversation(_stored(store, conversation_id), tuple(store.submissions.values()))


def _answer(person: DemoVisitor, conversation: StoredConversation) -> str | None:
    """What the person says to the last question; null where there is none."""
    last = conversation.turns[-1]
    asked = find_asked_question(last)
    if asked is None:
        return None
    if asked.pending.topic in WITH_BUTTONS:
        return str(last.details["quick_replies"][0]["says"])
    told = person.answers.get(asked.pending.field) if asked.pending.field else None
    return told or DONT_KNOW[person.language]


def _stored(store: InMemoryConversationStore, conversation_id: str) -> StoredConversation:
    found = store.get(conversation_id)
    if found is None:
        raise RuntimeError("a conversation is stored when it is opened")
    return found


def _uuid(random: Random) -> str:
    return str(UUID(int=random.getrandbits(128), version=4))
