"""`foyer serve`, `foyer web` and `foyer worker`: the running processes."""

from __future__ import annotations

import errno
import signal
import socket
import threading
from collections.abc import Callable
from contextlib import closing
from functools import partial

import typer
import uvicorn
from rich.console import Console

from foyer import wiring
from foyer.loading import pause_garbage_collection
from foyer.logs import set_up_logs
from foyer.process import lock_data_folder, run_services
from foyer.settings import Settings, SettingsProblem, read_settings
from foyer.web.console_link import build_console_link, refuse_exposed_console
from foyer.wiring import Foyer
from pipeline.runtime.engine import Role
from prompts.problems import Mistake

PLACES = (
    ("Try it", "/", "a demo company's site: click the bubble and talk"),
    ("Chat page", "/chat/", "the same chat on a page of its own"),
)
"""Name, path and purpose of what every visitor can open."""


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
    foyer.store.migrate()
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    with run_services(foyer):
        threading.Thread(target=foyer.prepare, name="prepare", daemon=True).start()
        typer.echo(
            f"Foyer worker {foyer.engine.config.worker_id} is at work. Ctrl+C stops it; its work goes on elsewhere."
        )
        stop.wait()


def _built(settings: Settings, role: Role) -> Foyer:
    """The parts, with logs to report on them; the database is not touched yet."""
    set_up_logs(settings.log_format)
    return wiring.build_foyer(settings, role)


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
        from foyer.web.socket_buffer import BufferedWebSocket

        app = build_web_app(foyer)
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        log_level="warning",
        access_log=False,
        server_header=False,
        # A chat's frames are small: compressing each costs more time and memory a window than it saves in bytes.
        ws_per_message_deflate=False,
        ws=BufferedWebSocket,
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
            _announce(self._foyer)
            threading.Thread(target=self._warm_up, name="rehearsal", daemon=True).start()


def _announce(foyer: Foyer) -> None:
    settings, console = foyer.settings, Console(highlight=False, soft_wrap=True)
    console.print("\n[bold green]Foyer is running.[/] Ctrl+C stops it; nothing is lost.\n")
    for name, path, what in PLACES:
        console.print(f"  [bold]{name:<10}[/] {settings.public_url}{path:<10} {what}")
    console.print(f"  [bold]{'Console':<10}[/] {build_console_link(settings)}")
    console.print(f"  {'':<10} leads, alerts and follow-ups, for the team{_how_it_opens(settings)}")
    console.print(f"\n{_where_alerts_go(settings)}\n")


def _how_it_opens(settings: Settings) -> str:
    if settings.console_password:
        return "; it asks for FOYER_CONSOLE_PASSWORD"
    return "; open it by this link alone, and keep the link to yourself"


def _where_alerts_go(settings: Settings) -> str:
    if settings.slack_channel:
        return f"Alerts go to the Slack channel {settings.slack_channel}."
    return (
        "Alerts are printed here and shown in the console; FOYER_SLACK_BOT_TOKEN and FOYER_SLACK_CHANNEL bring Slack."
    )
