"""Text as two writings of it compare equal. Pure."""

from __future__ import annotations

import unicodedata

_UNFOLDED = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
"""Letters that Unicode does not take apart."""


def normalise_text(text: str) -> str:
    """Lower case (`ß` as `ss`), compatibility forms resolved, without accents, single spaces."""
    taken_apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    bare = "".join(char for char in taken_apart if not unicodedata.combining(char))
    return " ".join(bare.translate(_UNFOLDED).split())
