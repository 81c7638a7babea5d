"""The one way from a command to the terminal: nothing that somebody else wrote reaches it raw."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from rich.console import Console, ConsoleOptions, ConsoleRenderable, RenderableType, RenderHook
from rich.segment import Segment

from pipeline.clean_text import clean_text


def open_console(*, stderr: bool = False, markup: bool = False, soft_wrap: bool = False) -> Console:
    """For tables and styled text; `markup` reads rich's `[bold]` in what is printed, so only in words of ours."""
    console = Console(stderr=stderr, highlight=False, markup=markup, soft_wrap=soft_wrap)
    console.push_render_hook(_CleaningHook())
    return console


def say(text: str, *, error: bool = False, end: str = "\n") -> None:
    """Prints plain text, to standard error where it is for a person beside the result."""
    print(clean_text(text), file=sys.stderr if error else sys.stdout, end=end)


class _CleaningHook(RenderHook):
    def process_renderables(self, renderables: list[ConsoleRenderable]) -> list[ConsoleRenderable]:
        return [_Cleaned(each) for each in renderables]


class _Cleaned:
    """What a renderable shows, without what its texts would have the terminal do."""

    def __init__(self, shown: RenderableType) -> None:
        self._shown = shown

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterable[Segment]:
        for text, style, control in console.render(self._shown, options):
            yield Segment(text if control else clean_text(text), style, control)
