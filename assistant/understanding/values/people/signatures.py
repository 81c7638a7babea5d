"""The lines under a mail: name, title and company, one below the other."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.understanding.port import Finding
from assistant.understanding.text.patterns import compile_pattern
from assistant.understanding.text.utterance import Span, Utterance
from assistant.understanding.values.people.name_words import read_name_run, split_name
from assistant.understanding.values.people.titles import find_titles
from pipeline.domain.record import Field

_CLOSING = compile_pattern(
    r"(?m)^(?:--|(?:(?:many |with |kind |best |warm |mit )?(?:freundlichen |besten |vielen )?"
    r"(?:regards|wishes|thanks|thank you|cheers|best|sincerely|grüßen?|dank|saludos|un saludo|atentamente)"
    r"(?: cordial(?:es)?)?))[ ,.!]*$",
)
_NO_COMPANY = compile_pattern(r"[@\d\x00]|https?:|www\.")
_MOST_WORDS = 6
_MOST_LINES = 4
"""Name, title, company, and one in between; behind them stand numbers and addresses."""


def find_signatures(utterance: Utterance) -> Iterator[Finding]:
    """Name, role and company of a signature: a closing line, the name, and more lines below it."""
    closing = _CLOSING.search(utterance.folded)
    lines = _lines(utterance, closing.end())[:_MOST_LINES] if closing else []
    name = read_name_run(utterance, lines[0][0], trusting=False) if len(lines) > 1 else None
    if name is None or name.end != lines[0][1]:
        return
    yield utterance.finding(Field.NAME, split_name(utterance.text[name.start : name.end], False), lines[0], 0.9)
    titled = [line for line in lines[1:] if any(find_titles(utterance.folded[slice(*line)]))]
    if titled:
        yield utterance.finding(Field.ROLE, utterance.text[slice(*titled[0])], titled[0], 0.95)
    others = (line for line in lines[1:] if line not in titled and not _NO_COMPANY.search(utterance.folded, *line))
    if company := next((line for line in others if len(utterance.text[slice(*line)].split()) <= _MOST_WORDS), None):
        yield utterance.finding(Field.COMPANY, utterance.text[slice(*company)], company, 0.95)


def _lines(utterance: Utterance, start: int) -> list[Span]:
    """The lines that hold anything, without space around them."""
    spans = (match.span() for match in re.finditer(r"[^\n]+", utterance.folded[start:]))
    trimmed = (utterance.trimmed((start + first, start + last), ",") for first, last in spans)
    return [span for span in trimmed if span[0] < span[1]]
