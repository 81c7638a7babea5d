"""How trouble on the way to a provider is told."""

from __future__ import annotations

import httpcore

from integrations.enrichment.addresses import Refused
from pipeline.domain.lookup import Answer, LookupStatus
from pipeline.enrichment.values import Checked

TROUBLE = (Refused, httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError)
"""What a visit raises for what the other side does."""


def trouble(error: Exception, seconds: float) -> Answer:
    """The answer that an error of a visit amounts to; never with the address, which may hold personal data."""
    if isinstance(error, httpcore.TimeoutException):
        return Answer(LookupStatus.TIMEOUT, detail=f"no whole answer within {seconds:g} s")
    if isinstance(error, Refused):
        return Answer(LookupStatus.ERROR, detail=str(error))
    if isinstance(error, httpcore.ConnectError):
        return Answer(LookupStatus.ERROR, detail="can't be reached")
    return Answer(LookupStatus.ERROR, detail="broke off or speaks no HTTP")


def found_or_nothing(checked: Checked, nothing: str) -> Answer:
    """The facts, with what was dropped as a remark; `nothing` says why there may be none."""
    dropped = "; ".join(checked.dropped)
    if checked.facts:
        return Answer(LookupStatus.FOUND, checked.facts, f"left out: {dropped}" if dropped else "")
    if dropped:
        return Answer(LookupStatus.ERROR, detail=f"the answer is not what it should be: {dropped}")
    return Answer(LookupStatus.NO_DATA, detail=nothing)
