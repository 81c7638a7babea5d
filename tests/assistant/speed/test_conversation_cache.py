"""What was answered last is kept, and no more than so many."""

from __future__ import annotations

from assistant.speed.conversation_cache import ConversationCache
from tests.contracts.test_conversation_store import a_conversation


def test_what_is_taken_is_gone_until_it_is_kept_again():
    recent, conversation = ConversationCache(), a_conversation("c1")
    assert recent.take("c1") is None
    assert recent.keep(conversation) is conversation
    assert recent.take("c1") is conversation
    assert recent.take("c1") is None


def test_the_one_that_was_used_least_recently_makes_room():
    recent = ConversationCache(most=2)
    first, second, third = map(a_conversation, ("c1", "c2", "c3"))
    recent.keep(first)
    recent.keep(second)
    recent.keep(first)
    recent.keep(third)
    assert [recent.take(name) for name in ("c1", "c2", "c3")] == [first, None, third]
