"""How a fact was found, as people read it, to judge it by. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.domain.closed_values import FoundBy
from pipeline.domain.decision import HowFound
from prompts.texts import Texts, Variables

_FILLED: Mapping[FoundBy, Variables] = {
    FoundBy.WRITTEN: frozenset({"words"}),
    **dict.fromkeys((FoundBy.UNLISTED_MAIL, FoundBy.FREE_MAIL, FoundBy.DISPOSABLE_MAIL), frozenset({"domain"})),
    **dict.fromkeys((FoundBy.PLACE_ZONE, FoundBy.FOUND_PLACE_ZONE), frozenset({"place"})),
    **dict.fromkeys((FoundBy.POSTAL_REGION, FoundBy.POSTAL_ZONE), frozenset({"code"})),
    FoundBy.ROLE_WORDS: frozenset({"quote", "role"}),
    FoundBy.ANSWER_FIELD: frozenset({"path"}),
    FoundBy.PAGE_TAG: frozenset({"tag"}),
}
"""Whose sentence is filled, and with what; the others say the same each time."""
FOUND_TEXTS: Mapping[str, Variables] = {f"found.{by}": _FILLED.get(by, frozenset()) for by in FoundBy}


def describe_how(how: HowFound, texts: Texts) -> str:
    """`state of postal code 79901`, in the language of `texts`."""
    return texts.render(f"found.{how.by}", **how.values)
