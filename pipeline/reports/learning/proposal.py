"""Other points as a change of `scoring.yaml` that a person can read, and what it would change. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import unified_diff

import yaml

from pipeline.playbook import Playbook
from pipeline.playbook.scoring import DEFAULT
from pipeline.reports.learning.points import UNSCORED
from pipeline.reports.learning.regression import Points

NO_SCORE = "no score"


@dataclass(frozen=True, slots=True)
class BandMove:
    """Leads that would stand in another band."""

    before: str
    after: str
    leads: tuple[str, ...]
    """Their names, in the order of the samples."""


def rewrite_points(text: str, points: Points) -> str:
    """`scoring.yaml` with other numbers behind `points:` at the top signals; all else, comments too, stays as it is."""
    lines = text.splitlines(keepends=True)
    for signal, node in _points_nodes(text):
        if signal in points:
            line, start, end = node.start_mark.line, node.start_mark.column, node.end_mark.column
            lines[line] = lines[line][:start] + str(points[signal]) + lines[line][end:]
    return "".join(lines)


def build_diff(text: str, points: Points, name: str = "prompts/playbook/scoring.yaml") -> str:
    """A unified diff as `patch -p1` and people read it; empty where nothing changes."""
    old, new = text.splitlines(keepends=True), rewrite_points(text, points).splitlines(keepends=True)
    return "".join(unified_diff(old, new, f"a/{name}", f"b/{name}"))


def find_band_moves(
    names: Sequence[str], before: Sequence[int], after: Sequence[int], playbook: Playbook
) -> tuple[BandMove, ...]:
    """Who would change band, most leads first; names and totals of the same leads in the same order."""
    changed = defaultdict[tuple[str, str], list[str]](list)
    for name, old, new in zip(names, before, after, strict=True):
        changed[_band(old, playbook), _band(new, playbook)].append(name)
    found = [BandMove(old, new, tuple(leads)) for (old, new), leads in changed.items() if old != new]
    return tuple(sorted(found, key=lambda move: -len(move.leads)))


def _band(total: int, playbook: Playbook) -> str:
    if total == UNSCORED:
        return NO_SCORE
    return next(model for model in playbook.scoring.choices if model.id == DEFAULT).get_band(total).id


def _points_nodes(text: str) -> Iterator[tuple[str, yaml.ScalarNode]]:
    """The id of each signal at the top with the node of its points."""
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    parts = {key.value: value for key, value in root.value} if root else {}
    for signal in parts["signals"].value:
        fields = {key.value: value for key, value in signal.value}
        yield fields["id"].value, fields["points"]
