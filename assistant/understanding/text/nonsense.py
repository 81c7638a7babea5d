"""Text that says nothing: runs of the keyboard, and one word over and over. Pure."""

from __future__ import annotations

from assistant.understanding.text.patterns import compile_pattern

_ROWS = "qwertyuiop asdfghjkl zxcvbnm qwertzuiop yxcvbnm azertyuiop qsdfghjklm wxcvbn"
_KEYS = f"{_ROWS} {_ROWS[::-1]}"
_SHORTEST_RUN = 3
"""Letters beside each other on a keyboard that no word consists of; "we" and "as" are words."""
_OVER_AND_OVER = 3
_WORD = compile_pattern(r"[^\W\d_]+")
_NO_VOWEL = compile_pattern(r"[bcdfghjklmnpqrstvwxz]{5,}")


def is_nonsense(folded: str) -> bool:
    """Whether every word is a run of keys, or the text is one word three times."""
    words = _WORD.findall(folded)
    if len(words) >= _OVER_AND_OVER and len(set(words)) == 1:
        return True
    return bool(words) and all(_is_run(word) for word in words)


def _is_run(word: str) -> bool:
    if len(word) < _SHORTEST_RUN:
        return False
    runs = (word[:cut] in _KEYS and (word[cut:] in _KEYS) for cut in range(2, len(word) + 1))
    return any(runs) or _NO_VOWEL.fullmatch(word) is not None
