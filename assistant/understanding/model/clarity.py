"""Whether rules alone have understood a message well enough to leave a model out of it. Pure."""

from __future__ import annotations

import re

from assistant.understanding.model.reading import FREE_TEXT
from assistant.understanding.port import Act, Finding, MessageInContext, Understood
from assistant.understanding.text.patterns import compile_pattern

SURE = 0.8
"""A rule's confidence from which its finding answers the question; guesses at free text have 0.7."""
LEFT_OVER = 6
"""Words beside what was understood that a receptionist may leave uncommented: a greeting, "I think", "please"."""
SHORT = 6
"""Words of a message that a single act says completely: "no idea, sorry", "why do you need that?"."""
ONE_WISH = 10
"""Words of a goal or problem that say one thing; a longer one often holds a team size, a date or a tool as well."""
OBEYED_AT_ONCE = frozenset({Act.STOP, Act.HUMAN})
_WORD = compile_pattern(r"[^\W_]+(?:['’@.+-][^\W_]+)*")


def is_clear(heard: MessageInContext, understood: Understood) -> bool:
    """True where a model could hardly add anything.

    That is a wish to stop or for a person, a short message whose act is clear, and a message that says what was asked
    for, or how to reach the visitor, and not much else.
    """
    words = list(_WORD.finditer(heard.text))
    if not words or OBEYED_AT_ONCE & {*understood.acts}:
        return True
    if not understood.findings:
        return bool(understood.acts) and len(words) <= SHORT
    sure = [finding for finding in understood.findings if finding.confidence >= SURE]
    answers = any(finding.field in heard.asked for finding in sure) or not heard.asked
    return bool(sure) and answers and _left_over(words, understood.findings) <= LEFT_OVER


def _left_over(words: list[re.Match[str]], findings: tuple[Finding, ...]) -> int:
    """Words that nothing was found in; of a long wish in free text, what goes beyond one wish."""
    exact = [finding for finding in findings if finding.field not in FREE_TEXT]
    free = [finding for finding in findings if finding.field in FREE_TEXT]
    left = [word for word in words if not _covers(exact, word)]
    wishing = sum(_covers(free, word) for word in left)
    return len(left) - min(wishing, ONE_WISH)


def _covers(findings: list[Finding], word: re.Match[str]) -> bool:
    return any(finding.start <= word.start() < finding.end for finding in findings)
