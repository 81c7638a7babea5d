"""How lists of phrases become one regular expression, which is compiled when it is first used."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, cast


def join_alternatives(*alternatives: str) -> str:
    """A group that matches any of the alternatives, each an expression of its own."""
    return f"(?:{'|'.join(alternatives)})"


def build_phrases(*alternatives: str) -> re.Pattern[str]:
    """Any of the alternatives as whole words."""
    return compile_pattern(rf"\b{join_alternatives(*alternatives)}(?!\w)")


def compile_pattern(expression: str | Callable[[], str]) -> re.Pattern[str]:
    """The expression, or what is read as one then, as a pattern that is compiled at its first use.

    There are two hundred, which take a quarter of a second: a start, and a command that reads nobody's words, does
    without them.
    """
    return cast("re.Pattern[str]", _CompiledAtFirstUse(expression))


class _CompiledAtFirstUse:
    """Holds the compiled pattern's own methods from its first use on, so that no further use costs more."""

    def __init__(self, expression: str | Callable[[], str]) -> None:
        self._expression = expression

    @property
    def pattern(self) -> str:
        return self._expression if isinstance(self._expression, str) else self._expression()

    def __getattr__(self, name: str) -> Any:
        if name not in _USES:
            raise AttributeError(name)
        compiled = re.compile(self.pattern)
        vars(self).update({use: getattr(compiled, use) for use in _USES})
        return getattr(compiled, name)


_USES = frozenset("findall finditer flags fullmatch groupindex groups match search split sub".split())
