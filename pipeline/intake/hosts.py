"""Names of hosts: what of them anybody can register below, by the public suffix list that comes with tldextract."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.runtime.load_once import load_once

if TYPE_CHECKING:
    from tldextract import TLDExtract


def has_public_suffix(host: str) -> bool:
    """Whether an ASCII host name ends in a known suffix, as `acme.co.uk` does and `acme.localhost` does not."""
    return bool(_split()(host).suffix)


def find_registrable_domain(host: str) -> str | None:
    """What was registered (`mail.acme.co.uk` is `acme.co.uk`); null for a bare suffix, an address or an unknown one."""
    return _split()(host).top_domain_under_public_suffix or None


@load_once
def _split() -> TLDExtract:
    from tldextract import TLDExtract  # comes with a client for HTTP: only who has a host to split waits for it

    # No list URL and no cache: the list that comes with the package, never a download.
    return TLDExtract(suffix_list_urls=(), cache_dir=None)
