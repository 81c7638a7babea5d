"""What a browser claims about a visit is checked, bounded, and never raises."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.chat.visitor import (
    ARRIVAL_COOKIE,
    MAX_PAGES,
    MAX_URL,
    MAX_VALUE,
    UTM_KEYS,
    VISITOR_COOKIE,
    clean_text,
    derive_uuid,
    may_talk,
    pack_arrival,
    parse_uuid4,
    read_cookies,
    read_origin,
    read_visit,
    unpack_arrival,
)

ID = "3f2b8c1e-9d4a-4c6b-8e2f-0a1b2c3d4e5f"
CLAIMS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (ID, ID),
        (ID.upper(), ID),
        ("6a9adb22-e62d-11f1-8b7f-02fc00000001", None),
        (ID.replace("-", ""), None),
        (f"{{{ID}}}", None),
        (f"urn:uuid:{ID}", None),
        (f"{ID}\n", None),
        ("../../data", None),
        ("", None),
        (None, None),
        (7, None),
    ],
)
def test_only_a_random_uuid_in_plain_text_is_an_id(claim, expected):
    assert parse_uuid4(claim) == expected


@given(st.lists(st.text()))
def test_a_derived_id_is_always_the_same_and_nobody_may_claim_it(parts):
    assert UUID(derive_uuid(*parts)).version == 5
    assert derive_uuid(*parts) == derive_uuid(*parts)
    assert parse_uuid4(derive_uuid(*parts)) is None


def test_derived_ids_differ_by_their_parts():
    assert derive_uuid("ab", "c") != derive_uuid("a", "bc")


@given(st.text(st.characters()))
def test_what_is_storable_is_utf_8_without_nul(text):
    assert "\x00" not in clean_text(text).encode().decode()
    assert clean_text("Zoë 🙂 \n ok") == "Zoë 🙂 \n ok"


@pytest.mark.parametrize(("text", "kept"), [("a\x00b", "ab"), ("a\ud83d", "a?"), ("\ude00", "?")])
def test_what_no_database_takes_is_taken_out(text, kept):
    assert clean_text(text) == kept


@given(CLAIMS, CLAIMS, CLAIMS, CLAIMS)
def test_any_claim_makes_a_bounded_origin(page, referrer, pages, language):
    origin = read_origin(page, referrer, pages, language)
    for address in (origin.page, origin.referrer, *origin.pages):
        assert address is None or (address.startswith("http") and len(address) <= MAX_URL)
    assert len(origin.pages) <= MAX_PAGES
    assert set(origin.utm) <= set(UTM_KEYS)
    assert all(0 < len(value) <= MAX_VALUE for value in origin.utm.values())


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://shop.example/a?b=c#d", "https://shop.example/a?b=c#d"),
        ("http://shop.example", "http://shop.example"),
        ("  https://shop.example ", "https://shop.example"),
        ("https://shop.example/\x00\nx", "https://shop.example/x"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("/pricing", None),
        (["https://shop.example"], None),
    ],
)
def test_only_web_addresses_are_pages(address, kept):
    assert read_origin(page=address).page == kept


def test_the_campaign_comes_from_this_page_or_else_from_the_first_that_had_one():
    landing, later = "https://a.example/?utm_source=news&utm_term=desk&x=1", "https://a.example/?utm_source=ad"
    assert read_origin(page=later, pages=[landing]).utm == {"utm_source": "ad"}
    assert read_origin(page="https://a.example/", pages=[landing, later]).utm == {
        "utm_source": "news",
        "utm_term": "desk",
    }


@given(st.text(), st.none() | st.text())
def test_an_arrival_survives_its_cookie(page, referrer):
    value = pack_arrival(page, referrer)
    held = read_cookies(f"a=b; {ARRIVAL_COOKIE}={value}")
    assert unpack_arrival(held[ARRIVAL_COOKIE]) == (page[:MAX_URL], (referrer or "")[:MAX_URL])


@given(st.text())
def test_a_forged_arrival_claims_nothing_or_is_still_a_claim(value):
    read_origin(*unpack_arrival(value))


@given(st.text())
def test_any_cookie_header_can_be_read(header):
    assert isinstance(read_cookies(header), dict)


def test_the_widget_names_its_conversation():
    assert read_visit("copilot", ID, {"HTTP_ACCEPT_LANGUAGE": "de-DE,de;q=0.9"}).conversation_id == ID


def test_the_full_page_is_known_by_its_cookie_before_anything_that_a_script_says():
    environ = {
        "HTTP_COOKIE": f"{VISITOR_COOKIE}={ID}; {ARRIVAL_COOKIE}={pack_arrival('https://a.example/?utm_id=7', '')}"
    }
    visit = read_visit("webapp", str(uuid4()), environ)
    assert visit.conversation_id == ID
    assert visit.origin.utm == {"utm_id": "7"}


@pytest.mark.parametrize("claim", ["", None, "1", 5, ["x"]])
@pytest.mark.parametrize("client_type", ["copilot", "webapp"])
def test_whoever_has_no_id_gets_a_new_conversation(client_type, claim):
    first, second = (read_visit(client_type, claim, {}).conversation_id for _ in range(2))
    assert UUID(first).version == UUID(second).version == 4
    assert first != second


@pytest.mark.parametrize(
    ("origin", "allowed"),
    [
        (None, True),
        ("https://chat.example", True),
        ("http://chat.example", True),
        ("https://shop.example", True),
        ("http://shop.example", False),
        ("https://chat.example.evil.example", False),
        ("https://evil.example", False),
        ("null", False),
    ],
)
def test_our_own_host_and_the_listed_origins_may_talk(origin, allowed):
    assert may_talk(origin, ["chat.example", None], ("https://shop.example",)) is allowed
