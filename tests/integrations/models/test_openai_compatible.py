"""Whatever an OpenAI-compatible server does, the caller gets a checked answer or one reason why there is none."""

from __future__ import annotations

import subprocess
import sys
import time
from typing import Literal

import pytest
from pydantic import BaseModel, ConfigDict

from integrations.models.openai_compatible import OpenAICompatible
from pipeline.model.port import MOST_READ, NOTHING_USED, ModelUnavailable, Prompt, Usage
from tests.fakes.openai_server import OPENAPI, USAGE, FakeOpenAI, OpenAIFault, data_of
from tests.support.network import free_port

PROMPT = Prompt("Say what the visitor said.", '{"visitor_message": "we are 40"}')
COUNTED = Usage(USAGE["prompt_tokens"], USAGE["completion_tokens"])
UNKNOWN = None
NO_SCHEMAS = OpenAIFault(status=400, message="'response_format' of type 'json_schema' is not supported with this model")


class KindAndWords(BaseModel):
    model_config = ConfigDict(extra="forbid")

    kind: Literal["size", "other"]
    words: list[str]


GOOD = {"kind": "size", "words": ["40"]}


@pytest.fixture
def openai():
    with FakeOpenAI(reads=lambda data: GOOD, writes=lambda data: "Forty people, thank you.") as server:
        yield server
        assert server.problems == []


def model(openai, key="key"):
    return OpenAICompatible("some-model", key, openai.url)


def read(openai, seconds=5.0):
    return model(openai).read(PROMPT, KindAndWords, seconds)


def written(openai, seconds=5.0):
    """The pieces that came, and the error at their end, if there was one."""
    pieces: list[str | Usage] = []
    try:
        for piece in model(openai).write(PROMPT, seconds):
            pieces.append(piece)
    except ModelUnavailable as error:
        return pieces, error
    return pieces, None


def test_an_answer_has_the_shape_and_what_it_took(openai):
    assert read(openai) == (KindAndWords(kind="size", words=["40"]), COUNTED)


def test_the_request_is_strict_and_keeps_instructions_and_data_apart(openai):
    read(openai)
    [request] = openai.requests
    asked = request["response_format"]["json_schema"]
    assert asked["strict"] is True
    assert request["max_completion_tokens"] == MOST_READ
    assert asked["schema"]["additionalProperties"] is False
    assert set(asked["schema"]["required"]) == {"kind", "words"}
    assert [(message["role"], message["content"]) for message in request["messages"]] == [
        ("system", PROMPT.instructions),
        ("user", PROMPT.data),
    ]
    assert data_of(request) == {"visitor_message": "we are 40"}


def test_words_come_in_pieces_with_what_they_took(openai):
    *pieces, usage = written(openai)[0]
    assert len(pieces) > 1
    assert "".join(pieces) == "Forty people, thank you."
    assert usage == COUNTED


def test_a_server_that_counts_nothing_is_fine(openai):
    openai.usage = None
    assert read(openai) == (KindAndWords(kind="size", words=["40"]), UNKNOWN)
    pieces, error = written(openai)
    assert ("".join(map(str, pieces)), error) == ("Forty people, thank you.", None)


@pytest.mark.skipif(not OPENAPI.exists(), reason="needs ../shared/material/api/openai_openapi_pruned.json")
@pytest.mark.parametrize("method", ["json_schema", "function_calling"])
def test_requests_are_what_openai_describes(openai, method):
    asking = model(openai)
    if method == "function_calling":
        openai.fail(NO_SCHEMAS)
        with pytest.raises(ModelUnavailable):
            asking.read(PROMPT, KindAndWords, 5)
    asking.read(PROMPT, KindAndWords, 5)
    list(asking.write(PROMPT, 5))
    assert ("tools" in openai.requests[-2]) == (method == "function_calling")
    assert openai.problems == []


REFUSED = [
    pytest.param(OpenAIFault(status=429, retry_after=1), "rate limited", NOTHING_USED, id="429 with Retry-After"),
    pytest.param(OpenAIFault(status=429, retry_after=300), "rate limited", NOTHING_USED, id="429 for minutes"),
    pytest.param(OpenAIFault(status=500), "server error", NOTHING_USED, id="500"),
    pytest.param(OpenAIFault(status=503), "server error", NOTHING_USED, id="503"),
    pytest.param(OpenAIFault(status=400), "request refused", NOTHING_USED, id="400"),
    pytest.param(OpenAIFault(status=401), "key refused", NOTHING_USED, id="401"),
    pytest.param(OpenAIFault(status=403), "key refused", NOTHING_USED, id="403"),
    pytest.param(OpenAIFault(status=404), "model not found", NOTHING_USED, id="404"),
]
NONSENSE = [
    pytest.param(OpenAIFault(body="{not json"), "no sense in the answer", UNKNOWN, id="bad JSON"),
    pytest.param(OpenAIFault(body="<html>502</html>"), "no sense in the answer", UNKNOWN, id="a proxy's page"),
    pytest.param(OpenAIFault(body="{}"), "no sense in the answer", UNKNOWN, id="empty object"),
    pytest.param(OpenAIFault(body="null"), "no sense in the answer", UNKNOWN, id="null"),
    pytest.param(OpenAIFault(content='{"kind": "si'), "no sense in the answer", UNKNOWN, id="truncated JSON"),
    pytest.param(OpenAIFault(content='{"unexpected": true}'), "no sense in the answer", UNKNOWN, id="wrong keys"),
    pytest.param(
        OpenAIFault(content='{"kind": "size", "words": [], "more": 1}'),
        "no sense in the answer",
        UNKNOWN,
        id="extra keys",
    ),
    pytest.param(
        OpenAIFault(content='{"kind": "giant", "words": []}'), "no sense in the answer", UNKNOWN, id="wrong value"
    ),
    pytest.param(OpenAIFault(content="Sure! Here is what I found."), "no sense in the answer", UNKNOWN, id="prose"),
    pytest.param(OpenAIFault(refusal="I can't help with that."), "declined by the model", COUNTED, id="refusal"),
    pytest.param(OpenAIFault(finish="length"), "cut off", UNKNOWN, id="out of tokens"),
    pytest.param(OpenAIFault(finish="content_filter"), "cut off", UNKNOWN, id="filtered"),
    pytest.param(OpenAIFault(cut=True), "not reached", UNKNOWN, id="body cut"),
]


@pytest.mark.parametrize(("fault", "reason", "usage"), REFUSED + NONSENSE)
def test_a_failed_reading_has_a_reason_and_is_not_tried_again(openai, fault, reason, usage):
    openai.fail(fault)
    with pytest.raises(ModelUnavailable) as raised:
        read(openai)
    assert raised.value.reason == reason
    assert raised.value.usage in (usage, COUNTED if usage is UNKNOWN else usage)
    assert len(openai.requests) == 1


@pytest.mark.parametrize(("fault", "reason", "usage"), REFUSED)
def test_refused_words_have_a_reason_and_are_not_tried_again(openai, fault, reason, usage):
    openai.fail(fault)
    pieces, error = written(openai)
    assert (pieces, error.reason, error.usage) == ([], reason, usage)
    assert len(openai.requests) == 1


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        pytest.param(OpenAIFault(cut_after=2), "cut off", id="stream cut without a word"),
        pytest.param(OpenAIFault(garbage_after=2), "no sense in the answer", id="garbage"),
        pytest.param(OpenAIFault(error_after=2), "server error", id="error event"),
        pytest.param(OpenAIFault(finish="length"), "cut off", id="out of tokens"),
    ],
)
def test_a_stream_that_breaks_says_so_after_what_came(openai, fault, reason):
    openai.fail(fault)
    pieces, error = written(openai)
    said = "".join(piece for piece in pieces if isinstance(piece, str))
    assert said
    assert "Forty people, thank you.".startswith(said)
    assert error.reason == reason


@pytest.mark.parametrize("fault", [OpenAIFault(stall=True), OpenAIFault(stall_after=2)], ids=["silent", "stalls"])
def test_silence_ends_at_the_timeout_and_is_not_tried_again(openai, fault):
    openai.fail(fault)
    began = time.monotonic()
    _, error = written(openai, seconds=0.3)
    assert error.reason == "timed out"
    assert time.monotonic() - began < 3
    assert len(openai.requests) == 1


def test_a_silent_server_ends_a_reading_at_the_timeout(openai):
    openai.fail(OpenAIFault(stall=True))
    with pytest.raises(ModelUnavailable, match="timed out"):
        read(openai, seconds=0.3)


def test_nobody_at_the_address():
    nobody = OpenAICompatible("some-model", "key", f"http://127.0.0.1:{free_port()}/v1")
    with pytest.raises(ModelUnavailable, match="not reached"):
        nobody.read(PROMPT, KindAndWords, 5)


def test_a_server_without_schemas_is_asked_by_tool_calls_from_then_on(openai):
    asking = model(openai)
    openai.fail(NO_SCHEMAS)
    with pytest.raises(ModelUnavailable, match="request refused"):
        asking.read(PROMPT, KindAndWords, 5)
    for _ in range(2):
        assert asking.read(PROMPT, KindAndWords, 5) == (KindAndWords(kind="size", words=["40"]), COUNTED)
    assert ["tools" in request for request in openai.requests] == [False, True, True]


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(OpenAIFault(content="{bad"), id="bad JSON"),
        pytest.param(OpenAIFault(content='{"unexpected": true}'), id="wrong keys"),
        pytest.param(OpenAIFault(content='{"kind": "size", "words": [], "more": 1}'), id="extra keys"),
    ],
)
def test_a_bad_tool_call_makes_no_sense(openai, fault):
    asking = model(openai)
    openai.fail(NO_SCHEMAS, fault)
    with pytest.raises(ModelUnavailable, match="request refused"):
        asking.read(PROMPT, KindAndWords, 5)
    with pytest.raises(ModelUnavailable, match="no sense in the answer"):
        asking.read(PROMPT, KindAndWords, 5)


def test_another_refusal_does_not_give_schemas_up(openai):
    asking = model(openai)
    openai.fail(OpenAIFault(status=400, message="maximum context length exceeded"))
    with pytest.raises(ModelUnavailable):
        asking.read(PROMPT, KindAndWords, 5)
    asking.read(PROMPT, KindAndWords, 5)
    assert "tools" not in openai.requests[-1]


def test_a_server_of_ones_own_needs_no_key(openai):
    assert model(openai, key=None).read(PROMPT, KindAndWords, 5)[1] == COUNTED


def test_the_key_is_sent_and_a_wrong_one_is_named_as_the_reason(openai):
    openai.needs_key = "right"
    assert model(openai, key="right").read(PROMPT, KindAndWords, 5)[1] == COUNTED
    with pytest.raises(ModelUnavailable, match="key refused"):
        model(openai, key="wrong").read(PROMPT, KindAndWords, 5)


def test_langchain_is_imported_with_the_first_call_only():
    script = (
        "import sys, foyer.wiring, integrations.models.openai_compatible as m; m.OpenAICompatible('x');"
        "sys.exit('langchain_openai' in sys.modules or 'openai' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script]).returncode == 0
