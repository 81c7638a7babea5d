"""Deduplication: what a submission is looked up by, the rules, and what our own records add."""

from __future__ import annotations

from pipeline.matching.history import collect_history
from pipeline.matching.known import KnownCompany, KnownContact, KnownLead, KnownRecords, MatchKeys, build_match_keys
from pipeline.matching.matching import detach_match, match_submission

__all__ = [
    "KnownCompany",
    "KnownContact",
    "KnownLead",
    "KnownRecords",
    "MatchKeys",
    "build_match_keys",
    "collect_history",
    "detach_match",
    "match_submission",
]
