"""Exports as a CRM writes them, invented row by row: people with their companies, some of them twice."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

HEADER = tuple(
    "Record ID,First Name,Last Name,Email,Phone Number,Company Name,Job Title,City,Contact owner,Create Date,"
    "Last Activity Date,First response at".split(",")
)
SINCE = datetime(2026, 1, 1, tzinfo=UTC)
_TRADES = "Logistics Foods Software Textiles Energy Medical Media Motors Travel Analytics Gardens Press".split()


def _word(dice: random.Random, syllables: int) -> str:
    return "".join(dice.choice("bdfghjklmnprstvwz") + dice.choice("aeiou") for _ in range(syllables)).capitalize()


def rows(count: int, doubled: float = 0.1, seed: int = 1) -> Iterator[tuple[str, ...]]:
    """So many rows, of which a share repeats an earlier one with another id, as typed by somebody else."""
    dice = random.Random(seed)
    earlier: list[tuple[str, ...]] = []
    for number in range(count):
        if earlier and dice.random() < doubled:
            row = _typed_again(dice, dice.choice(earlier))
        else:
            row = _person(dice)
            earlier.append(row)
        yield (str(number), *row)


def _person(dice: random.Random) -> tuple[str, ...]:
    first, last = _word(dice, 2), _word(dice, 3)
    company = f"{_word(dice, 3)} {dice.choice(_TRADES)}"
    host = "gmail.com" if dice.random() < 0.2 else f"{company.replace(' ', '-')}.com"
    created = SINCE + timedelta(minutes=dice.randrange(400_000))
    phone = f"+1415{dice.randrange(2_000_000, 9_999_999)}" if dice.random() < 0.6 else ""
    answered, seen = created + timedelta(minutes=dice.randrange(600)), created + timedelta(days=dice.randrange(90))
    return (
        first,
        last,
        f"{first}.{last}@{host}".lower(),
        phone,
        f"{company} Inc.",
        "Manager",
        dice.choice(("Boston", "Berlin", "Madrid", "")),
        dice.choice(("ines", "daniel", "")),
        *(f"{at:%Y-%m-%d %H:%M}" for at in (created, seen, answered)),
    )


def _typed_again(dice: random.Random, row: tuple[str, ...]) -> tuple[str, ...]:
    first, last, email, phone, *rest = row
    match dice.randrange(3):
        case 0:
            return first.upper(), last, email.upper(), "", *rest
        case 1:
            return first, last, email.replace("@", "+crm@"), phone, *rest
    return first, last[:-1], email[1:], phone, *rest


def write(path: Path, count: int) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out, delimiter=";")
        writer.writerow(HEADER)
        writer.writerows(rows(count))
