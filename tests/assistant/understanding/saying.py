"""How the tests talk to the understanding: a small playbook's words, one date, and short names for what comes back."""

from __future__ import annotations

from datetime import UTC, datetime

from assistant.understanding.guided import GuidedUnderstanding
from assistant.understanding.port import Act, Finding, MessageInContext, Understood
from pipeline.domain.record import FieldId, Value
from pipeline.domain.vocabulary import Choice, Vocabulary

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
"""A Sunday in the fourth quarter."""

VOCABULARY = Vocabulary(
    industries=(
        Choice("saas", "Software / SaaS", ("software company", "b2b software")),
        Choice("healthcare", "Healthcare", ("hospital", "clinic", "medical")),
        Choice("finance", "Finance & insurance", ("fintech", "banking")),
        Choice("logistics", "Logistics", ("freight", "shipping company")),
    ),
    stages=(
        Choice("exploring", "Just exploring", ("just browsing", "researching")),
        Choice("deciding", "Ready to buy", ("ready to buy",)),
    ),
    use_cases=(
        Choice("lead_capture", "Lead capture", ("capture leads", "more leads")),
        Choice("support", "Customer support", ("helpdesk", "bot")),
    ),
    tools=(Choice("zendesk", "Zendesk"), Choice("shopify", "Shopify"), Choice("sheets", "Spreadsheets", ("excel",))),
)

guided = GuidedUnderstanding(VOCABULARY)


def understand(text: str, *asked: FieldId, previous: str | None = None, region: str | None = "US") -> Understood:
    return guided.understand(MessageInContext(text, NOW, asked, previous, region))


def findings(text: str, *asked: FieldId, region: str | None = "US") -> dict[FieldId, Finding]:
    return {finding.field: finding for finding in understand(text, *asked, region=region).findings}


def value(field: FieldId, text: str, *asked: FieldId, region: str | None = "US") -> Value | None:
    """The value found for a field, or null."""
    found = findings(text, *asked, region=region).get(field)
    return found.value if found else None


def answer(field: FieldId, text: str, region: str | None = "US") -> Value | None:
    """The value found for the very field that was asked for."""
    return value(field, text, field, region=region)


def acts(text: str, *asked: FieldId, previous: str | None = None) -> set[Act]:
    return set(understand(text, *asked, previous=previous).acts)
