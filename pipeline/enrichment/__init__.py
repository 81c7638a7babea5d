"""Enrichment: facts beside what the visitor said, each with its provider, how it was derived, and when."""

from __future__ import annotations

from pipeline.enrichment.following import derive_facts, is_derived
from pipeline.enrichment.merging import SAID_AS, find_new_facts, merge_facts, sort_by_trust
from pipeline.enrichment.offline import ASKED_FOR, VISITOR, OfflineEnricher, build_subject, derive_offline_facts

__all__ = [
    "ASKED_FOR",
    "SAID_AS",
    "VISITOR",
    "OfflineEnricher",
    "build_subject",
    "derive_facts",
    "derive_offline_facts",
    "find_new_facts",
    "is_derived",
    "merge_facts",
    "sort_by_trust",
]
