"""Email addresses, written or spoken: found by shape, believed when email-validator and the public suffix list do."""

from __future__ import annotations

import re
from collections.abc import Iterator

from email_validator import EmailNotValidError, validate_email

from assistant.understanding.port import Finding
from assistant.understanding.text.patterns import compile_pattern
from assistant.understanding.text.utterance import Utterance
from pipeline.domain.record import Field
from pipeline.intake.hosts import has_public_suffix

MAX_EMAIL = 254
"""Longest address that mail can be sent to (RFC 5321, 4.5.3.1.3)."""

_WRITTEN = compile_pattern(
    r"(?<![a-z0-9._%+'\u00c0-\u024f\u0370-\u052f-])([a-z0-9._%+'-]{1,64})"  # no letter of Latin, Greek or Cyrillic
    r" ?@ ?([a-z0-9\u00c0-\u024f_-]+(?:\.[a-z0-9\u00c0-\u024f_-]+)+)"
)
_AT = r"(?: ?[\[({<] ?(?:at|ät|arroba|@) ?[\])}>] ?| at | @ | ät | arroba )"
_DOT = r"(?: ?[\[({<] ?(?:dot|punkt|punto|\.) ?[\])}>] ?| dot | punto | punkt | ?\. ?)"
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
        address = _valid(f"{found[1]}@{found[2]}")
        if address:
            any_written = True
            yield utterance.finding(Field.EMAIL, address, found.span(), 1.0)
    if any_written or not all(part.search(utterance.folded) for part in _SPOKEN_PARTS):
        return
    for found in _SPOKEN.finditer(utterance.folded):
        address = _spoken_address(utterance, found)
        if address:
            yield utterance.finding(Field.EMAIL, address, found.span(), 0.9)


def _spoken_address(utterance: Utterance, found: re.Match[str]) -> str | None:
    cued = utterance.asks(Field.EMAIL) or _EMAIL_CUE.search(utterance.folded) or _BRACKETED.search(found[0])
    if not cued or found[1] in _NOT_A_MAILBOX:
        return None
    return _valid(f"{_as_written(found[1])}@{_as_written(found[2])}")


def _as_written(spoken: str) -> str:
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
    return checked.normalized.lower() if has_public_suffix(checked.ascii_domain) else None
