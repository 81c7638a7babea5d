"""How well duplicates are found: names of companies at each threshold, and rows of people at each number of points.

`python -m tests.quality.duplicates` prints precision and recall of pairs beside a simple tool on the same material;
`--wrong` lists the pairs of our own hard set that the chosen threshold gets wrong; `--out docs/quality.md` puts the
figures into that page.
"""

from __future__ import annotations

import argparse
import csv
import shlex
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path

import yaml
from rapidfuzz import fuzz
from rapidfuzz.utils import default_process

from pipeline.audit.columns import guess_columns
from pipeline.audit.duplicates import find_duplicates
from pipeline.audit.entries import ExportEntry, ReadOptions, parse_entry
from pipeline.audit.headings import Column
from pipeline.audit.reading import read_table
from pipeline.matching.companies import build_company_keys, compare_company_names, parse_company_name
from tests.support.builders import a_playbook
from tests.support.material import MATERIAL

COMPANIES, PEOPLE = MATERIAL / "dedupe" / "patstat_company_names.csv", MATERIAL / "dedupe" / "splink_fake_1000.csv"
HARD = Path(__file__).parent / "company_pairs.yaml"
THRESHOLDS, POINTS = (75, 80, 84, 86, 88, 90, 92, 95), (5, 6, 7, 8, 9, 10, 12)
BEGIN, END = "<!-- duplicates: begin -->", "<!-- duplicates: end -->"
RULES = a_playbook().deduplication


@dataclass(frozen=True, slots=True)
class MatchRates:
    precision: float
    recall: float

    @property
    def f1(self) -> float:
        return 2 * self.precision * self.recall / (self.precision + self.recall) if self.precision else 0.0


def rates(found: Iterable[bool], wanted: int) -> MatchRates:
    """`found` says of each pair that was found whether it is right."""
    found = list(found)
    return MatchRates(sum(found) / len(found) if found else 1.0, sum(found) / wanted)


@dataclass(frozen=True, slots=True)
class JudgedPair:
    """A pair of names with the truth and with what we and the simple tool (token sort) say of 100."""

    one: str
    other: str
    same: bool
    likeness: float
    simple: float
    found_by_key: bool


def judged(one: str, other: str, same: bool) -> JudgedPair:
    likeness = compare_company_names(*(parse_company_name(name, RULES.weak_words) for name in (one, other)))
    simple = fuzz.token_sort_ratio(one, other, processor=default_process)
    return JudgedPair(
        one, other, same, likeness, simple, bool({*build_company_keys(one)} & {*build_company_keys(other)})
    )


def companies() -> list[JudgedPair]:
    """Every pair of the 330 names; the group they belong to is the truth."""
    with COMPANIES.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return [judged(a["name"], b["name"], a["company_id"] == b["company_id"]) for a, b in combinations(rows, 2)]


def hard_companies() -> list[JudgedPair]:
    """Our own pairs: names that only look alike, and writings of one name that do not."""
    pairs = yaml.safe_load(HARD.read_text("utf-8"))
    listed = [(pair, True) for pair in pairs["same"]] + [(pair, False) for pair in pairs["different"]]
    return [judged(one, other, same) for (one, other), same in listed]


def at(pairs: Sequence[JudgedPair], threshold: float, by: Callable[[JudgedPair], float]) -> MatchRates:
    return rates((pair.same for pair in pairs if by(pair) >= threshold), sum(pair.same for pair in pairs))


def ours(pair: JudgedPair) -> float:
    """What the lookup would ask a person: alike, and found by a key that both share."""
    return pair.likeness if pair.found_by_key else 0


def people() -> tuple[list[ExportEntry], dict[int, str]]:
    """The 1,000 rows without their id, which would give the answer away, and each row's cluster."""
    table, reading = read_table(PEOPLE), ReadOptions("GB", RULES.weak_words, RULES.free_mail)
    columns = {column: place for column, place in guess_columns(table.header, []).items() if column is not Column.ID}
    entries = [
        parse_entry(n, {c: cells[p] for c, (p, *_) in columns.items() if cells[p]}, reading) for n, cells in table.rows
    ]
    return entries, {n: cells[-1] for n, cells in table.rows}


def people_at(entries: Sequence[ExportEntry], clusters: dict[int, str], points: int) -> MatchRates:
    rules = RULES.model_copy(update={"audit": RULES.audit.model_copy(update={"at_least": points})})
    found = find_duplicates(entries, True, rules, lambda done, of: None)
    wanted = sum(clusters[a.row] == clusters[b.row] for a, b in combinations(entries, 2))
    return rates((clusters[pair.first.row] == clusters[pair.second.row] for pair in found), wanted)


def exact_email(entries: Sequence[ExportEntry], clusters: dict[int, str]) -> MatchRates:
    pairs = [(a, b) for a, b in combinations(entries, 2) if a.email and a.email == b.email]
    wanted = sum(clusters[a.row] == clusters[b.row] for a, b in combinations(entries, 2))
    return rates((clusters[a.row] == clusters[b.row] for a, b in pairs), wanted)


def markdown() -> str:
    names, hard = companies(), hard_companies()
    entries, clusters = people()
    measured = [(pairs, by) for pairs in (names, hard) for by in (ours, simple)]
    rows: list[list[str | MatchRates]] = [
        [_chosen(threshold, RULES.similar_company), *(at(pairs, threshold, by) for pairs, by in measured)]
        for threshold in THRESHOLDS
    ]
    points: list[list[str | MatchRates]] = [
        [_chosen(wanted, RULES.audit.at_least), people_at(entries, clusters, wanted)] for wanted in POINTS
    ]
    return "\n".join(
        [
            "Names of companies, pairs: 330 names of a patent register, and hard pairs of our own. A pair counts as",
            "found if both names share a key, so that the lookup meets them, and are as alike as the threshold.",
            "",
            "| likeness | register: P / R / F1 | token sort | hard pairs: P / R / F1 | token sort |",
            "| --- | --- | --- | --- | --- |",
            *map(_line, rows),
            "",
            "People, pairs of 1,000 rows with slips in every field (the audit, without the id column). The rule of the",
            f"pipeline alone, the same email: {_told(exact_email(entries, clusters))}.",
            "",
            "| points | P / R / F1 |",
            "| --- | --- |",
            *map(_line, points),
        ]
    )


def simple(pair: JudgedPair) -> float:
    return pair.simple


def _chosen(number: int, chosen: int) -> str:
    return f"{number} (chosen)" if number == chosen else str(number)


def _line(cells: Sequence[str | MatchRates]) -> str:
    return f"| {' | '.join(cell if isinstance(cell, str) else _told(cell) for cell in cells)} |"


def _told(found: MatchRates) -> str:
    return f"{found.precision:.3f} / {found.recall:.3f} / {found.f1:.3f}"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.quality.duplicates", description=__doc__)
    parser.add_argument("--wrong", action="store_true", help="the pairs of our own set that are judged wrong")
    parser.add_argument("--out", type=Path, help="a page whose figures to replace, e.g. docs/quality.md")
    chosen = parser.parse_args()
    if chosen.wrong:
        for pair in hard_companies():
            if pair.same is not (ours(pair) >= RULES.similar_company):
                print(f"{'missed' if pair.same else 'wrong'} {ours(pair):>5} {pair.one} | {pair.other}")
        return
    command = shlex.join(["python", "-m", "tests.quality.duplicates", *sys.argv[1:]])
    text = f"Taken with `{command}`, {datetime.now(UTC):%Y-%m-%d}.\n\n{markdown()}"
    print(text)
    if chosen.out:
        page = chosen.out.read_text("utf-8")
        before, rest = page.split(BEGIN)
        chosen.out.write_text(f"{before}{BEGIN}\n{text}\n{END}{rest.split(END)[1]}", "utf-8")


if __name__ == "__main__":
    main()
