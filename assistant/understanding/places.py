"""Locations: city, region, country and postal code, after words like "based in" or as the answer to the question."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from assistant.understanding.gazetteer import abbreviations, cities, countries, is_place, regions
from assistant.understanding.port import Finding
from assistant.understanding.utterance import Span, Utterance
from assistant.understanding.words import NOT_A_NAME
from pipeline.domain.record import Field, Location

_CUE = re.compile(
    r"\b(?:based (?:in|out of)|located in|live in|living in|headquartered in|hq (?:is )?in|offices? (?:is |are )?in|operat\w+ (?:out of|in)|"
    r"(?:we|i)(?:'re| are|'m| am) (?:all )?(?:currently )?(?:in|from|over in|down in|up in)|im (?:in|from)|come from|"
    r"(?:location|city|town|address)(?: is| would be|:)|mostly in|"
    r"(?:company|team|startup|agency|business|firm|shop|store) (?:is )?(?:in|from)|aus|sitzen in|sitz in|in der nähe von|"
    r"estamos en|(?:somos|soy) de|ubicad[oa]s? en|con sede en) (?:the |near |downtown |sunny )?"
)
_ASKED_CUE = re.compile(r"\b(?:in|from|near|at|to|aus|en|de) ")
_PREAMBLE = re.compile(
    r"[\W_]*(?:(?:yes|sure|ok|okay|it's|its|in|from|near|we're|we are|i'm|i am|the|hi|well|mostly|um|no|sorry|actually)\b[\W_]*)*"
)
_PIECE = re.compile(
    r"[^\W\d_][\w'.]*(?:[ -](?!(?:and|but|we|i|with|for|so|is|are|which|that|my|our|the|at|on|please|area|now|right|since|today)\b)[^\W\d_][\w'.]*){0,3}"
)
_COMMA = re.compile(r" ?,? ?(?:in )?")
_POSTAL = (
    (re.compile(r"\b(?:[a-z]{1,2}\d[a-z\d]?) ?\d[abd-hjlnp-uw-z]{2}\b"), "GB"),
    (re.compile(r"\b[abceghj-nprstvxy]\d[abceghj-nprstv-z][ -]?\d[abceghj-nprstv-z]\d\b"), "CA"),
)
_DIGIT_CODE = re.compile(r"(?<![\d$€£.,-])\d{4,5}(?:-\d{4})?(?: ?[a-z]{2}\b)?(?![\d.,]?\d)")
_CODE_CUE = re.compile(r"\b(?:zip(?: ?code)?|post(?:al)? ?code|postcode|plz|código postal|cp)(?: is|'s|:)?[ :]*$")
_LINE = re.compile(r"(?<![\d$€£.,])\d{5}(?:-\d{4})?(?!\d)")


def find_places(utterance: Utterance) -> Iterator[Finding]:
    """At most one location; what was not said of it stays null, and no country is guessed from a city."""
    asked = utterance.asks(Field.LOCATION)
    place = _cued(utterance, asked) or (_bare(utterance) if asked else None) or _with_state(utterance)
    postal = _postal_code(utterance, place, asked)
    if place and postal:
        location, span = place
        code, code_span, country = postal
        whole = min(span[0], code_span[0]), max(span[1], code_span[1])
        yield utterance.finding(
            Field.LOCATION, replace(location, postal_code=code, country=location.country or country), whole, 0.9
        )
    elif place:
        yield utterance.finding(Field.LOCATION, place[0], place[1], 1.0 if asked else 0.9)
    elif postal:
        yield utterance.finding(Field.LOCATION, Location(postal_code=postal[0], country=postal[2]), postal[1], 0.9)


def _cued(utterance: Utterance, asked: bool) -> tuple[Location, Span] | None:
    cues = [*_CUE.finditer(utterance.folded), *(_ASKED_CUE.finditer(utterance.folded) if asked else ())]
    for cue in cues:
        if place := _place_at(utterance, cue.end(), trusting=cue.re is _CUE or asked):
            return place
    return None


def _bare(utterance: Utterance) -> tuple[Location, Span] | None:
    """A short answer that is nothing but a place."""
    opened = _PREAMBLE.match(utterance.folded)
    place = _place_at(utterance, opened.end() if opened else 0, trusting=True)
    rest = utterance.folded[place[1][1] :].strip(" .,!?\x00") if place else ""
    return place if place and (not rest or rest[0].isdigit() or rest in ("please", "thanks", "area")) else None


def _with_state(utterance: Utterance) -> tuple[Location, Span] | None:
    """ "San Mateo, CA" and "Berlin, Germany" are places wherever they stand."""
    for comma in re.finditer(r", ?(?=[^\W\d_])", utterance.folded):
        before = re.search(r"(?:[^\W\d_][\w'.]*[ -]){0,2}[^\W\d_][\w'.]*$", utterance.folded[: comma.start()])
        if before and utterance.text[before.start()].isupper():
            place = _place_at(utterance, before.start(), trusting=False)
            if place and place[0].city and (place[0].region or place[0].country) and place[1][1] > comma.end():
                return place
    return None


def _place_at(utterance: Utterance, start: int, trusting: bool) -> tuple[Location, Span] | None:
    """Reads "city, region, country" from `start`; a city nobody lists is believed after clear words only."""
    location, at, end = Location(), start, start
    for position in range(3):
        piece = _PIECE.match(utterance.folded, at)
        if not piece:
            break
        read = _longest(utterance, piece, location, trusting and position == 0)
        if not read:
            break
        location, end = read
        gap = _COMMA.match(utterance.folded, end)
        at = gap.end() if gap else end
    return (location, (start, end)) if end > start else None


def _longest(
    utterance: Utterance, piece: re.Match[str], known: Location, trusting: bool
) -> tuple[Location, int] | None:
    """The longest run of the piece's words that adds to the location, and where it ends."""
    ends = [match.end() for match in re.finditer(r"[\w'.]+", piece[0])]
    for end in reversed(ends):
        words = piece[0][:end].rstrip(".")
        if added := _known_part(utterance.text[piece.start() : piece.start() + len(words)], words, known):
            return added, piece.start() + len(words)
    if not trusting or known != Location():
        return None
    for count in range(len(ends), 0, -1):
        words = piece[0][: ends[count - 1]].rstrip(".")
        if _may_be_city(
            utterance.text[piece.start() : piece.start() + len(words)], words, utterance.asks(Field.LOCATION)
        ):
            return replace(
                known, city=_cased(utterance.text[piece.start() : piece.start() + len(words)])
            ), piece.start() + len(words)
    return None


def _known_part(written: str, words: str, known: Location) -> Location | None:
    if words in cities() and not known.city and not known.region:
        return replace(known, city=_cased(written))
    if (region := regions().get(words)) and not known.region:
        return replace(known, region=region[0], country=known.country or region[1])
    if (short := abbreviations().get(written)) and known.city and not known.region:
        return replace(known, region=short[0], country=short[1])
    country = countries().get(words) or (written if written in ("US", "UK", "EU") and written == "US" else None)
    return replace(known, country=country) if country and not known.country else None


def _may_be_city(written: str, words: str, asked: bool) -> bool:
    if any(word in NOT_A_NAME for word in words.split()):
        return False
    return (written[0].isupper() and all(word[0].isupper() or len(word) <= 3 for word in written.split())) or (
        asked and len(words.split()) <= 3
    )


def _cased(written: str) -> str:
    return written.title() if written == written.lower() else written


def _postal_code(
    utterance: Utterance, place: tuple[Location, Span] | None, asked: bool
) -> tuple[str, Span, str | None] | None:
    for pattern, country in _POSTAL:
        if match := pattern.search(utterance.folded):
            return utterance.text[slice(*match.span())].upper(), match.span(), country
    for match in _DIGIT_CODE.finditer(utterance.folded):
        cued = _CODE_CUE.search(utterance.folded, 0, match.start())
        near = (place and 0 <= match.start() - place[1][1] <= 3) or (place and 0 <= place[1][0] - match.end() <= 2)
        alone = asked and not place and _LINE.fullmatch(match[0]) and len(utterance.folded.split()) <= 4
        if cued or (near and _LINE.fullmatch(match[0])) or alone:
            code = (
                match[0].upper() if len(match[0]) == 7 and match[0][:4].isdigit() else re.match(r"[\d-]+", match[0])[0]
            )  # type: ignore[index]
            return code, (match.start(), match.start() + len(code)), None
    return None


__all__ = ["find_places", "is_place"]
