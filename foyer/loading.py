"""Loading without the collector of garbage.

Imports make hundreds of thousands of objects that stay, and a thousand that don't: going through all of them again and
again was an eighth of a start.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def pause_garbage_collection() -> Iterator[None]:
    """What is made in the block, by any thread, stays as long as the process; the collector never looks at it."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
