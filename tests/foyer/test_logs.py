"""One voice: every line of a process has one form, says no person's data, and does not repeat itself for ever."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from foyer.log_filter import AT_ONCE, WINDOW_SECONDS, RepetitionFilter, tells_known_outage
from foyer.logs import hide_values
from pipeline.outage import Outage

ALL_VOICES = """
import logging, threading, warnings
import structlog
from foyer.logs import set_up_logs
set_up_logs("json")
import uvicorn
uvicorn.Config(None, log_config=None, log_level="warning")
import chainlit.logger
import engineio, socketio
engineio.AsyncServer(); socketio.AsyncServer()
from dbos._logger import init_logger
init_logger()
structlog.get_logger("pipeline.flow").info("ours", lead="lead_1")
for name in ("slack_sdk.web.base_client", "uvicorn.error", "dbos", "apscheduler.executors", "alembic", "chainlit",
             "engineio.server", "socketio.server", "asyncio", "assistant.chat.app"):
    logging.getLogger(name).error("said by %s", name)
logging.getLogger("assistant.chat.app").warning("with an id", extra={"conversation_id": "c1"})
try:
    raise ValueError("first line\\nsecond line")
except ValueError:
    logging.getLogger("dbos").exception("with a traceback")
    structlog.get_logger("pipeline.flow").exception("ours_failed")
warnings.warn("a library warns")
def fail():
    raise ValueError("in a thread")
thread = threading.Thread(target=fail); thread.start(); thread.join()
raise ValueError("at the end")
"""


def test_every_line_of_every_library_is_json(tmp_path: Path):
    # Chainlit writes its configuration where it is imported.
    here, ours = {**os.environ, "CHAINLIT_APP_ROOT": str(tmp_path)}, [sys.executable, "-c", ALL_VOICES]
    done = subprocess.run(ours, env=here, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    events = [line["event"] for line in lines]
    assert len([event for event in events if event.startswith("said by ")]) == 10
    assert {"ours", "with an id", "with a traceback", "ours_failed", "thread_failed", "failed"} < set(events)
    assert all({"level", "timestamp"} <= line.keys() for line in lines)
    by_event = {line["event"]: line for line in lines}
    assert by_event["ours"]["lead"] == "lead_1"
    assert by_event["with an id"]["conversation_id"] == "c1"
    assert "second line" in by_event["ours_failed"]["exception"]
    assert "at the end" in by_event["failed"]["exception"]


@pytest.mark.parametrize(
    "text",
    [
        "IntegrityError: duplicate key\nDETAIL:  Key (email)=(ann@lakes.example) already exists.\nHINT: none",
        "ValidationError: 1 error\nname\n  Input should be a string [type=string_type, "
        "input_value={'mail': 'ann@lakes.example',\n 'x': 1}, input_type=dict]",
    ],
)
def test_what_a_person_wrote_is_not_in_an_errors_text(text: str):
    event = hide_values(None, "error", {"event": "failed", "exception": text, "number": 1})
    assert "lakes" not in event["exception"]
    assert event["exception"].splitlines()[0] == text.splitlines()[0]
    assert ("HINT: none" in text) is ("HINT: none" in event["exception"])


class Minute:
    """A filter with a clock in hand, and what passed."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.filter = RepetitionFilter(lambda: self.seconds)

    def says(self, message: object, level: int = logging.ERROR, error: BaseException | None = None) -> object:
        """The record if it passes, else null."""
        exc_info = (type(error), error, None) if error else None
        record = logging.LogRecord("dbos", level, __file__, 1, message, None, exc_info)
        return record if self.filter.filter(record) else None


def test_a_few_lines_of_a_kind_pass_and_the_first_has_the_traceback():
    minute = Minute()
    passed = [minute.says(f"attempt {number} failed", error=ValueError("no")) for number in range(100)]
    records = [record for record in passed if isinstance(record, logging.LogRecord)]
    assert len(records) == AT_ONCE
    assert [bool(record.exc_info) for record in records] == [True] + [False] * (AT_ONCE - 1)
    assert {getattr(record, "error", None) for record in records} == {None, "ValueError: no"}
    minute.seconds = WINDOW_SECONDS
    again = minute.says("attempt 101 failed", error=ValueError("no"))
    assert isinstance(again, logging.LogRecord)
    assert again.left_out == 100 - AT_ONCE  # type: ignore[attr-defined]


def test_structlogs_lines_are_thinned_out_in_the_same_way():
    minute = Minute()
    passed = [minute.says({"event": "tick_failed", "tick": str(n), "exc_info": OSError("gone")}) for n in range(20)]
    told = [record.msg for record in passed if isinstance(record, logging.LogRecord)]
    assert len(told) == AT_ONCE
    assert told[1] == {"event": "tick_failed", "tick": "1", "error": "OSError: gone"}


@pytest.mark.parametrize(
    "say",
    [
        pytest.param(lambda minute, n: minute.says("noted", logging.INFO), id="what is no trouble"),
        pytest.param(lambda minute, n: minute.says("trouble with " + "abcdefghijklmnopqrst"[n]), id="each another"),
    ],
)
def test_nothing_else_is_left_out(say: Callable[[Minute, int], object]):
    minute = Minute()
    assert all(say(minute, n) for n in range(20))


@pytest.mark.parametrize(
    ("name", "error", "known"),
    [
        ("pipeline.flow", OperationalError("SELECT 1", {}, Exception("gone")), True),
        ("dbos", None, True),
        ("dbos.queue", None, True),
        ("pipeline.flow", ValueError("ours"), False),
        ("pipeline.flow", None, False),
    ],
)
def test_while_the_database_is_away_nobody_says_so_again(name, error, known):
    outage = Outage("database")
    record = logging.LogRecord(name, logging.ERROR, __file__, 1, "failed", None, (type(error), error, None))
    assert not tells_known_outage(outage, record)
    outage.note_failure("refused")
    assert tells_known_outage(outage, record) is known
