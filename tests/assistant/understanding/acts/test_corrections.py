"""Changes of mind: the new value is taken in, the old one never."""

from __future__ import annotations

import pytest

from assistant.understanding.port import Act
from pipeline.domain.record import Field, Location, PersonName, TeamSize
from tests.assistant.understanding.saying import acts, answer, value

HEADS_200 = TeamSize(200, 200)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "sorry, I meant 200 not 20",
            "20, sorry, 200",
            "200, not 20",
            "not 20 but 200",
            "20 - no wait, 200",
            "no, 200",
        ),
        *("make that 200 instead of 20", "change it from 20 to 200", "I said 200, not 20", "20... scratch that, 200"),
        *("perdón, 200, no quise decir 20",),
    ],
)
def test_the_new_number_replaces_the_old_one(text):
    assert answer(Field.TEAM_SIZE, text) == HEADS_200
    assert Act.CORRECT in acts(text, Field.TEAM_SIZE)


@pytest.mark.parametrize(
    ("field", "text", "new"),
    [
        (Field.EMAIL, "no wait it's jo@acme.io not jo@acme.com", "jo@acme.io"),
        (Field.NAME, "it's Jon, not John", PersonName("Jon", "Jon", None)),
        (Field.LOCATION, "we're not in Berlin, we're in Hamburg", Location(city="Hamburg")),
        (Field.COMPANY, "change the company to Foo Ltd", "Foo Ltd"),
    ],
)
def test_other_values_are_corrected_alike(field, text, new):
    assert answer(field, text) == new


@pytest.mark.parametrize(
    ("field", "text"),
    [
        (Field.TEAM_SIZE, "it's not 20"),
        (Field.LOCATION, "we're not in Berlin"),
        (Field.TOOLS, "we no longer use Zendesk"),
        (Field.TIMELINE, "not March"),
        (Field.INDUSTRY, "we are not a hospital"),
    ],
)
def test_what_is_denied_is_not_kept(field, text):
    assert answer(field, text) is None


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("not more than 20", TeamSize(None, 20)),
        ("not sure, 20 people", TeamSize(20, 20)),
        ("only 20, not too many", TeamSize(20, 20)),
    ],
)
def test_not_every_not_denies_a_value(text, size):
    assert value(Field.TEAM_SIZE, text, Field.TEAM_SIZE) == size
