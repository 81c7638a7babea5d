"""What an enquiry was read as, each value with what it rests on. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from console.wording import PageWording
from pipeline.domain.closed_values import Level
from pipeline.domain.decision import Profile
from pipeline.wording.terms import PROFILE_PARTS, TermSet

CHOSEN = frozenset({"industry", "use_case"})
"""Values that are ids of the playbook."""
TERMS = {
    "kind": TermSet.KIND,
    "urgency": TermSet.LEVEL,
    "intent": TermSet.LEVEL,
    "company_fit": TermSet.FIT,
    "buyer_role": TermSet.ROLE,
}
"""What the others are called."""


@dataclass(frozen=True, slots=True)
class ProfileRow:
    label: str
    value: str
    words: tuple[str, ...]
    """The visitor's, that the value rests on."""
    by_model: bool
    """Read by a model alone, which the rules do not confirm."""
    beside: bool
    """Known, but not from what they said."""


def build_profile_rows(profile: Profile, say: PageWording) -> tuple[ProfileRow, ...]:
    """Who writes, then what is known of them and their enquiry."""
    return tuple(_row(name, profile, say) for name in PROFILE_PARTS)


def _row(name: str, profile: Profile, say: PageWording) -> ProfileRow:
    value, words = getattr(profile, name), profile.rests_on.get(name, ())
    told = say.choice(name, value) if name in CHOSEN else say.term(TERMS[name], value)
    # Decisions from before values had words of their own tell nothing of any single one.
    beside = bool(profile.rests_on) and not words and value not in (None, Level.UNKNOWN)
    return ProfileRow(say.term(TermSet.PROFILE, name), told, words, name in profile.by_model, beside)
