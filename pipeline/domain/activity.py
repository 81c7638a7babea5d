"""What a lead does after it has written to us: opens a mail, comes back to a page, books a meeting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Activity:
    what: str
    """A word that `did` can be tested for in the playbook, e.g. `email_opened`, `page_visited`."""
    at: datetime
    address: str | None = None
    """The page, where it is about one."""
