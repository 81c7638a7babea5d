"""`foyer doctor`: what is configured, what answers, and what to do about what does not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal
from urllib.parse import urlsplit

import typer
from rich.console import Console
from rich.table import Table

from foyer import wiring
from foyer.commands.output import Format, FormatOption
from foyer.commands.stored import shown_address, stored
from foyer.live_prompts import live_prompts
from foyer.settings import OPENAI, Settings, read_settings, secret
from pipeline.flow.clock import DEAD_AFTER
from pipeline.model.port import Spent
from pipeline.store import DatabaseProblem, Store
from prompts.problems import BadFiles

State = Literal["ok", "off", "warning", "broken"]
MARKS = {"ok": "[green]ok[/]", "off": "[dim]off[/]", "warning": "[yellow]look[/]", "broken": "[red]broken[/]"}

ALMOST = 0.95
"""Share of a cap from which the next call may find no room."""


@dataclass(frozen=True, slots=True)
class Finding:
    what: str
    state: State
    found: str
    todo: str | None = None


def doctor(
    form: FormatOption = Format.TABLE,
    retry: Annotated[bool, typer.Option("--retry", help="First, set going again what Slack refused.")] = False,
) -> None:
    """Say what is configured, what answers, and what to do. Ends with 1 if something is broken."""
    settings = read_settings()
    if retry:
        _retry(settings)
    checks = (_prompts, _database, _providers, _model, _alerts, _chats, _console)
    findings = [finding for check in checks for finding in check(settings)]
    if form is Format.TABLE:
        _print(findings)
    elif form is Format.JSONL:
        print("\n".join(json.dumps(asdict(finding)) for finding in findings))
    else:
        print(json.dumps([asdict(finding) for finding in findings], indent=2))
    raise typer.Exit(1 if any(finding.state == "broken" for finding in findings) else 0)


def _retry(settings: Settings) -> None:
    count = stored(settings).deliveries.retry_failed(datetime.now(UTC))
    Console(stderr=True).print(f"{count} refused alert{'' if count == 1 else 's'} will be tried again.")


def _prompts(settings: Settings) -> Iterator[Finding]:
    try:
        playbook = live_prompts(settings).current().playbook
    except BadFiles as error:
        for problem in error.problems:
            yield Finding(
                "prompts", "broken", str(problem), "correct the file; the running server keeps the last good one"
            )
        return
    yield Finding("prompts", "ok", f"{settings.prompts} (playbook {playbook.version}, texts {playbook.texts_version})")


def _database(settings: Settings) -> Iterator[Finding]:
    try:
        store = Store.existing(settings.url)
    except DatabaseProblem as problem:
        yield Finding("database", "broken", str(problem))
        return
    if store is None:
        found = f"none yet at {shown_address(settings)}"
        yield Finding("database", "off", found, "start 'foyer serve': it makes the database")
        return
    yield Finding("database", "ok", store.database.url.render_as_string(hide_password=True))
    yield from _work(store)


def _work(store: Store) -> Iterator[Finding]:
    """Whether somebody does the work, and what waits for a person."""
    now = datetime.now(UTC)
    beat = store.workers.latest_beat()
    if beat and now - beat < DEAD_AFTER:
        yield Finding("engine", "ok", "a process is at work")
    else:
        seen = f"last seen {beat:%Y-%m-%d %H:%M} UTC" if beat else "none has run yet"
        yield Finding("engine", "off", seen, "start 'foyer serve' (or 'foyer worker' beside 'foyer web')")
    for submission_id, why in store.submissions.stuck():
        todo = "mend the cause; it is tried again by itself"
        yield Finding("stuck submission", "warning", f"{submission_id}: {why}", todo)
    for delivery in store.views.deliveries():
        if delivery.status == "failed":
            found = f"{delivery.alert.key}: {delivery.error}"
            yield Finding("refused alert", "warning", found, "mend the cause, then run 'foyer doctor --retry'")
    late = store.deliveries.due(now - timedelta(minutes=5), 100)
    if late:
        yield Finding(
            "late alerts", "warning", f"{len(late)} wait for more than 5 minutes", "see 'engine' and 'alerts'"
        )


def _providers(settings: Settings) -> Iterator[Finding]:
    """Who is asked about leads, and which keys are missing; nobody is asked for this."""
    try:
        providers = live_prompts(settings).current().playbook.enrichment.providers
    except BadFiles:
        yield Finding("enrichment", "warning", "the playbook can't be read", "see 'prompts'")
        return
    if not providers:
        todo = "name providers in playbook/enrichment.yaml if others shall be asked about your leads"
        yield Finding("enrichment", "off", "what leads say themselves and our own history", todo)
    for provider in providers:
        if provider.secret and secret(provider.secret) is None:
            found, todo = f"{provider.name}: its key is missing", f"set {provider.secret}"
            yield Finding("enrichment", "warning", found, todo)
        else:
            where = "leads' own websites" if provider.type == "website" else urlsplit(provider.address or "").netloc
            yield Finding("enrichment", "ok", f"{provider.name}: {where}")


def _model(settings: Settings) -> Iterator[Finding]:
    """What a day's calls take, and why the newest answer was not used; the key is never shown."""
    if not settings.has_model:
        todo = "set FOYER_MODEL_API_KEY, or FOYER_MODEL_BASE_URL and FOYER_MODEL_NAME, if you want a model to help"
        yield Finding("model", "off", "rules and templates do everything", todo)
        return
    where = f"{settings.model} at {settings.model_base_url or OPENAI}"
    try:
        store = Store.existing(settings.url)
    except DatabaseProblem:
        yield Finding("model", "warning", f"{where}; today's spend is unknown", "see 'database'")
        return
    if store is None:
        yield _spend(settings, where, Spent())
        return
    account = wiring.model_account(settings, store)
    spent = account.spent_on(datetime.now(UTC))
    yield _spend(settings, where, spent)
    if failure := account.last_failure():
        at, reason = failure
        found = f"{at:%Y-%m-%d %H:%M} UTC: {reason}; rules and templates answered"
        yield Finding("model's last call", "warning", found, "look at the model's server, its key and its limits")


def _spend(settings: Settings, where: str, spent: Spent) -> Finding:
    counted = f"{spent.calls} calls today (UTC), {spent.tokens:,} of {settings.model_daily_tokens:,} tokens"
    cost, cap = spent.cost_millionths / 1_000_000, settings.model_daily_cap
    if settings.model_input_price or settings.model_output_price:
        counted += f", cost {cost:.2f}" + ("" if cap is None else f" of {cap:.2f}")
    found = f"{where}; {counted}"
    if spent.tokens >= ALMOST * settings.model_daily_tokens or (cap is not None and cost >= ALMOST * cap):
        todo = "raise FOYER_MODEL_DAILY_TOKENS or FOYER_MODEL_DAILY_CAP if rules and templates shall not take over"
        return Finding("model", "warning", f"{found}: the cap is (almost) reached", todo)
    return Finding("model", "ok", found)


def _alerts(settings: Settings) -> Iterator[Finding]:
    answer = wiring.notifier(settings).check()
    yield Finding("alerts", "ok" if answer.ok else "broken", answer.found, answer.todo)


def _chats(settings: Settings) -> Iterator[Finding]:
    """Where colleagues join a chat."""
    if settings.slack_signing_secret:
        found = f"from Slack, which must reach {settings.public_url}/slack/events and /slack/actions, and the console"
        yield Finding("joining chats", "ok", found)
    else:
        todo = "set FOYER_SLACK_SIGNING_SECRET to join from Slack (docs/takeover.md)"
        yield Finding("joining chats", "ok", "in the console", todo if settings.slack_channel else None)


def _console(settings: Settings) -> Iterator[Finding]:
    if settings.console_password:
        yield Finding("console", "ok", "asks for FOYER_CONSOLE_PASSWORD")
    else:
        yield Finding(
            "console", "ok", "open on this machine alone", "set FOYER_CONSOLE_PASSWORD to open it to the team"
        )


def _print(findings: list[Finding]) -> None:
    table = Table(box=None, show_header=False, pad_edge=False)
    for finding in findings:
        todo = f"\n[bold]do:[/] {finding.todo}" if finding.todo else ""
        table.add_row(finding.what, MARKS[finding.state], f"{finding.found}{todo}")
    Console(highlight=False).print(table)
