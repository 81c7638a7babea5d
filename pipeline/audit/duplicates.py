"""Which rows are compared, so that 100,000 do not make five thousand million pairs, and which pairs are found. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations, pairwise

from pipeline.audit.comparing import DuplicatePair, PairVerdict, compare_companies, compare_people
from pipeline.audit.entries import ExportEntry
from pipeline.audit.headings import Column
from pipeline.matching.companies import build_company_keys
from pipeline.playbook import Deduplication

Progress = Callable[[int, int], None]
"""Told how many of how many are done."""


def find_duplicates(
    entries: Sequence[ExportEntry], of_people: bool, rules: Deduplication, told: Progress
) -> list[DuplicatePair]:
    """Every pair that is one or may be one, in the order of the rows."""
    keys_of = _person_keys if of_people else _company_keys
    compare = compare_people if of_people else compare_companies
    candidates = sorted(_candidates(entries, keys_of, rules.audit.largest_block))
    pairs = []
    for done, (first, second) in enumerate(candidates):
        if done % 1000 == 0:
            told(done, len(candidates))
        if pair := compare(entries[first], entries[second], rules):
            pairs.append(pair)
    told(len(candidates), len(candidates))
    return pairs


def _candidates(
    entries: Sequence[ExportEntry], keys_of: Callable[[ExportEntry], Iterable[str]], largest: int
) -> set[tuple[int, int]]:
    """Pairs of positions that share a key.

    Of a key that more than `largest` rows share, only neighbours are compared: what they have in common says little,
    and what is exactly the same is found by the row before it.
    """
    blocks: dict[str, list[int]] = defaultdict(list)
    for position, entry in enumerate(entries):
        for key in set(keys_of(entry)):
            blocks[key].append(position)
    found: set[tuple[int, int]] = set()
    for block in blocks.values():
        found.update(combinations(block, 2) if len(block) <= largest else pairwise(block))
    return found


def _person_keys(entry: ExportEntry) -> Iterator[str]:
    """Exact keys, and for slips of the pen: one name with the other's first letter, parts of the address, the day."""
    if entry.id:
        yield f"id {entry.id}"
    if entry.email:
        yield f"email {entry.email}"
        yield f"local {entry.email.partition('@')[0]}"
    yield from (f"phone {number}" for number in entry.phones)
    if entry.birth:
        yield f"birth {entry.birth}"
    words = sorted(entry.name)
    if len(words) > 1:
        yield f"name {' '.join(words)}"
        for word in words:
            yield from (f"part {word} {other[0]}" for other in words if other is not word)
    if entry.city or entry.domain:
        yield from (f"near {word} {entry.domain or entry.city}" for word in words)


def _company_keys(entry: ExportEntry) -> Iterator[str]:
    if entry.id:
        yield f"id {entry.id}"
    if entry.domain:
        yield f"domain {entry.domain}"
    yield from build_company_keys(entry.cells.get(Column.COMPANY, ""))


def count_surplus_rows(pairs: Iterable[DuplicatePair], verdicts: Iterable[PairVerdict]) -> int:
    """How many rows would go if each group of connected rows became one; pairs of these verdicts connect."""
    wanted = frozenset(verdicts)
    leader: dict[int, int] = {}

    def find(row: int) -> int:
        while (above := leader.get(row, row)) != row:
            leader[row] = row = leader.get(above, above)
        return row

    gone = 0
    for pair in pairs:
        one, other = find(pair.first.row), find(pair.second.row)
        if pair.verdict in wanted and one != other:
            leader[other] = one
            gone += 1
    return gone
