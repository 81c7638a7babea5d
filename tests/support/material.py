"""Real-world samples that lie beside the repository, not in it."""

from __future__ import annotations

from pathlib import Path

import pytest

MATERIAL = Path(__file__).resolve().parents[2].parent / "shared" / "material"


def material(path: str) -> Path:
    """The file or folder `path` of the material; skips the calling test where it is not there."""
    found = MATERIAL / path
    if not found.exists():
        pytest.skip(f"needs ../shared/material/{path}")
    return found
