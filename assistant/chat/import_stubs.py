"""Packages left out while a library is imported: what is needed only for parts of it that are never used here.

After the block, whoever needs one of them imports the real one.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import ModuleType


class StubModule(ModuleType):
    """Stands in a package's place with the names that the library imports from it, each an empty class.

    Any other name can't be imported from it.
    """

    def __init__(self, package: str, names: Collection[str]) -> None:
        super().__init__(package, "Left out: nothing here uses it.")
        self.not_imported = set(names)
        self._names = frozenset(names)

    def __getattr__(self, name: str) -> type:
        if name not in self._names:
            raise AttributeError(name)
        self.not_imported.discard(name)
        return type(name, (), {})


@contextmanager
def stub_imports(packages: Mapping[str, Collection[str]]) -> Iterator[Sequence[StubModule]]:
    """For the block, a stand-in with these names for each package; with no names, the package is not installed.

    A package that was imported before stays as it is.
    """
    absent = [name for name in packages if name not in sys.modules]
    fresh = {name: StubModule(name, packages[name]) if packages[name] else None for name in absent}
    # None is Python's own way to say that an import fails; the types know only of modules.
    sys.modules.update(fresh)  # type: ignore[arg-type]
    try:
        yield [stand_in for stand_in in fresh.values() if stand_in]
    finally:
        for name in fresh:
            sys.modules.pop(name, None)
