"""Which language a message is written in, and whether it asks for one; by py3langid and the names of languages."""

from __future__ import annotations

import math
import re
from collections.abc import Container, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from babel import Locale, localedata

from assistant.understanding.language.files import load_languages
from assistant.understanding.language.words import compile_phrases, expand_lists, get_words
from assistant.understanding.port import Finding
from assistant.understanding.text.patterns import compile_pattern, join_alternatives
from assistant.understanding.text.utterance import fold_text
from pipeline.domain.record import Field, FieldId
from pipeline.runtime.load_once import load_once

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier  # type: ignore[import-untyped]

EXPECTED = frozenset("ar da de en es fr it ja ko nl pl pt ru sv tr uk zh".split())
"""What visitors are taken to write, beside the languages with texts: fewer are told apart better."""
SAYS_NOTHING = frozenset(Field) - {Field.GOAL, Field.PROBLEM, Field.TIMELINE, Field.BUDGET, Field.TEAM_SIZE}
"""Names, titles, tools and the words of the trade are the same in every language."""
NAMES = (Field.NAME, Field.COMPANY, Field.LOCATION)
SENTENCE_WORDS = 3
"""Common words that make a sentence of an answer: "Hans von und zu Beispiel" holds fewer, particles apart."""

WISH = 6
"""Words; who asks for a language in more of them says something else as well."""

_TITLES = compile_phrases("titles", "surname_titles", "name_suffixes")
_NO_WORDS = compile_pattern(r"\S*[@\d/]\S*|[^\w\s'’]|_")


@dataclass(frozen=True, slots=True)
class LanguageEvidence:
    """What one message says about its writer's language."""

    wish: str | None = None
    """The language that is asked for in so many words."""
    likely: str | None = None
    """Null where nothing is left that could tell."""
    odds: float = 0.0
    """Natural logarithm of how many times likelier that is than the conversation's language."""
    words: int = 0
    """How many words this is judged by; in writing without spaces, at least one."""


def read_language_evidence(
    text: str,
    findings: Iterable[Finding],
    current: str,
    languages: Iterable[str],
    asked: Container[FieldId] = (),
) -> LanguageEvidence:
    """Reads a message of a conversation in `current`; `languages` are the ones that there are texts for.

    The answer to a question for a name, a company or a place (`asked`) is a name, unless it is a sentence as well.
    """
    known = frozenset(languages) | {current}
    telling = _telling(text, findings)
    words = len(telling.split())
    wish = find_requested_language(text, known)
    if not words or (any(field in asked for field in NAMES) and _count_common(telling) < SENTENCE_WORDS):
        return LanguageEvidence(wish)
    ranked = _identifier(known | EXPECTED).rank(telling)
    likely, probability = ranked[0]
    return LanguageEvidence(wish, likely, math.log(probability / max(dict(ranked).get(current, 0.0), 1e-9)), words)


def is_language_request(text: str, languages: Iterable[str]) -> bool:
    """Whether a message asks for a language and says nothing else: it answers no question."""
    return len(text.split()) <= WISH and find_requested_language(text, frozenset(languages)) is not None


def find_requested_language(text: str, languages: frozenset[str]) -> str | None:
    """The language that a message asks to speak: "auf Deutsch bitte", "in English please", "¿habla español?"."""
    names = _names(languages)
    match = _wishes(languages).search(fold_text(text))
    return names[next(filter(None, match.groups()))] if match else None


@load_once
def name_language(language: str) -> str:
    """What its speakers call a language, with a capital: Deutsch, Español."""
    return str(Locale.parse(language).get_display_name()).capitalize()


def _telling(text: str, findings: Iterable[Finding]) -> str:
    """The message without addresses, numbers, names and titles."""
    chars = list(text)
    titles = (match.span() for match in _TITLES.finditer(fold_text(text)))
    values = ((finding.start, finding.end) for finding in findings if finding.field in SAYS_NOTHING)
    for start, end in (*titles, *values):
        chars[start:end] = " " * (end - start)
    return " ".join(_NO_WORDS.sub(" ", "".join(chars)).split())


def _count_common(telling: str) -> int:
    common = get_words("common_words") - get_words("particle_words")
    return sum(word in common for word in fold_text(telling).split())


@load_once
def _identifier(languages: frozenset[str]) -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # with numpy: a start need not wait for them

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(sorted(languages & set(identifier.labels)))
    return identifier


@load_once
def _names(languages: frozenset[str]) -> dict[str, str]:
    """What languages are called in any of `languages` and by their own speakers, to their codes."""
    named = sorted(languages | EXPECTED)
    speakers = [Locale.parse(code) for code in named if localedata.exists(code)]
    called = {str(locale.languages[code]).lower(): code for locale in speakers for code in named}
    return {name: code for name, code in called.items() if name.isalpha()}


@load_once
def _wishes(languages: frozenset[str]) -> re.Pattern[str]:
    name = f"({join_alternatives(*sorted(_names(languages), key=len, reverse=True))})"
    expression = (
        rf"^[\W_]*(?:{{please}}\W+)?(?:{{in_language}} )?{name}(?:\W+{{please}})?[\W_]*$"
        rf"|\b{{in_language}} {name}\W+{{please}}\b|\b{{please}}\W+(?:\w+\W+){{0,2}}{{in_language}} {name}\b"
        rf"|\b{{wants_language}} (?:{{in_language}} |{{little}} )?{name}\b"
    )
    return re.compile(expand_lists(expression, load_languages()))
