"""A text as hashed features: pieces of words up to five letters, words, and pairs of words."""

from __future__ import annotations

import itertools
import re
import unicodedata
import zlib

import numpy as np
from numpy.typing import NDArray

BUCKETS = 1 << 16
"""Rows of a table of weights; half as many hear less of what was kept aside."""
PIECES = range(2, 6)
"""Lengths of the pieces in letters; a space counts as one, so that beginnings and ends of words differ from middles."""

_MAX_LETTERS = 300
"""Of a sentence: what comes after says nothing more of its act."""
_DROPPED = re.compile(r"['\u0300-\u036f]")
_BETWEEN = re.compile(r"[^\w?\U0001f300-\U0001faff\u2705\u274c]+|_")
_DRAWN_OUT = re.compile(r"([^\W\d])\1{2,}")
_DIGIT = re.compile(r"\d")
_MULTIPLIER = np.uint32(0x01000193)
_SPREAD = np.uint32(0x9E3779B1)
_SHIFT = np.uint32(32 - BUCKETS.bit_length() + 1)
_ASCII_FOLD = str.maketrans({"’": "'", "‘": "'", "ß": "ss", "¿": " ", "¡": " "})


def plain_letters(text: str) -> str:
    """Lower case without accents, apostrophes and punctuation but `?`; digits are `0`, letters stand at most twice."""
    folded = text[:_MAX_LETTERS].lower()
    if not folded.isascii():
        folded = unicodedata.normalize("NFKD", folded.translate(_ASCII_FOLD))
    spaced = _BETWEEN.sub(" ", _DROPPED.sub("", folded).replace("?", " ? "))
    return _DIGIT.sub("0", _DRAWN_OUT.sub(r"\1\1", spaced)).strip()


def hash_features(text: str) -> NDArray[np.uint32]:
    """Buckets of all features of `plain_letters(text)`, repeated where a feature is; none without letters."""
    letters = plain_letters(text)
    if not letters:
        return np.empty(0, np.uint32)
    codes = np.frombuffer(f" {letters} ".encode("utf-32-le"), np.uint32)
    rolling, found = codes, []
    for length in PIECES:
        if len(codes) < length:
            break
        rolling = rolling[:-1] * _MULTIPLIER ^ codes[length - 1 :]
        found.append(rolling)
    words = ["^", *letters.split(), "$"]
    pairs = [zlib.crc32(f"{left} {right}".encode()) for left, right in itertools.pairwise(words)]
    whole = [zlib.crc32(word.encode()) for word in words[1:-1]]
    found.append(np.array(pairs + whole, np.uint32))
    return np.concatenate(found) * _SPREAD >> _SHIFT


def score_text(
    text: str, table: NDArray[np.int8], scale: NDArray[np.float32], bias: NDArray[np.float32]
) -> NDArray[np.float32]:
    """The probability of each column of a table of weights, whose rows are buckets; 0 for a text without letters."""
    buckets = hash_features(text)
    if not len(buckets):
        return np.zeros(len(bias), np.float32)
    odds = bias + scale * table[buckets].sum(axis=0, dtype=np.int32) / len(buckets) ** 0.5
    return np.asarray(1 / (1 + np.exp(-odds)), np.float32)
