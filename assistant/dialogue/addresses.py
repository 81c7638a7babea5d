"""Why something with an "@" in it is no address that mail could reach: the reason to tell. Pure."""

from __future__ import annotations

import re
from enum import StrEnum

from email_validator import SPECIAL_USE_DOMAIN_NAMES


class AddressFault(StrEnum):
    """The end of the text `no_address.<fault>`."""

    NO_DOMAIN = "no_domain"
    """Nothing behind the "@", or nothing with a dot: "jane@", "jane@gmail"."""
    BLANK = "blank"
    """A blank inside: "jane @gmail.com"."""
    RESERVED = "reserved"
    """A domain that the internet keeps for examples and tests (RFC 2606, RFC 6761): nobody has a mailbox there."""
    LETTERS = "letters"
    """Letters before the "@" that mail servers seldom take: "jürgen@firma.de"."""
    OTHER = "other"


_ADDRESS = re.compile(r"(?P<local>\S*)(?P<before>\s*)@(?P<after>\s*)(?P<domain>[^\s,;>)\"']*)")


def find_address_fault(text: str) -> AddressFault | None:
    """Why the first thing like an address in a text can't be used; null where there is none."""
    found = _ADDRESS.search(text)
    if found is None or not (found["local"] or found["before"]):
        return None
    domain = found["domain"].rstrip(".!?").casefold()
    if found["before"] or (found["after"] and domain):
        return AddressFault.BLANK
    if any(domain == name or domain.endswith(f".{name}") for name in SPECIAL_USE_DOMAIN_NAMES):
        return AddressFault.RESERVED
    if "." not in domain.strip("."):
        return AddressFault.NO_DOMAIN
    return AddressFault.OTHER if found["local"].isascii() else AddressFault.LETTERS
