"""Companies: after the words that introduce one, by their legal form, or as the bare answer to the question."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.understanding.gazetteer import is_place
from assistant.understanding.port import Finding
from assistant.understanding.utterance import BLANK, Span, Utterance
from assistant.understanding.words import CHAT_WORDS, DESCRIBING_WORDS, FUNCTION_WORDS, NOT_A_NAME
from pipeline.domain.record import Field

_LEGAL_FORM = r"(?:inc|llc|ltd|limited|gmbh|ag|corp|corporation|co|company|plc|llp|lp|s\.?a|s\.?l|s\.?r\.?l|b\.?v|n\.?v|oy|ab|as|aps|kg|ug|pty|pvt|group|holdings)\b\.?"
_WORD = re.compile(r"[^\W_](?:[\w'&+]|[.@-](?=\w))*")
_CLEAR = re.compile(
    r"\b(?:(?:i|we) (?:work|am working|are working) (?:at|for|with)|i(?:'m| am) (?:employed|working) (?:at|by|for|with)|work(?:ing)? (?:at|for)|"
    r"(?:company|business|firm|startup|agency|shop|store|organi[sz]ation|employer|brand)(?:'s)?(?: name)?(?: is|:| is called| called| named|'s called)|"
    r"(?:company|business|firm) name(?: is|:|'s)?|(?:we're|we are|it's|it is|is) called|on behalf of|represent(?:ing)?|"
    r"i (?:run|own|founded|started|lead)|(?:co-?)?(?:founder|owner|ceo|president|head) of|we at|here at|"
    r"ich arbeite (?:bei|für)|(?:unsere )?firma (?:heißt|ist)|trabajo (?:en|para)|(?:nuestra |mi )?empresa (?:es|se llama)) "
)
_FROM = re.compile(
    r"\b(?:(?:i'm|i am|we're|we are|im|here|calling|writing|reaching out|speaking|this is [^\W\d_]+)? ?(?:from|with)|von|bei) |@ ?(?=[^\W\d_])"
)
_AT = re.compile(rf"(?:\b(?:at|for|of|bei|en|de)|{BLANK},?) $")
_WE_ARE = re.compile(r"\b(?:we're|we are|wir sind|somos) ")
_FORMED = re.compile(rf"(?:[^\W\d_][\w'&-]*,? ){{1,4}}?{_LEGAL_FORM}")
_PREAMBLE = re.compile(
    r"[\W_]*(?:(?:yes|sure|ok|okay|it's|its|it is|that's|from|at|for|we're|we are|i'm with|the company is|called|hi|well|no|sorry|actually|with)\b[\W_]*)*"
)
_CONNECTORS = frozenset("& and of the de la und y".split())
_NO_COMPANY = DESCRIBING_WORDS | CHAT_WORDS | FUNCTION_WORDS
_GENERIC = frozenset(
    "company business startup firm agency team store shop bank school university hospital large small big mid-sized midsize local".split()
)
MAX_WORDS = 5


def find_companies(utterance: Utterance) -> Iterator[Finding]:
    """At most one company: the surest reading."""
    readings = [
        *_after(utterance, _CLEAR, strict=False),
        *_role_at(utterance),
        *_after(utterance, _FROM, strict=True),
        *_by_legal_form(utterance),
        *_we_are(utterance),
    ]
    if not readings and utterance.asks(Field.COMPANY):
        readings = [*_bare(utterance)]
    yield from readings[:1]


def _after(utterance: Utterance, cue: re.Pattern[str], strict: bool) -> Iterator[Finding]:
    for match in cue.finditer(utterance.folded):
        span = _company_at(
            utterance,
            match.end(),
            capitals=strict or (not utterance.asks(Field.COMPANY) and _writes_capitals(utterance)),
        )
        if span and not is_place(utterance.folded[slice(*span)]):
            yield utterance.finding(Field.COMPANY, utterance.text[slice(*span)], span, 0.8 if strict else 0.95)


def _role_at(utterance: Utterance) -> Iterator[Finding]:
    """A role or a name was taken just before: "······ at Acme"."""
    for match in re.finditer(rf"{BLANK}[ ,]{{0,2}}(?:at|from|with|of|for|@|bei|von|aus|en|de) ?", utterance.folded):
        span = _company_at(utterance, match.end(), capitals=_writes_capitals(utterance))
        if span and not is_place(utterance.folded[slice(*span)]):
            yield utterance.finding(Field.COMPANY, utterance.text[slice(*span)], span, 0.9)


def _we_are(utterance: Utterance) -> Iterator[Finding]:
    for match in _WE_ARE.finditer(utterance.folded):
        span = _company_at(utterance, match.end(), capitals=True)
        if span and not is_place(utterance.folded[slice(*span)]) and _ends_clause(utterance, span[1]):
            yield utterance.finding(Field.COMPANY, utterance.text[slice(*span)], span, 0.7)


def _by_legal_form(utterance: Utterance) -> Iterator[Finding]:
    for match in _FORMED.finditer(utterance.folded):
        words = match[0].split()
        form = words[-1].rstrip(".")
        start = match.start()
        while words and not utterance.text[start].isupper():
            start += len(words.pop(0)) + 1
        if len(words) > 1 and (
            form not in ("as", "co", "ab", "ag", "company", "group", "limited")
            or utterance.text[match.end() - len(match[0].split()[-1])].isupper()
        ):
            span = start, match.end()
            yield utterance.finding(Field.COMPANY, utterance.text[slice(*span)], span, 0.85)


def _bare(utterance: Utterance) -> Iterator[Finding]:
    """A short answer without any other sense is the company that was asked for."""
    opened = _PREAMBLE.match(utterance.folded)
    start, end = utterance.trimmed((opened.end() if opened else 0, len(utterance.folded)), extra=" .!?,\"'")
    said = utterance.folded[start:end]
    comma = said.find(",")
    if comma > 0 and not re.search(_LEGAL_FORM, said[comma:]):
        end = start + comma
    words = utterance.folded[start:end].split()
    if (
        0 < len(words) <= MAX_WORDS
        and BLANK not in said
        and not all(word in NOT_A_NAME for word in words)
        and words[0] not in _NO_COMPANY - {"the", "a"}
    ):
        yield utterance.finding(Field.COMPANY, utterance.text[start:end], (start, end), 0.85)


def _company_at(utterance: Utterance, start: int, capitals: bool) -> Span | None:
    """The run of words from `start` that reads as a name: capitals, or up to a word that no name holds."""
    tokens: list[re.Match[str]] = []
    at = start
    while len(tokens) < MAX_WORDS and (token := _WORD.match(utterance.folded, at)):
        if not _belongs(utterance, tokens, token, capitals):
            break
        tokens.append(token)
        gap = re.compile(r" (?:& )?|, (?=(?:inc|llc|ltd)\b)").match(utterance.folded, token.end())
        if not gap:
            break
        at = gap.end()
    while tokens and tokens[-1][0] in _CONNECTORS:
        tokens.pop()
    if not tokens or all(token[0] in _GENERIC | _NO_COMPANY for token in tokens):
        return None
    return tokens[0].start(), tokens[-1].end()


def _belongs(utterance: Utterance, tokens: list[re.Match[str]], token: re.Match[str], capitals: bool) -> bool:
    written = utterance.text[token.start()]
    if tokens and token[0] in _CONNECTORS:
        follows = _WORD.match(utterance.folded, token.end() + 1)
        return bool(follows and utterance.text[follows.start()].isupper())
    if written.isupper() or (written.isdigit() and tokens):
        return not (not tokens and token[0] in _NO_COMPANY)
    if re.fullmatch(_LEGAL_FORM, token[0]) and tokens and token[0] not in ("as", "co"):
        return True
    if capitals or (tokens and utterance.text[tokens[0].start()].isupper()):
        return False
    return token[0] not in NOT_A_NAME and len(tokens) < 3


def _writes_capitals(utterance: Utterance) -> bool:
    return any(char.isupper() for char in utterance.text[1:].replace("I", ""))


def _ends_clause(utterance: Utterance, at: int) -> bool:
    return (
        not utterance.folded[at:].strip()
        or utterance.folded[at : at + 1] in ",.;!"
        or utterance.folded.startswith((" and ", " from ", " in "), at)
    )
