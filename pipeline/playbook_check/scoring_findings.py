"""What is odd in `scoring.yaml`: numbers that no lead can get, signals that never add, models nobody gets."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.domain.closed_values import SignalGroup
from pipeline.playbook import Playbook, Signal
from pipeline.playbook.scoring import DEFAULT, ScoringModel
from pipeline.playbook_check.findings import FindingLevel, PlaybookFinding
from pipeline.playbook_check.reach import find_least_points, list_totals
from pipeline.playbook_check.regions import Space
from pipeline.playbook_check.space import build_space, find_regions

FILE = "scoring.yaml"


def check_scoring(playbook: Playbook) -> Iterator[PlaybookFinding]:
    yield from _models(playbook)
    models, reached = playbook.scoring.models, frozenset[int]()
    for number, model in enumerate(playbook.scoring.choices):
        totals = list_totals(model, playbook)
        reached |= totals
        if model.id == DEFAULT:
            yield from _bands(model, totals, ("bands",))
            yield from _signals(model, playbook, ())
            continue
        segment, place = models[number], ("models", number)
        yield from _bands(model, totals, (*place, "bands") if segment.bands else place)
        if segment.signals:
            yield from _signals(model, playbook, place)
    yield from _thresholds(playbook, reached)


def _models(playbook: Playbook) -> Iterator[PlaybookFinding]:
    models = playbook.scoring.models
    space = build_space(playbook, [model.when for model in models], ())
    for number, model in enumerate(models):
        mine = find_regions(model.when, space, playbook)
        above = [region for other in models[:number] for region in find_regions(other.when, space, playbook)]
        if not space.subtract_all(mine, above):
            why = "the models above take every lead it is for" if mine else "its conditions can't hold together"
            yield PlaybookFinding(
                FindingLevel.ERROR, FILE, ("models", number), f"the model '{model.id}' is never used: {why}"
            )


def _bands(model: ScoringModel, totals: frozenset[int], place: tuple[str | int, ...]) -> Iterator[PlaybookFinding]:
    top, most = 101, max(totals)
    for number, band in enumerate(model.bands):
        if not any(band.at_least <= total < top for total in totals):
            wanted = f"more than {most}" if most < band.at_least else f"{band.at_least} to {top - 1}"
            where = place if place[-1] != "bands" else (*place, number)
            whose = "" if model.id == DEFAULT else f" of the model '{model.id}'"
            advice = "lower at_least, or raise points or caps"
            yield PlaybookFinding(
                FindingLevel.ERROR,
                FILE,
                where,
                f"the band '{band.id}'{whose} is never reached: no lead gets {wanted} points; {advice}",
            )
        top = band.at_least


def _thresholds(playbook: Playbook, totals: frozenset[int]) -> Iterator[PlaybookFinding]:
    rules, most = playbook.scoring, max(totals)
    if rules.mql_threshold > most:
        message = (
            f"nobody becomes an MQL: mql_threshold is {rules.mql_threshold}, but no lead gets more than {most} points"
        )
        yield PlaybookFinding(FindingLevel.ERROR, FILE, ("mql_threshold",), message)
    top = 101
    for grade in "ABCD":
        least = rules.grades[grade]  # type: ignore[index]
        if not any(least <= total < top for total in totals):
            message = (
                f"no lead gets the grade {grade}, which starts at {least}; the most that a lead gets is {most} points"
            )
            yield PlaybookFinding(FindingLevel.ERROR, FILE, ("grades", grade), message)
        top = least


def _signals(model: ScoringModel, playbook: Playbook, place: tuple[str | int, ...]) -> Iterator[PlaybookFinding]:
    space = build_space(playbook, [signal.when for signal in model.signals], ())
    for number, signal in enumerate(model.signals):
        if why := _never_adds(signal, model, space, playbook):
            yield PlaybookFinding(
                FindingLevel.ERROR,
                FILE,
                (*place, "signals", number),
                f"the signal '{signal.id}' never adds a point: {why}",
            )
    for group, cap in model.caps.items():
        together = sum(signal.points for signal in model.signals if signal.group == group)
        if together < cap:
            message = f"all signals of {group} add up to {together}, so the cap of {cap} is never reached"
            yield PlaybookFinding(FindingLevel.NOTE, FILE, (*place, "caps", group), message)


def _never_adds(signal: Signal, model: ScoringModel, space: Space, playbook: Playbook) -> str | None:
    if not find_regions(signal.when, space, playbook):
        return "its conditions can't hold together"
    if signal.group is SignalGroup.RISK:
        return None
    cap = model.caps[signal.group]
    before = find_least_points(signal, model, space, playbook)
    return f"the cap of {cap} is used up by the signals above whenever it holds" if before >= cap else None
