"""Frozen values as plain dictionaries."""

from __future__ import annotations

from typing import Any


def to_flat_dict(value: Any) -> dict[str, Any]:
    """The fields of a frozen value whose fields are plain themselves; `asdict` looks into and copies each of them."""
    return {name: getattr(value, name) for name in value.__slots__}
