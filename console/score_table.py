"""The score as rows that visibly add up, and how a delivery stands with what to do about it. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from console.wording import PageWording, format_identifier
from pipeline.domain.decision import ScorePart
from pipeline.reports.leads import DeliveryView

GROUPS = ("fit", "engagement", "risk")


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
    rows = (PointsRow(format_identifier(p.signal), say.signal(p.signal), p.points, p.evidence) for p in heaviest_first)
    return PointsGroup(format_identifier(name), sum(part.points for part in parts), tuple(rows))


def format_points(points: int) -> str:
    """`+20`, `−5` (with a minus sign, not a hyphen), `0`."""
    return f"{points:+d}".replace("-", "\u2212") if points else "0"


@dataclass(frozen=True, slots=True)
class DeliveryState:
    tone: str
    """good, waiting or bad."""
    headline: str
    advice: str | None = None


def describe_delivery(delivery: DeliveryView, say: PageWording) -> DeliveryState:
    """Where an alert stands; for what needs a person, what to do."""
    if delivery.status == "sent":
        where = f" to {delivery.channel}" if delivery.channel else ""
        return DeliveryState("good", f"Sent{where}" + (f" {say.ago(delivery.sent_at)}" if delivery.sent_at else ""))
    if delivery.status == "failed":
        return DeliveryState(
            "bad",
            f"Not delivered: {delivery.error or 'refused without a reason'}",
            "Tell the owner yourself now. Then mend the cause ('foyer doctor' shows what is set up and what answers) "
            "and send it again with 'foyer doctor --retry'.",
        )
    if delivery.error:
        tries = f"{delivery.attempts} {'try' if delivery.attempts == 1 else 'tries'}"
        return DeliveryState(
            "waiting",
            f"Waiting after {tries}: {delivery.error}",
            f"Nothing is lost; the next try is due {say.ago(delivery.due_at)}.",
        )
    return DeliveryState("waiting", "Waiting to be sent")
