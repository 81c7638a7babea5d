"""Lists of words as patterns and sets: all languages together, for people mix them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from assistant.understanding.language.files import Languages, Phrase, load_languages
from assistant.understanding.text.patterns import compile_pattern, join_alternatives
from pipeline.runtime.load_once import load_once

_REFERENCE = re.compile(r"\{([a-z_][a-z0-9_]*)\}")
"""A list by its name; what repeats a part of an expression (`{0,4}`) begins with a digit."""
NOTHING = r"(?!)"
"""Matches nowhere: what a list without phrases is."""


def compile_phrases(*names: str) -> re.Pattern[str]:
    """Any phrase of the lists in any language, as whole words; read and compiled when it is first used."""
    return compile_lists(rf"\b(?:{'|'.join(f'{{{name}}}' for name in names)})(?!\w)")


def compile_lists(expression: str) -> re.Pattern[str]:
    """An expression in which `{name}` stands for any phrase of that list in any language."""
    return compile_pattern(lambda: _checked(expand_lists(expression, load_languages())))


@load_once
def get_words(*names: str) -> frozenset[str]:
    """The words of the lists in every language; of lists that hold words, and no expressions."""
    return frozenset(word for language in load_languages().lists for word in _words(language, names))


@load_once
def get_words_by_language(*names: str) -> Mapping[str, frozenset[str]]:
    """The same for each language; of one without such a list, none."""
    return {language: frozenset(_words(language, names)) for language in load_languages().lists}


@load_once
def compile_language_phrases(name: str) -> Mapping[str, re.Pattern[str]]:
    """Any phrase of a list for each language that has it, as it stands: not as whole words."""
    each = load_languages().lists
    return {language: re.compile(expand_list(name, lists)) for language, lists in each.items() if name in lists}


@load_once
def get_values(name: str) -> Mapping[str, str]:
    """What each word of a list stands for, such as months for their numbers; BadFiles where languages disagree."""
    values: dict[str, str] = {}
    for phrases in (lists.get(name, ()) for lists in load_languages().lists.values()):
        for phrase in phrases:
            if values.setdefault(phrase.text, _certain_value(phrase)) != phrase.value:
                raise phrase.refuse(f"'{phrase.text}' stands for {values[phrase.text]} in another language")
    return values


def _certain_value(phrase: Phrase) -> str:
    if phrase.value is None:
        raise phrase.refuse(f"write what '{phrase.text}' stands for behind it, after a colon")
    return phrase.value


def _words(language: str, names: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        for phrase in load_languages().lists[language].get(name, ()):
            if not phrase.plain:
                raise phrase.refuse(f"'{name}' holds words; write them as one text, and expressions elsewhere")
            yield phrase.text


def expand_lists(expression: str, languages: Languages) -> str:
    """The expression with all languages' phrases in the place of each `{name}`."""

    def joined(match: re.Match[str]) -> str:
        if match[1] not in languages.descriptions:
            raise LookupError(f"lists.yaml describes no list '{match[1]}'")
        both = (expand_list(match[1], lists) for lists in languages.lists.values() if match[1] in lists)
        return join_alternatives(*both) if any(match[1] in lists for lists in languages.lists.values()) else NOTHING

    return _REFERENCE.sub(joined, expression)


def expand_list(name: str, lists: Mapping[str, tuple[Phrase, ...]], within: tuple[str, ...] = ()) -> str:
    """One language's phrases of a list, with what they refer to; BadFiles where that is missing or goes in a circle."""
    phrases = [expand_phrase(phrase, lists, (*within, name)) for phrase in lists[name]]
    return join_alternatives(*phrases) if phrases else NOTHING


def expand_phrase(phrase: Phrase, lists: Mapping[str, tuple[Phrase, ...]], within: tuple[str, ...] = ()) -> str:
    if phrase.plain:
        return re.escape(phrase.text)

    def joined(match: re.Match[str]) -> str:
        if match[1] in within:
            raise phrase.refuse(f"{{{match[1]}}} refers to itself; take it out of one of {', '.join(within)}")
        if match[1] not in lists:
            raise phrase.refuse(f"{{{match[1]}}} is no list of this language; write it, or leave this phrase out")
        return expand_list(match[1], lists, within)

    return _REFERENCE.sub(joined, phrase.text)


def _checked(expression: str) -> str:
    """The expression; BadFiles for the first phrase of any language that is none by itself."""
    try:
        re.compile(expression)
    except re.error:
        find_bad_phrase(load_languages())
        raise
    return expression


def find_bad_phrase(languages: Languages) -> None:
    """Raises BadFiles for a phrase that is no regular expression, or that names a group, which only code may."""
    for lists in languages.lists.values():
        for phrase in (phrase for phrases in lists.values() for phrase in phrases):
            try:
                groups = re.compile(expand_phrase(phrase, lists)).groups
            except re.error as error:
                raise phrase.refuse(f"'{phrase.text}' is no regular expression: {error}") from None
            if groups:
                raise phrase.refuse(f"'{phrase.text}' has a group that is kept; begin it with (?:")
