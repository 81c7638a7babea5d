"""Whether two rows of an export are one: by the rules of deduplication, or by points for what they share. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from pipeline.audit.entries import ExportEntry
from pipeline.matching.companies import compare_company_names
from pipeline.playbook import Deduplication, LikenessPoints


class PairVerdict(StrEnum):
    SAME = "same"
    """By an exact key: the pipeline would have continued the one with the other."""
    REVIEW = "review"
    """Alike: a person decides."""


@dataclass(frozen=True, slots=True)
class DuplicatePair:
    """Two rows that are, or may be, one; `points` add up what speaks for it and against it."""

    first: ExportEntry
    second: ExportEntry
    verdict: PairVerdict
    points: int
    reasons: tuple[str, ...]


def compare_people(one: ExportEntry, other: ExportEntry, rules: Deduplication) -> DuplicatePair | None:
    """Same by id, by email, or by phone under the same name; for review from `rules.audit.at_least` points on."""
    told = tuple(_evidence(one, other, rules.audit))
    points = sum(points for points, _ in told)
    reasons = tuple(f"{reason} ({points:+d})" for points, reason in told)
    same = _same_id(one, other) or (one.email and one.email == other.email) or _same_phone_and_name(one, other)
    if same:
        return DuplicatePair(one, other, PairVerdict.SAME, points, reasons)
    return DuplicatePair(one, other, PairVerdict.REVIEW, points, reasons) if points >= rules.audit.at_least else None


def compare_companies(one: ExportEntry, other: ExportEntry, rules: Deduplication) -> DuplicatePair | None:
    """Same by id or domain; for review where the names are alike. Points are the likeness of the names."""
    if one.company is None or other.company is None:
        return None
    likeness = compare_company_names(one.company, other.company)
    reasons = [f"names {likeness} of 100 alike"]
    if one.domain and one.domain == other.domain:
        reasons.append(f"the same domain {one.domain}")
    if _same_id(one, other) or len(reasons) > 1:
        return DuplicatePair(one, other, PairVerdict.SAME, likeness, tuple(reasons))
    return (
        DuplicatePair(one, other, PairVerdict.REVIEW, likeness, tuple(reasons))
        if likeness >= rules.similar_company
        else None
    )


def _same_id(one: ExportEntry, other: ExportEntry) -> bool:
    return one.id is not None and one.id == other.id


def _same_phone_and_name(one: ExportEntry, other: ExportEntry) -> bool:
    return not set(one.phones).isdisjoint(other.phones) and len(one.name) > 1 and sorted(one.name) == sorted(other.name)


def _evidence(one: ExportEntry, other: ExportEntry, points: LikenessPoints) -> Iterator[tuple[int, str]]:
    """(points, reason) for each thing that both rows say."""
    if _same_id(one, other):
        yield points.same_id, f"the same id {one.id}"
    if one.email and other.email:
        yield from _emails(one.email, other.email, points)
    if shared := [number for number in one.phones if number in other.phones]:
        yield points.same_phone, f"the same phone {shared[0]}"
    if one.name and other.name:
        yield from _names(one.name, other.name, points)
    if one.birth and other.birth:
        yield from _births(one.birth, other.birth, points)
    if one.city and other.city and fuzz.ratio(one.city, other.city) >= points.alike_from:
        yield points.same_city, f"the same city {one.city}"
    if one.company and other.company and compare_company_names(one.company, other.company) >= points.alike_from:
        yield points.same_company, "the same company"
    elif one.domain and one.domain == other.domain:
        yield points.same_company, f"the same domain {one.domain}"


def _emails(one: str, other: str, points: LikenessPoints) -> Iterator[tuple[int, str]]:
    if one == other:
        yield points.same_email, f"the same email {one}"
    elif Levenshtein.distance(one, other, score_cutoff=points.email_slips) <= points.email_slips:
        yield points.like_email, f"{one} is like {other}"


def _names(one: tuple[str, ...], other: tuple[str, ...], points: LikenessPoints) -> Iterator[tuple[int, str]]:
    mine, theirs = " ".join(one), " ".join(other)
    short, long = sorted((one, other), key=len)
    alike = sum(any(fuzz.ratio(word, another) >= points.alike_from for another in long) for word in short)
    if len(short) > 1 and sorted(one) == sorted(other):
        yield points.same_name, f"both are “{mine}”"
    elif len(short) > 1 and alike == len(short):
        yield points.like_name, f"“{mine}” is like “{theirs}”"
    elif alike:
        points_for = points.shared_name if len(short) > 1 else points.half_name
        yield points_for, f"“{mine}” shares a name with “{theirs}”"
    else:
        yield points.other_name, f"“{mine}” is not “{theirs}”"


def _births(one: str, other: str, points: LikenessPoints) -> Iterator[tuple[int, str]]:
    differ = sum(a != b for a, b in zip(one, other, strict=False)) + abs(len(one) - len(other))
    if differ == 0:
        yield points.same_birth, f"both born on {one}"
    elif differ <= points.birth_digits:
        yield points.like_birth, f"born on {one} or {other}"
    else:
        yield points.other_birth, f"born on {one}, the other on {other}"
