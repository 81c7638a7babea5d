"""Structured logs without personal data: events and ids, never what a visitor wrote.

One voice: whatever a library writes leaves by the same handler, in the same form, thinned out by `foyer.log_filter`.
"""

from __future__ import annotations

import logging
import re
import sys
import threading
from types import TracebackType
from typing import Any

import structlog

from foyer.log_filter import RepetitionFilter

OURS = ("assistant", "console", "foyer", "integrations", "pipeline", "prompts")
QUIET = {
    "apscheduler": logging.ERROR,
    # Else these two would add a handler of their own.
    "engineio.server": logging.ERROR,
    "socketio.server": logging.ERROR,
}
EXTRA = ("conversation_id", "error", "left_out")
"""What a line of the standard library's loggers may bring beside its words: DBOS would add its own ids to each."""

_DETAIL = re.compile(r"^(DETAIL:) .*", re.MULTILINE)
_INPUT = re.compile(r"(input_value=).*?(?=, input_type)", re.DOTALL)
"""Where PostgreSQL and pydantic quote what a person wrote."""


def set_up_logs(form: str) -> RepetitionFilter:
    """Logs to standard error, as lines for people (`console`) or for programs (`json`). Returns what thins them out."""
    shared: list[structlog.types.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler, repetitions = logging.StreamHandler(sys.stderr), RepetitionFilter()
    handler.addFilter(repetitions)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.add_logger_name, *shared, structlog.stdlib.ExtraAdder(allow=EXTRA)],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                hide_values,
                _build_renderer(form),
            ],
        )
    )
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    for name in OURS:
        logging.getLogger(name).setLevel(logging.INFO)
    for name, level in QUIET.items():
        logging.getLogger(name).setLevel(level)
    logging.getLogger("dbos").addHandler(logging.NullHandler())  # else it adds one that writes plain text
    logging.captureWarnings(True)
    threading.excepthook = _log_of_thread
    sys.excepthook = _log_of_process
    return repetitions


def _build_renderer(form: str) -> structlog.types.Processor:
    if form == "json":
        return structlog.processors.JSONRenderer()
    return structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback)


def hide_values(_logger: Any, _method: str, event: structlog.types.EventDict) -> structlog.types.EventDict:
    """A processor: what libraries quote of people's data in their errors does not reach the log."""
    for name, value in event.items():
        if isinstance(value, str) and ("DETAIL:" in value or "input_value=" in value):
            event[name] = _INPUT.sub(r"\1…", _DETAIL.sub(r"\1 …", value))
    return event


def _log_of_thread(failed: threading.ExceptHookArgs) -> None:
    name = failed.thread.name if failed.thread else None
    structlog.get_logger("foyer").error("thread_failed", thread=name, exc_info=failed.exc_value)


def _log_of_process(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
    else:
        structlog.get_logger("foyer").error("failed", exc_info=error)
