"""What a process says once it is at work: where to click, for people; one line without a secret, for programs."""

from __future__ import annotations

import structlog

from foyer.commands.terminal import open_console, say
from foyer.settings import Settings
from foyer.web.console_link import build_console_link
from foyer.wiring import Foyer

PLACES = (
    ("Try it", "/", "a demo company's site: click the bubble and talk"),
    ("Chat page", "/chat/", "the same chat on a page of its own"),
)
"""Name, path and purpose of what every visitor can open."""

log = structlog.get_logger()


def announce_worker(foyer: Foyer) -> None:
    settings, worker = foyer.settings, foyer.engine.config.worker_id
    if not settings.base_url:
        log.warning(
            "links_lead_to_localhost", advice="set FOYER_BASE_URL to the address by which people reach 'foyer web'"
        )
    if settings.log_format == "json":
        log.info("worker_at_work", worker=worker)
    else:
        say(f"Foyer worker {worker} is at work. Ctrl+C stops it; its work goes on elsewhere.")


def announce_server(foyer: Foyer) -> None:
    if foyer.settings.log_format == "json":
        log.info("serving", url=foyer.settings.public_url, console="'foyer console' prints the address that opens it")
    else:
        _announce(foyer)


def _announce(foyer: Foyer) -> None:
    settings, console = foyer.settings, open_console(markup=True, soft_wrap=True)
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
