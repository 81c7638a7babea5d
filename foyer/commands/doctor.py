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
from foyer.commands.stored import format_address, open_store
from foyer.live_prompts import watch_prompts
from foyer.settings import OPENAI, Settings, read_secret, read_settings
from pipeline.flow.sweep_workers import DEAD_AFTER
from pipeline.model.port import ModelSpending
from pipeline.store import DatabaseProblem, Store
from prompts.problems import BadFiles

State = Literal["ok", "off", "warning", "broken"]
MARKS = {"ok": "[green]ok[/]", "off": "[dim]off[/]", "warning": "[yellow]look[/]", "broken": "[red]broken[/]"}

UNREAD_FOR, MOST_UNREAD = timedelta(days=7), 20
"""Which messages that could not be understood are listed."""
ALMOST = 0.95
"""Share of a cap from which the next call may find no room."""


@dataclass(frozen=True, slots=True)
class Diagnosis:
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
    count = open_store(settings).deliveries.retry_failed(datetime.now(UTC))
    Console(stderr=True).print(f"{count} refused alert{'' if count == 1 else 's'} will be tried again.")


def _prompts(settings: Settings) -> Iterator[Diagnosis]:
    try:
        playbook = watch_prompts(settings).current().playbook
    except BadFiles as error:
        for problem in error.problems:
            yield Diagnosis(
                "prompts", "broken", str(problem), "correct the file; the running server keeps the last good one"
            )
        return
    yield Diagnosis(
        "prompts", "ok", f"{settings.prompts} (playbook {playbook.version}, texts {playbook.texts_version})"
    )


def _database(settings: Settings) -> Iterator[Diagnosis]:
    try:
        store = Store.open_existing(settings.url)
    except DatabaseProblem as problem:
        yield Diagnosis("database", "broken", str(problem))
        return
    if store is None:
        found = f"none yet at {format_address(settings)}"
        yield Diagnosis("database", "off", found, "start 'foyer serve': it makes the database")
        return
    yield Diagnosis("database", "ok", store.database.url.render_as_string(hide_password=True))
    yield from _work(store)


def _work(store: Store) -> Iterator[Diagnosis]:
    """Whether somebody does the work, and what waits for a person."""
    now = datetime.now(UTC)
    beat = store.workers.get_latest_beat()
    if beat and now - beat < DEAD_AFTER:
        yield Diagnosis("engine", "ok", "a process is at work")
    else:
        seen = f"last seen {beat:%Y-%m-%d %H:%M} UTC" if beat else "none has run yet"
        yield Diagnosis("engine", "off", seen, "start 'foyer serve' (or 'foyer worker' beside 'foyer web')")
    for submission_id, why in store.submissions.list_stuck():
        todo = "mend the cause; it is tried again by itself"
        yield Diagnosis("stuck submission", "warning", f"{submission_id}: {why}", todo)
    for delivery in store.views.list_deliveries():
        if delivery.status == "failed":
            found = f"{delivery.alert.key}: {delivery.error}"
            yield Diagnosis("refused alert", "warning", found, "mend the cause, then run 'foyer doctor --retry'")
    for conversation_id in store.quiet.list_unread(now - UNREAD_FOR, MOST_UNREAD):
        found = f"a message that no rule could take, in /console/conversations/{conversation_id}"
        yield Diagnosis("unread message", "warning", found, "read it there, answer the visitor, and report the text")
    late = store.deliveries.find_due(now - timedelta(minutes=5), 100)
    if late:
        yield Diagnosis(
            "late alerts", "warning", f"{len(late)} wait for more than 5 minutes", "see 'engine' and 'alerts'"
        )


def _providers(settings: Settings) -> Iterator[Diagnosis]:
    """Who is asked about leads, and which keys are missing; nobody is asked for this."""
    try:
        providers = watch_prompts(settings).current().playbook.enrichment.providers
    except BadFiles:
        yield Diagnosis("enrichment", "warning", "the playbook can't be read", "see 'prompts'")
        return
    if not providers:
        todo = "name providers in playbook/enrichment.yaml if others shall be asked about your leads"
        yield Diagnosis("enrichment", "off", "what leads say themselves and our own history", todo)
    for provider in providers:
        if provider.secret and read_secret(provider.secret) is None:
            found, todo = f"{provider.name}: its key is missing", f"set {provider.secret}"
            yield Diagnosis("enrichment", "warning", found, todo)
        else:
            where = "leads' own websites" if provider.type == "website" else urlsplit(provider.address or "").netloc
            yield Diagnosis("enrichment", "ok", f"{provider.name}: {where}")


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


def _alerts(settings: Settings) -> Iterator[Diagnosis]:
    answer = wiring.build_notifier(settings, lambda: watch_prompts(settings).current().playbook.get_texts()).check()
    yield Diagnosis("alerts", "ok" if answer.ok else "broken", answer.found, answer.todo)


def _chats(settings: Settings) -> Iterator[Diagnosis]:
    """Where colleagues join a chat."""
    if settings.slack_signing_secret:
        found = f"from Slack, which must reach {settings.public_url}/slack/events and /slack/actions, and the console"
        yield Diagnosis("joining chats", "ok", found)
    else:
        todo = "set FOYER_SLACK_SIGNING_SECRET to join from Slack (docs/takeover.md)"
        yield Diagnosis("joining chats", "ok", "in the console", todo if settings.slack_channel else None)


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
        todo = f"\n[bold]do:[/] {finding.todo}" if finding.todo else ""
        table.add_row(finding.what, MARKS[finding.state], f"{finding.found}{todo}")
    Console(highlight=False).print(table)
