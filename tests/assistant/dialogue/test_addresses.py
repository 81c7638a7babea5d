"""What a visitor is told whose address can't be right."""

from __future__ import annotations

import pytest

from assistant.dialogue.addresses import find_address_fault


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("jane@", "no_domain"),
        ("it's jane@gmail", "no_domain"),
        ("jane @gmail.com", "blank"),
        ("jane@ gmail.com", "blank"),
        ("jane@shop.test", "reserved"),
        ("jane@mail.invalid.", "reserved"),
        ("root@localhost", "reserved"),
        ("jürgen@firma.de", "letters"),
        ("jane@@acme.com", "other"),
        ("no address at all", None),
        ("call me on 4155552671", None),
    ],
)
def test_the_reason_is_the_first_that_fits(text, fault):
    assert find_address_fault(text) == fault
