"""How lists of phrases become one regular expression."""

from __future__ import annotations

import re


def any_of(*alternatives: str) -> str:
    """A group that matches any of the alternatives, each an expression of its own."""
    return f"(?:{'|'.join(alternatives)})"


def words(*alternatives: str) -> re.Pattern[str]:
    """Any of the alternatives as whole words."""
    return re.compile(rf"\b{any_of(*alternatives)}(?!\w)")
