"""How the chat looks, typed: `prompts/brand/brand.yaml` and the pictures beside it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Literal
from xml.etree import ElementTree

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo, field_validator

from prompts.colours import READABLE, compute_contrast, parse_colour
from prompts.problems import BadFiles, Problem
from prompts.yaml_files import read_yaml

Colour = Annotated[str, BeforeValidator(parse_colour)]
Line = Annotated[str, Field(min_length=1, max_length=120)]

PICTURES = ("logo_light.svg", "logo_dark.svg", "favicon.svg", "avatar.svg")
MAX_PICTURE = 50_000
"""Bytes: each page view loads it."""
ACTIVE = re.compile(
    r"<script|<foreignObject|\son\w+\s*=|(?:href|src)\s*=\s*[\"'](?!#|data:image/)|@import|url\(\s*[\"']?http", re.I
)
"""What makes a picture run a program or load something from elsewhere."""


class BrandPart(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Palette(BrandPart):
    """The colours of one look. A colour that can't be read on what it stands on is refused, with the ratio."""

    background: Colour
    surface: Colour
    border: Colour
    text: Colour
    muted_text: Colour
    primary: Colour
    primary_text: Colour

    @field_validator("text", "muted_text", "primary", "primary_text")
    @classmethod
    def _readable(cls, value: str, info: ValidationInfo) -> str:
        grounds = {"primary": ("background",), "primary_text": ("primary",)}
        for ground in grounds.get(str(info.field_name), ("background", "surface")):
            below = info.data.get(ground)
            if below and (ratio := compute_contrast(value, below)) < READABLE:
                raise ValueError(
                    f"{value} on {ground} {below} has a contrast of {ratio:.2f} to 1, and text needs {READABLE} to 1; "
                    "make one of the two lighter or darker"
                )
        return value


class Invitation(BrandPart):
    """What the launcher says in one language. No `greeting`, no bubble beside the button."""

    label: Line
    greeting: Line | None = None
    dismiss: Line
    opening: Line
    failed: Line


class Launcher(Invitation):
    position: Literal["left", "right"] = "right"


class BrandFile(BrandPart):
    name: Line
    corner_radius: int = Field(ge=0, le=24)
    light: Palette
    dark: Palette
    launcher: Launcher
    languages: Mapping[Annotated[str, Field(pattern="^[a-z]{2,3}$")], Invitation] = {}


class Brand(BrandFile):
    pictures: Mapping[str, str]
    """SVG by file name, for each of PICTURES."""
    version: str
    """Names the content: another one, another version."""


def read_brand(folder: Path) -> Brand:
    """The folder `prompts/brand`; raises BadFiles with every problem of every file."""
    problems: list[Problem] = []
    written: BrandFile | None = None
    try:
        written = read_yaml(folder / "brand.yaml", BrandFile)
    except BadFiles as error:
        problems += error.problems
    pictures = {}
    for name in PICTURES:
        try:
            pictures[name] = _picture(folder / name)
        except BadFiles as error:
            problems += error.problems
    if written is None or problems:
        raise BadFiles(problems)
    version = sha256("\0".join([written.model_dump_json(), *pictures.values()]).encode()).hexdigest()[:12]
    return Brand(**dict(written), pictures=pictures, version=version)


def _picture(path: Path) -> str:
    """An SVG that only draws; BadFiles for one that is missing, broken, too large, or does more."""
    try:
        raw = path.read_bytes()
    except OSError:
        raise BadFiles([Problem(path, None, "this picture is missing; save an SVG under this name")]) from None
    if len(raw) > MAX_PICTURE:
        raise BadFiles([Problem(path, None, f"has {len(raw)} bytes; save it smaller than {MAX_PICTURE}")])
    try:
        text = raw.decode("utf-8")
        root = ElementTree.fromstring(text)  # noqa: S314 - the owner's own file, of bounded size
    except UnicodeDecodeError:
        raise BadFiles([Problem(path, None, "not UTF-8 text; export the picture as a plain SVG")]) from None
    except ElementTree.ParseError as error:
        raise BadFiles([Problem(path, error.position[0], "not readable as SVG; export the picture again")]) from None
    if not root.tag.endswith("svg"):
        raise BadFiles([Problem(path, 1, "is no SVG; export the picture as one")])
    if found := ACTIVE.search(text):
        line = text.count("\n", 0, found.start() + 1) + 1
        message = f"{found.group().strip()!r} runs or loads something; a picture here may only draw: take it out"
        raise BadFiles([Problem(path, line, message)])
    return text
