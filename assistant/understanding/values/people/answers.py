"""The answer to the question for a name, a company or a role, read first and whole, before anything else in it.

"Hello Fresh" greets nobody and "Director of Operations, North America" names no place. What stands around the value
("it's", "I work for") is left out; a sentence, a refusal and a description are no value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from assistant.understanding.acts.acts import find_acts
from assistant.understanding.acts.corrections import find_restart
from assistant.understanding.language.words import compile_lists, get_words
from assistant.understanding.lexicon.lexicon import rate_word
from assistant.understanding.port import Act, Finding
from assistant.understanding.text.patterns import compile_pattern
from assistant.understanding.text.utterance import BLANK, WHO, Span, Utterance
from assistant.understanding.text.words import CHAT_WORDS, DESCRIBING_WORDS, FUNCTION_WORDS, SENTENCE_WORDS
from assistant.understanding.values.people.names import find_names
from assistant.understanding.values.people.role import find_titles
from assistant.understanding.values.places.gazetteer import is_place
from pipeline.domain.record import Field

MOST_WORDS = 9
MOST_CHARS = 240
"""What is longer tells more than the answer."""
_RESTART_WORDS = 2
"""Words of "I mean" and "sorry, no"; more of them take something back."""
_BRIEF = 3
_EVERYDAY = 3.6
"""Zipf rate of words that stand in a company's name behind a word of greeting: "Hello Fresh", but not "hello acme"."""
_NO_ANSWER = frozenset({Act.DECLINE, Act.UNSURE, Act.STOP, Act.HUMAN, Act.WHY, Act.QUESTION, Act.COMPLAIN, Act.BYE})
_WORD = compile_pattern(r"[^\W_][\w'&.-]*(?<![.-])")
_OPENING = compile_lists(r"[\W_]*(?:{answer_openers}\b *[,.!:;-]+[\W_]*)*")
_COMPANY_FRAME = compile_lists(r"(?:{company_frames}|{answer_openers})(?: +|: *)(?=\S)")
_ROLE_FRAME = compile_lists(r"{role_frames}(?: +|: *)(?=\S)")
_ARTICLE = compile_lists(r"(?:{articles}|{definite_articles}) ")
_SPEAKER = compile_lists(r"(?:{i_am}|{name_is}) ?")
_CLOSING = compile_lists(r"(?:[ ,.!]+{answer_closers})*[ .,!?;\"']*$")
_LEGAL_FORM = compile_lists(r"(?:^|[ ,]){legal_forms}(?!\w)\.?$")
_DOTTED = compile_lists(r"(?:^|[ ,.]){dotted_forms}\.$")
_LISTED = compile_lists(r"(?:,? {and_word} |,? ?[&+] ?)")
_CUT = compile_pattern(r"[\n;!@\x00\x01]|\?.|(?<=\w{4})\.(?= )|, (?=\d)| [-(] ?(?=i )")
_WHERE = compile_lists(r",? {in_word} (?=[^\W\d_])| \((?=[^\W\d_])|, (?=[^\W\d_])")
_AT = compile_lists(r" (?:{at_word}|@) ")
_NO_COMPANY = compile_lists(r"\b{no_company}(?!\w)")
_COUNTED = compile_pattern(r"\d[\d.,-]* [a-z\u00df-\u00ff]+|[\d\W]+")
_SPOKEN_ADDRESS = compile_pattern(r"\w (?:at|ät|arroba|@) \w.* (?:dot|punkt|punto) [a-z]")
_ADDRESS_ALONE = re.compile(r"[^\w\s]*[^\s@]+@[^\s@]+\.[^\s@]+")
"""Another address than the one before, left where the company was asked for: no part of it is a name."""
_ACRONYM = compile_pattern(r"[A-Z]{2,5}")


@lru_cache(maxsize=16)
def read_asked_answer(utterance: Utterance) -> Finding | None:
    """The whole answer to the one question that was asked, where it is a name, a company or a role.

    Kept, for it is asked for the acts and for the findings.
    """
    if len(utterance.folded) > MOST_CHARS or _ADDRESS_ALONE.fullmatch(utterance.folded):
        return None
    utterance = _behind_restart(utterance)
    if utterance.asks(Field.COMPANY):
        return next(_companies(utterance), None)
    if utterance.asks(Field.ROLE):
        return next(_roles(utterance), None)
    if utterance.asks(Field.NAME):
        whole = utterance.trimmed((0, len(utterance.folded)), " .,!\"'")
        return next((name for name in find_names(utterance) if (name.start, name.end) == whole), None)
    return None


def _behind_restart(utterance: Utterance) -> Utterance:
    """What stands behind the words that take back an answer: "Acorn - I mean Acorn Media"."""
    again = find_restart(utterance)
    taken_back = len(utterance.folded[:again].split()) > _RESTART_WORDS
    return utterance.without([(0, again)]) if taken_back else utterance


def _companies(utterance: Utterance) -> Iterator[Finding]:
    if _NO_COMPANY.search(utterance.folded):
        return
    for start in _starts(utterance, _COMPANY_FRAME):
        for span in _company_spans(utterance, start):
            if is_company_name(utterance, span):
                yield utterance.finding(Field.COMPANY, utterance.text[slice(*span)], span, 0.9)


def _roles(utterance: Utterance) -> Iterator[Finding]:
    for start in _starts(utterance, _ROLE_FRAME):
        for span in _role_spans(utterance, start):
            if is_role_name(utterance, span):
                sure = any(find_titles(utterance.folded[slice(*span)]))
                yield utterance.finding(Field.ROLE, utterance.text[slice(*span)], span, 1.0 if sure else 0.86)


def _starts(utterance: Utterance, frame: re.Pattern[str]) -> Iterator[int]:
    """Where the value may begin: behind the words of the sentence around it, unless they are part of it."""
    opened = _OPENING.match(utterance.folded)
    starts = [opened.end() if opened else 0]
    while (framed := frame.match(utterance.folded, starts[-1])) and len(starts) < MOST_WORDS:
        starts.append(framed.end())
    if frame is _COMPANY_FRAME:
        first, last = starts[0], starts[-1]
        if first < last and _belongs_to_name(utterance, first, last):
            yield first
        if article := _ARTICLE.match(utterance.folded, last):
            capital = utterance.text[last].islower() and utterance.text[article.end() : article.end() + 1].isupper()
            starts += [article.end()] if capital and last > first else []
    yield from reversed(starts) if frame is _ROLE_FRAME else starts[-1:]


def _belongs_to_name(utterance: Utterance, start: int, end: int) -> bool:
    """ "We Are Social" and "Yes Bank": written like the rest of the name, with everyday words behind."""
    framed = utterance.text[start:end].split()
    behind = _WORD.findall(utterance.folded[end:])
    if len(framed) > 1:
        return all(word[0].isupper() for word in framed)
    if not behind or any(word in SENTENCE_WORDS for word in behind):
        return False
    lower = utterance.text[start:].islower()
    proper = framed[0][0].isupper() and _is_title_case(utterance.text[end:])
    return (lower or proper) and (all(rate_word(word) >= _EVERYDAY for word in behind) or (proper and not lower))


def _company_spans(utterance: Utterance, start: int) -> Iterator[Span]:
    """What may be the name: all up to the end of the clause, without the place; else up to the first comma."""
    whole = _trim(utterance, start, _end(utterance, start))
    if _LEGAL_FORM.search(utterance.folded[slice(*whole)]):
        yield whole
    for where in _WHERE.finditer(utterance.folded, *whole):
        if is_place(utterance.folded[where.end() : whole[1]].rstrip(")")):
            yield _trim(utterance, start, where.start())
    parts = utterance.folded[slice(*whole)].split(", ")
    if len(parts) == 1 or (_LISTED.search(parts[-1]) and all(len(part.split()) <= 3 for part in parts[:-1])):
        yield whole
    else:
        yield _trim(utterance, start, whole[0] + len(parts[0]))


def _role_spans(utterance: Utterance, start: int) -> Iterator[Span]:
    """All up to the end of the clause or the company, with the areas behind commas; else what stands before them."""
    end = _end(utterance, start)
    at = _AT.search(utterance.folded, start, end)
    end = at.start() if at else end
    commas = [comma.start() for comma in re.finditer(", ", utterance.folded[start:end])]
    for cut in (end, *(start + comma for comma in reversed(commas))):
        yield _trim(utterance, start, cut)


def _end(utterance: Utterance, start: int) -> int:
    cut = _CUT.search(utterance.folded, start)
    return cut.start() if cut else len(utterance.folded)


def _trim(utterance: Utterance, start: int, end: int) -> Span:
    closed = _CLOSING.search(utterance.folded[:end], start)
    trimmed = utterance.trimmed((start, closed.start() if closed else end), " .,!\"'")
    dotted = utterance.folded[trimmed[0] : trimmed[1] + 1]
    return trimmed if not _DOTTED.search(dotted) else (trimmed[0], trimmed[1] + 1)


def is_company_name(utterance: Utterance, span: Span) -> bool:
    said, written = utterance.folded[slice(*span)], utterance.text[slice(*span)]
    words = _WORD.findall(said)
    if not 0 < len(words) <= MOST_WORDS or {BLANK, WHO} & set(said) or _COUNTED.fullmatch(written):
        return False
    if _SPEAKER.match(said):
        return False
    if _LEGAL_FORM.search(said) and (_is_title_case(written) or written.islower()):
        return True
    if _is_nothing_but_words(words):
        return _is_title_case(written) and _is_a_play_on_words(words)
    if len(words) > 1 and _is_title_case(written):
        return True
    article = _ARTICLE.match(said)
    titled = [end for start, end in find_titles(said) if start <= (article.end() if article else 0)]
    if len(said) in titled or _SPOKEN_ADDRESS.search(said) or utterance.folded.rstrip().endswith("?"):
        return False
    if words[0] in get_words("describing_articles") or SENTENCE_WORDS & {*words} or find_acts(utterance) & _NO_ANSWER:
        return False
    lower = [word for word in written.split() if word.islower() and word not in get_words("small_words")]
    if _has_capital(written) and len(lower) > 1:
        return False
    if not _has_capital(written) and _is_description(utterance, span, words):
        return False
    return len(words) <= (3 if words[0] in get_words("definite_articles") else MOST_WORDS - 3)


def _is_description(utterance: Utterance, span: Span, words: list[str]) -> bool:
    """ "small charity in devon", "under construction", and "growing fast" behind "my company is"."""
    where = _WHERE.search(utterance.folded, *span)
    if where and _is_nothing_but_words(_WORD.findall(utterance.folded[span[0] : where.start()])):
        return True
    if words[-1] in get_words("kinds_of_companies") and words[0] in DESCRIBING_WORDS | get_words("kinds_of_companies"):
        return True
    happens = span[0] > 0 and words[0].endswith(tuple(get_words("word_endings")))
    opens = len(words) > 1 and words[0] in FUNCTION_WORDS - get_words("names_in_names", "definite_articles")
    return (len(words) <= _BRIEF and (happens or opens)) or bool(get_words("speaker_words") & {*words})


def _is_nothing_but_words(words: list[str]) -> bool:
    """Whether nothing names: "not sure", "a small family business"."""
    known = (
        FUNCTION_WORDS
        | CHAT_WORDS
        | DESCRIBING_WORDS
        | get_words("kinds_of_companies")
        | get_words("describing_articles")
    )
    return all(word in known - get_words("names_in_names") for word in words)


def _is_a_play_on_words(words: list[str]) -> bool:
    """ "Yes Bank" and "Stop and Shop": what people say in a chat, with a kind of company behind it."""
    says = words[0] in CHAT_WORDS | FUNCTION_WORDS and words[0] not in get_words(
        "describing_articles", "no_role_openers"
    )
    says = says or words[0] in get_words("said_first")
    return len(words) > 1 and says and words[-1] in get_words("kinds_of_companies")


def _is_title_case(written: str) -> bool:
    """Whether every word begins with a capital or a digit, but for the small ones between."""
    words = written.split()
    small = get_words("small_words")
    large = [word for word in words if word.lower() not in small and any(map(str.isalnum, word))]
    return bool(large) and all(next(filter(str.isalnum, word)).isupper() or word[0].isdigit() for word in large)


def _has_capital(written: str) -> bool:
    return any(map(str.isupper, written))


def is_role_name(utterance: Utterance, span: Span) -> bool:
    said, written = utterance.folded[slice(*span)], utterance.text[slice(*span)]
    words = _WORD.findall(said)
    if not 0 < len(words) <= MOST_WORDS or re.search(r"[\d?\x00\x01@]", said) or _LEGAL_FORM.search(said):
        return False
    if SENTENCE_WORDS & {*words} or words[0] in get_words("no_role_openers"):
        return False
    if names_occupation(said):
        return True
    if words[0].endswith(tuple(get_words("word_endings"))):
        return False
    if len(words) == 1:
        return bool(_ACRONYM.fullmatch(written))
    return bool(get_words("areas") & {*words}) and not find_acts(utterance) & _NO_ANSWER


def names_occupation(said: str) -> bool:
    return any(find_titles(said)) or any(_is_occupation(word) for word in _WORD.findall(said))


def _is_occupation(word: str) -> bool:
    if word in CHAT_WORDS | FUNCTION_WORDS:
        return False
    return word in get_words("occupations") or (len(word) > 5 and word.endswith(tuple(get_words("occupation_endings"))))
