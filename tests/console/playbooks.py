"""What the pages take their labels from: the playbook's parts that they read, built without files."""

from __future__ import annotations

from functools import cache
from typing import Any

from pipeline.domain.record import Field
from pipeline.playbook import Cadences, Company, Fields, Playbook, Routing, Scoring, Signal, Vocabularies
from prompts.texts import read_texts
from tests.support.builders import PROMPTS

COMPANY = Company.model_validate(
    {
        "name": "Brightdesk",
        "assistant_name": "Nova",
        "offer": "support software",
        "contact_email": "hello@brightdesk.example",
        "time_zone": "America/New_York",
        "working_hours": {"start": "09:00", "end": "18:00"},
        "phone_region": "US",
    }
)
VOCABULARY = Vocabularies.model_validate(
    {
        "industries": [{"id": "logistics", "label": "Logistics & freight"}],
        "stages": [{"id": "comparing", "label": "Comparing tools"}],
        "use_cases": [{"id": "live_chat", "label": "Live chat"}],
    }
)
FIELDS = Fields.model_validate({"fields": [{"id": field} for field in Field]})
SIGNAL = Signal.model_validate(
    {
        "id": "company_size",
        "group": "fit",
        "points": 20,
        "when": {"company_size": "50 to 500"},
        "says": "a team of the size we serve best",
    }
)
ROUTING = Routing.model_validate(
    {
        "people": [
            {"id": "ana", "name": "Ana Costa", "email": "ana@brightdesk.example", "time_zone": "America/New_York"},
            {"id": "ben", "name": "Ben Ito", "email": "ben@brightdesk.example", "time_zone": "Asia/Tokyo"},
        ],
        "queues": [{"id": "inbound", "label": "Inbound sales", "people": ["ana", "ben"]}],
        "policy": [],
        "otherwise": "inbound",
    }
)
CADENCES = Cadences.model_validate(
    {
        "send_at": "10:00",
        "cadences": [
            {"id": "fast", "label": "Fast follow-up", "touches": [{"day": 2, "channel": "email", "text": "t"}]}
        ],
    }
)


@cache
def a_playbook() -> Playbook:
    """With our texts, without the rules: no page reads those."""
    scoring: dict[str, Any] = {"signals": (SIGNAL,)}
    parts: dict[str, Any] = {
        "company": COMPANY,
        "fields": FIELDS,
        "vocabulary": VOCABULARY,
        "scoring": Scoring.model_construct(**scoring),
        "routing": ROUTING,
        "cadences": CADENCES,
        "texts": {"en": read_texts(PROMPTS / "texts" / "en", {})},
    }
    return Playbook.model_construct(**parts)
