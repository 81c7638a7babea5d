"""The brand that the program is shipped with, for tests that need any."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from prompts.branding import Brand, read_brand

BRAND = Path(__file__).resolve().parents[2] / "prompts" / "brand"


@cache
def a_brand() -> Brand:
    return read_brand(BRAND)
