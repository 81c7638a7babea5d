"""The lead's own website as a provider: what its first page says about the company."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Literal

from integrations.enrichment.guard import Guard
from integrations.enrichment.outcomes import TROUBLE, build_answer, build_error_answer
from integrations.enrichment.page import read_page
from integrations.enrichment.visit import HttpRequest, HttpResponse, RequestLimits, send_request
from pipeline.domain.lookup import LookupKey, LookupStatus, ProviderAnswer, Subject, SubjectKind
from pipeline.enrichment.values import check_claims
from pipeline.playbook import Playbook, Provider

MOST_BYTES = 500_000
"""Of a page: what stands in a head and in structured data is far less, and a reader takes half a second for it."""
HEADERS = {"User-Agent": "Foyer (one visit to the page of a company that wrote to us)", "Accept": "text/html"}


class Website:
    """Asks `https://domain/` once. The domain is a visitor's word, so a guard stands before it."""

    def __init__(
        self,
        provider: Provider,
        playbook: Callable[[], Playbook],
        guard: Guard,
        scheme: Literal["https", "http"] = "https",
    ) -> None:
        self.name = provider.name
        self._provider, self._playbook, self._guard, self._scheme = provider, playbook, guard, scheme

    def key(self, subject: Subject) -> LookupKey | None:
        return LookupKey(SubjectKind.COMPANY, subject.domain) if subject.domain else None

    def enrich(self, subject: Subject, now: datetime) -> ProviderAnswer:
        if subject.domain is None:
            return ProviderAnswer(LookupStatus.NO_DATA, detail="no domain is known")
        seconds = self._provider.timeout_seconds
        request = HttpRequest(f"{self._scheme}://{subject.domain}/", headers=HEADERS)
        try:
            page = send_request(request, self._guard, RequestLimits(seconds, MOST_BYTES))
        except TROUBLE as error:
            return build_error_answer(error, seconds)
        return self._read(page, now)

    def _read(self, page: HttpResponse, now: datetime) -> ProviderAnswer:
        if page.status != 200:
            return ProviderAnswer(LookupStatus.NO_DATA, detail=f"its page answers with HTTP {page.status}")
        kind = page.headers.get("content-type", "")
        if not kind.startswith(("text/html", "application/xhtml")):
            return ProviderAnswer(LookupStatus.NO_DATA, detail="its page is no HTML")
        found = check_claims(read_page(page.body, kind), self.name, self._playbook(), now, self._provider.values)
        return build_answer(found, "its page says nothing")
