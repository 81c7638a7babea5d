"""`foyer chat`: talk with the assistant in the terminal, or hear a stored conversation again with today's prompts."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from assistant.conversation.ports import StoredConversation, Turn
from assistant.conversation.rehearsal import AskedQuestion, Exchange, Rehearsal, find_asked_question
from assistant.messages import Author
from foyer.commands.conversation_view import (
    ASSISTANT,
    VISITOR,
    describe_finding,
    print_record,
    print_turn,
    print_understanding,
    print_visitor,
)
from foyer.commands.stored import NotFound, open_store
from foyer.commands.terminal import open_console
from foyer.live_prompts import watch_prompts
from foyer.settings import Settings, read_settings
from foyer.wiring import build_understanding

LanguageOption = Annotated[str | None, typer.Option(help="The visitor's language, e.g. de or es.")]
ReplayOption = Annotated[
    str | None, typer.Option("--replay", metavar="ID", help="Say a stored lead's or conversation's messages again.")
]


def chat(language: LanguageOption = None, replay: ReplayOption = None) -> None:
    """Talk with the assistant and see what it understands; a change of the prompts holds for the next message.

    Nothing is stored and nobody is told. Ends with Ctrl-D; messages can also be piped in, one a line.
    """
    settings = read_settings()
    console = open_console()
    if replay is None:
        _talk(console, _rehearsal(settings, datetime.now(UTC), language))
    else:
        _replay(console, settings, _stored(settings, replay))


def _rehearsal(settings: Settings, now: datetime, language: str | None) -> Rehearsal:
    prompts = watch_prompts(settings)
    return Rehearsal(
        lambda: prompts.current().playbook, lambda: prompts.current().knowledge, build_understanding, now, language
    )


def _talk(console: Console, rehearsal: Rehearsal) -> None:
    for turn in rehearsal.turns:
        print_turn(console, turn)
    for text in _lines(console):
        exchange = rehearsal.say(text, datetime.now(UTC))
        print_understanding(console, exchange)
        print_record(console, exchange.record, exchange.state)
        print_turn(console, exchange.reply)


def _lines(console: Console) -> Iterator[str]:
    """What is typed or piped in, line by line; piped lines are shown, as typed ones are."""
    typed = sys.stdin.isatty()
    while True:
        try:
            line = console.input(f"{VISITOR:<{len(ASSISTANT)}}  ") if typed else next(sys.stdin)
        except (EOFError, KeyboardInterrupt, StopIteration):
            return
        if text := line.strip():
            if not typed:
                print_visitor(console, text)
            yield text


def _stored(settings: Settings, some_id: str) -> StoredConversation:
    """By the lead's id or by the conversation's own."""
    store = open_store(settings)
    conversation_id = store.views.find_conversation(some_id) or some_id
    conversation = store.conversations.get(conversation_id)
    if conversation is None:
        raise NotFound(f"no conversation belongs to '{some_id}'; 'foyer leads' lists the leads")
    return conversation


def _replay(console: Console, settings: Settings, stored: StoredConversation) -> None:
    """Each message of the visitor at its own time: what was understood and asked then, and what is now."""
    rehearsal = _rehearsal(settings, stored.started_at, stored.origin.language)
    table = Table(show_lines=True, header_style="bold", pad_edge=False)
    for column in ("Visitor", "Then", "Now"):
        table.add_column(column, ratio=1)
    table.add_row("", _asked_in_words(_opening(stored)), _asked_in_words(rehearsal.greeting))
    exchange: Exchange | None = None
    for heard, reply in _exchanges(stored):
        exchange = rehearsal.say(heard.text, heard.at)
        then, now = _told(heard, reply), _told(exchange.heard, exchange.reply)
        table.add_row(heard.text, then, "the same" if now == then else now)
    console.print(table)
    if exchange:
        console.print("\nKnown now, at the end")
        print_record(console, exchange.record, exchange.state)


def _opening(stored: StoredConversation) -> Turn | None:
    ours = [turn for turn in stored.turns if turn.author is Author.ASSISTANT]
    return next((turn for turn in ours if find_asked_question(turn)), None)


def _exchanges(stored: StoredConversation) -> Iterator[tuple[Turn, Turn | None]]:
    """The visitor's messages, each with the assistant's reply; null where it was silent."""
    for position, turn in enumerate(stored.turns):
        if turn.author is Author.VISITOR:
            later = stored.turns[position + 1 :]
            yield turn, next((reply for reply in later if turn.id in reply.details.get("answers", ())), None)


def _told(heard: Turn, reply: Turn | None) -> str:
    findings = [describe_finding(finding) for finding in heard.details.get("findings", ())]
    return "\n".join([*(findings or ["understood nothing"]), _asked_in_words(reply)])


def _asked_in_words(turn: Turn | None) -> str:
    asked: AskedQuestion | None = find_asked_question(turn) if turn else None
    if asked is None:
        return "asked nothing"
    again = f" (time {asked.attempt})" if asked.attempt > 1 else ""
    return f"asked: {asked.pending.field or asked.pending.topic}{again}"
