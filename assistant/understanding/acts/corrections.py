"""Corrections and negations: which words of a message state what does not hold, so that no old value is kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from assistant.understanding.port import Finding
from assistant.understanding.text.patterns import build_phrases, compile_pattern, join_alternatives
from assistant.understanding.text.utterance import Span, Utterance
from pipeline.domain.record import FieldId

_TO_CLAUSE_END = (
    r"(?P<old>[^,;!?\n]+?)(?=$|[,;!?\n]|\.(?:\s|$)| (?:but|so|because|and (?:i|we|my|our|it)|it's|we're|make|please"
    r"|sondern|sino|rather)\b)"
)
_NOT = compile_pattern(
    r"\b"
    + join_alternatives(
        *(
            "not",
            "nicht",
            "isn't",
            "aren't",
            "wasn't",
            "weren't",
            "ain't",
            "no longer",
            "formerly",
            "previously",
            "früher",
            "ehemals",
            "never",
            "kein(?:e|en)?",
            "left",
        ),
        *("(?:don't|do not|doesn't|didn't) (?:use|have|work (?:in|at|for|with)|live in|mean)", "stopped using"),
        *(
            "moved away from",
            "no quise decir",
            "(?<=[mes] )(?:busy|unavailable)(?: on)?",
            "can't (?:make|do)(?: it)?(?: on)?",
        ),
    )
    + r" (?!"
    + join_alternatives(
        *("mehr", "vor"),
        *"more less fewer over under above below only just yet now until before earlier later really too bad".split(),
        *("be", "any", "all"),
        *("so", "have to", "a problem", "a big", "enough", "happy", "working", "sure", "exceed\\w*", "used", "what"),
    )
    + r"\b)"
    + _TO_CLAUSE_END
)
_INSTEAD = join_alternatives(
    *("instead of", "rather than", "in place of", "as opposed to", "statt", "anstatt", "en lugar de", "en vez de")
)
_INSTEAD_OF = compile_pattern(rf"\b{_INSTEAD} " + _TO_CLAUSE_END)
_FROM_TO = compile_pattern(
    r"\b(?:chang|switch|mov|migrat|correct|updat|amend)\w*\b[^.!?\n]{0,40}? from (?P<old>[^.!?\n]{1,40}?) to "
    r"(?!some|an?y?\b|whatever|you\b)"
)
"""Who moves "from Zendesk to something cheaper" has it still."""
_RESTART = compile_pattern(
    r"(?:\b"
    + join_alternatives(
        *("no wait", "wait,? no", "wait", "scratch that", "strike that", "i mean", "i meant", "make (?:that|it)"),
        "or rather",
        *("correction", "my mistake", "my bad", "oops", "sorry", "pardon", "actually", "on second thought"),
        "change (?:that|it) to",
        *("no,? it's", "no,? make", "should be", "ich meine", "ich meinte", "quiero decir", "quise decir", "perd[óo]n"),
    )
    + r"\b|\bno,|(?<=\d), (?:but )?now (?=\d))[ ,:.-]*"
)
_TAKES_BACK = build_phrases(
    *("i (?:actually )?mean[t]?", "correction", "scratch that", "strike that", "make (?:that|it)", "i misspoke"),
    *("typo", "instead"),
    "(?:i|you) (?:said|wrote|put|typed) [^.!?,;]{1,30} but",
    *("i mis(?:typed|spelled)", "my mistake", "should (?:be|say|have been)", "change (?:it|that|this|my|the|to)"),
    "changed my mind",
    *("not what i (?:said|meant)", "on second thought", "change of plans", "wrong (?:number|email|name|date|one)"),
    *("(?:is|was|'s) (?:wrong|incorrect)", "that's not (?:right|correct)", "(?:update|correct) (?:my|the|that)"),
    "not,? but",
    *("ich meinte", "stimmt nicht", "quise decir", "me equivoqué", "en realidad", "eigentlich"),
)
_NO_BUT = compile_pattern(
    r"\b^(?:no|nope|nein|sorry|wait|oops|actually|pardon|perdón)\b[ ,.!]+(?:no\b[ ,.!]+)?(?:actually |sorry,? )?"
    r"(?:it's|its|it is|i|we|the|my|make|just|not|that|there|\d+|es|son|somos|please|for|on)\b"
    r"|\b(?:actually|sorry|oops|wait)\b[ ,.!-]+"
    r"(?:it's|its|it is|i meant|that's|that should|the|my|make|we(?:'re| are)|\d+)\b"
)
_CONTRAST = compile_pattern(
    r"\b(?:not|nicht) (?:[\w$€£.,'@+-]+ ?){1,4}(?:,|;|-)? ?(?:but|sondern|sino|it's)\b"
    r"|\b(?:(?<=[^\W_] )|(?<=[^\W_], )|(?<=[^\W_] and )|(?<=[^\W_], and ))"
    r"not (?:the |a |in |at )?(?!sure|yet|now|really|at all|interested)[\w$€£.@+-]*\d[\w.]*\W*$"
)


def is_correction(utterance: Utterance) -> bool:
    """Whether the visitor takes back something said before, by them or by the assistant."""
    return any(pattern.search(utterance.folded) for pattern in (_TAKES_BACK, _NO_BUT, _CONTRAST))


def find_rejected_spans(utterance: Utterance) -> list[Span]:
    """The words that say what does not hold: "not 20", "instead of Monday", "from 20 to" after a verb of change."""
    patterns = (_NOT, _INSTEAD_OF, _FROM_TO)
    return [match.span("old") for pattern in patterns for match in pattern.finditer(utterance.folded)]


def find_rejected_fields(utterance: Utterance, known: Mapping[FieldId, str]) -> list[FieldId]:
    """The fields whose known words hold, as whole words, what the visitor says does not hold."""
    rejected = [utterance.text[start:end].strip(" .'\"").casefold() for start, end in find_rejected_spans(utterance)]
    patterns = [re.compile(rf"(?<!\w){re.escape(words)}(?!\w)") for words in rejected if words]
    return [name for name, words in known.items() if any(pattern.search(words.casefold()) for pattern in patterns)]


def find_restart(utterance: Utterance) -> int:
    """Where the last words end that take back what stands before them; 0 without any."""
    return max((match.end() for match in _RESTART.finditer(utterance.folded)), default=0)


def settle_findings(findings: Iterable[Finding], utterance: Utterance) -> tuple[Finding, ...]:
    """One finding a field, in the order of the text: the surest, or the new one behind a restart ("20, sorry, 200")."""
    restarts = [match.end() for match in _RESTART.finditer(utterance.folded)]
    kept: dict[str, Finding] = {}
    for finding in findings:
        held = kept.get(finding.field)
        if finding.quote and (held is None or _replaces(finding, held, restarts)):
            kept[finding.field] = finding
    return tuple(sorted(kept.values(), key=lambda finding: (finding.start, finding.field)))


def _replaces(finding: Finding, held: Finding, restarts: list[int]) -> bool:
    if any(held.end <= restart <= finding.start for restart in restarts):
        return True
    if any(finding.end <= restart <= held.start for restart in restarts):
        return False
    return finding.confidence > held.confidence
