"""Domain values to JSON and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from pydantic import TypeAdapter

from pipeline.domain.decision import Decision
from pipeline.old_decisions import upgrade_decision

Domain = TypeVar("Domain")


_UPGRADES: Mapping[type[Any], Callable[[Any], Any]] = {Decision: upgrade_decision}
"""What brings data of before into the form that a type has now."""
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
    """The inverse of `to_json`, for data of earlier versions as well; raises ValueError for data that is no `kind`."""
    upgrade = _UPGRADES.get(kind)
    return _adapter(kind).validate_python(upgrade(raw) if upgrade else raw)  # type: ignore[no-any-return]
