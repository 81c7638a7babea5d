"""`foyer serve`, `foyer web` and `foyer worker`: the running processes."""

from __future__ import annotations

import errno
import os
import signal
import socket
import threading
from collections.abc import Callable
from contextlib import closing
from functools import partial

import uvicorn

from assistant.speed.collector import pause_garbage_collection
from foyer import wiring
from foyer.commands.announcing import announce_server, announce_worker
from foyer.log_filter import tells_known_outage
from foyer.logs import set_up_logs
from foyer.process import lock_data_folder, run_services, wait_for_database
from foyer.settings import Settings, SettingsProblem, read_settings
from foyer.web.console_link import refuse_exposed_console
from foyer.web.worker_health import serve_worker_health
from foyer.wiring import Foyer
from pipeline.runtime.engine import Role
from prompts.problems import Mistake


class CantListen(Mistake):
    """Nobody can be served on the address and port of the settings."""


def serve() -> None:
    """Run everything in one process: website widget, chat, pipeline, clock and console."""
    foyer = _built(_for_visitors(read_settings()), "all")
    if foyer.store.database.is_sqlite:
        with lock_data_folder(foyer):
            _serve_web(foyer)
    else:
        _serve_web(foyer)


def web() -> None:
    """Run the web part alone; needs PostgreSQL and at least one `foyer worker`."""
    _serve_web(_built(_for_visitors(_for_several_processes("web")), "web"))


def worker() -> None:
    """Run the pipeline and the clock alone; needs PostgreSQL, and as many may run as you like."""
    foyer = _built(_for_several_processes("worker"), "worker")
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    if foyer.settings.worker_port:
        check_port(foyer.settings.host, foyer.settings.worker_port)
    with serve_worker_health(foyer):  # also while the database is waited for
        if wait_for_database(foyer, stop):
            with run_services(foyer):
                threading.Thread(target=foyer.prepare, name="prepare", daemon=True).start()
                announce_worker(foyer)
                stop.wait()


def _built(settings: Settings, role: Role) -> Foyer:
    """The parts, with logs to report on them; the database is not touched yet."""
    os.umask(0o077)  # what is made from here on may hold personal data
    repetitions = set_up_logs(settings.log_format)
    foyer = wiring.build_foyer(settings, role)
    repetitions.is_known = partial(tells_known_outage, foyer.store.database.outage)
    return foyer


def _for_visitors(settings: Settings) -> Settings:
    refuse_exposed_console(settings)
    return settings


def _for_several_processes(command: str) -> Settings:
    settings = read_settings()
    if settings.url.startswith("sqlite"):
        raise SettingsProblem(
            f"'foyer {command}' shares its work with other processes and needs PostgreSQL; set "
            "FOYER_DATABASE_URL=postgresql://user:password@host/database, or use 'foyer serve' for one process alone"
        )
    return settings


def _serve_web(foyer: Foyer) -> None:
    foyer.store.migrate()
    settings = foyer.settings
    check_port(settings.host, settings.port)
    with pause_garbage_collection():
        from assistant.chat.bridge import MAX_PACKET_BYTES
        from foyer.web.application import (  # Chainlit takes long to import: after every check of the settings
            build_web_app,
            rehearse_conversation,
        )
        from foyer.web.request_bounds import BoundedHttp
        from foyer.web.socket_bounds import BoundedWebSocket

        app = build_web_app(foyer)
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        log_config=None,  # its lines go by our handler
        log_level="warning",
        access_log=False,
        server_header=False,
        # A chat's frames are small: compressing each costs more time and memory a window than it saves in bytes.
        ws_per_message_deflate=False,
        ws=BoundedWebSocket,
        ws_max_size=MAX_PACKET_BYTES,
        http=BoundedHttp,
        forwarded_allow_ips=list(settings.trusted_proxies),
    )
    _AnnouncingServer(config, foyer, partial(rehearse_conversation, foyer)).run()


def check_port(host: str, port: int) -> None:
    """Raises CantListen if the port can't be listened on."""
    with closing(socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CantListen(explain_bind_error(host, port, error)) from None


def explain_bind_error(host: str, port: int, error: OSError) -> str:
    """Why the port can't be listened on, with what to do about just that."""
    if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
        return f"{host} is no address of this machine; set FOYER_HOST to one, like 127.0.0.1, or 0.0.0.0 for all"
    if error.errno == errno.EACCES:
        return (
            f"this user may not listen on port {port}; choose one from 1024 on (FOYER_PORT=8000) and let a proxy "
            f"serve port {port}, or give the right: 'setcap cap_net_bind_service=+ep' on the Python of .venv"
        )
    return (
        f"port {port} on {host} can't be used ({error.strerror}); stop the program that has it, "
        f"or choose another one: FOYER_PORT={port + 1 if port < 65535 else 8000} foyer serve"
    )


class _AnnouncingServer(uvicorn.Server):
    """Says where to click once the socket listens, and warms up for the first visitor."""

    def __init__(self, config: uvicorn.Config, foyer: Foyer, warm_up: Callable[[], None]) -> None:
        super().__init__(config)
        self._foyer, self._warm_up = foyer, warm_up

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            announce_server(self._foyer)
            threading.Thread(target=self._warm_up, name="rehearsal", daemon=True).start()
