"""Yes, no, or both at once, in the light of the question before (`language/<language>/yes_no.yaml`)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.understanding.language.words import compile_lists, compile_phrases
from assistant.understanding.port import Act
from assistant.understanding.text.patterns import compile_pattern
from assistant.understanding.text.utterance import Utterance
from pipeline.domain.record import Field

_LEAD = compile_lists(r"[\W_]*(?:{fillers}(?!\w)[\W_]*){0,8}")
_STARTS_YES = compile_lists(r"{yes}(?![\w'])|{glued_yes}")
_STARTS_SOFT = compile_lists(r"{soft_yes}(?![\w'])(?! {not_behind_soft_yes}\b)")
"""Openers that only take note when a no follows ("ok no thanks", "thanks but I'm set")."""
_STARTS_NO = compile_lists(r"{no}(?![\w'])|{glued_no}")
_NO_THANKS = compile_phrases("no_thanks")
_NO_ANYWHERE = compile_phrases("no_anywhere")
_NO_PROBLEM = compile_lists(r"[\W_]*(?:{soft_yes}\b[\W_]*|{bare_yes}\b[\W_]*|oh\b[\W_]*){0,4}{no_problem}\b")
_SECOND_THOUGHT = compile_lists(
    r"[\W_]*(?:{bare_no}|{bare_yes})\W+(?:(?:{bare_no}|oh|hang on|hold on)\W+)?{second_thought}\W+"
    r"(?=(?:{bare_no}|{bare_yes})\b)"
)
"""A yes or no that is taken back at once: what stands behind it counts."""
_TWO_MINDS = compile_pattern(
    r"[\W_]*(?:(?P<no>y+e+a+h*|yep|ya+h*)[ ,]+(?:nah+)|(?:nah+)[ ,]+(?:y+e+a+h*|yep))(?=\W*$|,)"
)
"""Of "yeah, nah" and "nah, yeah" the last word is the answer."""
_BOTH = compile_lists(
    r"^[\W_]*(?:{fillers}(?!\w)[\W_]*){0,8}{both}(?!\w)|^[\W_]*{bare_no}\W+{bare_yes}\W+{second_thought}\b"
)
_IRONY = compile_lists(r"{irony}")
_SIGN = compile_pattern(r"[\W_]*(?:(?P<yes>[👍👌✅✔💯🆗])|[👎❌🚫🙅])[\W_]*$")
_TURNED_ROUND = compile_lists(r"(?:\b{turned_round}|n['’]t)(?: \w+)? $")
"""What makes a no of the yes behind it: "I'm not happy with that"."""
_ASSENT = compile_lists(r"(?:^|[\W_]){assent}")
_YES_AT_LAST = compile_lists(
    r"(?:^|[.!;,\n])[\W_]*(?:{fillers}(?!\w)[\W_]*){0,8}{bare_yes}(?:[\W_]+{closer}){0,3}[\W_]*$"
)
_ALL_SAID = compile_phrases("all_said")
_ENOUGH_FOR_NOW = compile_phrases("enough_for_now")
_FOR_NOW = compile_phrases("for_now")
_OFFERS_MORE = compile_phrases("offers_more")
_ASKS_TO_CONFIRM = compile_phrases("asks_to_confirm")
_REPLACES = compile_phrases("replaces")
_YES_AT_END = compile_lists(r"\b{yes_at_end}")
_PRAISE = compile_phrases("praise")
_FINE_MYSELF = compile_lists(r"\b{fine_myself}")
_SHORT = 4
"""Words up to which "sounds good" agrees even where no question is known."""


@dataclass(frozen=True, slots=True)
class Polarity:
    act: Act | None
    """`affirm`, `deny` or `mixed`; null for neither."""
    insists: bool = False
    """Whether a wish to go on stands behind words of stopping or of indifference."""


def detect_polarity(utterance: Utterance) -> Polarity:
    """What a message says to the question before; a no that follows a yes wins ("yes, but not right now")."""
    folded = utterance.folded
    if _BOTH.search(folded) or _IRONY.search(folded):
        return Polarity(Act.MIXED)
    if _insists(utterance):
        return Polarity(Act.AFFIRM, insists=True)
    yes = _is_yes(utterance)
    return Polarity(None if yes is None else Act.AFFIRM if yes else Act.DENY)


def _insists(utterance: Utterance) -> bool:
    """ "Never mind, please pass it on" and "oh, never mind, dear. Yes."; not "don't send it"."""
    folded = utterance.folded
    for assent in _ASSENT.finditer(folded):
        clause = re.split(r"[.!?;,\n]", folded[: assent.start() + 1])[-1]
        if not re.search(r"n't\b", clause) and not _TURNED_ROUND.search(
            folded, max(0, assent.start() - 30), assent.start() + 1
        ):
            return not _STARTS_NO.match(clause.strip()) or not clause.strip()
    return bool(_NO_ANYWHERE.search(folded) and _YES_AT_LAST.search(folded) and not _STARTS_NO.match(folded))


def _is_yes(utterance: Utterance) -> bool | None:
    while taken_back := _SECOND_THOUGHT.match(utterance.folded):
        utterance = utterance.without([taken_back.span()])
    folded = utterance.folded
    if two_minds := _TWO_MINDS.match(folded):
        return two_minds["no"] is None
    if sign := _SIGN.match(folded):
        return sign["yes"] is not None
    if _NO_PROBLEM.match(folded):
        return not utterance.asks(Field.PROBLEM)
    lead = _LEAD.match(folded)
    starts = {_first_letter(folded, 0), _first_letter(folded, lead.end() if lead else 0)}
    if any(_STARTS_NO.match(folded, start) for start in starts):
        return False
    if any(_STARTS_YES.match(folded, start) for start in starts):
        return not _taken_back(utterance)
    soft = next((match for start in starts if (match := _STARTS_SOFT.match(folded, start))), None)
    if soft:
        return _after_soft_opener(utterance, soft)
    return _without_opener(utterance)


def _first_letter(folded: str, start: int) -> int:
    while start < len(folded) and not folded[start].isalnum():
        start += 1
    return start


def _taken_back(utterance: Utterance) -> bool:
    first = re.split(r"[.!?]", utterance.folded, maxsplit=1)[0][:60]
    if _NO_THANKS.search(first):
        return True
    return bool(_ALL_SAID.search(first) and _OFFERS_MORE.search(utterance.previous))


def _after_soft_opener(utterance: Utterance, soft: re.Match[str]) -> bool | None:
    """Ok and great mean yes unless what follows says no; thanks mean neither by themselves."""
    rest = utterance.folded[soft.end() :]
    if _STARTS_NO.match(rest.lstrip(" ,.!-")) or _without_opener(utterance) is False:
        return False
    if _THANKS.match(soft[0]):
        return _without_opener(utterance)
    return not _taken_back(utterance)


_THANKS = compile_phrases("thanks")


def _without_opener(utterance: Utterance) -> bool | None:
    folded, previous = utterance.folded, utterance.previous
    if _NO_ANYWHERE.search(folded) or (previous and "how are you" not in previous and _FINE_MYSELF.search(folded)):
        return False
    if _ALL_SAID.search(folded):
        return _enough(folded, previous)
    praise = _YES_AT_END.search(folded)
    if praise and not _FINE_MYSELF.search(folded):
        return _praised(utterance, praise)
    if _REPLACES.search(folded) and _ASKS_TO_CONFIRM.search(previous):
        return False
    return None


def _praised(utterance: Utterance, praise: re.Match[str]) -> bool | None:
    """What is called right or good agrees, unless it is asked ("is that right?") or said of nothing that was asked."""
    folded = utterance.folded
    if _TURNED_ROUND.search(folded, max(0, praise.start() - 20), praise.start()):
        return False
    if folded.startswith("?", len(folded[: praise.end()].rstrip(" .,!?"))):
        return None
    answers = utterance.previous or utterance.asked or len(folded.split()) <= _SHORT
    return True if answers or not _PRAISE.search(praise[0]) else None


def _enough(folded: str, previous: str) -> bool | None:
    """ "That's it" declines more help, but agrees with a summary."""
    if _ASKS_TO_CONFIRM.search(previous) and not _OFFERS_MORE.search(previous) and not _FOR_NOW.search(folded):
        return True
    if _OFFERS_MORE.search(previous) or _ENOUGH_FOR_NOW.search(folded):
        return False
    return True if previous else None
