"""Yes and no, in the light of the question before."""

from __future__ import annotations

import re

from assistant.understanding.acts.yes_and_no import (
    ALL_SAID,
    ASKS_TO_CONFIRM,
    ENOUGH_FOR_NOW,
    FINE_MYSELF,
    FOR_NOW,
    LEAD,
    NO_ANYWHERE,
    NO_PROBLEM,
    NO_THANKS,
    OFFERS_MORE,
    PRAISE,
    REPLACES,
    SECOND_THOUGHT,
    SHORT,
    SIGN,
    STARTS_NO,
    STARTS_SOFT,
    STARTS_YES,
    TURNED_ROUND,
    TWO_MINDS,
    YES_AT_END,
)
from assistant.understanding.text.utterance import Utterance
from pipeline.domain.record import Field


def detect_polarity(utterance: Utterance) -> bool | None:
    """True for yes, false for no, null for neither; a no that follows a yes wins ("yes, but not right now")."""
    while taken_back := SECOND_THOUGHT.match(utterance.folded):
        utterance = utterance.without([taken_back.span()])
    folded = utterance.folded
    if two_minds := TWO_MINDS.match(folded):
        return two_minds["no"] is None
    if sign := SIGN.match(folded):
        return sign["yes"] is not None
    if NO_PROBLEM.match(folded):
        return not utterance.asks(Field.PROBLEM)
    lead = LEAD.match(folded)
    starts = {_first_letter(folded, 0), _first_letter(folded, lead.end() if lead else 0)}
    if any(STARTS_NO.match(folded, start) for start in starts):
        return False
    if any(STARTS_YES.match(folded, start) for start in starts):
        return not _taken_back(utterance)
    soft = next((match for start in starts if (match := STARTS_SOFT.match(folded, start))), None)
    if soft:
        return _after_soft_opener(utterance, soft.end(), bare_thanks=soft[0].startswith("thank"))
    return _without_opener(utterance)


def _first_letter(folded: str, start: int) -> int:
    while start < len(folded) and not folded[start].isalnum():
        start += 1
    return start


def _taken_back(utterance: Utterance) -> bool:
    first = re.split(r"[.!?]", utterance.folded, maxsplit=1)[0][:60]
    if NO_THANKS.search(first):
        return True
    return bool(ALL_SAID.search(first) and OFFERS_MORE.search(utterance.previous))


def _after_soft_opener(utterance: Utterance, end: int, bare_thanks: bool) -> bool | None:
    """Ok and great mean yes unless what follows says no; thanks mean neither by themselves."""
    rest = utterance.folded[end:]
    if STARTS_NO.match(rest.lstrip(" ,.!-")) or _without_opener(utterance) is False:
        return False
    if bare_thanks:
        return _without_opener(utterance)
    return not _taken_back(utterance)


def _without_opener(utterance: Utterance) -> bool | None:
    folded, previous = utterance.folded, utterance.previous
    if NO_ANYWHERE.search(folded) or (previous and "how are you" not in previous and FINE_MYSELF.search(folded)):
        return False
    if ALL_SAID.search(folded):
        return _enough(folded, previous)
    praise = YES_AT_END.search(folded)
    if praise and not FINE_MYSELF.search(folded):
        return _praised(utterance, praise)
    if REPLACES.search(folded) and ASKS_TO_CONFIRM.search(previous):
        return False
    return None


def _praised(utterance: Utterance, praise: re.Match[str]) -> bool | None:
    """What is called right or good agrees, unless it is asked ("is that right?") or said of nothing that was asked."""
    folded = utterance.folded
    if TURNED_ROUND.search(folded, max(0, praise.start() - 20), praise.start()):
        return False
    if folded.startswith("?", len(folded[: praise.end()].rstrip(" .,!?"))):
        return None
    answers = utterance.previous or utterance.asked or len(folded.split()) <= SHORT
    return True if answers or not PRAISE.search(praise[0]) else None


def _enough(folded: str, previous: str) -> bool | None:
    """ "That's it" declines more help, but agrees with a summary."""
    if ASKS_TO_CONFIRM.search(previous) and not OFFERS_MORE.search(previous) and not FOR_NOW.search(folded):
        return True
    if OFFERS_MORE.search(previous) or ENOUGH_FOR_NOW.search(folded):
        return False
    return True if previous else None
