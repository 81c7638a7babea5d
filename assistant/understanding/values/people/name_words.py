"""Which words in a row are a person's name, and what its parts are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.understanding.language.words import compile_lists, get_words
from assistant.understanding.lexicon.lexicon import is_compound, rate_family_name, rate_given_name, rate_word
from assistant.understanding.text.patterns import compile_pattern
from assistant.understanding.text.utterance import Utterance
from assistant.understanding.text.words import CALENDAR_WORDS, CHAT_WORDS, FUNCTION_WORDS, NOT_A_NAME, SENTENCE_WORDS
from pipeline.domain.record import PersonName

MAX_WORDS = 5
MAX_INITIALS = 3
"""Capitals alone are initials up to this length ("JP", "AJ")."""
_SHORT = 5
"""Letters of words that say nothing by their ending."""
UNKNOWN = 0.5
"""What a form of no list weighs: rather a name than a word, for names are many."""
NOBODYS = (-9.0, -9.0)
_LONGEST = 40
"""Letters of a name with hyphens."""
SURE = 0.5
"""Likelier a name than a word beyond doubt."""
_ALONE = (-0.2, 0.9)
"""What one word must weigh as a first and as a last name: of 3,500 common words of a language, 1 % do, and they are
mostly first names; of 619 first names of 14 countries 97 % do."""
_ALONE_CAPITAL = (-0.4, 0.1)
_BESIDE = -1.0
"""What every word of a name in lower case must weigh, and one of a name with capitals."""
_BESIDE_SURE = -2.1
_LISTED = -0.5
"""What a word that is known for another sense must weigh in lower case, beside a name."""
_A_LAST_NAME = 3.3
"""Rate of last names that two thousand people bear."""
_TITLED = -4.0
"""What a name must weigh behind a title: "Frau Muster"."""

_TITLE = compile_lists(r"(?:{titles}|{surname_titles})(?![^\W_])\.?[ -]{0,2}")
_SURNAME_TITLE = compile_lists(r"{surname_titles}(?![^\W_])")
_SUFFIX = compile_lists(r"(?:,? (?:{name_suffixes})(?!\w)\.?)+")
_GLUED = compile_lists(r"{glued_endings}$")
_PARTICLES = compile_lists(r"(?:{particles}(?: |(?<=')))+")
_WORD = compile_pattern(r"[^\W\d_]+(?:['-][^\W\d_]+)*(?:\.(?! ?$))?")
_GAP = compile_pattern(r" {1,2}|(?<=\.)")
_INITIAL = compile_pattern(r"[a-z]\.")
_NO_VOWEL = compile_pattern(r"[b-df-hj-np-tv-xz]{2,}")
_COMPANY_FOLLOWS = compile_lists(r"(?:von|de) (?:(?:der|dem|la|el) )?{organisations}(?!\w)")
_FROM = frozenset(("von", "de"))
_ARTICLE = compile_lists(r"{articles} ")
_ARTICLE_OF_A_NAME = compile_pattern(r" l(?:a|as|os) ")
_CLOSED_CLASS = FUNCTION_WORDS | CHAT_WORDS | SENTENCE_WORDS


@dataclass(frozen=True, slots=True)
class NameRun:
    """Name words in a row; titles before them and degrees behind them are left out."""

    start: int
    end: int
    after: int
    """Where the text goes on, behind a degree."""
    count: int
    capitalised: bool
    """Written with capitals, in a message that is not all capitals."""
    is_last: bool
    """A last name alone: "Mrs Shah", "van Gogh"."""
    weight: float
    """Of its likeliest word."""


@lru_cache(maxsize=4096)
def weigh_name(folded: str) -> tuple[float, float]:
    """How much likelier a form is a first name, and a last name, than a word: logarithms, up to a constant."""
    if len(folded) > _LONGEST:
        return NOBODYS
    word, given, family = rate_word(folded), rate_given_name(folded), rate_family_name(folded)
    if word or given or family:
        return given - word, family - word
    if parts := re.split("['-]", folded)[1:] and re.split("['-]", folded):
        return min((weigh_name(part) for part in parts if part), default=(UNKNOWN, UNKNOWN))
    nobodys = is_compound(folded) or _NO_VOWEL.fullmatch(folded)
    return NOBODYS if nobodys else (UNKNOWN, UNKNOWN)


def read_name_run(utterance: Utterance, start: int, trusting: bool, certain: bool = False) -> NameRun | None:
    """The name that begins at `start`; unless trusting, it must be written as one in the style of the message.

    It is `certain` that a name stands there where the words before it say so.
    """
    begin, titled = _skip_titles(utterance, start)
    opening = _PARTICLES.match(utterance.folded, begin)
    words = _words(utterance, opening.end() if opening else begin, certain)
    if not words or _turns_capital(utterance, words) or not _is_written_as_name(utterance, words, trusting):
        return None
    if opening and not (trusting and _opens_a_last_name(utterance, begin, words)):
        return None
    weights = [max(weigh_name(_plain(word))) for word in words]
    if not (
        _is_believable(utterance, words, weights, trusting)
        or ((titled or opening or certain) and weights[0] >= _TITLED)
    ):
        return None
    last = words[-1]
    glued = _GLUED.search(utterance.folded, words[0].start() + 1, last.end())
    end = glued.start() if glued else last.end() - (last[0].endswith(".") and len(last[0]) > 2)
    if titled and len(words) == 1 and end - words[0].start() < 2:  # "Mr. T"
        return None
    suffix = _SUFFIX.match(utterance.folded, end)
    return NameRun(
        opening.start() if opening else words[0].start(),
        end,
        suffix.end() if suffix else max(end, last.end() if glued else 0),
        len(words) + bool(opening),
        _capital(utterance, words[0]),
        len(words) == 1 and (bool(opening) or (titled and _SURNAME_TITLE.match(utterance.folded, start) is not None)),
        max(weights),
    )


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
    if len(parts) == 1 or surname:
        return PersonName(full, None, full) if surname else PersonName(full, full, None)
    split = len(parts) - 1
    while split > 1 and parts[split - 1].lower() in get_words("particle_words"):
        split -= 1
    return PersonName(full, parts[0], " ".join(parts[split:]))


def _skip_titles(utterance: Utterance, start: int) -> tuple[int, bool]:
    at = start
    while (title := _TITLE.match(utterance.folded, at)) and title.end() < len(utterance.folded):
        following = _WORD.match(utterance.folded, title.end())
        if title[0].startswith("don") and not (following and _is_given(_plain(following))):
            break
        at = title.end()
    return at, at > start


def _is_given(word: str) -> bool:
    """Whether a form is a first name rather than a last one."""
    return rate_given_name(word) > rate_family_name(word)


def _words(utterance: Utterance, start: int, certain: bool) -> list[re.Match[str]]:
    """The words of the name; particles between them belong to what follows."""
    words: list[re.Match[str]] = []
    at = start
    while len(words) < MAX_WORDS:
        particles = _PARTICLES.match(utterance.folded, at) if words else None
        if particles and _says_where_from(utterance, words, particles):
            break
        word = _WORD.match(utterance.folded, particles.end() if particles else at)
        if not word or not _continues(utterance, words, word, certain):
            break
        words.append(word)
        gap = _GAP.match(utterance.folded, word.end())
        if not gap:
            break
        at = gap.end()
    return words


def _continues(utterance: Utterance, words: list[re.Match[str]], token: re.Match[str], certain: bool) -> bool:
    word = _plain(token)
    if words and words[-1][0].endswith(".") and len(words[-1][0]) > 2:
        return False
    if words and word in get_words("suffix_words"):
        return False
    if not words and _INITIAL.fullmatch(token[0]) and _capital(utterance, token):
        return True
    if words and _capital(utterance, words[0]) and not _capital(utterance, token):
        return False
    if word in NOT_A_NAME:
        return _is_name_after_all(utterance, words, token, certain)
    if not _capital(utterance, token) and len(word) == 1 and word.isascii():
        return False
    return not words or _capital(utterance, token) or max(weigh_name(word)) >= _BESIDE_SURE


def _is_name_after_all(utterance: Utterance, words: list[re.Match[str]], token: re.Match[str], certain: bool) -> bool:
    """ "Will Smith" and "Guy Ok": a listed word with a capital beside another one, or that is a name too, all alone."""
    word = _plain(token)
    also = word in get_words("also_names")
    closed = word in _CLOSED_CLASS and not also
    ends = token.end() == len(utterance.folded.rstrip(" .!"))
    if words:
        if _capital(utterance, token):
            first = _plain(words[0])
            sure = max(weigh_name(first)) >= -SURE or first in get_words("also_names")
            return not closed or (sure and ends)
        is_last = word in get_words("particle_words") and ends
        if closed and not is_last:
            return ends and _is_listed(word, _LISTED)
        return _is_listed(word, _LISTED) or (is_last and rate_family_name(word) >= _A_LAST_NAME)
    if not closed and (_is_listed(word, _BESIDE) or (certain and _capital(utterance, token))):
        return True
    following = _WORD.match(utterance.folded, token.end() + 1)
    if following and _capital(utterance, following) and _capital(utterance, token):
        given, family = weigh_name(_plain(following))
        return also or family > max(0.0, given)
    if following and not _capital(utterance, token) and not closed:
        return max(weigh_name(_plain(following))) >= SURE
    return also and utterance.folded.strip(" .!") == word


def _says_where_from(utterance: Utterance, words: list[re.Match[str]], particles: re.Match[str]) -> bool:
    """ "Anna Becker von Nordwind", "Marta de Viajes Altamar": behind the name stands the company."""
    if particles[0].split()[0] not in _FROM:
        return False
    if _COMPANY_FOLLOWS.match(utterance.folded, particles.start()):
        return True
    if utterance.folded.endswith((" die ", " der "), 0, words[0].start()):
        return True
    return len(words) > 1 and not _ARTICLE_OF_A_NAME.search(particles[0])


def _opens_a_last_name(utterance: Utterance, begin: int, words: list[re.Match[str]]) -> bool:
    """ "de Mesnil" and "La Roche", but not "La Boutique" or "die Neue"."""
    if not _ARTICLE.match(utterance.folded, begin):
        return _capital(utterance, words[0]) or max(weigh_name(_plain(words[0]))) >= 0
    joined = re.sub(r"\W", "", utterance.folded[begin : words[0].end()])
    return utterance.text[begin].isupper() and rate_family_name(joined) >= _A_LAST_NAME


def _is_written_as_name(utterance: Utterance, words: list[re.Match[str]], trusting: bool) -> bool:
    """Capitals, or none in the whole message: people who write "this is priya" capitalise nothing."""
    if all(_plain(word) in CALENDAR_WORDS for word in words) and not (trusting and len(words) == 1):
        return False
    plain = [_plain(word) for word in words]
    endings = tuple(get_words("word_endings"))
    if any(len(word) > _SHORT and word.endswith(endings) and not _is_listed(word) for word in plain):
        return False
    if _capital(utterance, words[0]) or trusting:
        return True
    lower_case = not utterance.writes_capitals or utterance.all_capitals
    return lower_case and len(words) <= 2 and all(len(word) > 1 for word in plain)


def _is_listed(word: str, least: float = 0.0) -> bool:
    """Whether a form is known for a name, and weighs more than that."""
    rate = max(rate_given_name(word), rate_family_name(word))
    return rate > 0 and rate - rate_word(word) >= least


def _is_believable(utterance: Utterance, words: list[re.Match[str]], weights: list[float], trusting: bool) -> bool:
    """Whether words are likelier a name than words, each by itself and beside the others."""
    capital = _capital(utterance, words[0])
    if len(words) == 1:
        word = _plain(words[0])
        given, family = weigh_name(word)
        least = _ALONE_CAPITAL if capital else _ALONE
        also = word in get_words("also_names") and (capital or utterance.folded.strip(" .!") == word)
        return given >= least[0] or family >= least[1] or (trusting and also)
    if capital:
        also = _plain(words[0]) in get_words("also_names")
        return also or max(weights) >= _BESIDE
    weights = [
        weight for word, weight in zip(words, weights, strict=True) if _plain(word) not in get_words("particle_words")
    ]
    if len(weights) < 2:
        return bool(weights) and weights[0] >= 0
    least_beside = _BESIDE if weights[0] < SURE else _BESIDE_SURE
    return weights[0] >= (_BESIDE if max(weights[1:]) < 0 else _BESIDE_SURE) and min(weights[1:]) >= least_beside


def _capital(utterance: Utterance, token: re.Match[str]) -> bool:
    parts = (token.start(), *(token.start() + hyphen.end() for hyphen in re.finditer("-", token[0])))
    return any(utterance.text[at].isupper() for at in parts) and not utterance.all_capitals


def _turns_capital(utterance: Utterance, words: list[re.Match[str]]) -> bool:
    """ "spelled Jon": a lower-case word before capitals belongs to the sentence, not to the name."""
    return not _capital(utterance, words[0]) and any(_capital(utterance, word) for word in words)


def _plain(token: re.Match[str]) -> str:
    return token[0].rstrip(".")


def _cased(name: str) -> str:
    """Capitals for a name typed without any, or with nothing else ("PRIYA SHAH"); other spellings are the owner's."""
    if name != name.lower() and not (name.isupper() and len(name) > MAX_INITIALS):
        return name
    small = get_words("particle_words")
    *before, last = name.lower().split(" ")
    written = (_capitalise(word) if word not in small else word for word in before)
    return " ".join((*written, _capitalise(last)))


def _capitalise(word: str) -> str:
    return re.sub(r"[^\W\d_]+", lambda part: part[0].capitalize(), word)
