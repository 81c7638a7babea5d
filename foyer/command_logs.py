"""What a command logs: it says itself what it did, so nothing but warnings, to standard error.

Apart from `foyer.logs`, which a server needs, for what that imports takes most of a second.
"""

from __future__ import annotations

import logging
import sys

import structlog


def set_up_command_logs() -> None:
    """Holds until `foyer.logs.set_up_logs` of a command that serves."""
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
