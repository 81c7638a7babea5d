"""What takes long to load is loaded once, also where several threads ask for it before it is there."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import wraps
from threading import RLock
from typing import TypeVar, TypeVarTuple

Asked = TypeVarTuple("Asked")
Loaded = TypeVar("Loaded")


def load_once(load: Callable[[*Asked], Loaded]) -> Callable[[*Asked], Loaded]:
    """`functools.cache`, but whoever asks while it is being loaded waits for that, and loads nothing a second time.

    Arguments are hashable. What fails is tried again by the next who asks.
    """
    lock, loaded = RLock(), dict[Hashable, Loaded]()

    @wraps(load)
    def asked(*args: *Asked) -> Loaded:
        if args not in loaded:
            with lock:
                if args not in loaded:
                    loaded[args] = load(*args)
        return loaded[args]

    return asked
