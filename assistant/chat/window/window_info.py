"""What the window is told when it opens: its words in the visitor's language, who answers, when the team is there."""

from __future__ import annotations

from typing import Any

from assistant.chat.bridge import ChatSettings
from assistant.chat.window.texts import WindowPart, WindowPhrase
from assistant.chat.window.theme import name_avatar

PLACES = {name: f"{{{name}}}" for name in ("contact", "count", "name", "time", "day", "label")}
"""What the window itself fills into its words."""


def name_window_parts(settings: ChatSettings, claimed: str | None) -> dict[str, str]:
    """What a screen reader calls each part; `claimed` is the browser's language tag."""
    return {part.name.lower(): settings.words(part, claimed) for part in WindowPart}


def build_window_info(settings: ChatSettings, claimed: str | None) -> dict[str, Any]:
    """Plain values for `client/src`; times are in ISO 8601."""
    facts = settings.facts(claimed)
    phrases = {phrase.name.lower(): settings.words(phrase, claimed, **PLACES) for phrase in WindowPhrase}
    return {
        "language": facts.language,
        "words": {**name_window_parts(settings, claimed), **phrases},
        "assistant": settings.assistant_name,
        "avatar": f"/chat/public/{name_avatar(settings.assistant_name)}",
        "contact": facts.contact,
        "back_at": facts.back_at and facts.back_at.isoformat(),
    }
