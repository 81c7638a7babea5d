"""Where a business is, said by the way, in several languages; and places that are not where it is."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from assistant.understanding.guided import GuidedUnderstanding
from assistant.understanding.port import MessageInContext
from pipeline.domain.record import Field, Location, Value
from pipeline.domain.vocabulary import Vocabulary

MIND = GuidedUnderstanding(Vocabulary((), (), (), ()))


def places(text: str, *asked: Field) -> list[Value]:
    heard = MessageInContext(text, datetime(2026, 10, 14, 10, tzinfo=UTC), asked=asked)
    return [found.value for found in MIND.understand(heard).findings if found.field is Field.LOCATION]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("florist in Utrecht with two shops", Location(city="Utrecht")),
        ("plumbers in devon, 6 vans", Location(region="Devon", country="GB")),
        ("Schreinerei aus Regensburg, 12 Leute", Location(city="Regensburg")),
        ("boulangerie à Nantes", Location(city="Nantes")),
        ("panetteria vicino a Parma", Location(city="Parma")),
        ("agencia de viajes en Bilbao", Location(city="Bilbao")),
        ("Surf school, Biarritz", Location(city="Biarritz")),
        ("cargo bikes in gothenburg", Location(city="Gothenburg")),
    ],
)
def test_a_place_behind_a_trade_is_where_the_business_is(text: str, place: Location):
    assert places(text) == [place]


@pytest.mark.parametrize(
    "text",
    [
        "my aunt lives in Toledo",
        "I saw your booth in Hannover",
        "Our reports are in Excel",
        "I write in German",
        "thanks, Victoria",
        "we had a fair in Lyon last year",
        "we work in teams of four",
        "do you have customers in Oslo?",
    ],
)
def test_a_place_of_others_is_not(text: str):
    assert places(text) == []


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Munich, Bavaria, Germany", Location(city="Munich", country="DE")),
        ("CA", Location(region="California", country="US")),
        ("85004", Location(postal_code="85004")),
        ("dans le Jura", Location(region="Jura", country="CH")),
    ],
)
def test_the_answer_to_where_is_read_whole(text: str, place: Location):
    assert places(text, Field.LOCATION) == [place]
