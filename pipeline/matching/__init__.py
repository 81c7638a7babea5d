"""Deduplication: what a submission is looked up by, the rules, and what our own records add."""

from __future__ import annotations

from pipeline.matching.history import history
from pipeline.matching.known import Keys, KnownCompany, KnownContact, KnownLead, KnownRecords, keys
from pipeline.matching.matching import apart, match

__all__ = [
    "Keys",
    "KnownCompany",
    "KnownContact",
    "KnownLead",
    "KnownRecords",
    "apart",
    "history",
    "keys",
    "match",
]
