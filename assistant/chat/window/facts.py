"""What the window knows of the company beside the conversation: its languages, its address, when the team works."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from assistant.dialogue.language import choose_language
from pipeline.playbook import Company, Playbook
from pipeline.working_time import find_next_working_time, load_public_holidays


@dataclass(frozen=True, slots=True)
class WindowFacts:
    language: str = "en"
    """Of the window's words, an id of a folder of texts."""
    languages: tuple[str, ...] = ("en",)
    """All that have texts."""
    contact: str = ""
    """A mail address, for whom the chat can't reach."""
    back_at: datetime | None = None
    """When the team's next working time begins, in UTC; null while it works."""


def read_window_facts(playbook: Playbook, claimed: str | None, now: datetime) -> WindowFacts:
    """Pure. `claimed` is the language tag of the visitor's browser."""
    return WindowFacts(
        language=choose_language(claimed, playbook).language or playbook.company.language,
        languages=tuple(sorted(playbook.texts)),
        contact=playbook.company.contact_email,
        back_at=_find_return(playbook.company, now),
    )


def _find_return(company: Company, now: datetime) -> datetime | None:
    days_off = load_public_holidays(company.holidays, now.astimezone(company.zone).year)
    begins = find_next_working_time(now, company.working_hours, company.zone, days_off)
    return begins if begins > now else None
