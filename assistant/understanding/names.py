"""People's names: after the words that introduce one, or as the bare answer to the question for it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.understanding.port import Finding
from assistant.understanding.utterance import Span, Utterance
from assistant.understanding.words import NOT_A_NAME, PARTICLES, SURNAME_TITLES, TITLES
from pipeline.domain.record import Field, PersonName

MAX_TOKENS = 5

_TOKEN = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*\.?")
_GAP = re.compile(r" {1,2}|(?<=\.)")
_CLEAR = re.compile(
    r"\b(?:my (?:full |first |given |second |real )?name(?: is|'s|s| would be| was|:)?|(?:full|first|given) name(?: is|:)?|"
    r"(?:the |booking |reservation )?name(?: is|'s|:| should be| would be)|i(?:'m| am) (?:called|known as)|(?:you (?:can|may) )?(?:just )?(?:call )?call me|"
    r"they call me|i go by|(?:under|on|in|for|with|to|use) (?:the |my |her |his )?(?:full )?name(?: of)?|named|known as|on behalf of|"
    r"me llamo|mi nombre es|ich heiße|ich heisse|mein name ist|mein name lautet)[ :,-]{1,3}\"?"
)
_SURNAME = re.compile(r"\b(?:my )?(?:last ?name|surname|family name|nachname|apellido)(?: is|'s|:)?[ :]{1,2}")
_ALSO_SURNAME = re.compile(r",? ?(?:and )?(?:my )?(?:last ?name|surname|family name)(?: is|'s|:)? ")
_WEAK = re.compile(
    r"\b(?:i'm|i am|im|this is|that's|it's|its|it is|i,|i -|soy|ich bin|hier ist|hier spricht|name)(?: with)? "
)
_TRAILING = re.compile(
    r"[ ,]{1,2}(?:here\b|speaking\b|is (?:my|the) (?:full |first |given )?(?:reservation |booking )?name\b|is what they call me)"
)
_TRAILING_SURNAME = re.compile(r" is my (?:last ?name|surname|family name)\b")
_SIGNED = re.compile(
    r"(?:regards|best|cheers|thanks|thank you|sincerely|saludos|grüße|gruß),?[ \n]+(?=[^\W\d_]+(?: [^\W\d_]+)?\W*$)"
)
_BOOKED = re.compile(
    r"\b(?:book(?:ed|ing|s)?|reserv\w+|table|appointment|meeting|demo|call|slot|party|scheduled?|listed)\b[^.!?]{0,60}?"
    r"\b(?:under|for|by|with)(?: (?:i think|i believe))? (?=[^\W\d_])"
)
_UNDER = re.compile(r"\bunder (?=[^\W\d_])")
_PREAMBLE = re.compile(
    r"[\W_]*(?:(?:yes|yeah|yep|sure|ok|okay|of course|certainly|hi|hello|hey|well|oh|no|sorry|actually|thanks|thank you|hallo|hola|ja|sí|si)\b[\W_]*)*"
    r"(?:(?:it's|its|it is|that's|i'm|i am|im|this is|under|for|name|soy|ich bin)\b[\W_]*)?"
)
_POSTAMBLE = re.compile(
    r"[\W_]*(?:(?:please|thanks|thank you|here|speaking|and you|danke|gracias|por favor|bitte)[\W_]*)*"
)
_BOUNDARY = re.compile(
    r" ?(?:$|[,.;!?()\n\x00\"-]|(?:from|at|of|with|and|here|speaking|calling|by|but|i|my|we|the|von|de|aus|in)\b)"
)


def find_names(utterance: Utterance) -> Iterator[Finding]:
    """Names with their first and last part; titles belong to the quote's neighbourhood, not to the name."""
    readings = (*_introduced(utterance), *_closed(utterance), *_booked(utterance))
    if readings:
        yield from readings
    elif utterance.asks(Field.NAME):
        yield from _bare(utterance)


def _introduced(utterance: Utterance) -> Iterator[Finding]:
    for cue in _SURNAME.finditer(utterance.folded):
        if (span := _name_at(utterance, cue.end(), trusting=True)) and not _first_name_before(utterance, cue.start()):
            yield _finding(utterance, span, 0.9, surname=True)
            return
    for cue in _CLEAR.finditer(utterance.folded):
        if span := _name_at(utterance, cue.end(), trusting=True):
            yield _finding(utterance, span, 1.0)
            return
    for cue in _WEAK.finditer(utterance.folded):
        span = _name_at(utterance, cue.end(), trusting=utterance.asks(Field.NAME))
        if span and _BOUNDARY.match(utterance.folded, span[1]):
            yield _finding(utterance, span, 0.9 if utterance.asks(Field.NAME) else 0.8)
            return


def _first_name_before(utterance: Utterance, at: int) -> bool:
    return "first name" in utterance.folded[:at]


def _closed(utterance: Utterance) -> Iterator[Finding]:
    """Names before the words that say so ("Priya Shah here", "Shah is my surname") and signatures."""
    for pattern, surname in ((_TRAILING, False), (_TRAILING_SURNAME, True)):
        for close in pattern.finditer(utterance.folded):
            if span := _name_before(utterance, close.start()):
                yield _finding(utterance, span, 0.9, surname=surname)
                return
    if (signed := _SIGNED.search(utterance.folded)) and (span := _name_at(utterance, signed.end(), trusting=False)):
        yield _finding(utterance, span, 0.8)


def _booked(utterance: Utterance) -> Iterator[Finding]:
    """Something is arranged "for Priya Shah" or "under Shah": only capitals tell a name from anything else here."""
    for pattern in (_UNDER, _BOOKED):
        for cue in pattern.finditer(utterance.folded):
            span = _name_at(utterance, cue.end(), trusting=False)
            if span and (pattern is _UNDER or " " in utterance.text[slice(*span)]):
                yield _finding(utterance, span, 0.8)
                return


def _bare(utterance: Utterance) -> Iterator[Finding]:
    """A message, or its part before the first comma, that is nothing but a name."""
    opened = _PREAMBLE.match(utterance.folded)
    start = opened.end() if opened else 0
    span = _name_at(utterance, start, trusting=True)
    if not span:
        return
    rest = utterance.folded[span[1] :]
    closed = _POSTAMBLE.match(rest)
    if (closed and closed.end() == len(rest)) or _BOUNDARY.match(rest):
        yield _finding(utterance, span, 0.9)


def _name_at(utterance: Utterance, start: int, trusting: bool) -> Span | None:
    """The run of name words that begins at `start`; unless trusting, they must be written with capitals where others are."""
    tokens: list[re.Match[str]] = []
    at = start
    while len(tokens) < MAX_TOKENS and (token := _TOKEN.match(utterance.folded, at)):
        if not _continues(utterance, tokens, token):
            break
        tokens.append(token)
        gap = _GAP.match(utterance.folded, token.end())
        if not gap:
            break
        at = gap.end()
    while tokens and tokens[-1][0].rstrip(".") in PARTICLES and len(tokens) > 1:
        tokens.pop()
    names = [token for token in tokens if token[0].rstrip(".") not in TITLES]
    if not names or not (trusting or _looks_written_as_name(utterance, names)):
        return None
    return names[0].start(), _without_full_stop(utterance, names[-1])


def _continues(utterance: Utterance, tokens: list[re.Match[str]], token: re.Match[str]) -> bool:
    word = token[0].rstrip(".")
    if word in TITLES or (tokens and word in PARTICLES):
        return True
    if tokens and tokens[-1][0].endswith(".") and len(tokens[-1][0]) > 3 and tokens[-1][0][:-1] not in TITLES:
        return False
    named = [one for one in tokens if one[0].rstrip(".") not in TITLES]
    if word in NOT_A_NAME:
        return bool(
            utterance.text[token.start()].isupper()
            and named
            and utterance.text[token.start() + 1 : token.start() + 2].islower()
        )
    return not (named and _capital(utterance, named[0]) and not _capital(utterance, token))


def _capital(utterance: Utterance, token: re.Match[str]) -> bool:
    return utterance.text[token.start()].isupper()


def _looks_written_as_name(utterance: Utterance, names: list[re.Match[str]]) -> bool:
    """Capitals, or no capital at all in the message: people who write "this is priya" capitalise nothing."""
    if _capital(utterance, names[0]):
        return True
    words = [name[0] for name in names]
    if len(words) > 2 or any(char.isupper() for char in utterance.text.replace("I", "")):
        return False
    return not any(
        word.endswith(("ing", "ed", "ly", "ful", "less", "able", "ous", "tion")) or len(word) < 3 for word in words
    )


def _name_before(utterance: Utterance, end: int) -> Span | None:
    """The longest run of name words that ends at `end`."""
    tokens = [token for token in _TOKEN.finditer(utterance.folded, max(0, end - 60), end)]
    for count in range(min(4, len(tokens)), 0, -1):
        start = tokens[-count].start()
        span = _name_at(utterance, start, trusting=False)
        if span and span[1] == end:
            return span
    return None


def _without_full_stop(utterance: Utterance, token: re.Match[str]) -> int:
    return token.end() - (token[0].endswith(".") and len(token[0]) > 2)


def _finding(utterance: Utterance, span: Span, confidence: float, surname: bool = False) -> Finding:
    title = re.search(r"(\S+?)\.? $", utterance.folded[: span[0]])
    surname = surname or bool(title and title[1] in SURNAME_TITLES)
    name = _parts(utterance.text[slice(*span)], surname)
    joined = _ALSO_SURNAME.match(utterance.folded, span[1])
    if joined and (also := _name_at(utterance, joined.end(), trusting=True)):
        last = _cased(utterance.text[slice(*also)])
        return utterance.finding(
            Field.NAME, PersonName(f"{name.full} {last}", name.full, last), (span[0], also[1]), confidence
        )
    return utterance.finding(Field.NAME, name, span, confidence)


def _parts(written: str, surname: bool) -> PersonName:
    full = _cased(" ".join(written.split()))
    words = full.split()
    if len(words) == 1:
        return PersonName(full, None, full) if surname else PersonName(full, full, None)
    split = len(words) - 1
    while split > 1 and words[split - 1].lower() in PARTICLES:
        split -= 1
    return PersonName(full, words[0], " ".join(words[split:]))


def _cased(name: str) -> str:
    """Capitals for a name typed without any ("priya shah"); other spellings are the owner's."""
    if name != name.lower():
        return name
    return re.sub(r"[^\W\d_]+", lambda word: word[0] if word[0] in PARTICLES else word[0].capitalize(), name)
