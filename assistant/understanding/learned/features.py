"""A text as hashed features: pieces of words up to five letters, words, and pairs of words."""

from __future__ import annotations

import itertools
import zlib

import numpy as np
from numpy.typing import NDArray

from assistant.understanding.learned.letters import plain_letters

BUCKETS = 1 << 16
"""Rows of a table of weights; half as many hear less of what was kept aside."""
PIECES = range(2, 6)
"""Lengths of the pieces in letters; a space counts as one, so that beginnings and ends of words differ from middles."""

_MULTIPLIER = np.uint32(0x01000193)
_SPREAD = np.uint32(0x9E3779B1)
_SHIFT = np.uint32(32 - BUCKETS.bit_length() + 1)


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
