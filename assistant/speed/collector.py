"""How seldom the collector of garbage looks, and at what it never does.

Without it a turn takes 49 % more processor time with 100 open conversations (`python -m tests.quality.speed_tricks`,
2026-11-29). Imports make hundreds of thousands of objects that stay, and a thousand that don't: going through all of
them again and again was an eighth of a start as well.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

COLLECT_AFTER = 2_000, 10, 10
"""A turn makes some thousand objects, and nearly all of them go without the collector; closed windows do not."""


@contextmanager
def pause_garbage_collection() -> Iterator[None]:
    """What is made in the block, by any thread, stays as long as the process; the collector never looks at it."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def collect_seldom() -> None:
    """For the rest of the process, once what a turn needs is loaded."""
    gc.set_threshold(*COLLECT_AFTER)
