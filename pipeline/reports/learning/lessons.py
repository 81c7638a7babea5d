"""Learning from start to end: what to leave out, the points, and how they do on leads they have not seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.conditions.conditions import Facts
from pipeline.playbook import Playbook
from pipeline.reports.learning import points as in_points
from pipeline.reports.learning.leakage import Leak, find_leaks
from pipeline.reports.learning.proposal import BandMove, find_band_moves
from pipeline.reports.learning.regression import (
    Points,
    Quality,
    learn_weights,
    measure_current_points,
    measure_learned_points,
    require_enough_leads,
)
from pipeline.reports.learning.samples import (
    NothingToLearn,
    TrainingTable,
    list_default_signals,
    sample_answers,
    sample_signals,
)

SHOWN = 3
"""Digits of an AUC; what differs less is the same."""


@dataclass(frozen=True, slots=True)
class FormLesson:
    """What the answers of a form are worth."""

    points: Points
    quality: Quality
    leaks: tuple[Leak, ...]
    leads: int
    won: int


@dataclass(frozen=True, slots=True)
class PlaybookLesson:
    """Other points for the playbook's own signals."""

    points: Points
    """Of the signals that could be learned."""
    before: Quality
    after: Quality
    moves: tuple[BandMove, ...]
    contradicted: tuple[str, ...]
    """Signals that learned the other way than they count."""
    too_rare: tuple[str, ...]
    """Signals that held for too few leads, or for nearly all: they keep their points."""
    leaks: tuple[Leak, ...]
    leads: int
    won: int

    @property
    def is_worse(self) -> bool:
        """Whether the learned points tell won from lost less well than today's, on leads that they have not seen."""
        return round(self.after.auc, SHOWN) < round(self.before.auc, SHOWN)


def learn_answers(table: TrainingTable, columns: Sequence[str] | None = None) -> FormLesson:
    """Points for the answers of these columns, of all that do not leak where none are named."""
    found = find_leaks(table.columns, table.won)
    gone = {leak.column for leak in found if leak.left_out}
    if unknown := [name for name in columns or () if name not in table.columns]:
        raise NothingToLearn(f"there is no column '{unknown[0]}'; the columns: {', '.join(table.columns)}")
    chosen = columns or [name for name in table.columns if name not in gone]
    samples = sample_answers(table, chosen)
    require_enough_leads(samples)
    quality = measure_learned_points(
        samples,
        lambda learned: in_points.compute_answer_points(learned, samples),
        lambda points: in_points.score_answers(points, samples),
    )
    learned = in_points.compute_answer_points(learn_weights(samples, range(len(samples.won))), samples)
    return FormLesson(learned, quality, found, len(samples.won), sum(samples.won))


def learn_signals(
    facts: Sequence[Facts], names: Sequence[str], won: Sequence[bool], playbook: Playbook
) -> PlaybookLesson:
    """Points for the playbook's signals from leads whose facts and ends are known."""
    samples = sample_signals(facts, names, won, playbook)
    signals = [signal.id for signal in list_default_signals(playbook)]
    held = {name: ["yes" if name in row else "" for row in samples.holds] for name in signals}
    found = tuple(leak for leak in find_leaks(held, samples.won) if leak.left_out)
    samples = samples.without(leak.column for leak in found)
    require_enough_leads(samples)
    quality = measure_learned_points(
        samples,
        lambda learned: in_points.compute_signal_points(learned, playbook),
        lambda points: in_points.score_facts(in_points.replace_points(playbook, points), facts),
    )
    before = measure_current_points(samples, in_points.score_facts(playbook, facts))
    learned = learn_weights(samples, range(len(samples.won)))
    return PlaybookLesson(
        points=in_points.compute_signal_points(learned, playbook),
        before=before,
        after=quality,
        moves=find_band_moves(samples.names, before.totals, quality.totals, playbook),
        contradicted=in_points.find_contradicted_signals(learned, playbook),
        too_rare=tuple(name for name in signals if name not in learned and name not in {leak.column for leak in found}),
        leaks=found,
        leads=len(samples.won),
        won=sum(samples.won),
    )
