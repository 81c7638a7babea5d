"""How trouble on the way to a provider is told."""

from __future__ import annotations

import httpcore

from integrations.enrichment.addresses import RequestRefused
from pipeline.domain.lookup import LookupStatus, ProviderAnswer
from pipeline.enrichment.values import CheckedClaims

TROUBLE = (RequestRefused, httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError)
"""What a visit raises for what the other side does."""


def build_error_answer(error: Exception, seconds: float) -> ProviderAnswer:
    """The answer that an error of a visit amounts to; never with the address, which may hold personal data."""
    if isinstance(error, httpcore.TimeoutException):
        return ProviderAnswer(LookupStatus.TIMEOUT, detail=f"no whole answer within {seconds:g} s")
    if isinstance(error, RequestRefused):
        return ProviderAnswer(LookupStatus.ERROR, detail=str(error))
    if isinstance(error, httpcore.ConnectError):
        return ProviderAnswer(LookupStatus.ERROR, detail="can't be reached")
    return ProviderAnswer(LookupStatus.ERROR, detail="broke off or speaks no HTTP")


def build_answer(checked: CheckedClaims, nothing: str) -> ProviderAnswer:
    """The facts, with what was dropped as a remark; `nothing` says why there may be none."""
    dropped = "; ".join(checked.dropped)
    if checked.facts:
        return ProviderAnswer(LookupStatus.FOUND, checked.facts, f"left out: {dropped}" if dropped else "")
    if dropped:
        return ProviderAnswer(LookupStatus.ERROR, detail=f"the answer is not what it should be: {dropped}")
    return ProviderAnswer(LookupStatus.NO_DATA, detail=nothing)
