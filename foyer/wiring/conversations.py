"""The assistant's side: who talks with visitors, what colleagues do in it, and what the console sees of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from assistant.conversation.partial_leads import select_visible_talks
from assistant.conversation.service import ConversationService
from assistant.conversation.takeover import TakeoverService
from assistant.speed.cache_latest import cache_latest
from assistant.understanding.guided import GuidedUnderstanding
from assistant.understanding.port import Understanding
from assistant.wording.model_help import ModelHelp
from foyer.wiring.foundation import Foundation
from pipeline.domain.conversation import SilentConversation, StoredConversation
from pipeline.domain.takeover import Takeover
from pipeline.playbook import Playbook
from pipeline.store import Store


@dataclass(frozen=True, slots=True)
class ConsoleConversations:
    """Running conversations as the console reads them."""

    store: Store

    def get(self, conversation_id: str) -> StoredConversation | None:
        return self.store.conversations.get(conversation_id)

    def list_current(self) -> Sequence[tuple[str, Takeover]]:
        return self.store.takeovers.list_current()

    def list_without_lead(self, since: datetime, limit: int) -> Sequence[SilentConversation]:
        return select_visible_talks(self.store.silent_conversations.list_without_lead(since, limit))


def build_conversations(base: Foundation, helper: ModelHelp | None) -> ConversationService:
    """What answers visitors, with a model's help where there is one."""
    return ConversationService(
        store=base.store.conversations,
        understanding=build_understanding,
        playbook=base.playbook,
        knowledge=lambda: base.prompts.current().knowledge,
        clock=base.clock,
        intake=base.intake,
        deliver=base.intake.deliver,
        url=lambda conversation_id: f"{base.settings.public_url}/console/conversations/{conversation_id}",
        model=helper,
    )


def build_takeovers(base: Foundation, conversations: ConversationService) -> TakeoverService:
    """What colleagues do in conversations."""
    return TakeoverService(
        base.store.conversations, base.playbook, base.clock, base.intake.deliver, conversations.resume
    )


@cache_latest
def build_understanding(playbook: Playbook) -> Understanding:
    """Understanding without a model, for the words of this playbook."""
    return GuidedUnderstanding(playbook.build_vocabulary())
