"""Email addresses, written or spoken: found by shape, believed when email-validator and the public suffix list do."""

from __future__ import annotations

import re
from collections.abc import Iterator

from email_validator import EmailNotValidError, validate_email

from assistant.understanding.lexicon.lexicon import rate_given_name
from assistant.understanding.port import Finding
from assistant.understanding.text.patterns import compile_pattern
from assistant.understanding.text.utterance import Utterance
from pipeline.domain.record import Field
from pipeline.intake.hosts import has_public_suffix

MAX_EMAIL = 254
"""Longest address that mail can be sent to (RFC 5321, 4.5.3.1.3)."""

_LETTERS = r"a-z0-9\u00aa-\u052f\u0590-\u06ff\u0900-\u097f\u200b-\u200d\ufeff"
"""Of scripts that part their words by spaces; in the others an address may stand right behind a word."""
_WRITTEN = compile_pattern(
    rf"(?<![{_LETTERS}._%+'-])([{_LETTERS}._%+'-]{{1,64}}) ?@ ?([{_LETTERS}_-]+(?:\.[{_LETTERS}_-]+)+)"
)
_INVISIBLE = str.maketrans("", "", "\u200b\u200c\u200d\ufeff")
_AT = r"(?: ?-at- ?| ?[\[({<] ?(?:at|ät|arroba|@) ?[\])}>] ?| at | @ | ät | arroba )"
_DOT = r"(?: ?-dot- ?| ?[\[({<] ?(?:dot|punkt|punto|\.) ?[\])}>] ?| dot | punto | punkt | ?\. ?)"
_SIGN = (
    r"(?: (?:dot|punkt|punto|underscore|unterstrich|dash|hyphen|bindestrich|guion|minus|plus) |[._+-]"
    r"| ?[\[({<] ?(?:dot|\.) ?[\])}>] ?)"
)
_LABEL = r"[a-z0-9-]+(?: (?:dash|hyphen|minus|bindestrich|guion) [a-z0-9]+)*"
_SPOKEN = compile_pattern(
    rf"(?<![a-z0-9@._-])([a-z0-9]+(?:{_SIGN}[a-z0-9]+){{0,4}}){_AT}({_LABEL}(?:{_DOT}{_LABEL}){{1,4}})(?![a-z0-9@])"
)
_SPOKEN_PARTS = (compile_pattern(_DOT), compile_pattern(_AT))
"""No spoken address without a dot and an at."""
_SPOKEN_SIGNS = {
    "dot": ".",
    "punto": ".",
    "punkt": ".",
    "underscore": "_",
    "unterstrich": "_",
    "dash": "-",
    "hyphen": "-",
    "bindestrich": "-",
    "guion": "-",
    "minus": "-",
    "plus": "+",
}
_EMAIL_CUE = compile_pattern(r"\b(?:e-?mail|mail|address|correo|reach me|contact me|write (?:to )?me)\b")
_BRACKETED = compile_pattern(r"[\[({<] ?(?:at|@) ?[\])}>]")
_DOT_IN_WORDS = compile_pattern(r"\bat\W{1,3}\w.*\W(?:dot|punkt|punto|point)\W{1,3}[a-z]{2,}$")
"""Nobody says "at acme dot com" of anything else."""
_PRONOUN = compile_pattern(r"\b(?:we|i|they|you|he|she|wir|ich|sie) $")
"""What follows is a verb: "we met at acme dot com conference"."""
_KNOWN_NAME = 3.0
"""As the lexicon counts: a first name of a thousand people."""
_NOT_A_MAILBOX = frozenset(
    "me us him her them it is be are am look looking work works working you i we available reach call meet based"
    " employed started found arrive good currently located right there here office engineer manager director ceo cto"
    " founder head lead".split()
)
URL = compile_pattern(r"\b(?:https?://|www\.)[^\s\x00]+")


def find_emails(utterance: Utterance) -> Iterator[Finding]:
    """Every address in the text, written or spoken ("jo at acme dot com"), in lower case."""
    any_written = False
    for found in _WRITTEN.finditer(utterance.folded) if "@" in utterance.folded else ():
        address = _valid_written(found[1].translate(_INVISIBLE), found[2].translate(_INVISIBLE))
        if address and not _has_blank_inside(utterance, found):
            any_written = True
            yield utterance.finding(Field.EMAIL, address, found.span(), 1.0)
    if any_written or not all(part.search(utterance.folded) for part in _SPOKEN_PARTS):
        return
    for found in _SPOKEN.finditer(utterance.folded):
        address = _spoken_address(utterance, found)
        if address:
            yield utterance.finding(Field.EMAIL, address, found.span(), 0.9)


def _valid_written(local: str, domain: str) -> str | None:
    """Without the word that begins right behind the full stop: "anna@acme.de.Thanks"."""
    address = _valid(f"{local}@{domain}")
    return address or (_valid(f"{local}@{domain.rpartition('.')[0]}") if domain.count(".") > 1 else None)


def _has_blank_inside(utterance: Utterance, found: re.Match[str]) -> bool:
    """Whether the answer is two parts of a name with a blank between: "anna muster@acme.com" may be anna.muster@."""
    before = utterance.folded[: found.start()].split()
    if not utterance.asks(Field.EMAIL) or len(before) != 1 or not before[0].isalpha():
        return False
    return before[0] not in found[1] and rate_given_name(before[0]) >= _KNOWN_NAME


def _spoken_address(utterance: Utterance, found: re.Match[str]) -> str | None:
    cued = (
        _DOT_IN_WORDS.search(found[0])
        or utterance.asks(Field.EMAIL)
        or _EMAIL_CUE.search(utterance.folded)
        or _BRACKETED.search(found[0])
    )
    said_of_somebody = _PRONOUN.search(utterance.folded, 0, found.start()) is not None
    if not cued or found[1] in _NOT_A_MAILBOX or said_of_somebody:
        return None
    return _valid(f"{_as_written(found[1])}@{_as_written(found[2])}")


def _as_written(spoken: str) -> str:
    spoken = re.sub(r" ?-(dot|punkt|punto)- ?", r" \1 ", spoken)
    signs = re.sub(r"[\[({<] ?\w+ ?[\])}>]", ".", spoken)
    return "".join(_SPOKEN_SIGNS.get(part, part) for part in signs.split())


def _valid(address: str) -> str | None:
    """The address in lower case when mail could be sent to it, judged offline."""
    if len(address) > MAX_EMAIL:
        return None
    try:
        checked = validate_email(address, check_deliverability=False)
    except EmailNotValidError:
        return None
    if not has_public_suffix(checked.ascii_domain):
        return None
    written_in_ascii = "xn--" in address  # shown as letters it might look like another domain
    return f"{checked.local_part}@{checked.ascii_domain}".lower() if written_in_ascii else checked.normalized.lower()
