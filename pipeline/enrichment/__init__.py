"""Enrichment: facts beside what the visitor said, each with its provider, how it was derived, and when."""

from __future__ import annotations

from pipeline.enrichment.following import following, is_following
from pipeline.enrichment.merging import SAID_AS, by_trust, merge, news
from pipeline.enrichment.offline import ASKED_FOR, VISITOR, OfflineEnricher, offline_facts, subject_of

__all__ = [
    "ASKED_FOR",
    "SAID_AS",
    "VISITOR",
    "OfflineEnricher",
    "by_trust",
    "following",
    "is_following",
    "merge",
    "news",
    "offline_facts",
    "subject_of",
]
