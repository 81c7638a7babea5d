"""Current tools: those the playbook knows, and names that the visitor says they use."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.understanding.port import Finding
from assistant.understanding.utterance import Span, Utterance, overlaps
from assistant.understanding.vocabulary import Lexicon
from assistant.understanding.words import FUNCTION_WORDS
from pipeline.domain.record import Field
from pipeline.domain.vocabulary import Vocabulary

MAX_WORDS = 3
MAX_TOOLS = 12

_USES = re.compile(
    r"\b(?:(?:we|i|they|team|currently|now|mostly|mainly|already|also|both|just)(?:'re| are|'m| am)? (?:currently |now |mostly |mainly |just |already |also |still |both )*"
    r"(?:use|uses|using|run on|running|on|work with|rely on|have)|using|our (?:crm|stack|tools?|helpdesk|website|store|system)s? (?:is|are|runs on|include)|"
    r"wir (?:nutzen|benutzen|verwenden|arbeiten mit)|usamos|utilizamos|trabajamos con) (?:both )?"
)
_OTHERS = re.compile(
    r"\b(?:not using|don't use|do not use|no longer use|stopped using|used to use|never used|without|instead of|heard of|competitors? (?:use|to)|"
    r"integrat\w+ with|work with|compare[ds]? (?:to|with)|like)\b[^.!?]{0,30}$"
)
_PIECE = re.compile(r"(?: ?(?:,|/|\+|&|;|\band\b|\bplus\b|\bas well as\b|\bund\b|\by\b|\bwith\b))+ ?")
_NAME = re.compile(r"[^\W_][\w.+#-]*(?: [^\W_][\w.+#-]*){0,2}")
_NOTHING = re.compile(r"\b(?:nothing|none|no tools?|not using anything|don't use any|nada|nichts|keine)\b")
_VERBOSE = frozenset("excel spreadsheets spreadsheet sheets email".split())


class ToolRecogniser:
    """One finding for all tools of a message; its quote runs from the first to the last of them."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._lexicon = Lexicon(vocabulary.tools)

    def find(self, utterance: Utterance) -> Iterator[Finding]:
        asked = utterance.asks(Field.TOOLS)
        known = {
            mention.span: mention.choice.label
            for mention in self._lexicon.mentions(utterance, typos=asked)
            if not _OTHERS.search(utterance.folded, max(0, mention.start - 60), mention.start)
        }
        named = known | {span: name for span, name in self._unknown(utterance, asked) if not overlaps(span, known)}
        if not named:
            return
        spans = sorted(named)[:MAX_TOOLS]
        tools = tuple(dict.fromkeys(named[span] for span in spans))
        yield utterance.finding(Field.TOOLS, tools, (spans[0][0], spans[-1][1]), 1.0 if asked else 0.9)

    def _unknown(self, utterance: Utterance, asked: bool) -> Iterator[tuple[Span, str]]:
        """Names in the list after "we use", or in the bare answer to the question for tools."""
        uses = _USES.search(utterance.folded)
        if uses and not _OTHERS.search(utterance.folded, 0, uses.end()):
            yield from self._listed(utterance, uses.end(), capitals=not asked)
        elif asked and not _NOTHING.search(utterance.folded) and len(utterance.folded.split()) <= 12:
            yield from self._listed(utterance, 0, capitals=any(char.isupper() for char in utterance.text[1:]))

    def _listed(self, utterance: Utterance, start: int, capitals: bool) -> Iterator[tuple[Span, str]]:
        _, end = utterance.sentence_at(start)
        at = start
        while at < end:
            piece = _PIECE.search(utterance.folded, at, end)
            stop = piece.start() if piece else end
            name = _NAME.fullmatch(utterance.folded[at:stop].strip())
            if name and self._is_name(utterance, at, stop, capitals):
                span = utterance.trimmed((at, stop))
                yield span, utterance.text[slice(*span)]
            elif capitals or not name:
                return
            at = piece.end() if piece else end

    def _is_name(self, utterance: Utterance, start: int, end: int, capitals: bool) -> bool:
        words = utterance.folded[start:end].split()
        if not words or any(word in FUNCTION_WORDS for word in words):
            return False
        written = utterance.text[slice(*utterance.trimmed((start, end)))]
        return not capitals or written[0].isupper() or words[0] in _VERBOSE
