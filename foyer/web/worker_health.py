"""The two health addresses of a worker, which serves nobody else: on a port of its own, where one is set."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from fastapi import FastAPI

from foyer.web.health import add_health
from foyer.wiring import Foyer

STOP_SECONDS = 5.0


@contextmanager
def serve_worker_health(foyer: Foyer) -> Iterator[None]:
    """Answers in a thread of this process until the block ends; nothing where no port is set."""
    port = foyer.settings.worker_port
    if port is None:
        yield
        return
    app = FastAPI(title="Foyer worker", docs_url=None, redoc_url=None, openapi_url=None)
    add_health(app, foyer, for_visitors=False)
    config = uvicorn.Config(
        app, host=foyer.settings.host, port=port, log_config=None, log_level="warning", access_log=False, ws="none"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, name="worker-health", daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(STOP_SECONDS)
