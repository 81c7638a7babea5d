"""At most one call of a model in a turn: within the day's cap, within the deadline, and never in anybody's way."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import structlog

from pipeline.model.deadline import DeadlineExceeded, TimedResults
from pipeline.model.port import (
    MOST_READ,
    MOST_WRITTEN,
    OK,
    LanguageModel,
    ModelAccount,
    ModelCall,
    ModelUnavailable,
    Prompt,
    Purpose,
    Shape,
    Usage,
    estimate_tokens,
)
from pipeline.ports import Clock

log = structlog.get_logger()
Result = TypeVar("Result")
Outcome = TypeVar("Outcome")

UNFIT = "words not fit"
"""The reason where the model answered well in time and its words were not taken: no fault of the server's."""


@dataclass(frozen=True, slots=True)
class ModelLimits:
    """How much a model may get in the way, and when it is left alone for a while."""

    deadline_seconds: float = 8.0
    """From the start of a call to its end."""
    wording_seconds: float = 3.0
    """The same for words, which the templates have as well; 0 leaves all words to the templates."""
    classify_seconds: float = 3.0
    """The same for a finished enquiry: the team's alert waits for it, and is due within 5 seconds."""
    at_once: int = 6
    """Calls of this process under way, those given up included; while all are taken nobody is asked.

    Fewer than the chat has threads (8), so that visitors whom the rules can answer never queue behind a slow model.
    """
    failures: int = 5
    """In a row, until the model is left alone."""
    pause: timedelta = timedelta(seconds=30)


class ModelAccess:
    """A model as the conversations of one process share it."""

    def __init__(self, model: LanguageModel, account: ModelAccount, clock: Clock, limits: ModelLimits) -> None:
        self.model, self.account, self.clock, self.limits = model, account, clock, limits
        self._places = threading.BoundedSemaphore(limits.at_once)
        self._health = threading.Lock()
        self._failures, self._paused_until = 0, datetime.min.replace(tzinfo=UTC)

    def start_turn(self, conversation_id: str, prompt_version: str) -> ModelTurn:
        """The help for one turn of a conversation."""
        return ModelTurn(self, conversation_id, prompt_version)

    def classify(self, submission_id: str, prompt_version: str, prompt: Prompt, shape: type[Shape]) -> Shape:
        """One call about a finished enquiry; ModelUnavailable for anything but an answer of this shape."""
        return self.start_turn(submission_id, prompt_version).classify(prompt, shape)

    def brief(self, submission_id: str, prompt_version: str, prompt: Prompt, shape: type[Shape]) -> Shape:
        """The same for the words of its brief."""
        return self.start_turn(submission_id, prompt_version).brief(prompt, shape)

    def acquire_slot(self) -> None:
        """A place for a call; ModelUnavailable while the model is left alone or all places are taken."""
        with self._health:
            if self.clock.now() < self._paused_until:
                raise ModelUnavailable("left alone for a while")
        if not self._places.acquire(blocking=False):
            raise ModelUnavailable("too many calls at once")

    def release_slot(self) -> None:
        self._places.release()

    def record_result(self, worked: bool) -> None:
        """Counts failures in a row; after enough of them nobody waits for this model for a while."""
        with self._health:
            self._failures = 0 if worked else self._failures + 1
            if self._failures >= self.limits.failures:
                self._paused_until = self.clock.now() + self.limits.pause


@dataclass(frozen=True, slots=True)
class CallSummary:
    """What the one call of a turn was for and how it ended, as it is stored with the turn."""

    purpose: Purpose
    model: str
    outcome: str

    @property
    def used(self) -> bool:
        return self.outcome == OK


class ModelTurn:
    """One turn's call; a second one is a ModelUnavailable. For one thread at a time."""

    def __init__(self, access: ModelAccess, conversation_id: str, prompt_version: str) -> None:
        self._access, self._conversation_id, self._prompt_version = access, conversation_id, prompt_version
        self.help: CallSummary | None = None
        """Null as long as no call was tried."""

    @property
    def may_word(self) -> bool:
        """Whether the call is still there and words are wanted from the model at all."""
        return self.help is None and self._access.limits.wording_seconds > 0

    def read(self, prompt: Prompt, shape: type[Shape]) -> Shape:
        """An answer of this shape; ModelUnavailable for anything else."""
        return self._answer("read", self._access.limits.deadline_seconds, prompt, shape)

    def classify(self, prompt: Prompt, shape: type[Shape]) -> Shape:
        """The same, about a finished enquiry."""
        return self._answer("classify", self._access.limits.classify_seconds, prompt, shape)

    def brief(self, prompt: Prompt, shape: type[Shape]) -> Shape:
        """The same, for its brief, and only where words are wanted from the model at all."""
        if not self.may_word:
            raise ModelUnavailable("words are left to the templates")
        return self._answer("brief", self._access.limits.classify_seconds, prompt, shape)

    def _answer(self, purpose: Purpose, seconds: float, prompt: Prompt, shape: type[Shape]) -> Shape:
        model = self._access.model
        most = Usage(prompt.estimated_tokens + estimate_tokens(str(shape.model_json_schema())), MOST_READ)

        def work() -> Generator[Shape | Usage | None, None, None]:
            yield from model.read(prompt, shape, seconds)

        def only(answers: Iterator[Shape]) -> Shape:
            [answer] = answers
            return answer

        return self._call(purpose, most, work, seconds, only)

    def write(self, prompt: Prompt, consume: Callable[[Iterator[str]], Outcome]) -> Outcome:
        """What `consume` makes of the pieces of text as they come; it may stop early, or raise ModelUnavailable.

        A ModelUnavailable also comes out of the iterator, even in the middle of a text.
        """
        limits, model = self._access.limits, self._access.model
        seconds = min(limits.wording_seconds, limits.deadline_seconds)
        most = Usage(prompt.estimated_tokens, MOST_WRITTEN)

        def work() -> Generator[str | Usage | None, None, None]:
            yield from model.write(prompt, seconds)

        return self._call("word", most, work, seconds, consume)

    def _call(
        self,
        purpose: Purpose,
        most: Usage,
        work: Callable[[], Generator[Result | Usage | None, None, None]],
        seconds: float,
        consume: Callable[[Iterator[Result]], Outcome],
    ) -> Outcome:
        started, outcome, number = time.monotonic(), "broken off", None
        usage: list[Usage] = []
        answer = TimedResults(work, seconds, self._access.release_slot)
        try:
            number = self._begin(purpose, most)
            answer.start()
            result = consume(_without_usage(answer, usage))
            outcome = OK
            return result
        except ModelUnavailable as error:
            outcome, usage = error.reason, [error.usage] if error.usage else usage
            raise
        finally:
            answer.cancel()
            self.help = CallSummary(purpose, self._access.model.name, outcome)
            if number is not None:
                self._end(number, outcome, round((time.monotonic() - started) * 1000), usage)

    def _begin(self, purpose: Purpose, most: Usage) -> int:
        """Takes a place and reserves the call's most; both are given back where one of them can't be had."""
        if self.help:
            raise ModelUnavailable("asked already in this turn")
        access = self._access
        access.acquire_slot()
        at, name = access.clock.now(), access.model.name
        number = None
        try:
            number = access.account.begin(
                ModelCall(self._conversation_id, at, purpose, name, self._prompt_version, most)
            )
        except Exception as error:
            raise ModelUnavailable("account not reached") from error
        finally:
            if number is None:
                access.release_slot()
        if number is None:
            raise ModelUnavailable("the day's cap is reached")
        return number

    def _end(self, number: int, outcome: str, milliseconds: int, usage: list[Usage]) -> None:
        self._access.record_result(outcome in (OK, UNFIT))
        if outcome != OK:
            log.warning("model_not_used", conversation=self._conversation_id, reason=outcome, ms=milliseconds)
        try:
            self._access.account.end(number, outcome, milliseconds, usage[-1] if usage else None)
        except Exception as error:  # noqa: BLE001 - the reservation stays as the price, and the visitor gets the answer
            log.error("model_call_not_settled", number=number, error=type(error).__name__)


def _without_usage(answer: TimedResults[Result | Usage | None], usage: list[Usage]) -> Iterator[Result]:
    try:
        for item in answer:
            if isinstance(item, Usage):
                usage.append(item)
            elif item is not None:
                yield item
    except DeadlineExceeded:
        raise ModelUnavailable("out of time") from None
