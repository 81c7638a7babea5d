"""Enrichment: facts beside what the visitor said, each with its provider, how it was derived, and when."""

from __future__ import annotations

from pipeline.enrichment.merging import SAID_AS, merge
from pipeline.enrichment.offline import ASKED_FOR, VISITOR, OfflineEnricher

__all__ = ["ASKED_FOR", "SAID_AS", "VISITOR", "OfflineEnricher", "merge"]
