"""Settings for the tests of the rules."""

from __future__ import annotations

import structlog

# A traceback with every local variable takes half a minute where one of them is a whole playbook.
structlog.configure(
    processors=[
        structlog.processors.add_log_level,
        structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),
    ]
)
