"""`foyer console`: where the team's pages open."""

from __future__ import annotations

from foyer.commands.terminal import say
from foyer.settings import read_settings
from foyer.web.console_link import build_console_link


def console() -> None:
    """Print the address that opens the console; without a password it holds the key, so keep it to yourself."""
    say(build_console_link(read_settings()))
