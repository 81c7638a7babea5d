"""Roles: job titles, and which of them the visitor gives as their own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.understanding.language.files import load_languages
from assistant.understanding.language.words import expand_list, expand_lists, get_words
from assistant.understanding.port import Finding
from assistant.understanding.text.patterns import compile_pattern, join_alternatives
from assistant.understanding.text.utterance import WHO, Span, Utterance
from assistant.understanding.text.words import CHAT_WORDS, FUNCTION_WORDS, OTHER_FUNCTION_WORDS
from pipeline.domain.record import Field
from pipeline.runtime.load_once import load_once

MAX_ANSWER_WORDS = 6

_OWN = compile_pattern(
    r"(?:\b"
    + join_alternatives(
        r"(?:i'm|i am|im|and am|bin|i work as|working as|work as|as|soy|i'm currently|i serve as|acting as|being)"
        r"(?: (?:the|a|an|their|our|your|its|der|die|el|la|one of the|both))?",
        r"my (?:role|title|job title|job|position|function)(?: is|:| here is)?(?: (?:the|a|an|that of))?",
        r"(?:ich arbeite|arbeite|tätig) als|(?:mein(?:e)? (?:titel|position|rolle|aufgabe)) ist(?: die| der)?",
        r"trabajo (?:como|de)|mi (?:cargo|puesto|rol) es(?: el| la| de)?",
        r"(?:role|title|position|job title):",
    )
    + rf"|{WHO}(?: ?[,/(-]| here,?| and (?:i'm|i am)|,? (?:the|our))?(?: (?:the|a|an))?) $|{WHO} ?\($"
)
_AT_COMPANY = compile_pattern(r",? (?:at|@|for|with|from|bei|en) ?[^\W\d_]")
_PREAMBLE = compile_pattern(
    r"[\W_]*(?:(?:yes|sure|ok|okay|ich bin|ich arbeite als|bin|soy|trabajo como"
    r"|it's|its|i'm|i am|im|i work as|i work in|my role is|my title is|as|well|the|a|an"
    r"|i'd say|i would say|probably|mainly|mostly"
    r"|basically|technically|officially|currently|our|hi|no(?=[,.!])|sorry"
    r"|actually)\b[\W_]*)*"
)
_POSTAMBLE = compile_pattern(r"(?:[ ,]+(?:lo+l|haha+|tbh|really|basically|i guess|i think))?[ .,!]*$")
_ONE_OF_SEVERAL = compile_pattern(
    r"\bone of (?:the |our )?(?:two |three |four |\d )?"
    r"(?P<title>(?:co-?)?(?:founder|owner|director|manager|partner))s\b"
)
_APPLIES = compile_pattern(r"\b(?:apply|applying|applied|hire|hiring|job|position)\b[^.!?\n]{0,20}$")
_NAMED_AREA = compile_pattern(
    r" of (?:the )?(?P<area>(?!(?:the|our|my|a|an|this|that)\b)[^\W\d_][\w'&-]*(?: (?:and |& )?[^\W\d_][\w'&-]*){0,3})"
)
_LEADS = compile_pattern(r"\b(?:head|director|vp|vice president|manager|lead)(?= of |$)")
_LETTERS = compile_pattern(r"[^\W\d_]+")
_WORD_BEFORE = compile_pattern(r"(?<![\w'-])[^\W\d_][\w'&-]* $")
_MOST_BEFORE = 3
_SOMEONE_ELSES = compile_pattern(r"\b(?:my|our|their|his|her|the|mein\w*|unser\w*|mi|nuestr[oa]|el|la) $")
_ARTICLES = ("the ", "el ", "la ")
_TOLD = compile_pattern(
    r"\b(?:report(?:s|ing)?|talk(?:ing)?|sp(?:o|ea)ke?(?:ing)?|answer(?:ing)?"
    r"|ask(?:ed|ing)?|check(?:ing)?|belongs?"
    r"|berichte|frage|pregunto|reporto) "
    r"(?:directly )?(?:to |with |an |a )?(?:my |our |the |al |mein\w* |de[mnr] |mi )?$"
)
"""Before the title of somebody the visitor works with: "I report to the COO"."""
_DOES_SOMETHING = compile_pattern(
    r" (?!(?:of|for|at|here|and|in|at|from|with|or|von|bei|de|en|y|und|please|now)\b)[^\W\d_]"
)
_OPENS_NO_TITLE = frozenset(
    "just between from after before about with without under since until by here there still".split()
)
_NO_PART_OF_A_TITLE = FUNCTION_WORDS | CHAT_WORDS | OTHER_FUNCTION_WORDS


@load_once
def _kinds() -> tuple[re.Pattern[str], ...]:
    """The titles of each language, with any language's ranks before them."""
    languages = load_languages()
    ranks = expand_lists(r"(?<![\w-])(?:{job_ranks}[ .-]{1,2})*", languages)
    listed = (lists for lists in languages.lists.values() if "job_titles" in lists)
    return tuple(re.compile(rf"{ranks}{expand_list('job_titles', lists)}(?![\w-])") for lists in listed)


@load_once
def _any_kind() -> re.Pattern[str]:
    return re.compile("|".join(kind.pattern for kind in _kinds()))


def find_titles(folded: str) -> Iterator[Span]:
    """Every title of a text in its longest reading."""
    words = set(_LETTERS.findall(folded))
    beginnings, endings = tuple(get_words("job_beginnings")), tuple(get_words("job_endings"))
    shaped = any(word.startswith(beginnings) or word.endswith(endings) for word in words)
    if not shaped and get_words("job_heads").isdisjoint(words):
        return
    end = 0
    for title in _any_kind().finditer(folded):
        if title.start() >= end:
            end = max(match.end() for kind in _kinds() if (match := kind.match(folded, title.start())))
            yield title.start(), end


def find_roles(utterance: Utterance) -> Iterator[Finding]:
    """The visitor's own title; "our CTO decides" is about somebody else."""
    asked = utterance.asks(Field.ROLE)
    if several := _ONE_OF_SEVERAL.search(utterance.folded):
        yield utterance.finding(Field.ROLE, several["title"], several.span("title"), 0.9)
        return
    first = len(utterance.folded) - len(utterance.folded.lstrip())
    for start, end in find_titles(utterance.folded):
        own = _OWN.search(utterance.folded, max(0, start - 40), start)
        begin = start if own else _with_words_before(utterance, start, asked)
        own = own or _OWN.search(utterance.folded, max(0, begin - 40), begin)
        span = begin, _with_named_area(utterance, start, end)
        if not own and _is_someone_elses(utterance, span):
            continue
        opens = span[0] == first and _AT_COMPANY.match(utterance.folded, span[1])
        if asked or ((own or opens) and not _APPLIES.search(utterance.folded, max(0, start - 40), start)):
            yield utterance.finding(Field.ROLE, utterance.text[slice(*span)], span, 1.0 if asked else 0.9)
            return


def _is_someone_elses(utterance: Utterance, span: Span) -> bool:
    """ "My manager asked me" and "I report to the COO", but not "the owner"."""
    if _TOLD.search(utterance.folded, max(0, span[0] - 40), span[0]):
        return True
    before = _SOMEONE_ELSES.search(utterance.folded, max(0, span[0] - 10), span[0])
    alone = span[1] == len(utterance.folded.rstrip(" .!"))
    return bool(before and ((alone and before[0] not in _ARTICLES) or _DOES_SOMETHING.match(utterance.folded, span[1])))


def _with_words_before(utterance: Utterance, start: int, asked: bool) -> int:
    """Where a title begins whose first words are no common area: "Player Support Lead", or "cs lead" where asked."""
    capital = utterance.text[start].isupper()
    for _ in range(_MOST_BEFORE):
        before = _WORD_BEFORE.search(utterance.folded, max(0, start - 30), start)
        if not before or before[0].strip() in _NO_PART_OF_A_TITLE:
            return start
        if utterance.text[before.start()].isupper() is not capital or not (capital or asked):
            return start
        start = before.start()
    return start


def _with_named_area(utterance: Utterance, start: int, end: int) -> int:
    """Where a title ends that names its area: the "Guest Happiness" of a head of it."""
    leads = _LEADS.search(utterance.folded, start, end)
    area = _NAMED_AREA.match(utterance.folded, leads.end()) if leads else None
    if not area:
        return end
    words = list(re.finditer(r"[^\s&]+", area["area"]))
    first = area.start("area")
    if not utterance.text[first].isupper():
        return max(end, first + words[0].end())
    last = words[0]
    for word in words[1:]:
        if word[0] != "and" and not utterance.text[first + word.start()].isupper():
            break
        last = word if word[0] != "and" else last
    return max(end, first + last.end())
