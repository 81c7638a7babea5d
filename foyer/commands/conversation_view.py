"""A rehearsed conversation in the terminal: what was said, understood and known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from assistant.conversation.ports import Turn
from assistant.conversation.rehearsal import Exchange
from assistant.dialogue.state import State
from pipeline.domain.record import Record, value_to_json

ASSISTANT, VISITOR = "foyer", "you"


def print_exchanges(console: Console, greeting: str, exchanges: Sequence[Exchange]) -> None:
    """A whole conversation, with what was understood below each message of the visitor."""
    _print(console, ASSISTANT, greeting)
    for exchange in exchanges:
        print_visitor(console, exchange.heard.text)
        print_understanding(console, exchange)
        print_turn(console, exchange.reply)


def print_visitor(console: Console, text: str) -> None:
    _print(console, VISITOR, text)


def print_turn(console: Console, turn: Turn) -> None:
    """What the assistant says, with its summary and its buttons."""
    _print(console, ASSISTANT, turn.text)
    for row in turn.details.get("card", ()):
        _print(console, "", f"{row['label']}: {row['value']}")
    if buttons := [str(reply["label"]) for reply in turn.details.get("quick_replies", ())]:
        _print(console, "", "  ".join(f"[{label}]" for label in buttons), "cyan")


def print_understanding(console: Console, exchange: Exchange) -> None:
    """The acts and the findings of one message, each with the words it was read from."""
    _print(console, "", f"acts: {', '.join(exchange.acts) or 'none'}", "dim")
    for finding in exchange.findings:
        _print(console, "", describe_finding(finding), "dim")


def _print(console: Console, who: str, text: str, style: str = "") -> None:
    """One block beside the speaker's name; its lines stay in their column."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(width=len(ASSISTANT), style="bold")
    grid.add_column()
    grid.add_row(who, Text(text, style=style))
    console.print(grid)


def describe_finding(finding: Mapping[str, Any]) -> str:
    """E.g. `team_size = 40 to 40 from “we're 40”`."""
    return f"{finding['field']} = {describe_value(finding['value'])} from “{finding['quote']}”"


def describe_value(value: Any) -> str:
    """A value's JSON in short: its known parts alone."""
    if isinstance(value, Mapping):
        return ", ".join(f"{part} {known}" for part, known in value.items() if known is not None)
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def print_record(console: Console, record: Record, state: State) -> None:
    """What is known so far, what was refused or left open, and where the conversation stands."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(width=len(ASSISTANT))
    for name, known in record.known.items():
        grid.add_row("", name, describe_value(value_to_json(known.value)), f"“{known.evidence.quote}”")
    for label, names in (("declined", record.declined), ("unsure", record.unsure)):
        if names:
            grid.add_row("", label, _listed(names), "")
    consent = "not asked yet" if state.consent is None else "given" if state.consent.given else "refused"
    grid.add_row("", "consent", consent, f"ended: {state.ending}" if state.ending else "")
    console.print(grid, style="dim")


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))
