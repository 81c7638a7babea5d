"""Locations: city, region and country after words like "based in", or as the answer to the question."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from assistant.understanding.lexicon.lexicon import rate_given_name, rate_word
from assistant.understanding.port import Finding
from assistant.understanding.text.patterns import build_phrases, compile_pattern, join_alternatives
from assistant.understanding.text.utterance import BLANK, WHO, Span, Utterance
from assistant.understanding.text.words import CALENDAR_WORDS, NOT_A_NAME
from assistant.understanding.values.places.gazetteer import (
    load_abbreviations,
    load_cities,
    load_countries,
    load_regions,
)
from assistant.understanding.values.places.postal import PostalCode, find_postal_code
from pipeline.domain.record import Field, Location

_CUE = compile_pattern(
    r"\b"
    + join_alternatives(
        *("based (?:in|out of)", "located in", "liv(?:e|ing) in"),
        *("(?:headquartered|headquarters|hq)(?: is| are)? in", "mostly in"),
        *("offices? (?:is |are )?in", "operat\\w+ (?:out of|in)", "come from"),
        *("(?:location|city|town)(?: is| would be|:)", "im (?:in|from)"),
        r"(?:we|i)(?:'re| are|'m| am) (?:all )?(?:currently )?(?:in|from|over in|down in|up in)",
        r"(?:company|team|startup|agency|business|firm|shop|store) (?:is )?(?:in|from)",
        *("aus", "sitzen in", "sitz in", "in der nähe von", "estamos en", "(?:somos|soy) de", "ubicad[oa]s? en"),
        "con sede en",
    )
    + r" (?:the |near |downtown |sunny )?"
)
_ASKED_CUE = compile_pattern(r"\b(?:in|from|near|at|to|of|aus|bei|en|de) (?:the |der |den |dem |la |el )?")
_PLAIN_IN = compile_pattern(
    r"\b(?:in|near|around|outside|from|aus|bei|nahe|à|près de|dans l[ea]|en|cerca de|a|vicino a) (?=[^\W\d_])"
)
_OURSELVES = build_phrases(
    *("i'm", "i am", "im", "we're", "we are", "our", "my", "we have", "i run", "we run", "i own", "wir", "unser")
)
MOST_SEGMENTS = 8
"""What names more things between commas is a list."""
_AFTER_COMMA = compile_pattern(r", (?=[^\W\d_])")
_SEGMENT_END = compile_pattern(r"\s*(?:[,.;\n]|$)")
_KNOWN_NAME = 3.5
"""As the lexicon counts people: "thanks, Victoria" is signed."""
_RARE_WORD = 4.3
"""As the lexicon rates words: "leeds", "portland" and "köln" are hardly said of anything else."""
_COUNTED_IN = compile_pattern(rf"{BLANK} in (?=[^\W\d_])")
"""Behind what was understood of the visitor already: "8 agents in Dublin"."""
_ELSEWHERE = build_phrases(
    *("customers?", "clients?", "markets?", "sell(?:ing)?", "expand\\w*", "launch\\w*", "leads?", "events?"),
    *("conference", "visitors?"),
    *(
        "met",
        "meet",
        "visit\\w*",
        "travel\\w*",
        "born",
        "competitors?",
        "liv(?:es?|ed|ing)",
        "read",
        "saw",
        "holidays?",
    ),
    *(
        "wohn\\w*",
        "urlaub",
        "gelesen",
        "habit\\w*",
        "vivent?",
        "vive[ns]?",
        "viajé",
        "vacances",
        "vacaciones",
        "abit\\w*",
    ),
    *("vacanza", "cousin\\w*", "brother", "uncle", "friends?", "bruder", "freund\\w*", "frère", "ami\\w?", "hermano"),
    *("last (?:year|month|week|summer)", "fairs?", "trade show", "booth", "messe", "feria", "salon", "fiera"),
    *("amig[oa]s?", "zio", "fratello", "nachbar\\w*", "neighbou?rs?"),
)
_PREAMBLE = compile_pattern(
    r"[\W_]*(?:(?:dans l(?:e|a|es)|à|près de|vicino a|cerca de|nella?|upstate"
    r"|yes|sure|ok|okay|aus|de|en|bei|der|den|dem|wir sitzen|wir sind|estamos|somos|soy|ich bin|it's"
    r"|its|in|from|near|we're|we are|i'm|i am|the|hi|well|mostly|um|no|sorry"
    r"|actually)\b[\W_]*)*"
)
_WORD = r"(?:st\.|u\.s\.(?:a\.)?|u\.k\.|[^\W\d_][\w']*)"
_STOP = (
    r"(?!(?:and|but|we|i|with|for|so|is|are|which|that|my|our|the|at|on|please|now|right|since|today|instead"
    r"|thanks|not|in|near"
    r"|there|there'll|it|they|you|tomorrow|next)\b)"
)
_PIECE = compile_pattern(rf"{_WORD}(?:[ -]{_STOP}{_WORD}){{0,3}}")
_COMMA = compile_pattern(r" ?,? ?(?:in )?")
_BARE_END = compile_pattern(r"[\s.,!?\x00\x01]*(?:(?:please|thanks|area|region|\d[\d-]*)[\s.,!?]*)?$")
_BEFORE_COMMA = compile_pattern(r"(?:[^\W\d_][\w']*[ -]){0,2}[^\W\d_][\w']*$")
_AFTER_COMPANY = compile_pattern(rf"{WHO}\W{{0,2}}in (?=[^\W\d_])")


@dataclass(frozen=True, slots=True)
class _Place:
    location: Location
    span: Span
    known: bool
    """Every part of it is in the gazetteer."""


def find_places(utterance: Utterance) -> Iterator[Finding]:
    """At most one location; what was not said of it stays null, and no country is guessed from a city."""
    asked = utterance.asks(Field.LOCATION)
    place = (_bare(utterance) if asked else None) or _after_cue(utterance, asked) or _with_region(utterance)
    postal = find_postal_code(utterance, place.span if place else None)
    if place and postal:
        country = place.location.country or postal.country
        whole = min(place.span[0], postal.start), max(place.span[1], postal.end)
        location = replace(place.location, postal_code=postal.code, country=country)
        yield utterance.finding(Field.LOCATION, location, whole, 0.9)
    elif place:
        yield utterance.finding(Field.LOCATION, place.location, place.span, 1.0 if place.known else 0.8)
    elif postal:
        yield _postal_only(utterance, postal)


def _postal_only(utterance: Utterance, postal: PostalCode) -> Finding:
    location = Location(country=postal.country, postal_code=postal.code)
    return utterance.finding(Field.LOCATION, location, (postal.start, postal.end), 0.9)


def _after_cue(utterance: Utterance, asked: bool) -> _Place | None:
    """The first known place after a cue, else the first that may be one."""
    clear = [*_CUE.finditer(utterance.folded), *_AFTER_COMPANY.finditer(utterance.folded)]
    if asked:
        clear += _ASKED_CUE.finditer(utterance.folded)
    places = [place for cue in clear if (place := _place_at(utterance, cue.end()))]
    if known := next((place for place in places if place.known), None):
        return known
    if places:
        return places[0]
    return _named_anywhere(utterance) if asked else _where_we_are(utterance)


def _named_anywhere(utterance: Utterance) -> _Place | None:
    """A known place with a capital, wherever it stands in the answer to the question."""
    places = (_place_at(utterance, word.start()) for word in re.finditer(r"(?<!\w)[^\W\d_]", utterance.folded))
    return next((place for place in places if place and place.known and utterance.text[place.span[0]].isupper()), None)


def _where_we_are(utterance: Utterance) -> _Place | None:
    """A known place after a plain "in", in a message about the visitor's own business."""
    if "?" in utterance.folded or _ELSEWHERE.search(utterance.folded):
        return None
    asked = utterance.asked & {Field.GOAL, Field.PROBLEM}
    if asked and not (_COUNTED_IN.search(utterance.folded) or _OURSELVES.search(utterance.folded)):
        return None
    places = [
        place
        for cue in islice(_PLAIN_IN.finditer(utterance.folded), MOST_SEGMENTS)
        if (place := _place_at(utterance, cue.end(), True))
    ]
    if not utterance.asked & {Field.COMPANY, Field.NAME, Field.ROLE}:
        gaps = islice(_AFTER_COMMA.finditer(utterance.folded), MOST_SEGMENTS)
        places += [place for gap in gaps if (place := _segment(utterance, gap.end()))]
    return next((place for place in places if place.known and _stands_out(utterance, place)), None)


def _segment(utterance: Utterance, start: int) -> _Place | None:
    """A place that is all that stands between two commas: "boutique hotel, 42 rooms, Lisbon"."""
    place = _place_at(utterance, start)
    if place and rate_given_name(utterance.folded[slice(*place.span)]) >= _KNOWN_NAME:
        return None
    return place if place and _SEGMENT_END.match(utterance.folded, place.span[1]) else None


def _stands_out(utterance: Utterance, place: _Place) -> bool:
    """Whether it has a capital, or is no word in a message that has none."""
    start, end = place.span
    if utterance.text[start].isupper():
        return True
    return not utterance.writes_capitals and rate_word(utterance.folded[start:end]) < _RARE_WORD


def _bare(utterance: Utterance) -> _Place | None:
    """A short answer that is nothing but a place; here a name in lower case is believed, too."""
    if short := load_abbreviations().get(utterance.text.strip()):
        start = utterance.text.index(utterance.text.strip())
        return _Place(Location(region=short[0], country=short[1]), (start, start + len(utterance.text.strip())), True)
    opened = _PREAMBLE.match(utterance.folded)
    place = _place_at(utterance, opened.end() if opened else 0, lower_case=True)
    return place if place and _BARE_END.match(utterance.folded, place.span[1]) else None


def _with_region(utterance: Utterance) -> _Place | None:
    """ "San Mateo, CA" and "Berlin, Germany" are places wherever they stand."""
    for comma in re.finditer(r", ?(?=[^\W\d_])", utterance.folded):
        near = slice(max(0, comma.start() - 60), comma.start())
        if utterance.text[near] == utterance.folded[near]:  # without a capital there is no place
            continue
        before = _BEFORE_COMMA.search(utterance.folded[near])
        starts = (
            [comma.start() - len(before[0]) + word.start() for word in re.finditer(r"[^\s-]+", before[0])]
            if before
            else []
        )
        start = next((start for start in starts if utterance.text[start].isupper()), None)
        place = _place_at(utterance, start) if start is not None else None
        if place and place.span[1] > comma.end() and (place.location.region or place.location.country):
            return place
    return None


def _place_at(utterance: Utterance, start: int, lower_case: bool = False) -> _Place | None:
    """Reads "city, region, country" from `start`; a city that is not in the gazetteer only in the first place."""
    location, at, end, known = Location(), start, start, True
    while piece := _PIECE.match(utterance.folded, at):
        if read := _known_part(utterance, piece, location):
            location, end = read
        elif end == start and (read := _unknown_city(utterance, piece, lower_case)):
            location, end = read
            known = False
        elif not (location.city and (read := _behind_unknown(utterance, piece, location))):
            break
        else:
            location, end = read
        gap = _COMMA.match(utterance.folded, end)
        at = gap.end() if gap else end
    return _Place(location, (start, end), known) if end > start else None


def _behind_unknown(utterance: Utterance, piece: re.Match[str], known: Location) -> tuple[Location, int] | None:
    """The country behind a region that nobody listed: "Munich, Bavaria, Germany"."""
    comma = re.compile(r" ?, ?").match(utterance.folded, piece.end())
    following = _PIECE.match(utterance.folded, comma.end()) if comma else None
    read = _known_part(utterance, following, known) if following else None
    return read if read and read[0].country else None


def _prefixes(piece: re.Match[str]) -> Iterator[int]:
    """Ends of the piece's first words, the longest run first."""
    yield from reversed([piece.start() + match.end() for match in re.finditer(r"[^\s-]+", piece[0])])


def _known_part(utterance: Utterance, piece: re.Match[str], known: Location) -> tuple[Location, int] | None:
    """The location with the longest run of words that is a city, region or country not yet named."""
    for end in _prefixes(piece):
        run, written = utterance.folded[piece.start() : end], utterance.text[piece.start() : end]
        if run in load_cities() and known == Location():
            return Location(city=_cased(written)), end
        if (region := load_regions().get(run)) and not known.region and not known.country:
            return replace(known, region=region[0], country=region[1]), end
        if (short := load_abbreviations().get(written)) and known.city and not known.region:
            return replace(known, region=short[0], country=short[1]), end
        country = load_countries().get(run) if run != "us" or written == "US" else None
        if country and known.country in (None, country):
            return replace(known, country=country), end
    return None


def _unknown_city(utterance: Utterance, piece: re.Match[str], lower_case: bool) -> tuple[Location, int] | None:
    for end in _prefixes(piece):
        words, written = utterance.folded[piece.start() : end].split(), utterance.text[piece.start() : end]
        if any(word in NOT_A_NAME or word in CALENDAR_WORDS for word in words):
            continue
        if all(part[0].isupper() for part in written.split()) or (lower_case and len(words) <= 3):
            return Location(city=_cased(written)), end
    return None


def _cased(written: str) -> str:
    return written.title() if written == written.lower() else written
