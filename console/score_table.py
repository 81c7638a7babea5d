"""The score as rows that visibly add up, and how a delivery stands with what to do about it. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from console.wording import PageWording
from pipeline.domain.closed_values import DeliveryStatus, SignalGroup
from pipeline.domain.decision import ScorePart
from pipeline.reports.leads import DeliveryView

GROUPS = tuple(SignalGroup)


@dataclass(frozen=True, slots=True)
class PointsRow:
    signal: str
    says: str | None
    points: int
    evidence: str


@dataclass(frozen=True, slots=True)
class PointsGroup:
    """`points` is the sum of its rows' signed points."""

    label: str
    points: int
    rows: tuple[PointsRow, ...]


def group_points(parts: Iterable[ScorePart], say: PageWording) -> tuple[PointsGroup, ...]:
    """Fit, engagement and risk in this order, then any other group; within one, the heaviest first."""
    parts = tuple(parts)
    others = dict.fromkeys(part.group for part in parts if part.group not in GROUPS)
    return tuple(_group(name, [part for part in parts if part.group == name], say) for name in (*GROUPS, *others))


def _group(name: str, parts: list[ScorePart], say: PageWording) -> PointsGroup:
    heaviest_first = sorted(parts, key=lambda part: -abs(part.points))
    rows = (PointsRow(say.term("signal", p.signal), say.signal(p.signal), p.points, p.evidence) for p in heaviest_first)
    return PointsGroup(say.term("group", name), sum(part.points for part in parts), tuple(rows))


@dataclass(frozen=True, slots=True)
class DeliveryState:
    tone: str
    """good, waiting or bad."""
    headline: str
    advice: str | None = None


def describe_delivery(delivery: DeliveryView, say: PageWording) -> DeliveryState:
    """Where an alert stands; for what needs a person, what to do."""
    match delivery.status:
        case DeliveryStatus.SENT:
            where = (
                say.text("delivery.sent.to", channel=delivery.channel)
                if delivery.channel
                else say.text("delivery.sent")
            )
            return DeliveryState("good", where + (f" {say.ago(delivery.sent_at)}" if delivery.sent_at else ""))
        case DeliveryStatus.FAILED:
            told = say.text("delivery.failed", error=delivery.error or say.text("delivery.no_reason"))
            return DeliveryState("bad", told, say.text("delivery.mend"))
    if delivery.error:
        return DeliveryState("waiting", _tried(delivery, say), say.text("delivery.next", ago=say.ago(delivery.due_at)))
    return DeliveryState("waiting", say.text("delivery.waiting"))


def _tried(delivery: DeliveryView, say: PageWording) -> str:
    name = "delivery.trying" if delivery.attempts == 1 else "delivery.trying.more"
    return say.text(name, count=delivery.attempts, error=delivery.error)
