"""Corrections and negations: which words of a message state what does not hold, so that no old value is kept."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.understanding.port import Finding
from assistant.understanding.utterance import Span, Utterance, overlaps

_NOT = re.compile(
    r"\b(?:not|nicht|isn't|aren't|wasn't|weren't|ain't|no longer|never|(?:don't|do not|doesn't|didn't) (?:use|have|work (?:in|at|for|with)|live in|mean)|kein(?:e|en)?|stopped using|moved away from|left)"
    r" (?!more |less |fewer |over |under |above |below |exceed|sure|only|just |yet|now|until|before|earlier|later|really|too |bad|be |have to|a problem|any|all |so |a big|enough|happy|working)"
    r"(?P<old>[^,.;!?\n]+?)(?=$|[,;!?\n]|\.(?:\s|$)| but | it's | we're | sondern | rather )"
)
_INSTEAD_OF = re.compile(
    r"\b(?:instead of|rather than|in place of|as opposed to|statt|anstatt|en lugar de|en vez de) (?P<old>[^,.;!?\n]+?)(?=$|[,;!?\n]|\.(?:\s|$)| (?:make|please|it's) )"
)
_FROM_TO = re.compile(
    r"\b(?:chang|switch|mov|correct|updat|amend)\w*\b[^.!?\n]{0,40}? from (?P<old>[^.!?\n]{1,40}?) to "
)
_RESTART = re.compile(
    r"(?:\b(?:no wait|wait,? no|wait|scratch that|strike that|i mean|i meant|make (?:that|it)|or rather|correction|my mistake|my bad|oops|sorry|pardon|"
    r"actually|on second thought|change (?:that|it) to|no,? it's|no,? make|should be|ich meine|ich meinte|quiero decir|quise decir|perdón|perdon)\b|\bno,)[ ,:.-]*"
)
_CORRECTS = re.compile(
    r"\b(?:i (?:actually )?mean[t]?\b|correction|scratch that|strike that|make (?:that|it)\b|i misspoke|i mis(?:typed|spelled)|typo|my mistake|"
    r"should (?:be|say|have been)|change (?:it|that|this|my|the|to)\b|instead\b|not what i (?:said|meant)|on second thought|changed my mind|"
    r"wrong (?:number|email|name|date|one)|(?:is|was|'s) (?:wrong|incorrect)|that's not (?:right|correct)|update (?:my|the|that)|correct (?:my|the|that)|"
    r"ich meinte|stimmt nicht|quise decir|me equivoqué|en realidad|eigentlich|change of plans|change that|rather)\b"
    r"|^(?:no|nope|nein|sorry|wait|oops|actually|pardon|perdón)\b[ ,.!]+(?:no\b[ ,.!]+)?(?:actually |sorry,? |it's|its|it is|i |we |the |my |make|just |not |that |there|\d|es |son |somos |please |for |on )"
    r"|\b(?:actually|sorry|oops|wait)\b[ ,.!-]+(?:it's|its|it is|i meant|that's|that should|the |my |make|we(?:'re| are)|\d)"
)
_CONTRAST = re.compile(
    r"\b(?:not|nicht|no) (?:[\w$€£.,'@+-]+ ?){1,4}(?:,|;|-)? ?(?:but|sondern|sino|it's)\b|[^\W_]+,? (?:and )?not (?:the |a |in |at )?[\w$€£.@+-]+\W*$"
)


def corrects(utterance: Utterance) -> bool:
    """Whether the visitor takes back something said before, by them or by the assistant."""
    return bool(
        _CORRECTS.search(utterance.folded)
        or (_CONTRAST.search(utterance.folded) and re.search(r"\d|^(?:no|sorry)\b", utterance.folded))
    )


def rejected_spans(utterance: Utterance) -> list[Span]:
    """The words that say what does not hold: "not 20", "instead of Monday", "from 20 to" after a verb of change."""
    patterns = (_NOT, _INSTEAD_OF, _FROM_TO)
    return [match.span("old") for pattern in patterns for match in pattern.finditer(utterance.folded)]


def settled(findings: Iterable[Finding], utterance: Utterance) -> tuple[Finding, ...]:
    """One finding a field, in the order of the text: nothing rejected, and after a restart ("20, sorry, 200") the new value."""
    rejected = rejected_spans(utterance)
    restarts = [match.end() for match in _RESTART.finditer(utterance.folded)]
    kept: dict[str, Finding] = {}
    for finding in findings:
        if overlaps((finding.start, finding.end), rejected) or finding.end <= finding.start:
            continue
        held = kept.get(finding.field)
        if held is None or _replaces(finding, held, restarts):
            kept[finding.field] = finding
    return tuple(sorted(kept.values(), key=lambda finding: (finding.start, finding.field)))


def _replaces(finding: Finding, held: Finding, restarts: list[int]) -> bool:
    if any(held.end <= restart <= finding.start for restart in restarts):
        return True
    if any(finding.end <= restart <= held.start for restart in restarts):
        return False
    return finding.confidence > held.confidence
