"""What an alert says, in which order, as plain single lines: the terminal prints it and Slack dresses it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from pipeline.domain.alert import Alert, Quote
from pipeline.domain.closed_values import SignalGroup
from pipeline.domain.decision import ScorePart
from pipeline.wording.numbers import format_points
from pipeline.wording.terms import TermSet, format_identifier, name_term
from prompts.texts import Texts, Variables

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_BIDI_CONTROLS_AND_SURROGATES = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_WEB_ADDRESS = re.compile(r"https?://[^\s<>\"\\]{1,1000}")


class OutlineTopic(StrEnum):
    """The parts below the brief, in reading order; the heading is the text `alert.topic.<topic>`."""

    SCORE = "score"
    WORDS = "words"
    UNCERTAIN = "uncertain"
    ROUTE = "route"
    FOLLOW_UP = "follow_up"


OUTLINE_TEXTS: Mapping[str, Variables] = {
    **{f"alert.topic.{topic}": frozenset() for topic in OutlineTopic},
    **{f"alert.{name}": frozenset() for name in ("new", "no_score", "next", "no_action", "owner", "some_queue")},
    **{f"alert.{name}": frozenset() for name in ("queue", "why", "open", "withdrawn")},
    **{f"alert.withdrawn.{name}": frozenset() for name in ("brief", "next")},
    "alert.score": frozenset({"score", "grade"}),
    "alert.nobody": frozenset({"queue"}),
    "alert.skipped": frozenset({"who"}),
    "alert.lead": frozenset({"id"}),
    "alert.more": frozenset({"count"}),
}


@dataclass(frozen=True, slots=True)
class OutlineLine:
    """`label: text — “quote”`, each part may be empty but not all of them."""

    label: str = ""
    text: str = ""
    quote: str = ""


@dataclass(frozen=True, slots=True)
class OutlineSection:
    topic: OutlineTopic
    heading: str
    lines: tuple[OutlineLine, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """Every text is one line without control characters; it is still the visitor's and has no markup."""

    title: str
    score: str
    next_action: OutlineLine
    owner: OutlineLine
    brief: str
    sections: tuple[OutlineSection, ...]
    """Only those that have something to say."""
    url: str | None
    """An http(s) address, else null."""
    lead: str
    """Which lead it is, by its id."""


def join_lines(text: str) -> str:
    """The text with runs of white space as one space and without what could steer a terminal or the reading order."""
    return " ".join(_CONTROLS.sub(" ", _BIDI_CONTROLS_AND_SURROGATES.sub("", text)).split())


def parse_web_address(url: str) -> str | None:
    """The address if it may become a link: http or https with a host, of a sane length, without white space."""
    try:
        host = urlsplit(url).hostname
    except ValueError:
        return None
    return url if host and _WEB_ADDRESS.fullmatch(url) and url.isprintable() else None


def build_outline(alert: Alert, texts: Texts) -> Outline:
    """The alert's content for a reader who has two minutes: the judgement first, its reasons after."""
    title, brief = summarise_alert(alert, texts)
    queue = _readable(alert.queue) or texts.render("alert.some_queue")
    owner = join_lines(alert.owner or "") or texts.render("alert.nobody", queue=queue)
    return Outline(
        title=title,
        score=_standing(alert, texts),
        next_action=OutlineLine(texts.render("alert.next"), name_next_action(alert, texts)),
        owner=OutlineLine(texts.render("alert.owner"), owner),
        brief=brief,
        sections=tuple(_sections(alert, texts)),
        url=parse_web_address(alert.url),
        lead=texts.render("alert.lead", id=join_lines(alert.lead_id)),
    )


def summarise_alert(alert: Alert, texts: Texts) -> tuple[str, str]:
    """The title and the brief, each in one line; of a withdrawn alert, that it was withdrawn."""
    if alert.withdrawn:
        return texts.render("alert.withdrawn"), texts.render("alert.withdrawn.brief")
    return join_lines(alert.title) or texts.render("alert.new"), join_lines(alert.brief)


def name_next_action(alert: Alert, texts: Texts) -> str:
    if alert.withdrawn:
        return texts.render("alert.withdrawn.next")
    action = name_term(texts, TermSet.NEXT_ACTION, join_lines(alert.next_action))
    return action or texts.render("alert.no_action")


def _readable(text: str) -> str:
    return format_identifier(join_lines(text))


def _standing(alert: Alert, texts: Texts) -> str:
    if alert.score is None:
        return texts.render("alert.no_score")
    return texts.render("alert.score", score=alert.score, grade=join_lines(alert.grade or ""))


def _sections(alert: Alert, texts: Texts) -> Iterable[OutlineSection]:
    lines_by_topic = {
        OutlineTopic.SCORE: _score(alert.parts, texts),
        OutlineTopic.WORDS: [_words(quote) for quote in alert.quotes],
        OutlineTopic.UNCERTAIN: [OutlineLine(text=join_lines(text)) for text in alert.uncertain],
        OutlineTopic.ROUTE: _route(alert, texts),
        OutlineTopic.FOLLOW_UP: [OutlineLine(text=join_lines(text)) for text in alert.follow_up],
    }
    for topic, lines in lines_by_topic.items():
        spoken = tuple(line for line in lines if line != OutlineLine())
        if spoken:
            yield OutlineSection(topic, texts.render(f"alert.topic.{topic}"), spoken)


def _score(parts: tuple[ScorePart, ...], texts: Texts) -> list[OutlineLine]:
    if not parts:
        return []
    known = list(map(str, SignalGroup))
    groups = [*known, *sorted({part.group for part in parts} - {*known})]
    sums = {group: sum(part.points for part in parts if part.group == group) for group in groups}
    heaviest_first = sorted(parts, key=lambda part: (groups.index(part.group), -abs(part.points)))
    totals = (f"{name_term(texts, TermSet.GROUP, group)} {format_points(total)}" for group, total in sums.items())
    return [
        OutlineLine(text=" · ".join(totals)),
        *(
            OutlineLine(f"{format_points(part.points)} {_signal(part, texts)}", join_lines(part.evidence))
            for part in heaviest_first
        ),
    ]


def _signal(part: ScorePart, texts: Texts) -> str:
    return name_term(texts, TermSet.SIGNAL, join_lines(part.signal))


def _words(quote: Quote) -> OutlineLine:
    value, said = join_lines(quote.value), join_lines(quote.quote)
    return OutlineLine(_readable(quote.field), "" if value.casefold() == said.casefold() else value, said)


def _route(alert: Alert, texts: Texts) -> list[OutlineLine]:
    queue, reason = _readable(alert.queue), join_lines(alert.route_reason)
    skipped = (
        (texts.render("alert.skipped", who=join_lines(skip.who)), join_lines(skip.why)) for skip in alert.skipped
    )
    return [
        OutlineLine(texts.render("alert.queue"), queue) if queue else OutlineLine(),
        OutlineLine(texts.render("alert.why"), reason) if reason else OutlineLine(),
        *(OutlineLine(who, why) for who, why in skipped),
    ]
