"""Foreign text made safe for Slack: shown as written, never obeyed.

Slack's rules (docs.slack.dev, "Formatting message text" and "Text object"): `&`, `<` and `>` are control characters
and are sent as entities; `*`, `_`, `~` and the backtick format at word boundaries; a line that starts with `>` is a
quotation. Links and names in plain text are left alone by `verbatim` text objects.
"""

from __future__ import annotations

import re

ELLIPSIS = "…"
_LOOK_ALIKES = str.maketrans({"*": "\u2217", "~": "\u223c", "`": "\u02cb"})
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_ANGLES = str.maketrans({"<": "\u2039", ">": "\u203a"})
# Inside a word an underscore formats nothing, and an address with one must stay copyable.
_OUTER_UNDERSCORE = re.compile(r"(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])")
_BROADCAST = re.compile(r"(?<![\w.])@(?=(?:here|channel|everyone|group)\b)", re.IGNORECASE)
_CUT_ENTITY = re.compile(r"&[a-z]*$")


def escape_mrkdwn(text: str, limit: int) -> str:
    """One line of foreign text for a mrkdwn object, at most `limit` characters as sent, cut with an ellipsis."""
    safe = _neutral(text[: limit + 1]).translate(_ENTITIES)
    if len(safe) <= limit:
        return safe
    return _CUT_ENTITY.sub("", safe[: limit - 1]).rstrip() + ELLIPSIS


def escape_plain(text: str, limit: int) -> str:
    """One line of foreign text for a plain_text object, where nothing is parsed but entities are."""
    safe = text.translate(_ANGLES)
    return safe if len(safe) <= limit else safe[: limit - 1].rstrip() + ELLIPSIS


def _neutral(text: str) -> str:
    text = _BROADCAST.sub("\uff20", text.translate(_LOOK_ALIKES))
    text = _OUTER_UNDERSCORE.sub("\uff3f", text)
    return "\u203a" + text[1:] if text.startswith(">") else text
