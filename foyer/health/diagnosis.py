"""What the doctor finds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

State = Literal["ok", "off", "not checked", "warning", "broken"]
"""`ok` was tried and works; what can't be tried from here is `not checked`, however likely it works."""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    what: str
    state: State
    found: str
    todo: str | None = None
