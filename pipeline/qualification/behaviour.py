"""What a lead did, as facts with their age: the pages it saw, what it did since, and how long it has been quiet."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from pipeline.conditions.conditions import KnownFact
from pipeline.domain.activity import Activity
from pipeline.domain.submission import Submission
from pipeline.wording.terms import TermSet, name_inline_term
from pipeline.wording.times import format_numeric_day
from prompts.texts import Texts, Variables

BEHAVIOUR_TEXTS: Mapping[str, Variables] = {
    "behaviour.last_heard_of": frozenset({"day"}),
    "behaviour.pages": frozenset({"pages"}),
    "behaviour.pages_again": frozenset({"pages"}),
    "behaviour.did": frozenset({"what"}),
}
_SEGMENT = re.compile(r"[^/]+")
_EXTENSION = re.compile(r"\.\w{1,5}$")
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Visit:
    words: frozenset[str]
    """Of the path: `/en/pricing.html?x=1` counts as en and pricing."""
    at: datetime


def collect_behaviour(
    submission: Submission, activities: Iterable[Activity], now: datetime, texts: Texts
) -> dict[str, KnownFact]:
    """The facts `pages`, `pages_again`, `did` and `quiet_days`, each with what it rests on in the words of `texts`.

    A page whose time is not known counts as seen when the submission was received.
    """
    activities = sorted(activities, key=lambda activity: activity.at)
    visits = [visit for visit in _visits(submission, activities) if visit.words]
    newest = {word: visit.at for visit in sorted(visits, key=lambda visit: visit.at) for word in visit.words}
    times = Counter(word for visit in visits for word in visit.words)
    again = {word: at for word, at in newest.items() if times[word] > 1}
    did = {activity.what: activity.at for activity in activities}
    facts = {"quiet_days": _quiet_days(submission, activities, now, texts)}
    for name, seen in (("pages", newest), ("pages_again", again), ("did", did)):
        if seen:
            words = tuple(sorted(seen))
            facts[name] = KnownFact(words, _describe(name, words, texts), compute_ages(seen, now))
    return facts


def _quiet_days(submission: Submission, activities: Iterable[Activity], now: datetime, texts: Texts) -> KnownFact:
    last = max([submission.received_at, *(activity.at for activity in activities)])
    heard = texts.render("behaviour.last_heard_of", day=format_numeric_day(last.date(), texts.language))
    return KnownFact(float(max((now - last) // _DAY, 0)), heard)


def _describe(name: str, words: Iterable[str], texts: Texts) -> str:
    if name == "did":
        done = ", ".join(name_inline_term(texts, TermSet.ACTIVITY, word) for word in words)
        return texts.render("behaviour.did", what=done)
    return texts.render(f"behaviour.{name}", pages=", ".join(words))


def compute_ages(seen: Mapping[str, datetime], now: datetime) -> dict[str, float]:
    """Days since each was seen, at least 0."""
    return {value: max((now - at) / _DAY, 0.0) for value, at in seen.items()}


def _visits(submission: Submission, activities: Iterable[Activity]) -> Iterator[_Visit]:
    origin = submission.origin
    for address in (*origin.pages, origin.page):
        if address:
            yield _Visit(_words(address), origin.seen_at.get(address, submission.received_at))
    for activity in activities:
        if activity.address:
            yield _Visit(_words(activity.address), activity.at)


def _words(address: str) -> frozenset[str]:
    try:
        path = urlsplit(address).path
    except ValueError:
        return frozenset()
    return frozenset(_EXTENSION.sub("", segment).lower() for segment in _SEGMENT.findall(path)) - {""}
