"""The texts that the chat window needs beside the conversation, with the variables each may use."""

from __future__ import annotations

from collections.abc import Mapping

from prompts.texts import Variables

NONE: Variables = frozenset()

WINDOW_TEXTS: Mapping[str, Variables] = {
    **{f"window.{notice}": NONE for notice in ("failed", "wait", "full")},
    "window.cut": frozenset({"limit"}),
    **{f"window.name.{part}": NONE for part in ("input", "send", "new", "size", "close", "log")},
    **{f"window.{words}": NONE for words in ("pending", "offline", "goes_on", "newest")},
    "window.unreachable": frozenset({"contact"}),
    "window.unread": frozenset({"count"}),
    "window.writing": frozenset({"name"}),
    "window.team.here": NONE,
    "window.team.back_today": frozenset({"time"}),
    "window.team.back_on": frozenset({"day", "time"}),
    **{f"window.new.{words}": NONE for words in ("ask", "begin", "keep")},
    "window.form.optional": NONE,
    "window.form.empty": frozenset({"label"}),
    "window.form.no_email": NONE,
}
