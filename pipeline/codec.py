"""Domain values to JSON and back."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import TypeAdapter

Domain = TypeVar("Domain")


_adapters: dict[type[Any], TypeAdapter[Any]] = {}


def _adapter(kind: type[Any]) -> TypeAdapter[Any]:
    """Built once a type: building one takes longer than using it a hundred times."""
    if kind not in _adapters:
        _adapters[kind] = TypeAdapter(kind)
    return _adapters[kind]


def to_json(value: Any) -> Any:
    """A frozen domain value as plain JSON data."""
    return _adapter(type(value)).dump_python(value, mode="json")


def from_json(kind: type[Domain], raw: Any) -> Domain:
    """The inverse of `to_json`; raises ValueError for data that is no `kind`."""
    return _adapter(kind).validate_python(raw)  # type: ignore[no-any-return]
