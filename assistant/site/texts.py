"""The demo site's own words, in every language of the playbook."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.wording.voice import COMMON
from prompts.texts import Variables

SITE_TEXTS: Mapping[str, Variables] = {
    f"site.{name}": COMMON
    for name in (
        "skip", "home", "talk", "more", "person", "hours", "closed", "write", "invite", "invite.how", "full", "made",
    )
}  # fmt: skip
"""Texts that every language needs, with the variables they may use."""
