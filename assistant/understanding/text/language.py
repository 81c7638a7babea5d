"""Which of the understood languages a message is in, by its commonest words."""

from __future__ import annotations

from assistant.understanding.language.files import load_languages
from assistant.understanding.language.words import compile_language_phrases, get_words_by_language
from assistant.understanding.text.patterns import compile_pattern

_WORD = compile_pattern(r"[^\W\d_]+")


def guess_language(folded: str) -> str:
    """The code of a language with words (`docs/languages.md`); the fallback where nothing speaks for another."""
    words = _WORD.findall(folded[:500])
    fallback = load_languages().fallback
    scores = {
        code: sum(word in common for word in words) for code, common in get_words_by_language("common_words").items()
    }
    for code, numbers in compile_language_phrases("number_words").items():
        scores[code] += sum(numbers.fullmatch(word) is not None for word in words)
    best = max(scores, key=lambda code: scores[code])
    return best if scores[best] > scores[fallback] else fallback
