"""Numbers as a language writes them: grouped, and never in scientific notation. Pure."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal, localcontext

from babel.numbers import format_decimal, format_percent

_LOCALES = {"en": "en_GB"}
"""Day before month in English, too: "9 March" can't be mistaken by anybody."""
_CENT = Decimal("0.01")
_MOST_DIGITS = 330
"""More than any float has before its point: a number that nobody means must still be written."""


def choose_locale(language: str) -> str:
    """The locale by whose habits numbers and dates of a language are written."""
    return _LOCALES.get(language, language)


def format_number(number: float, language: str) -> str:
    """`1,500,000`, `99.50`: cents only where there are any."""
    with localcontext(prec=_MOST_DIGITS):
        exact = Decimal(str(number)).quantize(_CENT, ROUND_HALF_EVEN)
        pattern = "#,##0" if exact == exact.to_integral_value() else "#,##0.00"
        return format_decimal(exact, pattern, choose_locale(language))


def format_tenths(number: float, language: str) -> str:
    """With one decimal always, for numbers that are compared below one another: `80.0`, in German `80,0`."""
    return format_decimal(number, "#,##0.0", choose_locale(language))


def format_share(share: float, language: str) -> str:
    """A part of one as a whole percentage: `97%`, in German `97 %`."""
    return format_percent(share, locale=choose_locale(language))


def format_points(points: int) -> str:
    """`+20`, `−5` (with a minus sign, not a hyphen), `0`."""
    return f"{points:+d}".replace("-", "\u2212") if points else "0"
