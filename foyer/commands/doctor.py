"""`foyer doctor`: what is configured, what answers, and what to do about what does not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from foyer import wiring
from foyer.commands.output import Format, FormatOption
from foyer.commands.stored import open_store
from foyer.commands.terminal import open_console, say
from foyer.health.diagnosis import Diagnosis
from foyer.health.outside import check_alerts, check_chats, check_model_server, check_providers, check_server
from foyer.health.storage import check_data_folder, check_database, check_prompts
from foyer.settings import OPENAI, Settings, read_settings
from pipeline.model.port import ModelSpending
from pipeline.store import DatabaseProblem, Store

MARKS = {
    "ok": "[green]ok[/]",
    "off": "[dim]off[/]",
    "not checked": "[dim]not checked[/]",
    "warning": "[yellow]look[/]",
    "broken": "[red]broken[/]",
}

ALMOST = 0.95
"""Share of a cap from which the next call may find no room."""


def doctor(
    form: FormatOption = Format.TABLE,
    retry: Annotated[bool, typer.Option("--retry", help="First, set going again what Slack refused.")] = False,
) -> None:
    """Say what is configured, what answers, and what to do. Ends with 1 if something is broken."""
    settings = read_settings()
    if retry:
        _retry(settings)
    checks = (
        check_prompts, check_data_folder, check_database, check_server, check_providers, check_model_server, _model,
        check_alerts, check_chats, _console,
    )  # fmt: skip
    findings = [finding for check in checks for finding in check(settings)]
    if form is Format.TABLE:
        _print(findings)
    elif form is Format.JSONL:
        say("\n".join(json.dumps(asdict(finding)) for finding in findings))
    else:
        say(json.dumps([asdict(finding) for finding in findings], indent=2))
    raise typer.Exit(1 if any(finding.state == "broken" for finding in findings) else 0)


def _retry(settings: Settings) -> None:
    count = open_store(settings).deliveries.retry_failed(datetime.now(UTC))
    open_console(stderr=True).print(f"{count} refused alert{'' if count == 1 else 's'} will be tried again.")


def _model(settings: Settings) -> Iterator[Diagnosis]:
    """What a day's calls take, and why the newest answer was not used; the key is never shown."""
    if not settings.has_model:
        todo = "set FOYER_MODEL_API_KEY, or FOYER_MODEL_BASE_URL and FOYER_MODEL_NAME, if you want a model to help"
        yield Diagnosis("model", "off", "rules and templates do everything", todo)
        return
    where = f"{settings.model} at {settings.model_base_url or OPENAI}"
    try:
        store = Store.open_existing(settings.url)
    except DatabaseProblem:
        yield Diagnosis("model", "warning", f"{where}; today's spend is unknown", "see 'database'")
        return
    if store is None:
        yield _spend(settings, where, ModelSpending())
        return
    account = wiring.build_model_account(settings, store)
    spent = account.get_day_spend(datetime.now(UTC))
    yield _spend(settings, where, spent)
    if failure := account.get_last_failure():
        at, reason = failure
        found = f"{at:%Y-%m-%d %H:%M} UTC: {reason}; rules and templates answered"
        yield Diagnosis("model's last call", "warning", found, "look at the model's server, its key and its limits")


def _spend(settings: Settings, where: str, spent: ModelSpending) -> Diagnosis:
    counted = f"{spent.calls} calls today (UTC), {spent.tokens:,} of {settings.model_daily_tokens:,} tokens"
    cost, cap = spent.cost_millionths / 1_000_000, settings.model_daily_cap
    if settings.model_input_price or settings.model_output_price:
        counted += f", cost {cost:.2f}" + ("" if cap is None else f" of {cap:.2f}")
    found = f"{where}; {counted}"
    if spent.tokens >= ALMOST * settings.model_daily_tokens or (cap is not None and cost >= ALMOST * cap):
        todo = "raise FOYER_MODEL_DAILY_TOKENS or FOYER_MODEL_DAILY_CAP if rules and templates shall not take over"
        return Diagnosis("model", "warning", f"{found}: the cap is (almost) reached", todo)
    return Diagnosis("model", "ok", found)


def _console(settings: Settings) -> Iterator[Diagnosis]:
    if settings.console_password:
        yield Diagnosis("console", "ok", "asks for FOYER_CONSOLE_PASSWORD")
    else:
        yield Diagnosis(
            "console",
            "ok",
            "opens by the link that 'foyer serve' and 'foyer console' print",
            "set FOYER_CONSOLE_PASSWORD to open it to the team",
        )


def _print(findings: list[Diagnosis]) -> None:
    table = Table(box=None, show_header=False, pad_edge=False)
    for finding in findings:
        todo = f"\n[bold]do:[/] {escape(finding.todo)}" if finding.todo else ""
        table.add_row(finding.what, MARKS[finding.state], f"{escape(finding.found)}{todo}")
    open_console(markup=True).print(table)
