"""Companies: after the words that introduce one, by their legal form, or as the bare answer to the question."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, islice

from assistant.understanding.language.words import get_words
from assistant.understanding.port import Finding
from assistant.understanding.text.patterns import compile_pattern, join_alternatives
from assistant.understanding.text.utterance import WHO, Span, Utterance
from assistant.understanding.text.words import (
    CALENDAR_WORDS,
    CHAT_WORDS,
    DESCRIBING_WORDS,
    FUNCTION_WORDS,
    NOT_A_NAME,
    OTHER_FUNCTION_WORDS,
)
from assistant.understanding.values.places.gazetteer import is_place
from pipeline.domain.record import Field

MAX_WORDS = 5

_FORMS = frozenset(
    "inc llc ltd limited gmbh ag corp corporation co company plc llp lp s.a s.l s.r.l b.v n.v oy ab kg ug pty pvt group"
    " holdings".split()
)
_EVERYDAY_FORMS = frozenset("ag ab co company group limited".split())
"""Legal forms that are words as well: they count with a capital only."""
_FORM = join_alternatives(*sorted(map(re.escape, _FORMS), key=len, reverse=True))
_ORGANISATION = join_alternatives(
    *"company business firm startup agency shop store organi[sz]ation employer brand".split()
)
_CLEAR = compile_pattern(
    r"\b"
    + join_alternatives(
        r"(?:i|we) (?:work|am working|are working) (?:at|for|with)",
        r"i(?:'m| am) (?:employed|working) (?:at|by|for|with)|work(?:ing)? (?:at|for)",
        rf"{_ORGANISATION}(?:'s)?(?: name)?(?: is called| is|:| called| named|'s called)",
        rf"{_ORGANISATION} name(?: is|:|'s)?|(?:my|our) {_ORGANISATION},",
        *("(?:trading|trade|operat(?:e|ing)|doing business|known) as", "dba"),
        *("(?:we|it) go(?:es)? by", "(?:se llama|nennt sich)"),
        r"(?:team|staff|group) of [\x00 ]+(?:people |reps |agents )?(?:at|for)",
        *(
            "(?:we're|we are|it'?s|it is|is)(?: still| now| currently| just| simply)? called",
            "on behalf of",
            "represent(?:ing)?",
        ),
        r"i (?:do|run|handle|manage|lead|head up|look after|take care of) (?:\w+ ){1,3}(?:at|for)",
        "i (?:run|own|founded|started|lead)",
        *("(?:co-?)?(?:founder|owner|ceo|president) of", "we at", "here at", "ich arbeite (?:bei|für)"),
        "ich (?:leite|führe|betreue|verantworte|mache) (?:\\w+ ){1,4}bei",
        "(?:dirijo|llevo|gestiono) (?:\\w+ ){1,4}en",
        *(
            "(?:firma|unternehmen|laden|onlineshop|shop|geschäft|agentur) (?:heißt|nennt sich|ist)",
            "trabajo (?:en|para)",
        ),
        *("(?:empresa|tienda|compañía|agencia|negocio|startup) (?:es|se llama)", "(?:wir heißen|nos llamamos)"),
    )
    + " (?:the (?=[^\\W\\d_]))?[\"']?"
)
_IS = tuple(f"{noun} is " for noun in "company business firm startup agency shop store brand employer".split())
"""After these anything may follow ("our business is concluded"): only a capital tells a name."""
_HAPPENS = compile_pattern(r"(?:[a-z]+ing|[a-z]+ed)(?= |$)(?! (?:ltd|inc|llc|gmbh|limited)\b)")
"""What a company does or what is done to it, not what it is called: "our company is growing fast"."""
_TAKEN_BEFORE = compile_pattern(
    rf"{WHO}[ ,]{{0,2}}(?:@|(?:at|from|with|of|for|bei|(?:von|de)(?: der| la| el)?|del|aus|en)(?: firma)?\b) ?"
)
"""A role or a name was taken just before: "Priya, VP of Sales at Acme"."""
_FROM = compile_pattern(
    r"\b(?:(?:i'm|i am|we're|we are|im) (?:from|with|at)|(?:here|calling|writing|reaching out|speaking) from|(?:ich bin"
    r"|wir sind) (?:von|bei)) "
    rf"|\b(?:my|our) {_ORGANISATION} |^\W*from |\b(?:in|at|for|from) (?:the )?(?:firm|company) "
    r"|(?<![<\w])@ ?(?=[^\W\d_])"
    r"|\b(?:runs?|own|have|manage|start(?:ed)?|found(?:ed)?|works? (?:for|at)|we're|we are|i'm|i am|it's|in|at|for)"
    r" (?:[\w'-]+ ){0,5}(?:called|named) "
)
_WE_ARE = compile_pattern(r"\b(?:we're|we are|wir sind(?: d(?:ie|er|as))?|somos(?: la| el)?) ")
_LEGAL_FORM = compile_pattern(rf"\b(?<=\w[ ,]|, )(?P<form>{_FORM})\b(?:\.?,? {_FORM}\b)*(?P<dot>\.)?")
_WRITTEN_OUT = frozenset("gmbh ag kg ug ab oy group holdings company limited corporation plc llc".split())
"""Legal forms that no dot belongs to."""
_BEFORE_FORM = compile_pattern(r"(?:[^\W\d_][\w'&-]*,? ){1,4}$")
_PREAMBLE = compile_pattern(
    r"[\W_]*(?:(?:yes|sure|ok|okay|it's|its|it is|that's|from|at|for|we're|we are|i'm with|the company is|(?:my "
    r"|our )?company name|"
    r"called|hi|well|no|sorry|now|jetzt|ahora|actually"
    r"|with|es|sería|wir sind|das ist|für|para|somos|die|la|el)\b[\W_]*)*"
    r"(?:company\b\W*(?=\w))?"
)
_NO_COMPANY_AT_ALL = compile_pattern(
    r"\b(?:no company|n/a\b|(?:personal|private|home) (?:use|project|reasons?)|self[- ]employed|don't (?:have|work)"
    r"|freelanc\w+|private person|just me)\b"
)
_WHERE = compile_pattern(r",? in (?=[^\W\d_])| \((?=[^\W\d_])")
_SENTENCE_OVER = compile_pattern(r"(?<=\w{4})\.(?= )")
"""Shorter words before a dot are abbreviations: "St. James"."""
_WORD = compile_pattern(r"[^\W_](?:[\w'&+]|[.@-](?=\w)){0,99}(?![\w'&+])")
"""No company has a word of over a hundred letters; without a limit each "@" of a long word would be read on from."""
_GAP = compile_pattern(r" (?:& )?|, (?=(?:inc|llc|ltd)\b)")
_CLAUSE_END = compile_pattern(r"\s*(?:$|[,.;!]|(?:and|from|in)\b)")
_CONNECTORS = frozenset("& and of the de la und y".split())
_NOT_ITS_BEGINNING = OTHER_FUNCTION_WORDS
_IN_SENTENCES = frozenset("i we one in on at from with about".split())
_DENIALS = frozenset("i we no not none nor don't my our".split())
_ARTICLES = frozenset("der die das el la los las".split())
"""Names of companies begin with them in their own languages."""
_NO_COMPANY = DESCRIBING_WORDS | CHAT_WORDS | FUNCTION_WORDS | CALENDAR_WORDS | (OTHER_FUNCTION_WORDS - _ARTICLES)
_GENERIC = frozenset(
    "company business startup firm agency team store shop bank school university hospital large big mid-sized"
    " midsize sales"
    " marketing support saas b2b b2c ecommerce retail".split()
)


def find_companies(utterance: Utterance) -> Iterator[Finding]:
    """At most one company: the surest reading."""
    lower_case = utterance.asks(Field.COMPANY) or not utterance.writes_capitals or utterance.all_capitals
    readings = chain(
        _after(utterance, _CLEAR, 0.95, lower_case),
        _after(utterance, _TAKEN_BEFORE, 0.9, lower_case),
        _after(utterance, _FROM, 0.8, False),
        _by_legal_form(utterance),
        (said for said in _after(utterance, _WE_ARE, 0.7, False) if _CLAUSE_END.match(utterance.folded, said.end)),
    )
    yield from islice(readings, 1)


def _after(utterance: Utterance, cue: re.Pattern[str], confidence: float, lower_case: bool) -> Iterator[Finding]:
    for match in cue.finditer(utterance.folded):
        believed = lower_case and (utterance.asks(Field.COMPANY) or not match[0].endswith(_IS))
        span = _company_at(utterance, match.end(), believed)
        if span and believed and match[0].endswith(_IS) and _HAPPENS.match(utterance.folded, span[0]):
            continue
        if span and not is_place(utterance.folded[slice(*span)]):
            yield utterance.finding(Field.COMPANY, utterance.text[slice(*span)], span, confidence)


def _by_legal_form(utterance: Utterance) -> Iterator[Finding]:
    for form in _LEGAL_FORM.finditer(utterance.folded):
        if form["form"] in _EVERYDAY_FORMS and not utterance.text[form.start()].isupper():
            continue
        before = _BEFORE_FORM.search(utterance.folded[max(0, form.start() - 80) : form.start()])
        words = _WORD.finditer(utterance.folded, form.start() - len(before[0]), form.start()) if before else ()
        capital = (word for word in words if utterance.text[word.start()].isupper())
        named = next((word.start() for word in capital if word[0] not in _NOT_ITS_BEGINNING), None)
        if named is not None:
            ends_sentence = form["dot"] and re.split(r"[ ,]+", form[0].rstrip("."))[-1] in _WRITTEN_OUT
            span = named, form.end() - bool(ends_sentence)
            yield utterance.finding(Field.COMPANY, utterance.text[slice(*span)], span, 0.85)


def _company_at(utterance: Utterance, start: int, lower_case: bool) -> Span | None:
    """The run of words from `start` that reads as a name."""
    tokens: list[re.Match[str]] = []
    at = start
    while len(tokens) < MAX_WORDS and (token := _WORD.match(utterance.folded, at)):
        if not _belongs(utterance, tokens, token, lower_case):
            break
        tokens.append(token)
        gap = _GAP.match(utterance.folded, token.end())
        if not gap:
            break
        at = gap.end()
    while tokens and tokens[-1][0] in _CONNECTORS:
        tokens.pop()
    if len(tokens) > 1 and tokens[0][0].isdigit() and not utterance.text[tokens[1].start()].isupper():
        return None
    if all(token[0] in _GENERIC | _NO_COMPANY for token in tokens):
        return None
    return tokens[0].start(), tokens[-1].end()


def _belongs(utterance: Utterance, tokens: list[re.Match[str]], token: re.Match[str], lower_case: bool) -> bool:
    """Capitals and digits go on; lower case only where allowed and as far as no everyday word stands there."""
    word, written = token[0], utterance.text[token.start()]
    if tokens and word in _CONNECTORS:
        follows = _WORD.match(utterance.folded, token.end() + 1)
        capital = follows and utterance.text[follows.start()].isupper()
        return bool(capital and follows and follows[0] not in get_words("speaker_words"))
    if (written.isupper() and not utterance.all_capitals) or (written.isdigit() and tokens):
        return bool(tokens) or word not in _NO_COMPANY or _opens_a_name(utterance, token)
    if tokens and word in _FORMS - {"co"}:
        return True
    if not lower_case or (tokens and utterance.text[tokens[0].start()].isupper()):
        return False
    return word not in NOT_A_NAME or (bool(tokens) and word not in _NO_COMPANY)


def _opens_a_name(utterance: Utterance, token: re.Match[str]) -> bool:
    """ "New York Times": a describing word with a capital before another one."""
    return token[0] in DESCRIBING_WORDS and utterance.text[token.end() + 1 : token.end() + 2].isupper()
