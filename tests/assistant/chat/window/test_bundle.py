"""The committed scripts of launcher and window are what their sources say; `npm run build` in `client/` makes them."""

from __future__ import annotations

import gzip
import json
import re
from hashlib import sha256
from pathlib import Path

import pytest

import assistant.chat.window

CLIENT = Path(assistant.chat.window.__file__).parent / "client"
STATIC = CLIENT.parents[1] / "static"
MOST_BYTES = 90_000
"""Compressed, of all that a visitor loads before the first words."""


def digest_sources() -> str:
    """As build.mjs makes it."""
    sources = [path for path in (CLIENT / "src").rglob("*") if path.is_file()]
    named = {
        path.relative_to(CLIENT).as_posix(): path for path in (*sources, CLIENT / "build.mjs", CLIENT / "package.json")
    }
    digest = sha256()
    for name in sorted(named):
        digest.update(name.encode() + b"\0" + named[name].read_bytes() + b"\0")
    return digest.hexdigest()[:16]


@pytest.mark.parametrize("name", ["embed.js", "window.js"])
def test_a_bundle_names_the_digest_of_its_sources(name):
    first_line = (STATIC / name).read_text("utf-8").splitlines()[0]
    assert digest_sources() in first_line, "run `npm install && npm run build` in assistant/chat/window/client"


def test_every_package_is_pinned_and_every_bundled_one_has_its_licence():
    package = json.loads((CLIENT / "package.json").read_text("utf-8"))
    pinned = {**package["dependencies"], **package["devDependencies"]}
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in pinned.values())
    notice = (STATIC / "window.licences.txt").read_text("utf-8")
    for name, version in package["dependencies"].items():
        assert f"{name} {version} (MIT)" in notice


def test_both_together_are_small():
    assert sum(len(gzip.compress((STATIC / name).read_bytes())) for name in ("embed.js", "window.js")) < MOST_BYTES
