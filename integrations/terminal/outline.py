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


class OutlineTopic(StrEnum):
    """The parts below the brief, in reading order; the value is the heading."""

    SCORE = "Why this score"
    WORDS = "In their words"
    UNCERTAIN = "What is uncertain"
    ROUTE = "Route"
    FOLLOW_UP = "Planned follow-up"


@dataclass(frozen=True, slots=True)
class OutlineLine:
    """`label: text — “quote”`, each part may be empty but not all of them."""

    label: str = ""
    text: str = ""
    quote: str = ""


@dataclass(frozen=True, slots=True)
class OutlineSection:
    topic: OutlineTopic
    lines: tuple[OutlineLine, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """Every text is one line without control characters; it is still the visitor's and has no markup."""

    title: str
    score: str
    next_action: str
    owner: str
    brief: str
    sections: tuple[OutlineSection, ...]
    """Only those that have something to say."""
    url: str | None
    """An http(s) address, else null."""
    lead_id: str


def join_lines(text: str) -> str:
    """The text with runs of white space as one space and without what could steer a terminal or the reading order."""
    return " ".join(_CONTROLS.sub(" ", _BIDI_CONTROLS_AND_SURROGATES.sub("", text)).split())


def format_identifier(identifier: str) -> str:
    """`team_size` as `Team size`; anything that is not an identifier stays as it is."""
    text = join_lines(identifier)
    if not _IDENTIFIER.fullmatch(text):
        return text
    return text[0].upper() + text[1:].replace("_", " ")


def parse_web_address(url: str) -> str | None:
    """The address if it may become a link: http or https with a host, of a sane length, without white space."""
    try:
        host = urlsplit(url).hostname
    except ValueError:
        return None
    return url if host and _WEB_ADDRESS.fullmatch(url) and url.isprintable() else None


def build_outline(alert: Alert) -> Outline:
    """The alert's content for a reader who has two minutes: the judgement first, its reasons after."""
    return Outline(
        title=join_lines(alert.title) or "New lead",
        score=_standing(alert),
        next_action=format_identifier(alert.next_action) or "none suggested",
        owner=join_lines(alert.owner or "")
        or f"nobody yet, waiting in {format_identifier(alert.queue) or 'the queue'}",
        brief=join_lines(alert.brief),
        sections=tuple(_sections(alert)),
        url=parse_web_address(alert.url),
        lead_id=join_lines(alert.lead_id),
    )


def _standing(alert: Alert) -> str:
    if alert.score is None:
        return "No score: too little is known"
    grade = join_lines(alert.grade or "")
    return f"Score {alert.score} of 100" + (f", grade {grade}" if grade else "")


def _sections(alert: Alert) -> Iterable[OutlineSection]:
    lines_by_topic = {
        OutlineTopic.SCORE: _score(alert.parts),
        OutlineTopic.WORDS: [_words(quote) for quote in alert.quotes],
        OutlineTopic.UNCERTAIN: [OutlineLine(text=join_lines(text)) for text in alert.uncertain],
        OutlineTopic.ROUTE: _route(alert),
        OutlineTopic.FOLLOW_UP: [OutlineLine(text=join_lines(text)) for text in alert.follow_up],
    }
    for topic, lines in lines_by_topic.items():
        spoken = tuple(line for line in lines if line != OutlineLine())
        if spoken:
            yield OutlineSection(topic, spoken)


def _score(parts: tuple[ScorePart, ...]) -> list[OutlineLine]:
    if not parts:
        return []
    groups = [*_GROUPS, *sorted({part.group for part in parts} - {*_GROUPS})]
    sums = {group: sum(part.points for part in parts if part.group == group) for group in groups}
    heaviest_first = sorted(parts, key=lambda part: (groups.index(part.group), -abs(part.points)))
    return [
        OutlineLine(text=" · ".join(f"{format_identifier(group)} {_points(total)}" for group, total in sums.items())),
        *(
            OutlineLine(f"{_points(part.points)} {format_identifier(part.signal)}", join_lines(part.evidence))
            for part in heaviest_first
        ),
    ]


def _points(points: int) -> str:
    return f"{points:+d}".replace("-", "\u2212")


def _words(quote: Quote) -> OutlineLine:
    value, said = join_lines(quote.value), join_lines(quote.quote)
    return OutlineLine(format_identifier(quote.field), "" if value.casefold() == said.casefold() else value, said)


def _route(alert: Alert) -> list[OutlineLine]:
    queue, reason = format_identifier(alert.queue), join_lines(alert.route_reason)
    return [
        OutlineLine("Queue", queue) if queue else OutlineLine(),
        OutlineLine("Why", reason) if reason else OutlineLine(),
        *(OutlineLine(f"Skipped {join_lines(skip.who)}", join_lines(skip.why)) for skip in alert.skipped),
    ]
