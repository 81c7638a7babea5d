"""A company's look from one colour: palettes that can be read, and pictures with its first letter."""

from __future__ import annotations

import colorsys
from collections.abc import Mapping
from html import escape

from prompts.colours import READABLE, compute_contrast, parse_channels

WHITE, NIGHT = "#ffffff", "#121a1f"
STEP = 0.02
LETTER_WIDTH = 11
"""Pixels that a letter of the logo takes, about."""


def build_palettes(colour: str) -> Mapping[str, Mapping[str, str]]:
    """`light` and `dark` of brand.yaml; the colour is made darker or lighter until it can be read."""
    light, dark = _readable(colour, WHITE, -STEP), _readable(colour, NIGHT, STEP)
    return {
        "light": {
            "background": WHITE,
            "surface": _mix(colour, WHITE, 0.06),
            "border": _mix(colour, WHITE, 0.2),
            "text": _mix(colour, "#101418", 0.12),
            "muted_text": _mix(colour, "#4f575e", 0.1),
            "primary": light,
            "primary_text": _ink(light),
        },
        "dark": {
            "background": NIGHT,
            "surface": _mix(colour, NIGHT, 0.16),
            "border": _mix(colour, NIGHT, 0.3),
            "text": "#eef2f4",
            "muted_text": "#b4bfc6",
            "primary": dark,
            "primary_text": _ink(dark),
        },
    }


def draw_pictures(name: str, colour: str) -> Mapping[str, str]:
    """SVG by file name: the first letter in the company's colour, the logos with its name."""
    palettes = build_palettes(colour)
    tile, ink = palettes["light"]["primary"], palettes["light"]["primary_text"]
    letter = escape(name[0].upper())
    return {
        "logo_light.svg": _logo(name, _tile(letter, tile, ink, 8), palettes["light"]["text"]),
        "logo_dark.svg": _logo(name, _tile(letter, tile, ink, 8), palettes["dark"]["text"]),
        "favicon.svg": _picture(32, "", _tile(letter, tile, ink, 8)),
        "avatar.svg": _picture(32, "", _tile(letter, tile, ink, 16)),
    }


def _logo(name: str, tile: str, colour: str) -> str:
    shown = escape(name, quote=True)
    width = 46 + LETTER_WIDTH * len(name)
    fit = f'textLength="{LETTER_WIDTH * len(name)}" lengthAdjust="spacingAndGlyphs"'  # whatever font there is
    text = f'<text x="42" y="23" {fit} font-size="20" font-weight="700" fill="{colour}">{shown}</text>'
    return _picture(width, f' role="img" aria-label="{shown}"', tile + text)


def _picture(width: int, attributes: str, content: str) -> str:
    fonts = "system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"
    size = f'viewBox="0 0 {width} 32" width="{width}" height="32"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="{fonts}"{attributes}>{content}</svg>\n'


def _tile(letter: str, colour: str, ink: str, radius: int) -> str:
    middle = f'x="16" y="22.5" text-anchor="middle" font-size="19" font-weight="700" fill="{ink}"'
    return f'<rect width="32" height="32" rx="{radius}" fill="{colour}"/><text {middle}>{letter}</text>'


def _readable(colour: str, ground: str, step: float) -> str:
    """The colour itself where it can be read on the ground, else the nearest lightness at which it can."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*parse_channels(colour))
    while compute_contrast(colour, ground) < READABLE and 0 < lightness + step < 1:
        lightness += step
        colour = _to_hex(colorsys.hls_to_rgb(hue, lightness, saturation))
    return colour


def _ink(ground: str) -> str:
    return WHITE if compute_contrast(WHITE, ground) >= READABLE else "#0b0f12"


def _mix(colour: str, ground: str, share: float) -> str:
    pairs = zip(parse_channels(colour), parse_channels(ground), strict=True)
    return _to_hex(tuple(share * one + (1 - share) * other for one, other in pairs))


def _to_hex(channels: tuple[float, ...]) -> str:
    return "#" + "".join(f"{round(255 * channel):02x}" for channel in channels)
