"""One call a turn, within time and cap; whatever happens, the caller goes on at once and it is written down."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from datetime import timedelta

import pytest
from pydantic import BaseModel

from pipeline.model.calls import UNFIT, ModelAccess, ModelLimits
from pipeline.model.port import MOST_READ, NOTHING_USED, ModelUnavailable, Prompt
from tests.fakes.language_model import TOOK, FakeAccount, FakeModel
from tests.fakes.stand_ins import StoppedClock

PROMPT = Prompt("Read.", "{}")
LIMITS = ModelLimits(deadline_seconds=0.2, wording_seconds=0.1, at_once=2, failures=3, pause=timedelta(seconds=30))


class ReplyShape(BaseModel):
    said: str


class Held:
    """Makes a model wait until the test lets it go."""

    def __init__(self) -> None:
        self.go, self.entered = threading.Event(), threading.Semaphore(0)

    def __call__(self, data):
        self.entered.release()
        self.go.wait(10)
        return {"said": "late"}


@pytest.fixture
def held():
    waiting = Held()
    yield waiting
    waiting.go.set()


def access(model=None, account=None, clock=None, limits=LIMITS):
    return ModelAccess(model or saying("hello"), account or FakeAccount(), clock or StoppedClock(), limits)


def saying(word):
    return FakeModel(reads=lambda data: {"said": word}, writes=lambda data: [f"{word} ", "there."])


def failing(reason="server error"):
    def fail(data):
        raise ModelUnavailable(reason, NOTHING_USED)

    return FakeModel(reads=fail, writes=fail)


def read(of):
    return of.start_turn("c1", "texts0001").read(PROMPT, ReplyShape)


def test_an_answer_in_time_is_given_and_settled_with_what_it_took():
    account = FakeAccount()
    assert read(access(account=account)) == ReplyShape(said="hello")
    [call] = account.begun
    assert (call.conversation_id, call.purpose, call.model, call.prompt_version) == (
        "c1",
        "read",
        "fake-model",
        "texts0001",
    )
    assert call.most.output_tokens == MOST_READ
    assert call.most.input_tokens > PROMPT.estimated_tokens
    assert account.ended == [("ok", TOOK)]


def test_words_come_piece_by_piece():
    account = FakeAccount()
    assert access(account=account).start_turn("c1", "v").write(PROMPT, list) == ["hello ", "there."]
    assert account.ended == [("ok", TOOK)]


def test_a_turn_has_one_call():
    turn = access().start_turn("c1", "v")
    turn.read(PROMPT, ReplyShape)
    assert not turn.may_word
    with pytest.raises(ModelUnavailable, match="asked already"):
        turn.write(PROMPT, list)


def test_a_turn_that_failed_has_had_its_call():
    turn = access(failing()).start_turn("c1", "v")
    with pytest.raises(ModelUnavailable):
        turn.read(PROMPT, ReplyShape)
    assert not turn.may_word


def test_nobody_waits_longer_than_the_deadline(held):
    account = FakeAccount()
    began = time.monotonic()
    with pytest.raises(ModelUnavailable, match="out of time"):
        read(access(FakeModel(reads=held), account))
    assert 0.2 <= time.monotonic() - began < 1
    assert account.ended == [("out of time", None)]


def test_a_trickle_of_words_ends_at_the_deadline_as_well():
    def drops(data):
        while True:
            time.sleep(0.01)
            yield "drop "

    began = time.monotonic()
    with pytest.raises(ModelUnavailable, match="out of time"):
        access(FakeModel(writes=drops)).start_turn("c1", "v").write(PROMPT, list)
    assert time.monotonic() - began < 1


def test_calls_that_were_given_up_are_bounded_and_their_places_come_back(held):
    account = FakeAccount()
    shared = access(FakeModel(reads=held), account)
    for reason in ("out of time", "out of time", "too many calls at once"):
        with pytest.raises(ModelUnavailable, match=reason):
            read(shared)
    assert len(account.begun) == 2
    held.go.set()
    places = [shared._places.acquire(timeout=5) for _ in range(LIMITS.at_once)]
    assert places == [True, True]


def test_the_cap_is_asked_before_the_model():
    model, account = saying("hello"), FakeAccount(room=1)
    shared = access(model, account)
    read(shared)
    for _ in range(LIMITS.at_once + 1):
        with pytest.raises(ModelUnavailable, match="cap"):
            read(shared)
    assert len(model.prompts) == 1


def test_after_failures_in_a_row_the_model_is_left_alone_for_a_while():
    clock, model = StoppedClock(), failing()
    shared = access(model, clock=clock)
    for _ in range(5):
        with pytest.raises(ModelUnavailable):
            read(shared)
    assert len(model.prompts) == 3
    clock.at += LIMITS.pause
    with pytest.raises(ModelUnavailable, match="server error"):
        read(shared)
    with pytest.raises(ModelUnavailable, match="left alone"):
        read(shared)
    assert len(model.prompts) == 4


def test_a_success_makes_failures_forgotten():
    fails = iter([True, True, False, True, True, False])

    def reads(data):
        if next(fails):
            raise ModelUnavailable("server error")
        return {"said": "hello"}

    shared = access(FakeModel(reads=reads))
    outcomes = []
    for _ in range(6):
        try:
            outcomes.append(read(shared).said)
        except ModelUnavailable as error:
            outcomes.append(error.reason)
    assert outcomes == ["server error", "server error", "hello"] * 2


def test_words_that_do_not_fit_are_no_failure_of_the_server():
    def unfit(pieces):
        raise ModelUnavailable(UNFIT)

    account = FakeAccount()
    shared = access(account=account)
    for _ in range(5):
        with pytest.raises(ModelUnavailable, match=UNFIT):
            shared.start_turn("c1", "v").write(PROMPT, unfit)
    assert [outcome for outcome, _ in account.ended] == [UNFIT] * 5


def test_an_error_nobody_foresaw_breaks_off_and_is_written_down():
    def broken(pieces):
        raise KeyError("a bug of ours")

    account = FakeAccount()
    with pytest.raises(KeyError):
        access(account=account).start_turn("c1", "v").write(PROMPT, broken)
    assert account.ended == [("broken off", None)]


class DeadAccount(FakeAccount):
    def begin(self, call):
        raise OSError("the database is away")


def test_without_an_account_nothing_is_called():
    model = saying("hello")
    shared = access(model, DeadAccount())
    for _ in range(LIMITS.at_once + 1):
        with pytest.raises(ModelUnavailable, match="account not reached"):
            read(shared)
    assert model.prompts == []


def test_no_time_for_words_leaves_them_to_the_templates():
    turn = access(limits=replace(LIMITS, wording_seconds=0)).start_turn("c1", "v")
    assert not turn.may_word
