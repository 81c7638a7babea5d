"""Phone numbers of any country, by phonenumbers; accounts, cards and decimals merely have as many digits."""

from __future__ import annotations

import re
from collections.abc import Iterator

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat

from assistant.understanding.port import Finding
from assistant.understanding.text.patterns import compile_pattern
from assistant.understanding.text.utterance import Utterance
from pipeline.domain.record import Field

MIN_DIGITS = 6
"""Shortest subscriber numbers with an area code, e.g. in Italy and Germany."""
MAX_DIGITS = 15
"""ITU-T E.164, 6.1; an international prefix may precede them."""

_DIGIT = compile_pattern(r"\d")
_CANDIDATE = compile_pattern(
    r"(?<![\w=*#:/,.+][+-])(?<![\w=*#/,.+-])(?<!\w-)"
    r"[(+]{0,2}\d(?:[ ()./-]{0,3}\d){5,21}"
    r"(?: ?(?:x|ext\.?|extension|durchwahl) ?\d{1,6})?"
    r"(?![\w=*#]|[.,/-]\d)"
)
_AFTER_LABEL = compile_pattern(r"(?<=[a-z#@:][-:@])[(+]{0,2}\d(?:[ ()./-]{0,3}\d){9,13}(?![\w=*#])")
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
_NEGATED = compile_pattern(r"\b(?:not|n't|no|isn't|aren't)\b[^.!?]{0,25}$")


def find_phones(utterance: Utterance) -> Iterator[Finding]:
    """Phone numbers in E.164.

    A national number whose country is neither said nor given by the region keeps its bare digits, at low confidence:
    a guessed country code would ring a stranger.
    """
    if len(_DIGIT.findall(utterance.folded)) < MIN_DIGITS:
        return
    seen_until = 0
    for found in sorted(
        [*_CANDIDATE.finditer(utterance.folded), *_AFTER_LABEL.finditer(utterance.folded)], key=re.Match.start
    ):
        if found.start() < seen_until or not _plausible(found[0]):
            continue
        cued = _cued(utterance, found.start())
        if cued is False:
            continue
        read = _read(_EXTENSION.sub("", found[0]), utterance.region, bool(cued))
        if read:
            seen_until = found.end()
            value, confidence = read
            yield utterance.finding(Field.PHONE, value, _with_closed_brackets(found), confidence)


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
    if other > phone:
        return False
    if phone >= 0:
        return not _NEGATED.search(before)
    return True if utterance.asks(Field.PHONE) else None


def _read(shape: str, region: str | None, cued: bool) -> tuple[str, float] | None:
    """The number and how sure we are: valid before possible, possible only where a phone number was announced."""
    digits = re.sub(r"\D", "", shape)
    if "+" in shape or shape.lstrip("(").startswith("00"):
        return _international(digits, shape)
    national = _parse(digits, region)
    if national and phonenumbers.is_valid_number(national) and not _SOCIAL_SECURITY.fullmatch(shape):
        return _e164(national), 1.0 if cued or shape != digits else 0.7
    american = _parse(digits, "US") if _NORTH_AMERICAN.fullmatch(shape) else None
    if american and phonenumbers.is_possible_number(american):
        return _e164(american), 0.8
    if not cued:
        return None
    international = _parse(f"+{digits}", None)
    if international and len(digits) > 10 and phonenumbers.is_valid_number(international):
        return _e164(international), 0.8
    if national and phonenumbers.is_possible_number(national) and not digits.startswith("0"):
        return _e164(national), 0.6
    return digits, 0.4


def _international(digits: str, shape: str) -> tuple[str, float] | None:
    number = _parse(f"+{digits.removeprefix('00') if '+' not in shape else digits}", None)
    if number is None:
        return None
    if phonenumbers.is_valid_number(number):
        return _e164(number), 1.0
    return (_e164(number), 0.7) if phonenumbers.is_possible_number(number) else None


def _parse(digits: str, region: str | None) -> PhoneNumber | None:
    try:
        return phonenumbers.parse(digits, region)
    except NumberParseException:
        return None


def _e164(number: PhoneNumber) -> str:
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def _with_closed_brackets(found: re.Match[str]) -> tuple[int, int]:
    """Drops an opening bracket that never closes, e.g. of "(call 555 123 4567)"."""
    start, end = found.span()
    if found[0].startswith("(") and ")" not in found[0]:
        start += 1
    return start, end
