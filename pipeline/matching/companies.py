"""Company names: taken apart, compared, and the keys under which like ones are found. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from babel import Locale
from cleanco.termdata import terms_by_country, terms_by_type
from rapidfuzz import fuzz

from pipeline.intake.plain_text import normalise_text

WRITTEN_OUT = frozenset(
    "aktiengesellschaft anonima anonyme besloten cie companies company corporated corporation dite gesellschaft "
    "haftung incorporated kommanditgesellschaft limited mbh naamloze naamlooze publ sociedad societa societe "
    "vennootschap".split()
)
"""Words of legal forms in full; cleanco lists the abbreviations."""
JOINING = frozenset("and the of for und die das auf et de la le los el y e".split())
_LANGUAGES = ("en", "de", "es", "fr", "it", "nl", "pt")
"""Those in which the names of countries count as weak words."""
_WORD = re.compile(r"[^\W_]+")
_INSIDE = re.compile(r"(?<=\w)['’`´](?=\w)|\{[^}]*\}|&amp\b;?")
"""What splits no word: apostrophes, and marks that other programs left in a name."""
_WRITTEN_UMLAUT = re.compile(r"([aou])e")
ALIKE_WORDS, ALIKE_HEADS, BEGINS, SAME_CORE, MOST_ALIKE = 80, 90, 88, 95, 94
"""From which likeness on two words, and two beginnings, count as one that is written differently; what a name is worth
that begins with the other; and what the same core is worth, which no mere likeness reaches. All from 0 to 100.
"""
SHORTEST_HEAD = 5
"""Letters: many names begin with a shorter word."""
SHORTEST_KEY, PREFIX, MOST_WORDS = 4, 5, 4
"""Letters of a word, and of a beginning, that names are found by; and how many words of one name."""
MOST_KEYS = MOST_WORDS + 3


@dataclass(frozen=True, slots=True)
class CompanyName:
    """A name taken apart, without its legal form. Names of the same core are the same, but for their weak words."""

    core: tuple[str, ...]
    """The words that tell it from others, in order; the weak ones where there are no others."""
    weak: frozenset[str]
    """Countries, and words such as group or international, which many names share."""

    @property
    def joined(self) -> str:
        return "".join(self.core)


@lru_cache(maxsize=20_000)
def parse_company_name(text: str, weak_words: frozenset[str]) -> CompanyName:
    """Reads a name; its core is empty where there is no letter or digit in it."""
    name, _, address = _INSIDE.sub("", normalise_text(text)).partition(",")
    words, tail = _words(name), _words(address)
    # After the comma stands a legal form, an address, or the rest of a name that has no legal form yet.
    if not any(word in _legal_forms() for word in words):
        cut = next((at for at, word in enumerate(tail) if word in _legal_forms()), len(tail))
        words += tail[: cut + 1]
    weak = {word for word in words if word in weak_words or word in _countries()}
    named = [word for at, word in enumerate(words) if at == 0 or word in weak or word not in _legal_forms()]
    telling = [word for word in named if word not in JOINING] or named
    core = [word for word in telling if word not in weak] or telling
    return CompanyName(tuple(map(_umlauts, core)), frozenset(weak.intersection(telling) - set(core)))


def compare_company_names(one: CompanyName, other: CompanyName) -> int:
    """How alike two names are, from 0 to 100.

    100 for the same core and weak words; 95 for the same core; at most 94 for what is only like it. The measure is the
    best of three: all letters in a row (a word cut in two, a slip of the pen), the words aligned whatever their order,
    and a name that begins with the whole of the other.
    """
    if not one.core or not other.core:
        return 0
    if one.joined == other.joined:
        return 100 if one.weak == other.weak else SAME_CORE
    letters = fuzz.ratio(one.joined, other.joined)
    return int(min(max(letters, _aligned(one.core, other.core), _begins(one.core, other.core)), MOST_ALIKE))


def build_company_keys(text: str) -> tuple[str, ...]:
    """Keys of which like names share at least one, the most telling first: all letters, the first two words, each long
    word, the beginning. They are stored, so they do not hang on the playbook's weak words.
    """
    name = parse_company_name(text, frozenset())
    words = [word for word in name.core if len(word) >= SHORTEST_KEY]
    pair = "+".join(sorted(name.core[:2])) if len(name.core) > 1 else ""
    keys = (name.joined, pair, *words[:MOST_WORDS], f"{name.joined[:PREFIX]}*")
    return tuple(dict.fromkeys(key for key in keys if key.strip("*")))


def _aligned(one: Sequence[str], other: Sequence[str]) -> float:
    """The share of the letters of both names that stand in words which both have, each word counted once."""
    left, shared = list(other), 0.0
    for word in one:
        best = max(left, key=lambda candidate: fuzz.ratio(word, candidate), default=None)
        if best is not None and (likeness := fuzz.ratio(word, best)) >= ALIKE_WORDS:
            left.remove(best)
            shared += likeness * (len(word) + len(best)) / 100
    return 100 * shared / sum(map(len, (*one, *other)))


def _begins(one: Sequence[str], other: Sequence[str]) -> float:
    short, long = sorted((one, other), key=len)
    head = "".join(short)
    if len(head) < SHORTEST_HEAD or len(short) == len(long):
        return 0
    return BEGINS if fuzz.ratio(head, "".join(long[: len(short)])) >= ALIKE_HEADS else 0


def _words(text: str) -> list[str]:
    """The words in order; letters that stand alone become one word: `n. v.` is `nv`, `d s m` is `dsm`."""
    words: list[str] = []
    open_run = False
    for chunk in text.split():
        parts = _WORD.findall(chunk)
        if len(parts) > 1 and all(len(part) == 1 for part in parts):  # n.v. is a word of its own
            parts = ["".join(parts)]
        alone = len(parts) == 1 and len(parts[0]) == 1 and not parts[0].isdigit()
        if alone and open_run:
            words[-1] += parts[0]
        else:
            words += parts
        open_run = alone
    return words


def _umlauts(word: str) -> str:
    """`mueller` as `muller`, which is what is left of `müller`."""
    return _WRITTEN_UMLAUT.sub(r"\1", word)


@cache
def _legal_forms() -> frozenset[str]:
    """Legal forms of one word, without dots."""
    listed = (term for terms in (*terms_by_type.values(), *terms_by_country.values()) for term in terms)
    short = ("".join(_WORD.findall(normalise_text(term))) for term in listed if " " not in term.strip())
    return frozenset(short) | WRITTEN_OUT


@cache
def _countries() -> frozenset[str]:
    names = (name for language in _LANGUAGES for name in Locale(language).territories.values())
    return frozenset(normalise_text(name) for name in names if " " not in name)
