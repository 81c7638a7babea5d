"""Text that a terminal only shows: whoever wrote it moves no cursor, sets no title and reaches no clipboard. Pure."""

from __future__ import annotations

import re

_STEERING = "\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"
"""Control characters of ASCII and ISO 6429 but tab and line feed, and what turns the reading order round (UTR 36)."""
_ORDERS, _SURROGATES = re.compile(f"[{_STEERING}]"), re.compile("[\ud800-\udfff]")
_ESCAPED = re.compile(f"[{_STEERING}\ud800-\udfff]")


def clean_text(text: str) -> str:
    """Without what a terminal obeys; half a character, which has no encoding, becomes `\ufffd`."""
    return _SURROGATES.sub("\ufffd", _ORDERS.sub("", text))


def clean_line(text: str) -> str:
    """The same on one line, as long as it was."""
    return "".join(char if char.isprintable() else " " for char in _SURROGATES.sub("\ufffd", text))


def escape_json(text: str) -> str:
    r"""JSON with such characters as `\u009b`, which a reader takes for the same; its line ends stay."""
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
