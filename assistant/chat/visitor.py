"""Who is visiting and from where, read from what a browser claims: every part is checked, bounded and not trusted."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qsl, urlsplit
from uuid import UUID, uuid4

from pipeline.domain.submission import Origin

VISITOR_COOKIE = "foyer_visitor"
"""The full page's conversation id; the widget keeps its own in the host page's local storage."""
ARRIVAL_COOKIE = "foyer_arrival"
"""How the visitor came to the full page: its socket carries neither the page's address nor its referrer."""

MAX_URL = 2_000
"""Characters; longer addresses are cut, so a campaign's parameters survive where a tail of noise does not."""
MAX_VALUE = 200
MAX_PAGES = 20
UTM_KEYS = ("utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "utm_id")


@dataclass(frozen=True, slots=True)
class Visit:
    conversation_id: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class TypedMessage:
    """What a visitor typed; `page` is the address that their browser claims, in any form."""

    id: str
    text: str
    page: object


def parse_uuid4(claim: object) -> str | None:
    """The claim in canonical form if it is a random UUID in text, else null."""
    if not isinstance(claim, str) or len(claim) > 36:
        return None
    try:
        parsed = UUID(claim)
    except ValueError:
        return None
    return str(parsed) if parsed.version == 4 and str(parsed) == claim.lower() else None


def derive_uuid(*parts: str) -> str:
    """The same parts always give the same id. No visitor may claim one of its form, that of a UUID 5: whoever took the
    id of a reply to come would keep it from ever being stored."""
    return str(UUID(bytes=sha256("\x1f".join(parts).encode()).digest()[:16], version=5))


def clean_text(text: str) -> str:
    """The text as every database takes it: without NUL, and with a question mark for half a surrogate pair."""
    return text.replace("\x00", "").encode(errors="replace").decode()


def _clean(claim: object, limit: int) -> str | None:
    if not isinstance(claim, str):
        return None
    return "".join(char for char in claim if char.isprintable()).strip()[:limit] or None


def _web_address(claim: object) -> str | None:
    address = _clean(claim, MAX_URL)
    return address if address and address.startswith(("https://", "http://")) else None


def _read_query(query: str) -> list[tuple[str, str]]:
    """Its parameters; one that has far too many has none."""
    try:
        return parse_qsl(query, max_num_fields=50)
    except ValueError:
        return []


def _utm(addresses: Iterable[str | None]) -> dict[str, str]:
    """The campaign parameters of the first address that has any."""
    for address in addresses:
        try:
            query = _read_query(urlsplit(address or "").query)
        except ValueError:
            continue
        found = {key: cleaned for key, value in query if key in UTM_KEYS and (cleaned := _clean(value, MAX_VALUE))}
        if found:
            return found
    return {}


def read_origin(page: object = None, referrer: object = None, pages: object = (), language: object = None) -> Origin:
    """An Origin from untrusted claims; what is not a web address or plain text is left out."""
    earlier = pages if isinstance(pages, list | tuple) else ()
    visited = tuple(address for claim in earlier[:MAX_PAGES] if (address := _web_address(claim)))
    here = _web_address(page)
    return Origin(
        page=here,
        referrer=_web_address(referrer),
        utm=_utm((here, *visited)),
        language=_clean(language, 35),
        pages=visited,
    )


def may_talk(origin: str | None, hosts: Iterable[object], allowed: Iterable[str]) -> bool:
    """Whether a page of this origin may talk to us, who are reached as one of `hosts`; a program sends no origin."""
    return not origin or origin in allowed or urlsplit(origin).netloc in hosts


def may_page_talk(headers: Mapping[str, str], allowed: Iterable[str]) -> bool:
    """`may_talk` for the page behind a request, by its headers in lower case."""
    return may_talk(headers.get("origin"), (headers.get("host"), headers.get("x-forwarded-host")), allowed)


def pack_arrival(page: str, referrer: str | None) -> str:
    """A cookie value for how the visitor arrived."""
    raw = json.dumps([page[:MAX_URL], (referrer or "")[:MAX_URL]])
    return urlsafe_b64encode(raw.encode()).decode()


def unpack_arrival(value: str | None) -> tuple[object, object]:
    """The (page, referrer) of `pack_arrival`, or nulls for anything else; both are still claims."""
    try:
        page, referrer = json.loads(urlsafe_b64decode(value or ""))
    except (ValueError, TypeError):
        return None, None
    return page, referrer


def read_cookies(header: str) -> dict[str, str]:
    """The cookies of a Cookie header; a header that can't be read holds none."""
    try:
        return {name: morsel.value for name, morsel in SimpleCookie(header).items()}
    except CookieError:
        return {}


def read_first_language(accept: object) -> str:
    """The language that an Accept-Language header names first, e.g. `de-AT`."""
    return str(accept or "").split(",")[0]


def read_visit(client_type: str, thread_id: object, environ: Mapping[str, object]) -> Visit:
    """The visit behind a chat socket: the widget names its conversation and its language itself, the full page has a
    cookie and its browser's header.

    `environ` holds the socket's handshake in WSGI names. A browser that gives no usable id gets a new conversation.
    """
    language = read_first_language(environ.get("HTTP_ACCEPT_LANGUAGE"))
    if client_type == "copilot":
        named = dict(_read_query(str(environ.get("QUERY_STRING") or ""))).get("language")
        return Visit(parse_uuid4(thread_id) or str(uuid4()), read_origin(language=named or language))
    cookies = read_cookies(str(environ.get("HTTP_COOKIE") or ""))
    page, referrer = unpack_arrival(cookies.get(ARRIVAL_COOKIE))
    known = parse_uuid4(cookies.get(VISITOR_COOKIE)) or parse_uuid4(thread_id)
    return Visit(known or str(uuid4()), read_origin(page, referrer, language=language))
