"""Whether a form was sent from a page of ours: a browser says so itself, and another site can't make it lie. Pure."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers


def is_same_origin(headers: Headers) -> bool:
    """By Sec-Fetch-Site, else by Origin against Host; a browser that says neither is not believed."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin, hosts = headers.get("origin"), (headers.get("host"), headers.get("x-forwarded-host"))
    return origin is not None and urlsplit(origin).netloc in [host for host in hosts if host]
