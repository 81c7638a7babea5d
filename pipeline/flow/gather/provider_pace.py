"""How often a provider is asked: its calls a minute, and not at all while it is in trouble. Counted in this process."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from pipeline.domain.lookup import LookupStatus, ProviderAnswer
from pipeline.playbook import Provider


class ProviderRateLimit:
    def __init__(self) -> None:
        self._counted = MovingWindowRateLimiter(MemoryStorage())
        self._paused: dict[str, tuple[datetime, ProviderAnswer]] = {}
        self._lock = threading.Lock()

    def check_call(self, provider: Provider, now: datetime) -> ProviderAnswer | None:
        """Why the provider is not asked now; null where it may be, and then the call counts."""
        with self._lock:
            until, why = self._paused.get(provider.name, (None, None))
        if until and why and now < until:
            return ProviderAnswer(why.status, detail=f"{why.detail}; asked again from {until:%H:%M:%S} UTC on")
        most = provider.calls_per_minute
        if most is not None and not self._counted.hit(RateLimitItemPerMinute(most), provider.name):
            return ProviderAnswer(LookupStatus.RATE_LIMITED, detail=f"our own limit of {most} calls a minute")
        return None

    def record_answer(self, provider: str, answer: ProviderAnswer, now: datetime, pause_seconds: float) -> None:
        """Notes whether the provider is in trouble, for as long as it says, else for `pause_seconds`."""
        with self._lock:
            if answer.retry_after is None:
                self._paused.pop(provider, None)
            else:
                seconds = answer.retry_after or pause_seconds
                self._paused[provider] = (now + timedelta(seconds=seconds), answer)
