"""Corrections and negations: which words of a message state what does not hold, so that no old value is kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from assistant.understanding.language.words import compile_lists, compile_phrases
from assistant.understanding.port import Finding
from assistant.understanding.text.utterance import Span, Utterance
from pipeline.domain.record import FieldId

_TO_CLAUSE_END = r"(?P<old>[^,;!?\n]+?)(?=$|[,;!?\n]|\.(?:\s|$)| (?:{clause_end}|{clause_end_with_subject})\b)"
_NOT = compile_lists(r"\b{rejects} (?!{rejects_not}\b)" + _TO_CLAUSE_END)
_INSTEAD_OF = compile_lists(r"\b{instead_of} " + _TO_CLAUSE_END)
_NOT_IT = compile_lists(r"(?:^|[,;.!?\n] *|\b{but} |\b{yes} |\b{opener} )(?P<old>[^,;.!?\n]{2,40}?),? {is_not_it}")
_IS_NOT_IT = compile_lists(r"{is_not_it}")
"""What `_NOT_IT` looks for behind any words: hardly a message holds it, and to look for it alone is quick."""
_FROM_TO = compile_lists(
    r"\b{moves}\b[^.!?\n]{0,40}? {moves_from} (?P<old>[^.!?\n]{1,40}?) {moves_to} (?!{no_new_value})"
)
"""Who moves "from Zendesk to something cheaper" has it still."""
_RESTART = compile_lists(r"(?:\b{restart}\b|\b{objects},|(?<=\d), (?:but )?now (?=\d))[ ,:.-]*")
_TAKES_BACK = compile_phrases("takes_back")
_CHANGES_SOMETHING = compile_lists(
    r"^[\W_]*(?:(?>{opener}\b)[\W_]+){0,5}{change_something}(?:[\W_]+{closer}){0,5}[\W_]*$"
)
_NO_BUT = compile_lists(
    r"^[\W_]*{objects}\b[ ,.!]+(?:{objects}\b[ ,.!]+)?(?:{objects_softly}\b[ ,.!]*)?(?:{restates}\b|\d)"
    r"|(?:^|[,;.!?-] *(?:{objects} )?){objects_softly}\b[ ,.!-]+(?:{objects}\b[ ,.!]+)?(?:{restates_firmly}\b|\d)"
)
_CONTRAST = compile_lists(
    r"\b{rejects} (?:[\w$€£.,'@+-]+ ?){1,4}(?:,|;|-)? ?{contrast}\b"
    r"|\b{rejects} [$€£]?\d[\w.]*,? (?:but )?[$€£]?\d"
    r"|(?:(?<=[^\W_] )|(?<=[^\W_], )|(?<=[^\W_] and )|(?<=[^\W_], and ))"
    r"{rejects} (?:the |a |in |at )?(?!{no_contrast})[\w$€£.@+-]*[\d@][\w.]*\W*$"
)

_ADDED = 2
"""Words that may stand about a known value where it is taken back: "not an online shop any more"."""


def is_correction(utterance: Utterance) -> bool:
    """Whether the visitor takes back something said before, by them or by the assistant."""
    return any(pattern.search(utterance.folded) for pattern in (_TAKES_BACK, _NO_BUT, _CONTRAST, _CHANGES_SOMETHING))


def wants_some_change(utterance: Utterance) -> bool:
    """Whether a message asks for a change, does not say of what, and says nothing else: "ok, change something"."""
    return _CHANGES_SOMETHING.search(utterance.folded) is not None


def find_rejected_spans(utterance: Utterance) -> list[Span]:
    """The words that say what does not hold: "not 20", "instead of Monday", "live chat is not it", "from 20 to"
    after a verb of change."""
    not_it = (_NOT_IT,) if _IS_NOT_IT.search(utterance.folded) else ()
    patterns = (_NOT, _INSTEAD_OF, *not_it, _FROM_TO)
    return [match.span("old") for pattern in patterns for match in pattern.finditer(utterance.folded)]


def find_rejected_fields(utterance: Utterance, known: Mapping[FieldId, str]) -> list[FieldId]:
    """The fields whose known words are what the visitor says does not hold, or hold it as whole words."""
    spans = (utterance.trimmed(span, ".'\"") for span in find_rejected_spans(utterance))
    rejected = [words for start, end in spans if (words := utterance.text[start:end].casefold())]
    return [name for name, words in known.items() if any(_is_same(words.casefold(), other) for other in rejected)]


def _is_same(known: str, rejected: str) -> bool:
    """Either is the other with at most an article and an adjective more, or the rejected words are among the known."""
    if re.search(rf"(?<!\w){re.escape(rejected)}(?!\w)", known):
        return True
    longer = len(rejected.split()) - len(known.split())
    return 0 < longer <= _ADDED and re.search(rf"(?<!\w){re.escape(known)}(?!\w)", rejected) is not None


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
