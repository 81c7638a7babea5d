"""What an alert says, in which order, as plain single lines: the terminal prints it and Slack dresses it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from pipeline.domain.alert import Alert, Quote
from pipeline.domain.decision import ScorePart

_GROUPS = ("fit", "engagement", "risk")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_BIDI_CONTROLS_AND_SURROGATES = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_IDENTIFIER = re.compile(r"[a-z0-9]+(_[a-z0-9]+)*")
_WEB_ADDRESS = re.compile(r"https?://[^\s<>\"\\]{1,1000}")


class Topic(StrEnum):
    """The parts below the brief, in reading order; the value is the heading."""

    SCORE = "Why this score"
    WORDS = "In their words"
    UNCERTAIN = "What is uncertain"
    ROUTE = "Route"
    FOLLOW_UP = "Planned follow-up"


@dataclass(frozen=True, slots=True)
class Line:
    """`label: text — “quote”`, each part may be empty but not all of them."""

    label: str = ""
    text: str = ""
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    topic: Topic
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """Every text is one line without control characters; it is still the visitor's and has no markup."""

    title: str
    score: str
    next_action: str
    owner: str
    brief: str
    sections: tuple[Section, ...]
    """Only those that have something to say."""
    url: str | None
    """An http(s) address, else null."""
    lead_id: str


def one_line(text: str) -> str:
    """The text with runs of white space as one space and without what could steer a terminal or the reading order."""
    return " ".join(_CONTROLS.sub(" ", _BIDI_CONTROLS_AND_SURROGATES.sub("", text)).split())


def readable(identifier: str) -> str:
    """`team_size` as `Team size`; anything that is not an identifier stays as it is."""
    text = one_line(identifier)
    if not _IDENTIFIER.fullmatch(text):
        return text
    return text[0].upper() + text[1:].replace("_", " ")


def web_address(url: str) -> str | None:
    """The address if it may become a link: http or https with a host, of a sane length, without white space."""
    try:
        host = urlsplit(url).hostname
    except ValueError:
        return None
    return url if host and _WEB_ADDRESS.fullmatch(url) and url.isprintable() else None


def outline(alert: Alert) -> Outline:
    """The alert's content for a reader who has two minutes: the judgement first, its reasons after."""
    return Outline(
        title=one_line(alert.title) or "New lead",
        score=_standing(alert),
        next_action=readable(alert.next_action) or "none suggested",
        owner=one_line(alert.owner or "") or f"nobody yet, waiting in {readable(alert.queue) or 'the queue'}",
        brief=one_line(alert.brief),
        sections=tuple(_sections(alert)),
        url=web_address(alert.url),
        lead_id=one_line(alert.lead_id),
    )


def _standing(alert: Alert) -> str:
    if alert.score is None:
        return "No score: too little is known"
    grade = one_line(alert.grade or "")
    return f"Score {alert.score} of 100" + (f", grade {grade}" if grade else "")


def _sections(alert: Alert) -> Iterable[Section]:
    lines_by_topic = {
        Topic.SCORE: _score(alert.parts),
        Topic.WORDS: [_words(quote) for quote in alert.quotes],
        Topic.UNCERTAIN: [Line(text=one_line(text)) for text in alert.uncertain],
        Topic.ROUTE: _route(alert),
        Topic.FOLLOW_UP: [Line(text=one_line(text)) for text in alert.follow_up],
    }
    for topic, lines in lines_by_topic.items():
        spoken = tuple(line for line in lines if line != Line())
        if spoken:
            yield Section(topic, spoken)


def _score(parts: tuple[ScorePart, ...]) -> list[Line]:
    if not parts:
        return []
    groups = [*_GROUPS, *sorted({part.group for part in parts} - {*_GROUPS})]
    sums = {group: sum(part.points for part in parts if part.group == group) for group in groups}
    heaviest_first = sorted(parts, key=lambda part: (groups.index(part.group), -abs(part.points)))
    return [
        Line(text=" · ".join(f"{readable(group)} {_points(total)}" for group, total in sums.items())),
        *(Line(f"{_points(part.points)} {readable(part.signal)}", one_line(part.evidence)) for part in heaviest_first),
    ]


def _points(points: int) -> str:
    return f"{points:+d}".replace("-", "\u2212")


def _words(quote: Quote) -> Line:
    value, said = one_line(quote.value), one_line(quote.quote)
    return Line(readable(quote.field), "" if value.casefold() == said.casefold() else value, said)


def _route(alert: Alert) -> list[Line]:
    queue, reason = readable(alert.queue), one_line(alert.route_reason)
    return [
        Line("Queue", queue) if queue else Line(),
        Line("Why", reason) if reason else Line(),
        *(Line(f"Skipped {one_line(skip.who)}", one_line(skip.why)) for skip in alert.skipped),
    ]
