"""A correction that names only numbers or words is read by what is known already."""

from __future__ import annotations

import pytest

from assistant.understanding.port import Act, MessageInContext
from pipeline.domain.record import Field, TeamSize
from tests.assistant.understanding.saying import NOW, guided


def heard(text: str, **known: str) -> MessageInContext:
    return MessageInContext(
        text, NOW, (Field.STAGE,), None, "US", {Field(name): words for name, words in known.items()}
    )


@pytest.mark.parametrize("text", ["sorry, I meant 210 not 120", "210, not 120", "oops, not 120 but 210"])
def test_the_field_is_the_one_whose_old_words_are_taken_back(text):
    (finding,) = guided.understand(heard(text, team_size="120 of us")).findings
    assert (finding.field, finding.value) == (Field.TEAM_SIZE, TeamSize(210, 210))


@pytest.mark.parametrize("text", ["sorry, I meant 210 not 12", "sorry, I meant 210", "sorry, not that"])
def test_nothing_is_guessed_where_nothing_known_is_taken_back(text):
    understood = guided.understand(heard(text, team_size="120 of us"))
    assert Act.CORRECT in understood.acts
    assert understood.findings == ()
