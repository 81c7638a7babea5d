"""What stands under a mail that was pasted into the chat."""

from __future__ import annotations

import pytest

from pipeline.domain.record import Field
from tests.assistant.understanding.saying import findings


@pytest.mark.parametrize(
    "closing", ["Best regards", "Thanks,", "Kind regards,", "Mit freundlichen Grüßen", "Un saludo,", "--"]
)
def test_the_lines_below_a_closing_are_name_title_and_company(closing):
    found = findings(
        f"Please get back to me.\n\n{closing}\nMarta Hill\nDirector of Guest Care\nBluebay Hotels\nm@bb.com"
    )
    assert [found[field].quote for field in (Field.NAME, Field.ROLE, Field.COMPANY)] == [
        *("Marta Hill", "Director of Guest Care", "Bluebay Hotels")
    ]


@pytest.mark.parametrize(
    "text", ["Thanks,\ntalk soon\nand have a nice day", "Thanks", "Best regards\n", "We sell:\nShoes\nHats"]
)
def test_other_lines_are_no_signature(text):
    assert not findings(text).keys() & {Field.NAME, Field.ROLE, Field.COMPANY}
