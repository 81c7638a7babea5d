"""Public suffixes, by the list that comes with the program."""

from __future__ import annotations

import pytest

from pipeline.intake.hosts import find_registrable_domain, has_public_suffix


@pytest.mark.parametrize(
    ("host", "registered"),
    [
        ("mail.acme.co.uk", "acme.co.uk"),
        ("acme.com", "acme.com"),
        ("xn--bcher-kva.example.de", "example.de"),
        ("co.uk", None),
        ("printer.localhost", None),
        ("192.0.2.1", None),
    ],
)
def test_what_was_registered(host, registered):
    assert find_registrable_domain(host) == registered


@pytest.mark.parametrize(("host", "known"), [("acme.co.uk", True), ("co.uk", True), ("acme.localhost", False)])
def test_whether_a_suffix_is_known(host, known):
    assert has_public_suffix(host) is known
