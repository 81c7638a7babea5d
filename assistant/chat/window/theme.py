"""The brand as the chat window, the launcher and the demo site read it, kept up to date in Chainlit's folder."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import NamedTemporaryFile
from threading import Lock
from typing import Any

from prompts.branding import Brand, Invitation, Palette
from prompts.colours import format_hsl

FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif"
NO_FONTS = [""]
"""Without an entry here the chat window loads a font from another host; an empty address is never fetched."""

CHAINLITS_NAMES = {
    "background": ("background", "card", "popover"),
    "text": ("foreground", "card-foreground", "popover-foreground", "accent-foreground"),
    "surface": ("accent", "muted", "secondary"),
    "muted_text": ("muted-foreground",),
    "border": ("border", "input"),
    "primary": ("primary", "ring"),
    "primary_text": ("primary-foreground",),
}
"""Which of the chat window's variables each of our colours fills."""


def build_theme(brand: Brand) -> dict[str, Any]:
    """The content of Chainlit's theme.json, whose colours are bare HSL numbers."""
    return {
        "custom_fonts": NO_FONTS,
        "variables": {"light": _variables(brand.light, brand), "dark": _variables(brand.dark, brand)},
    }


def _variables(palette: Palette, brand: Brand) -> dict[str, str]:
    colours = {
        f"--{name}": format_hsl(getattr(palette, ours)) for ours, names in CHAINLITS_NAMES.items() for name in names
    }
    return {"--font-sans": FONT, "--radius": f"{brand.corner_radius}px", **colours}


def build_launcher_settings(brand: Brand, languages: Sequence[str]) -> dict[str, Any]:
    """What the launcher script knows without asking: words by language, colours by look, and the `languages` that the
    window speaks."""
    words = {"": brand.launcher, **brand.languages}
    return {
        "position": brand.launcher.position,
        "languages": list(languages),
        "words": {language: _words(one) for language, one in words.items()},
        "light": _colours(brand.light),
        "dark": _colours(brand.dark),
        "radius": brand.corner_radius,
    }


def _words(one: Invitation) -> list[str]:
    return [one.label, one.greeting or "", one.dismiss, one.opening, one.failed]


def _colours(palette: Palette) -> list[str]:
    """In the order in which embed.js names them."""
    return [
        palette.primary,
        palette.primary_text,
        palette.background,
        palette.text,
        palette.border,
        palette.surface,
        palette.muted_text,
    ]


def render_site_css(brand: Brand) -> str:
    """The demo site's colours as variables of its style sheet, for both looks."""
    return f":root{{{_site(brand.light)}}}\n@media (prefers-color-scheme:dark){{:root{{{_site(brand.dark)}}}}}\n"


def _site(palette: Palette) -> str:
    names = {name.replace("_", "-"): value for name, value in palette}
    return "".join(f"--{name}:{value};" for name, value in names.items())


def name_avatar(assistant_name: str) -> str:
    """Where the assistant's picture stands in Chainlit's public folder, which looks for it by the name."""
    return f"avatars/{assistant_name.strip().lower().replace(' ', '_').replace('.', '_')}.svg"


class BrandTheme:
    """The live brand, and its files in the folder from which Chainlit serves them."""

    def __init__(self, folder: Path, brand: Callable[[], Brand], assistant_name: str) -> None:
        self._folder, self._brand = folder, brand
        self._avatar = name_avatar(assistant_name)
        self._lock, self._worn = Lock(), ""

    def current(self) -> Brand:
        """The newest good brand; the folder shows the same. Blocks while a change is written."""
        brand = self._brand()
        with self._lock:
            if brand.version != self._worn:
                self._dress(brand)
                self._worn = brand.version
        return brand

    def _dress(self, brand: Brand) -> None:
        self._write("theme.json", json.dumps(build_theme(brand)))
        for name, picture in brand.pictures.items():
            self._write(self._avatar if name == "avatar.svg" else name, picture)

    def _write(self, name: str, text: str) -> None:
        """Under another name first, so that nobody is served half a file."""
        target = self._folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile("w", encoding="utf-8", dir=target.parent, delete=False) as file:
            file.write(text)
        Path(file.name).chmod(0o644)
        Path(file.name).replace(target)
