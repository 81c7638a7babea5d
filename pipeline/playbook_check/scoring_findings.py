"""What is odd in `scoring.yaml`: numbers that no lead can get, signals that never add, models nobody gets."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.playbook import Playbook, Signal
from pipeline.playbook.scoring import DEFAULT, Model
from pipeline.playbook_check.findings import Finding, Level
from pipeline.playbook_check.reach import least_before, totals_of
from pipeline.playbook_check.regions import Space
from pipeline.playbook_check.space import regions_of, space_of

FILE = "scoring.yaml"


def of_scoring(playbook: Playbook) -> Iterator[Finding]:
    yield from _models(playbook)
    models, reached = playbook.scoring.models, frozenset[int]()
    for number, model in enumerate(playbook.scoring.choices):
        totals = totals_of(model, playbook)
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


def _models(playbook: Playbook) -> Iterator[Finding]:
    models = playbook.scoring.models
    space = space_of(playbook, [model.when for model in models], ())
    for number, model in enumerate(models):
        mine = regions_of(model.when, space, playbook)
        above = [region for other in models[:number] for region in regions_of(other.when, space, playbook)]
        if not space.remainder(mine, above):
            why = "the models above take every lead it is for" if mine else "its conditions can't hold together"
            yield Finding(Level.ERROR, FILE, ("models", number), f"the model '{model.id}' is never used: {why}")


def _bands(model: Model, totals: frozenset[int], place: tuple[str | int, ...]) -> Iterator[Finding]:
    top, most = 101, max(totals)
    for number, band in enumerate(model.bands):
        if not any(band.at_least <= total < top for total in totals):
            wanted = f"more than {most}" if most < band.at_least else f"{band.at_least} to {top - 1}"
            where = place if place[-1] != "bands" else (*place, number)
            whose = "" if model.id == DEFAULT else f" of the model '{model.id}'"
            advice = "lower at_least, or raise points or caps"
            yield Finding(
                Level.ERROR,
                FILE,
                where,
                f"the band '{band.id}'{whose} is never reached: no lead gets {wanted} points; {advice}",
            )
        top = band.at_least


def _thresholds(playbook: Playbook, totals: frozenset[int]) -> Iterator[Finding]:
    rules, most = playbook.scoring, max(totals)
    if rules.mql_threshold > most:
        message = (
            f"nobody becomes an MQL: mql_threshold is {rules.mql_threshold}, but no lead gets more than {most} points"
        )
        yield Finding(Level.ERROR, FILE, ("mql_threshold",), message)
    top = 101
    for grade in "ABCD":
        least = rules.grades[grade]  # type: ignore[index]
        if not any(least <= total < top for total in totals):
            message = (
                f"no lead gets the grade {grade}, which starts at {least}; the most that a lead gets is {most} points"
            )
            yield Finding(Level.ERROR, FILE, ("grades", grade), message)
        top = least


def _signals(model: Model, playbook: Playbook, place: tuple[str | int, ...]) -> Iterator[Finding]:
    space = space_of(playbook, [signal.when for signal in model.signals], ())
    for number, signal in enumerate(model.signals):
        if why := _never_adds(signal, model, space, playbook):
            yield Finding(
                Level.ERROR, FILE, (*place, "signals", number), f"the signal '{signal.id}' never adds a point: {why}"
            )
    for group, cap in model.caps.items():
        together = sum(signal.points for signal in model.signals if signal.group == group)
        if together < cap:
            message = f"all signals of {group} add up to {together}, so the cap of {cap} is never reached"
            yield Finding(Level.NOTE, FILE, (*place, "caps", group), message)


def _never_adds(signal: Signal, model: Model, space: Space, playbook: Playbook) -> str | None:
    if not regions_of(signal.when, space, playbook):
        return "its conditions can't hold together"
    if signal.group == "risk":
        return None
    cap = model.caps[signal.group]
    before = least_before(signal, model, space, playbook)
    return f"the cap of {cap} is used up by the signals above whenever it holds" if before >= cap else None
