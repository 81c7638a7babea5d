"""Closed lists of words that several recognisers need to know what a word is not (`common.yaml` of each language)."""

from __future__ import annotations

from assistant.understanding.language.files import load_languages
from assistant.understanding.language.words import get_words, get_words_by_language


def _first(name: str) -> frozenset[str]:
    """The words of the fallback language, in which a message is read that tells no other."""
    return get_words_by_language(name)[load_languages().fallback]


FUNCTION_WORDS = _first("function_words")
OTHER_FUNCTION_WORDS = get_words("function_words") - FUNCTION_WORDS
"""Of the other languages."""
CHAT_WORDS = _first("chat_words")
DESCRIBING_WORDS = _first("describing_words")
CALENDAR_WORDS = get_words("calendar_words")
SENTENCE_WORDS = get_words("sentence_words")
"""Words of sentences: an answer in lower case that holds one is no title and no company's name."""
NOT_A_NAME = (
    FUNCTION_WORDS
    | CHAT_WORDS
    | DESCRIBING_WORDS
    | _first("business_words")
    | get_words("things")
    | (get_words("function_words", "chat_words", "business_words", "describing_words") - get_words("particle_words"))
)
"""No person introduces themselves by one of these alone, however it is written."""
