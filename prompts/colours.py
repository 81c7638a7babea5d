"""Colours as marketing writes them, and whether text in one can be read on another."""

from __future__ import annotations

import colorsys
import re

READABLE = 4.5
"""Least contrast of normal text, WCAG 2.2 success criterion 1.4.3, level AA."""


def parse_colour(written: object) -> str:
    """The colour as "#rrggbb" in lower case; ValueError for anything that is not written so."""
    if not isinstance(written, str) or not re.fullmatch(r"#[0-9a-fA-F]{6}", written):
        raise ValueError('write a colour as "#rrggbb" in quotes, like "#0f766e"')
    return written.lower()


def parse_channels(colour: str) -> tuple[float, float, float]:
    """Red, green and blue of "#rrggbb", each from 0 to 1."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def compute_luminance(colour: str) -> float:
    """Relative luminance from 0 (black) to 1 (white), as WCAG 2.2 defines it."""
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parse_channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def compute_contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, from 1 (the same) to 21 (black and white), as WCAG 2.2 defines it."""
    lighter, darker = sorted((compute_luminance(one), compute_luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def format_hsl(colour: str) -> str:
    """The colour as CSS's three numbers "hue saturation% lightness%", to a tenth."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*parse_channels(colour))
    return f"{hue * 360:.1f} {saturation * 100:.1f}% {lightness * 100:.1f}%"
