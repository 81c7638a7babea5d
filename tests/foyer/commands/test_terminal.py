"""No command lets what a visitor wrote steer the terminal of who reads it; JSON holds it to the letter, escaped."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from rich.table import Table
from typer.testing import CliRunner

import foyer.commands
from assistant.conversation.service import ConversationService
from foyer.cli import app
from foyer.commands.output import Format
from foyer.commands.terminal import open_console
from foyer.live_prompts import read_prompts
from foyer.wiring import build_understanding
from pipeline.domain.outcome import Outcome, OutcomeKind
from pipeline.domain.submission import Origin
from pipeline.store import Database, Store
from tests.pipeline.acting import end_lead
from tests.pipeline.test_clean_text import steers
from tests.support.builders import NOW, PROMPTS, a_lead
from tests.support.settling import settle

ORDERS = (
    "\x1b]52;c;cm0gLXJm\x07",
    "\x1b]0;title\x1b\\",
    "\x1b[2J\x1b[H",
    "\x9b31m",
    "\r\x1b[A",
    "\x08\x08",
    "\u202e",
    "\x7f",
)
HOSTILE = st.lists(
    st.sampled_from(ORDERS) | st.text(st.characters(exclude_characters="\x00", codec="utf-8"), max_size=5)
)
TALK = "5f0c8f3e-6b0a-4c6e-9a52-2d9a4a4b7e10"
PHONE = "+14155550132"


class NoIntake:
    def start(self, submission_id: str) -> None:
        raise AssertionError("no lead comes of this talk")


class NewYear:
    def now(self) -> datetime:
        return datetime(2026, 1, 1, tzinfo=UTC)


def hold_talk(store: Store, text: str) -> None:
    prompts = read_prompts(PROMPTS)
    talks = ConversationService(
        store=store.conversations,
        understanding=build_understanding,
        playbook=lambda: prompts.playbook,
        knowledge=lambda: prompts.knowledge,
        clock=NewYear(),
        intake=NoIntake(),
    )
    talks.open(TALK, Origin())
    talks.receive(TALK, "m1", f"{text} we are an online shop with 40 people {text}")


def fill(store: Store, text: str) -> str:
    """Two leads with one number, of which a review item and a closed lead come, and a talk; all full of the text."""
    lead = ""
    for number in (1, 2):
        words = {"name": f"Ann {text} Lee", "company": f"Acme {text}", "goal": text, "problem": text, "role": text}
        submission = a_lead(
            key=f"chat:{number}",
            conversation_id=f"c{number}",
            email=f"ann{number}@acme.example",
            phone=PHONE,
            text=text,
            **words,
        )
        lead, _ = settle(store, submission)
    end_lead(store, lead, Outcome(OutcomeKind.LOST, NOW, text, reason=text))
    hold_talk(store, text)
    return lead


def run(*arguments: str) -> str:
    done = CliRunner().invoke(app, arguments, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def show_everything(lead: str) -> Iterator[tuple[list[str], str]]:
    """Every command that prints what is stored, in every form, with what it printed."""
    programs = [("--format", form.value) for form in Format if form is not Format.TABLE]
    commands = [["leads"], ["lead", lead], ["review"], ["review", "--decided"], ["merges"], ["report", "bands"]]
    for command in commands:
        for form in ((), *programs):
            yield [*command, *form], run(*command, *form)
    for command in (["chat", "--replay", TALK], ["enrich", lead], ["backtest", "--playbook", str(PROMPTS)]):
        yield command, run(*command)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FOYER_PROMPTS", str(PROMPTS))
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@settings(
    max_examples=4,
    phases=[Phase.explicit, Phase.generate],  # each example runs some thirty commands
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(HOSTILE)
def test_no_command_prints_what_a_terminal_obeys(place: Path, sqlite_files, pieces: list[str]):
    text = "".join([*pieces, *ORDERS, "words"])
    file = place / f"{len(list(place.iterdir()))}.db"
    url = sqlite_files.database(file, migrated=True)
    with pytest.MonkeyPatch.context() as patch, closing(Store(Database(url))) as store:
        patch.setenv("FOYER_DATABASE_URL", url)
        lead = fill(store, text)
        for command, printed in show_everything(lead):
            found = sorted({char for char in printed.replace("\r\n", "\n") if steers(char)})
            assert not found, (command, found)
            if command[-1] == "json" and command[0] == "lead":
                (told,) = json.loads(printed)
                assert told["record"]["goal"]["value"] == text


def test_a_console_cleans_whatever_is_drawn_in_it_and_keeps_its_own_colours():
    console, out = open_console(markup=True), StringIO()
    console.file, console._force_terminal = out, True
    table = Table("Who", style="red")
    table.add_row("Ann\x1b]0;x\x07\x9b2J", end_section=True)
    console.print("[bold]said[/]", "\x1b[2J", style="green")
    console.print(table)
    shown = out.getvalue()
    assert "Ann]0;x2J" in shown
    assert not any(order in shown for order in ("\x1b]", "\x9b", "\x07", "\x1b[2J"))


def test_every_command_prints_by_the_one_way():
    for file in sorted(Path(foyer.commands.__file__).parent.glob("*.py")):
        calls = {
            ast.unparse(node.func)
            for node in ast.walk(ast.parse(file.read_text("utf-8")))
            if isinstance(node, ast.Call)
        }
        allowed = {"terminal.py": {"print", "Console"}, "output.py": {"print"}, "understand.py": {"print"}}
        assert calls & {"print", "Console", "typer.echo", "sys.stdout.write"} <= allowed.get(file.name, set()), file
