"""Two writings of one address, number or delivery compare equal, and strangers never share a company."""

from __future__ import annotations

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.intake import normalise
from pipeline.intake.normalise import (
    build_submission_id,
    build_submission_key,
    classify_mail,
    find_company_domain,
    find_email_domain,
    normalise_email,
    normalise_phone,
)
from tests.support.builders import a_playbook

FREE_MAIL = a_playbook().deduplication.free_mail


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        ("jane@acme-shop.com", "jane@acme-shop.com"),
        ("  Jane.Doe@Acme-Shop.COM ", "jane.doe@acme-shop.com"),
        ("jane+newsletter@acme-shop.com", "jane@acme-shop.com"),
        ("jane+a+b@acme-shop.com", "jane@acme-shop.com"),
        ("ｊａｎｅ@acme-shop.com", "jane@acme-shop.com"),  # full-width letters
        ("jane@MÜNCHEN-shop.de", "jane@xn--mnchen-shop-thb.de"),
        ("jane@xn--mnchen-shop-thb.de", "jane@xn--mnchen-shop-thb.de"),
        ("j.doe@acme-shop.com", "j.doe@acme-shop.com"),
        ("jane", None),
        ("jane@", None),
        ("jane@acme-shop", None),
        ("", None),
    ],
)
def test_an_address_in_its_plain_form(written, compared):
    assert normalise_email(written) == compared


@given(st.emails())
def test_the_plain_form_is_stable(address):
    plain = normalise_email(address)
    assert plain is None or normalise_email(plain) == plain


@pytest.mark.parametrize(
    ("address", "domain", "kind", "company"),
    [
        ("jane@acme-shop.com", "acme-shop.com", "business", "acme-shop.com"),
        ("jane@mail.acme-shop.co.uk", "acme-shop.co.uk", "business", "acme-shop.co.uk"),
        ("jane@gmail.com", "gmail.com", "free", None),
        ("jane@web.de", "web.de", "free", None),
        ("jane@yahoo.co.uk", "yahoo.co.uk", "free", None),
        ("jane@tutanota.com", "tutanota.com", "free", None),
        ("jane@privaterelay.appleid.com", "appleid.com", "free", None),
        ("jane@appleid.com", "appleid.com", "business", "appleid.com"),
        ("jane@mailinator.com", "mailinator.com", "disposable", None),
        ("jane@inbox.mailinator.com", "mailinator.com", "disposable", None),
        ("not an address", None, None, None),
    ],
)
def test_what_an_address_says_about_a_company(address, domain, kind, company):
    assert find_email_domain(address) == domain
    assert (classify_mail(address, FREE_MAIL), find_company_domain(address, FREE_MAIL)) == (kind, company)


@pytest.mark.parametrize(
    "domain",
    """
    arcor.de att.net bigpond.com bluewin.ch btinternet.com comcast.net cox.net duck.com free.fr freenet.de gmx.at gmx.ch
    gmx.com gmx.co.uk gmx.de gmx.es gmx.fr gmx.it gmx.net gmx.us hey.com kpnmail.nl laposte.net libero.it mailbox.org
    movistar.es mozmail.com optusnet.com.au orange.fr passinbox.com passmail.net posteo.de posteo.net rogers.com shaw.ca
    skynet.be sky.com sunrise.ch sympatico.ca t-online.de talktalk.net telefonica.net telenet.be tuta.io tutamail.com
    tutanota.com tutanota.de verizon.net virgilio.it vodafone.de wanadoo.fr web.de xtra.co.nz ziggo.nl
    """.split(),
)
def test_who_shares_a_provider_shares_no_company(domain):
    assert find_company_domain(f"jane@{domain}", FREE_MAIL) is None


@pytest.mark.parametrize(
    ("written", "region", "compared"),
    [
        ("+49 30 901820", None, "+4930901820"),
        ("(617) 555-0123", "US", "+16175550123"),
        ("617 555 0123", None, None),
        ("030 901820", "DE", "+4930901820"),
        ("12", "US", None),
        ("call me", "US", None),
    ],
)
def test_a_number_in_its_plain_form(written, region, compared):
    assert normalise_phone(written, region) == compared


def test_the_same_delivery_has_the_same_id():
    key = build_submission_key("chat", "conversation-1")
    assert key == "chat:conversation-1"
    assert build_submission_id(key) == build_submission_id("chat:conversation-1")
    assert uuid.UUID(build_submission_id(key)).version == 5


@given(st.text(), st.text())
def test_other_deliveries_have_other_ids(one, other):
    assert (build_submission_id(one) == build_submission_id(other)) == (one == other)


_LETTERS = st.text("abAB09._-+", min_size=1, max_size=8)


@given(_LETTERS, st.lists(_LETTERS, min_size=1, max_size=3), st.sampled_from(["com", "co.uk", "test", "x", "Local"]))
def test_the_short_way_for_ordinary_addresses_says_what_the_validator_says(local, labels, ending):
    address = f"{local}@{'.'.join([*labels, ending])}"
    assert normalise.normalise_email(address) == normalise._validated_email(address)
