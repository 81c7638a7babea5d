"""Which words in a row are a person's name, and what its parts are."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.understanding.text import spanish
from assistant.understanding.text.patterns import compile_pattern
from assistant.understanding.text.utterance import Utterance
from assistant.understanding.text.words import (
    ALSO_NAMES,
    CALENDAR_WORDS,
    FUNCTION_WORDS,
    NOT_A_NAME,
    PARTICLES,
    SURNAME_TITLES,
    TITLES,
)
from assistant.understanding.values.people.titles import GERMAN_ENDINGS
from pipeline.domain.record import PersonName

MAX_WORDS = 5
_FROM = frozenset(("von", "de"))
_THE_COMPANY = compile_pattern(
    r" (?:der|dem|la|el) (?:firma|unternehmen|agentur|praxis|kanzlei|empresa|tienda|agencia)\b"
)
_ARTICLES = frozenset("la el los las der die das den dem".split())
"""They may be part of a last name, but begin none in lower case: "soy la secretaria"."""
_ARTICLE_OF_A_NAME = compile_pattern(r" l(?:a|as|os) ")
MAX_INITIALS = 3
"""Capitals alone are initials up to this length ("JP", "AJ")."""

_WORD = compile_pattern(r"[^\W\d_]+(?:['-][^\W\d_]+)*(?:\.(?! ?$))?")
_GAP = compile_pattern(r" {1,2}|(?<=\.)")
_INITIAL = compile_pattern(r"[a-z]\.")
_NEVER_A_NAME = ("ful", "less", "ous", "tion")
_DOING = compile_pattern(r"\w{3,}ing")
_NO_NAME_ENDING = ("ing", "ed", "ly", "ful", "less", "able", "ous", "tion")


@dataclass(frozen=True, slots=True)
class NameRun:
    """Name words in a row; titles before them are left out."""

    start: int
    end: int
    count: int
    capitalised: bool
    """Written with capitals, in a message that is not all capitals."""
    after_title: bool
    """Preceded by a title that goes with last names ("Mrs Shah")."""


def read_name_run(utterance: Utterance, start: int, trusting: bool) -> NameRun | None:
    """The name that begins at `start`; unless trusting, it must be written as one in the style of the message."""
    tokens = _tokens(utterance, start)
    names = [token for token in tokens if _plain(token) not in TITLES]
    if not names or _turns_capital(utterance, names) or (_is_calendar(names) and not (trusting and len(names) == 1)):
        return None
    first = _plain(names[0])
    if not _capital(utterance, names[0]) and (first.endswith(_NEVER_A_NAME) or _DOING.fullmatch(first)):
        return None
    if not trusting and not _looks_like_name(utterance, names):
        return None
    last = names[-1]
    end = last.end() - (last[0].endswith(".") and len(last[0]) > 2)
    title = _plain(tokens[0]) if tokens[0] is not names[0] else ""
    return NameRun(names[0].start(), end, len(names), _capital(utterance, names[0]), title in SURNAME_TITLES)


def find_name_before(utterance: Utterance, end: int) -> NameRun | None:
    """The longest name that ends exactly at `end`."""
    tokens = list(_WORD.finditer(utterance.folded, max(0, end - 60), end))
    for count in range(min(4, len(tokens)), 0, -1):
        run = read_name_run(utterance, tokens[-count].start(), trusting=False)
        if run and run.end == end:
            return run
    return None


def split_name(written: str, surname: bool) -> PersonName:
    """Splits a name into first and last; a single word is the first name, unless it is known to be the last."""
    full = _cased(" ".join(written.split()))
    parts = full.split()
    if len(parts) == 1:
        return PersonName(full, None, full) if surname else PersonName(full, full, None)
    split = len(parts) - 1
    while split > 1 and parts[split - 1].lower() in PARTICLES:
        split -= 1
    return PersonName(full, parts[0], " ".join(parts[split:]))


def _tokens(utterance: Utterance, start: int) -> list[re.Match[str]]:
    tokens: list[re.Match[str]] = []
    at = start
    while len(tokens) < MAX_WORDS and (token := _WORD.match(utterance.folded, at)):
        if not _continues(utterance, tokens, token):
            break
        tokens.append(token)
        gap = _GAP.match(utterance.folded, token.end())
        if not gap:
            break
        at = gap.end()
    while len(tokens) > 1 and _plain(tokens[-1]) in PARTICLES:
        tokens.pop()
    return tokens


def _continues(utterance: Utterance, tokens: list[re.Match[str]], token: re.Match[str]) -> bool:
    word = _plain(token)
    if tokens and word in _FROM and _says_where_from(utterance, tokens, token):
        return False
    if (word in TITLES and not tokens) or (tokens and word in PARTICLES):
        return True
    if tokens and tokens[-1][0].endswith(".") and len(tokens[-1][0]) > 2 and _plain(tokens[-1]) not in TITLES:
        return False
    names = [one for one in tokens if _plain(one) not in TITLES]
    if not names and word in _ARTICLES and not _capital(utterance, token):
        return False
    if not names and _INITIAL.fullmatch(token[0]) and _capital(utterance, token):
        return True
    if word in NOT_A_NAME or word.endswith(GERMAN_ENDINGS):
        return _a_name_after_all(utterance, names, token)
    return not (names and _capital(utterance, names[0]) and not _capital(utterance, token))


def _says_where_from(utterance: Utterance, tokens: list[re.Match[str]], token: re.Match[str]) -> bool:
    """ "Anna Becker von Nordwind", "Marta Ruiz de Nordwind": behind first and last name stands the company."""
    names = [one for one in tokens if _plain(one) not in TITLES]
    following = _WORD.match(utterance.folded, token.end() + 1)
    if following and _plain(following) in spanish.ORGANISATIONS:
        return True
    if utterance.folded.endswith((" die ", " der "), 0, names[0].start()) or _THE_COMPANY.match(
        utterance.folded, token.end()
    ):
        return True
    return len(names) > 1 and not _ARTICLE_OF_A_NAME.match(utterance.folded, token.end())


def _a_name_after_all(utterance: Utterance, names: list[re.Match[str]], token: re.Match[str]) -> bool:
    """ "Will Smith" and "Ann Price": a listed word with a capital, beside another word with one, or all alone."""
    written = utterance.text[token.start() : token.end()]
    if not _capital(utterance, token) or written.isupper():
        return False
    if names:
        return _plain(token) not in FUNCTION_WORDS or _plain(token) in ALSO_NAMES
    following = _WORD.match(utterance.folded, token.end() + 1)
    beside = following and _capital(utterance, following) and _plain(following) not in NOT_A_NAME
    return _plain(token) in ALSO_NAMES and bool(beside or written == utterance.text.strip(" ."))


def _looks_like_name(utterance: Utterance, names: list[re.Match[str]]) -> bool:
    """Capitals, or none in the whole message: people who write "this is priya" capitalise nothing."""
    if _capital(utterance, names[0]):
        return True
    if len(names) > 2 or (utterance.writes_capitals and not utterance.all_capitals) or _plain(names[0]) in PARTICLES:
        return False
    return not any(_plain(name).endswith(_NO_NAME_ENDING) or len(name[0]) < 2 for name in names)


def _capital(utterance: Utterance, token: re.Match[str]) -> bool:
    return utterance.text[token.start()].isupper() and not utterance.all_capitals


def _is_calendar(names: list[re.Match[str]]) -> bool:
    return all(_plain(name) in CALENDAR_WORDS for name in names)


def _turns_capital(utterance: Utterance, names: list[re.Match[str]]) -> bool:
    """ "spelled Jon": a lower-case word before capitals belongs to the sentence, not to the name."""
    return not _capital(utterance, names[0]) and any(_capital(utterance, name) for name in names)


def _plain(token: re.Match[str]) -> str:
    return token[0].rstrip(".")


def _cased(name: str) -> str:
    """Capitals for a name typed without any, or with nothing else ("PRIYA SHAH"); other spellings are the owner's."""
    if name != name.lower() and not (name.isupper() and len(name) > MAX_INITIALS):
        return name
    name = name.lower()
    return re.sub(r"[^\W\d_]+", lambda word: word[0] if word[0] in PARTICLES else word[0].capitalize(), name)
