"""Amounts as people write them, with thousands marks and decimals of any kind, where one reading alone is possible."""

from __future__ import annotations

import re

from pipeline.actions.results import Refusal, build_remark, refuse

_BLANKS = "\u0020\u00a0\u2009\u202f"
_SHAPE = re.compile(rf"-?[0-9](?:[0-9.,'’{_BLANKS}]*[0-9])?")
_CURRENCY = re.compile(r"^[$€£¥]\s*|\s*[$€£¥]$")
_GROUPS = re.compile(r"-?[1-9][0-9]{0,2}(?:([.,' ])[0-9]{3})(?:\1[0-9]{3})*")
"""Thousands by one mark throughout."""
_UNCLEAR = re.compile(r"-?[1-9][0-9]{0,2}[.,][0-9]{3}")
"""`1.500` is fifteen hundred for some and one and a half for others."""


def read_amount(text: str) -> float | None:
    """The number; null for an empty text. Refused, with what to write, for what is no amount or could be two."""
    said = text.strip()
    if not said:
        return None
    plain = _CURRENCY.sub("", said)
    if not _SHAPE.fullmatch(plain):
        raise refuse(Refusal.UNFIT, "amount_without_digits", amount=said)
    plain = re.sub(rf"[{_BLANKS}]", " ", plain).replace("’", "'")
    if _UNCLEAR.fullmatch(plain):
        whole, parts = re.split(r"[.,]", plain)
        choice = build_remark("either", one=f"{whole}{parts}", other=f"{whole}.{parts.rstrip('0') or '0'}")
        raise refuse(Refusal.UNFIT, "amount_unclear", amount=said, choice=choice)
    number = _read(plain)
    if number is None:
        raise refuse(Refusal.UNFIT, "amount_unreadable", amount=said)
    return number


def _read(plain: str) -> float | None:
    if plain.lstrip("-").isdigit():
        return float(plain)
    if groups := _GROUPS.fullmatch(plain):
        return float(plain.replace(groups[1], ""))
    whole, mark, decimals = plain.rpartition(max(".,", key=plain.rfind))
    if not mark or not decimals.isdigit() or mark in whole:
        return None
    if not whole.lstrip("-").isdigit() and not _GROUPS.fullmatch(whole):
        return None
    return float(f"{re.sub('[^0-9-]', '', whole)}.{decimals}")
