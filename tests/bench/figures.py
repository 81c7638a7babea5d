"""What was measured, as tables for a terminal and for the documentation."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import median

import psutil

from tests.bench.alerts import Alerts
from tests.bench.leads import Pipeline
from tests.bench.talking import Memory, TalkComparison, TalkFigures


@dataclass(frozen=True, slots=True)
class Start:
    """Seconds from the start of the process to the first answer of /healthz, and its CPU seconds till then."""

    seconds: float
    cpu: float


@dataclass(frozen=True, slots=True)
class Starts:
    """The first start makes the database as well."""

    first: Start
    later: Sequence[Start]


def turns_tables(talks: TalkComparison) -> str:
    return "\n\n".join([_busy(talks), _calm(talks), _costs(talks), _memory(talks)])


def _busy(talks: TalkComparison) -> str:
    rows = [
        [str(ours.open), *_pace(ours), *_pace(stock), f"{ours.per_second / stock.per_second:.2f}"]
        for ours, stock in talks.busy
    ]
    head = ["open conversations", "Foyer turns/s", "p50 ms", "p95 ms", "stock echo turns/s", "p50 ms", "p95 ms"]
    return draw_table("Turns, without time to think", [*head, "Foyer / stock"], rows)


def _calm(talks: TalkComparison) -> str:
    rows = [[talk.app, str(talk.open), *_pace(talk)] for talk in talks.calm]
    title = "Turns, with {:g} to {:g} s to think".format(*talks.think)
    return draw_table(title, ["server", "open conversations", "turns/s", "p50 ms", "p95 ms"], rows)


def _costs(talks: TalkComparison) -> str:
    rows = [
        [str(ours.open), *(f"{1000 * talk.server_cpu / talk.turns:.1f}" for talk in (ours, stock)), _client(ours)]
        for ours, stock in talks.busy
    ]
    head = ["open conversations", "Foyer CPU ms/turn", "stock echo CPU ms/turn", "the client's own CPU ms/turn"]
    return draw_table("Processor time of a turn", head, rows)


def _memory(talks: TalkComparison) -> str:
    rows = [
        [use.app, str(use.visitors), f"{use.warm / 1e6:.0f}", _each(use, use.greeted), _each(use, use.talked)]
        for use in talks.memory
    ]
    head = ["server", "visitors", "before them MB", "each, greeted kB", "each, after 5 turns kB"]
    return draw_table("Resident memory", head, rows)


def leads_table(pipelines: Sequence[Pipeline]) -> str:
    rows = [
        [
            run.database, str(run.burst), f"{run.burst / run.seconds:.0f}", f"{1000 * run.cpu / run.burst:.0f}",
            *_milliseconds(run.calm),
        ]
        for run in pipelines
    ]  # fmt: skip
    head = ["database", "leads at once", "leads/s", "CPU ms/lead", "one at rest, p50 ms", "p95 ms"]
    return draw_table("Leads, from submission stored to decided and its alert handed over", head, rows)


def alerts_table(alerts: Sequence[Alerts]) -> str:
    rows = [
        [found.how, str(len(found.seconds)), *(f"{quantile(found.seconds, part):.2f}" for part in (0.5, 0.95, 1))]
        for found in alerts
    ]
    return draw_table(
        "From Confirm to the alert at Slack", ["confirmed", "conversations", "p50 s", "p95 s", "last s"], rows
    )


def starts_table(starts: Starts) -> str:
    first, later = starts.first, starts.later
    usual = Start(median(start.seconds for start in later), median(start.cpu for start in later))
    rows = [
        [name, f"{start.seconds:.1f}", f"{start.cpu:.1f}"]
        for name, start in (("first, empty folder", first), (f"later, median of {len(later)}", usual))
    ]
    return draw_table("From process start to /healthz", ["start", "s", "CPU s"], rows)


def quantile(values: Sequence[float], part: float) -> float:
    """The value that a `part` of all values does not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, -int(-part * len(ordered) // 1) - 1)]


def machine() -> str:
    """Where and when a run was made, one line."""
    memory = psutil.virtual_memory().total / 2**30
    python, system = platform.python_version(), platform.system()
    return f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, {memory:.0f} GiB, {system}, Python {python}"


def draw_table(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Markdown that also reads well in a terminal: columns aligned, numbers to the right."""
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    lines = [" | ".join(map(str.rjust, row, widths)) for row in (head, *rows)]
    rule = " | ".join(f"{'-' * (width - 1)}:" for width in widths)
    return f"### {title}\n\n" + "\n".join(f"| {line} |" for line in (lines[0], rule, *lines[1:]))


def _milliseconds(seconds: Sequence[float]) -> list[str]:
    return [f"{1000 * quantile(seconds, part):.0f}" for part in (0.5, 0.95)]


def _pace(talk: TalkFigures) -> list[str]:
    return [f"{talk.per_second:.0f}", *_milliseconds(talk.latencies)]


def _client(talk: TalkFigures) -> str:
    return f"{1000 * talk.client_cpu / talk.turns:.1f}"


def _each(use: Memory, now: int) -> str:
    return f"{(now - use.warm) / use.visitors / 1000:.0f}"
