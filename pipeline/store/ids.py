"""Ids of leads, contacts and companies: short enough to be read aloud."""

from __future__ import annotations

from collections.abc import Callable
from random import Random, SystemRandom

Ids = Callable[[str], str]
"""Makes a new id of a kind, e.g. `lead_8f3k2m9x4q` for `lead`: 50 random bits."""

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


def make_seeded_ids(random: Random) -> Ids:
    """The same source of chance gives the same ids, one after the other."""

    def make(kind: str) -> str:
        return f"{kind}_{''.join(random.choice(ALPHABET) for _ in range(10))}"

    return make


new_id = make_seeded_ids(SystemRandom())
