"""Settings for the tests of the rules."""

from __future__ import annotations

import structlog
from hypothesis import settings

# A busy machine is not a slow rule: how long one example takes says nothing here.
settings.register_profile("no_deadline", deadline=None)
settings.load_profile("no_deadline")

# A traceback with every local variable takes half a minute where one of them is a whole playbook.
structlog.configure(
    processors=[
        structlog.processors.add_log_level,
        structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),
    ]
)
