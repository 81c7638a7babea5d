"""Phone numbers of any country, by phonenumbers; accounts, cards and decimals merely have as many digits."""

from __future__ import annotations

import re
from collections.abc import Iterator

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat

from assistant.understanding.port import Finding
from assistant.understanding.text.patterns import compile_pattern
from assistant.understanding.text.utterance import Span, Utterance
from pipeline.domain.record import Field

MIN_DIGITS = 6
"""Shortest subscriber numbers with an area code, e.g. in Italy and Germany."""
MAX_DIGITS = 15
"""ITU-T E.164, 6.1; an international prefix may precede them."""

MIN_LOCAL_DIGITS = 7
"""Of a number that stands beside another, or whose country nobody said."""

MOST_LEFT_OUT = 4
"""Groups of digits behind a number that may belong to something else."""

_DIGIT = compile_pattern(r"\d")
_CANDIDATE = compile_pattern(
    r"(?<![\w=*#:/,.+][+-])(?<![\w=*#/,.+-])(?<!\w-)"
    r"[(+]{0,2}\d(?:[ ()./-]{0,3}\d){5,21}"
    r"(?: ?(?:x|ext\.?|extension|durchwahl) ?\d{1,6})?"
    r"(?![\w=*#]|[.,/-]\d)"
)
_AFTER_LABEL = compile_pattern(r"(?<=[a-z#@:][-:@])[(+]{0,2}\d(?:[ ()./-]{0,3}\d){9,13}(?![\w=*#])")
_BREAK = compile_pattern(r"\.[ ]+| +\(|/|\)[ .-]*\(")
_GAP = compile_pattern(r"[ ()./-]+")
_SPACE = compile_pattern(r" +")
_COUNTED = compile_pattern(
    r" ?(?:people|persons?|ppl|employees|staff|users|agents|seats|heads|mitarbeiter\w*|leute|personen|köpfe|personas"
    r"|empleados|personnes|salariés|persone|dipendenti|eur|euros?|usd|dollars?|gbp|pounds?|chf|k\b|€|\$|£|%|uhr|o'?clock"
    r"|[ap]\.?m\b|h\b|hours?|days?|weeks?|months?|times|calls|tickets)"
)
"""Units that make a number a count, a sum or a time, and no part of a phone number before it."""
_EXTENSION = compile_pattern(r" ?(?:x|ext\.?|extension|durchwahl) ?\d{1,6}$")
_DECIMAL = compile_pattern(r"-?\d+\.\d{5,}")
_DATE = compile_pattern(r"\d{1,2}[-./]\d{1,2}[-./]\d{4}|\d{4}[-./]\d{1,2}[-./]\d{1,2}")
_IP_ADDRESS = compile_pattern(r"(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}")
_SOCIAL_SECURITY = compile_pattern(r"\d{3}-\d{2}-\d{4}")
_NORTH_AMERICAN = compile_pattern(
    r"(?:\+?1[ .-]?)?\(?\d{3}\)?[ .-]{1,3}\d{3}[ .-]\d{4}|(?:\+?1)?\(?\d{3}\)\d{3}[ .-]?\d{4}"
)
_CUE = compile_pattern(
    r"\b(?:phone|tel|telephone|telefon|telefono|teléfono|telefonnummer|handy|mobile|móvil|movil|cell|call|ring|text|"
    r"whatsapp|dial|reach|contact|fax|landline|prefered number|preferred number|my number|nummer ist|número es"
    r"|numero es)\b"
)
_OTHER_NUMBER = compile_pattern(
    r"\b(?:account|card|iban|order|invoice|ssn|social security|ticket|case|vat|tax|reference|ref|id|isbn|serial|"
    r"po|p\.o\.|sku|incident|purchase order|aktenzeichen|"
    r"(?:quote|booking|reservation|confirmation|receipt|contract|lot|batch|rechnung|bestellung|auftrag|vorgang|artikel"
    r"|sendung|vertrag)(?= ?(?:number|no\.?|#|nr\.?|code|id|$))|"
    r"tracking|policy|claim|konto|pedido|factura|cuenta|\w*(?:kunden|bestell|auftrags?|rechnungs|artikel|vertrags|konto"
    r"|steuer|vorgangs|personal|mitglieds|sendungs|kreditkarten|karten)[- ]?(?:nummer|nr\.?)"
    r"|american express|visa|mastercard|form|omb|employee|customer|member) ?(?:number"
    r"|no\.?|#|nr\.?)?\b"
)
_REJECTED = compile_pattern(r"\b(?:not|nicht|no|non|pas)(?: the| die| le| el| il)? $")
_NEGATED = compile_pattern(r"\b(?:not|n't|no|isn't|aren't)\b[^.!?]{0,25}$")


def find_phones(utterance: Utterance) -> Iterator[Finding]:
    """Phone numbers in E.164: of each run of digits the longest valid beginning.

    A national number of another country than the region's keeps its bare digits, at low confidence: a guessed country
    code would ring a stranger.
    """
    if len(_DIGIT.findall(utterance.folded)) < MIN_DIGITS:
        return
    seen_until = 0
    for found in sorted(
        [*_CANDIDATE.finditer(utterance.folded), *_AFTER_LABEL.finditer(utterance.folded)], key=re.Match.start
    ):
        if found.start() < seen_until or (cued := _cued(utterance, found.start())) is False:
            continue
        for span in _split_at_breaks(utterance.folded, found.span()):
            if read := _read_longest(utterance, span, bool(cued)):
                value, confidence, end = read
                seen_until = found.end()
                yield utterance.finding(
                    Field.PHONE, value, _drop_open_bracket(utterance.folded, (span[0], end)), confidence
                )


def _split_at_breaks(folded: str, span: Span) -> Iterator[Span]:
    """The parts of a run of digits that can be one number: a sentence ends it, and so does a bracket or a slash behind
    enough digits ("901820 (12 people)", "415-555-0132/415-555-0177")."""
    start, end = span
    for mark in _BREAK.finditer(folded, *span):
        before = len(_DIGIT.findall(folded, start, mark.start()))
        behind = len(_DIGIT.findall(folded, mark.end(), end))
        wanted = MIN_DIGITS if mark[0] != "/" else MIN_LOCAL_DIGITS
        if before >= wanted and (mark[0] != "/" or behind >= wanted):
            yield start, mark.start()
            start = mark.end()
    yield start, end


def _read_longest(utterance: Utterance, span: Span, cued: bool) -> tuple[str, float, int] | None:
    """Value, confidence and end of the longest beginning that is a valid number, else of all that can be one.

    The last groups are left out where a unit behind them counts something: "... 901820 120 people", "... 9-17 uhr".
    """
    start, end = span
    ends = [gap.start() for gap in _GAP.finditer(utterance.folded, start, end)]
    counted = bool(_COUNTED.match(utterance.folded, end))
    spaced = [gap.start() for gap in _SPACE.finditer(utterance.folded, start, end)]
    whole = spaced[-1] if counted and spaced else end
    for stop in (whole, *(at for at in ends[: -MOST_LEFT_OUT - 1 : -1] if at < whole)):
        shape = utterance.folded[start:stop]
        read = _read(_EXTENSION.sub("", shape), utterance.region, cued) if _plausible(shape) else None
        if read and read[2]:
            return read[0], read[1], stop
    shape = utterance.folded[start:whole]
    rest = _read(_EXTENSION.sub("", shape), utterance.region, cued) if _plausible(shape) else None
    return (rest[0], rest[1], whole) if rest else None


def _plausible(shape: str) -> bool:
    digits = re.sub(r"\D", "", _EXTENSION.sub("", shape))
    if not MIN_DIGITS <= len(digits.removeprefix("00")) <= MAX_DIGITS:
        return False
    if _IP_ADDRESS.fullmatch(shape):
        return False
    return not (_DECIMAL.fullmatch(shape) or _DATE.fullmatch(shape) or (len(set(digits)) == 1 and len(digits) < 8))


def _cued(utterance: Utterance, at: int) -> bool | None:
    """True after words that announce a phone number, false after words that announce another number, else null."""
    before = utterance.folded[max(0, at - 60) : at]
    phone = max((match.end() for match in _CUE.finditer(before)), default=-1)
    other = max((match.end() for match in _OTHER_NUMBER.finditer(before)), default=-1)
    if other > phone or _REJECTED.search(before):
        return False
    if phone >= 0:
        return not _NEGATED.search(before)
    return True if utterance.asks(Field.PHONE) else None


def _read(shape: str, region: str | None, cued: bool) -> tuple[str, float, bool] | None:
    """The number, how sure we are and whether it is valid; one that is merely possible must have been announced."""
    digits = re.sub(r"\D", "", shape)
    if "+" in shape or shape.lstrip("(").startswith("00"):
        return _international(digits, shape)
    national = _parse(digits, region)
    if national and phonenumbers.is_valid_number(national) and not _SOCIAL_SECURITY.fullmatch(shape):
        return _e164(national), 1.0 if cued or shape != digits else 0.7, True
    american = _parse(digits, "US") if _NORTH_AMERICAN.fullmatch(shape) else None
    if american and phonenumbers.is_possible_number(american):
        return _e164(american), 0.8, True
    if not cued:
        return None
    international = _parse(f"+{digits}", None)
    if international and len(digits) > 10 and phonenumbers.is_valid_number(international):
        return _e164(international), 0.8, True
    if national and phonenumbers.is_possible_number(national) and (digits[0] != "0" or _has_trunk_zero(region)):
        return _e164(national), 0.6, False
    return (digits, 0.4, False) if len(digits) >= MIN_LOCAL_DIGITS or national is None else None


def _has_trunk_zero(region: str | None) -> bool:
    """Whether numbers of the region are dialled with a leading 0 at home."""
    return region is not None and phonenumbers.ndd_prefix_for_region(region, True) == "0"


def _international(digits: str, shape: str) -> tuple[str, float, bool] | None:
    number = _parse(f"+{digits.removeprefix('00') if '+' not in shape else digits}", None)
    if number is None:
        return None
    if phonenumbers.is_valid_number(number):
        return _e164(number), 1.0, True
    return (_e164(number), 0.7, False) if phonenumbers.is_possible_number(number) else None


def _parse(digits: str, region: str | None) -> PhoneNumber | None:
    try:
        return phonenumbers.parse(digits, region)
    except NumberParseException:
        return None


def _e164(number: PhoneNumber) -> str:
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def _drop_open_bracket(folded: str, span: Span) -> Span:
    """Without an opening bracket that never closes, e.g. of "(call 555 123 4567)"."""
    start, end = span
    if folded[start] == "(" and ")" not in folded[start:end]:
        start += 1
    return start, end
