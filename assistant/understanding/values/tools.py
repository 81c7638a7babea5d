"""Current tools: those the playbook knows, and names that the visitor says they use."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.understanding.language.words import compile_lists, compile_phrases
from assistant.understanding.port import Finding
from assistant.understanding.text.patterns import compile_pattern
from assistant.understanding.text.utterance import Span, Utterance, is_overlapping
from assistant.understanding.text.words import FUNCTION_WORDS
from assistant.understanding.values.vocabulary import Lexicon
from pipeline.conditions.phrase_finder import split_into_words
from pipeline.domain.record import Field
from pipeline.domain.vocabulary import Vocabulary

MAX_TOOLS = 12
MAX_BARE_WORDS = 12
"""A longer answer is a sentence, and its words are no list of names."""

_USES = compile_lists(r"\b{uses_tools} (?:both )?")
_NOT_OURS = compile_lists(r"\b{not_in_use}$")
_NOT_OURS_AFTER = compile_lists(r"['\"]?[ -]?{not_in_use_after}(?!\w)")
_PIECE = compile_pattern(r"(?: ?(?:,|/|\+|&|;|\band\b|\bplus\b|\bas well as\b|\bund\b|\by\b|\bwith\b))+ ?")
_NAME = compile_pattern(r"[^\W_][\w.+#-]*(?: [^\W_][\w.+#-]*){0,2}")
_NOTHING = compile_phrases("nothing_used")
_EVERYDAY_NAMES = frozenset(("front", "teams"))
_THING = compile_pattern(
    r"\b(?:an?|the|any|some|more|less|no|enough|much|her|his|their|this|that|good|bad|positive|negative|economic) $"
)
_THINGS = frozenset(("slack", "outlook", "drift", "notion"))
"""Tools that are called like something one can have more of."""
_COMMON_NAMES = frozenset("excel spreadsheets spreadsheet sheets email".split())
"""Tools that people write without a capital."""


class ToolRecogniser:
    """One finding for all tools of a message; its quote runs from the first to the last of them."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._lexicon = Lexicon(vocabulary.tools)

    def find(self, utterance: Utterance) -> Iterator[Finding]:
        asked = utterance.asks(Field.TOOLS)
        named = {
            mention.span: mention.meaning.label
            for mention in self._lexicon.find(split_into_words(utterance.folded), typos=asked)
            if (asked or _is_named(utterance, mention.span)) and not _is_elsewhere(utterance, mention.span)
        }
        named |= {
            span: name
            for span, name in _unlisted(utterance, asked)
            if not is_overlapping(span, named) and not _is_elsewhere(utterance, span)
        }
        if spans := sorted(named)[:MAX_TOOLS]:
            tools = tuple(dict.fromkeys(named[span] for span in spans))
            yield utterance.finding(Field.TOOLS, tools, (spans[0][0], spans[-1][1]), 1.0 if asked else 0.9)


def _is_elsewhere(utterance: Utterance, span: Span) -> bool:
    """Whether a tool is only compared, seen, left, or somebody else's."""
    before = _NOT_OURS.search(utterance.folded, max(0, span[0] - 60), span[0])
    return bool(before or _NOT_OURS_AFTER.match(utterance.folded, span[1]))


def _is_named(utterance: Utterance, span: Span) -> bool:
    """Whether a tool that is called like a thing is meant: "front desk" names none."""
    name = utterance.folded[slice(*span)]
    if utterance.text[span[0]].isupper():
        return True
    if name in _THINGS and _THING.search(utterance.folded, max(0, span[0] - 12), span[0]):
        return False
    if name not in _EVERYDAY_NAMES:
        return True
    return _USES.search(utterance.folded, max(0, span[0] - 40), span[0]) is not None


def _unlisted(utterance: Utterance, asked: bool) -> Iterator[tuple[Span, str]]:
    """Names in the lists after "we use", or in the bare answer to the question for tools."""
    folded = utterance.folded
    uses = [
        match
        for match in _USES.finditer(folded)
        if not _NOT_OURS.search(folded, max(0, match.start() - 60), match.end())
    ]
    for match in uses:
        yield from _listed(utterance, match.end(), capitals=not asked)
    if asked and not uses and not _NOTHING.search(folded) and len(folded.split()) <= MAX_BARE_WORDS:
        yield from _listed(utterance, 0, capitals=utterance.writes_capitals)


def _listed(utterance: Utterance, start: int, capitals: bool) -> Iterator[tuple[Span, str]]:
    """The names of a list, up to the first piece of it that is none."""
    _, end = utterance.sentence_at(start)
    at = start
    while at < end:
        piece = _PIECE.search(utterance.folded, at, end)
        span = utterance.trimmed((at, piece.start() if piece else end))
        if _is_name(utterance, span, capitals):
            yield span, utterance.text[slice(*span)]
        elif capitals or at > start:
            return
        at = piece.end() if piece else end


def _is_name(utterance: Utterance, span: Span, capitals: bool) -> bool:
    name = utterance.folded[slice(*span)]
    if not _NAME.fullmatch(name) or name.isdigit() or any(word in FUNCTION_WORDS for word in name.split()):
        return False
    return not capitals or utterance.text[span[0]].isupper() or name.split()[0] in _COMMON_NAMES
