"""Whole single messages, read with the shipped words: all that was said, and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from assistant.understanding.guided import GuidedUnderstanding
from assistant.understanding.port import MessageInContext
from tests.assistant.understanding.messages import MESSAGES, LabelledMessage
from tests.support.builders import a_playbook

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.mark.parametrize("said", MESSAGES, ids=[said.text[:50] for said in MESSAGES])
def test_everything_said_is_noted_and_nothing_else(said: LabelledMessage):
    understood = GuidedUnderstanding(a_playbook().vocabulary.vocabulary).understand(
        MessageInContext(said.text, NOW, said.asked)
    )
    noted = {finding.field: finding.value for finding in understood.findings}
    wrong = {field: value for field, value in noted.items() if field in said.wanted.fields
             and not said.wanted.is_met(field, value)}  # fmt: skip
    assert wrong == {}
    assert noted.keys() - said.may == said.wanted.fields
