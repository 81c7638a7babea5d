"""A text as plain letters, as the weights have learned it and as trades are named."""

from __future__ import annotations

import re
import unicodedata

_MAX_LETTERS = 300
"""Of a sentence: what comes after says nothing more of its act."""
_DROPPED = re.compile(r"['\u0300-\u036f]")
_BETWEEN = re.compile(r"[^\w?\U0001f300-\U0001faff\u2705\u274c]+|_")
_DRAWN_OUT = re.compile(r"([^\W\d])\1{2,}")
_DIGIT = re.compile(r"\d")
_ASCII_FOLD = str.maketrans({"’": "'", "‘": "'", "ß": "ss", "¿": " ", "¡": " "})


def plain_letters(text: str) -> str:
    """Lower case without accents, apostrophes and punctuation but `?`; digits are `0`, letters stand at most twice."""
    folded = text[:_MAX_LETTERS].lower()
    if not folded.isascii():
        folded = unicodedata.normalize("NFKD", folded.translate(_ASCII_FOLD))
    spaced = _BETWEEN.sub(" ", _DROPPED.sub("", folded).replace("?", " ? "))
    return _DIGIT.sub("0", _DRAWN_OUT.sub(r"\1\1", spaced)).strip()
