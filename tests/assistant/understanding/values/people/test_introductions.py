"""Who writes, beside a yes or an address: name, company and role of one line, of a form and of a signature."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.domain.record import Field, PersonName
from tests.assistant.understanding.saying import understand

CONSENT = "May we keep your contact details to answer your request?"
LINES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "lines.yaml").read_text("utf-8"))


@pytest.mark.parametrize(("text", "said"), [line for lines in LINES for line in lines.items()])
def test_a_line_says_who_writes_whatever_was_asked(text: str, said: dict[str, str]):
    found = {finding.field: finding.value for finding in understand(text, previous=CONSENT).findings}
    read = {str(field): found[field] for field in (Field.NAME, Field.COMPANY, Field.ROLE) if field in found}
    assert {key: value.full if isinstance(value, PersonName) else value for key, value in read.items()} == said
