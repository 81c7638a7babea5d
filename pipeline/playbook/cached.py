"""What is worked out of a playbook once and used for every message."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from pipeline.playbook import Playbook

View = TypeVar("View")


def kept(view: Callable[[Playbook], View]) -> Callable[[Playbook], View]:
    """The same function, which works its result out anew only for another playbook than the last time.

    Playbooks are frozen, and the one in force is one object until its files change. Safe to call from any thread.
    """
    last: tuple[Playbook, View] | None = None

    def of(playbook: Playbook) -> View:
        nonlocal last
        held = last
        if held is None or held[0] is not playbook:
            held = last = playbook, view(playbook)
        return held[1]

    return of
