"""The command line: `foyer COMMAND`. A user's mistake is one clear line, never a traceback.

A command's module is imported when it is called, so that none waits for what only another one needs.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from importlib.metadata import version
from typing import Annotated

import typer
from typer.core import TyperCommand, TyperGroup

from assistant.speed.collector import pause_garbage_collection
from foyer.commands.terminal import say
from prompts.problems import Mistake

COMMANDS: Mapping[str, tuple[str, str]] = {
    "serve": (
        "foyer.commands.serve:serve",
        "Run everything in one process: website widget, chat, pipeline, clock and console.",
    ),
    "web": ("foyer.commands.serve:web", "Run the web part alone; needs PostgreSQL and at least one `foyer worker`."),
    "worker": (
        "foyer.commands.serve:worker",
        "Run the pipeline and the clock alone; needs PostgreSQL, and as many may run as you like.",
    ),
    "console": (
        "foyer.commands.console:console",
        "Print the address that opens the console; without a password it holds the key, so keep it to yourself.",
    ),
    "init": (
        "foyer.commands.init:init",
        "Make the prompts folder of your company: what the chat asks, says and knows, and who gets which lead.",
    ),
    "doctor": (
        "foyer.commands.doctor:doctor",
        "Say what is configured, what answers, and what to do. Ends with 1 if something is broken.",
    ),
    "backup": (
        "foyer.commands.backup:backup",
        "Copy the whole database into one new file, also while everything runs. PostgreSQL has pg_dump for it.",
    ),
    "demo": (
        "foyer.commands.demo:demo",
        "Simulate a month of your company: visitors who talk, leads, drafts, and how the leads ended.",
    ),
    "leads": ("foyer.commands.inspect:leads", "List the leads, newest first."),
    "lead": (
        "foyer.commands.inspect:lead",
        "Show one lead with its evidence, score parts, route, follow-up plan and transcript.",
    ),
    "outcome": (
        "foyer.commands.outcome:outcome",
        "Say how a lead ended: it is closed, and the scores are measured and learned by it.",
    ),
    "report": ("foyer.commands.report:report", "What the stored leads say."),
    "learn": (
        "foyer.commands.learn:learn",
        "Suggest points from how leads ended, with the expected change. Adopt them yourself, or don't.",
    ),
    "enrich": (
        "foyer.commands.enrich:enrich",
        "Ask the playbook's providers now, however fresh their last answer is. Ends with 1 if one is in trouble.",
    ),
    "audit": (
        "foyer.commands.audit:audit_file",
        "Duplicates with their reasons, completeness, free mail, stale records and response times of a CRM's export.",
    ),
    "review": (
        "foyer.commands.review:review",
        "List the questions about possible duplicates and conflicts with their evidence, or answer one.",
    ),
    "merge": (
        "foyer.commands.review:merge",
        "Merge two contacts or two companies; both raw records are kept, and `foyer unmerge` takes it back.",
    ),
    "merges": ("foyer.commands.review:merges", "List the merges, newest first, with who decided and why."),
    "unmerge": (
        "foyer.commands.review:unmerge",
        "Take a merge back and say what stays with the kept record because it changed since.",
    ),
    "understand": (
        "foyer.commands.understand:understand",
        "Show what the assistant understands: one JSON object a line in, one out, in order.",
    ),
    "chat": (
        "foyer.commands.chat:chat",
        "Talk with the assistant and see what it understands; a change of the prompts holds for the next message.",
    ),
    "evaluate": (
        "foyer.commands.evaluate:evaluate",
        "Hold the labelled conversations with the prompts and measure what was understood and asked.",
    ),
    "playbook": ("foyer.commands.playbook:playbook", "The playbook that marketing edits."),
    "backtest": (
        "foyer.commands.backtest:backtest",
        "Replay stored leads through another playbook's rules: who would change band, queue or owner, and why.",
    ),
}
"""Where each command is, a function or a Typer with commands of its own, and the first line of its help.

`foyer --help` lists them in this order, and imports none of them.
"""


class Commands(TyperGroup):
    def list_commands(self, ctx: typer.Context) -> list[str]:  # type: ignore[override]
        return list(COMMANDS)

    def get_command(self, ctx: typer.Context, cmd_name: str) -> TyperCommand | None:  # type: ignore[override]
        """The command as it is listed; `resolve_command` loads the one that is called."""
        return TyperCommand(cmd_name, help=COMMANDS[cmd_name][1]) if cmd_name in COMMANDS else None

    def resolve_command(self, ctx: typer.Context, args: list[str]):  # type: ignore[no-untyped-def, override]
        name, _, rest = super().resolve_command(ctx, args)
        return name, load_command(name) if name else None, rest


def load_command(name: str):  # type: ignore[no-untyped-def]
    """The command itself."""
    module, member = COMMANDS[name][0].split(":")
    with pause_garbage_collection():
        found = getattr(import_module(module), member)
    if isinstance(found, typer.Typer):
        group = typer.main.get_group(found)
        group.name = name
        return group
    alone = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    alone.command(name)(found)
    return typer.main.get_command(alone)


app = typer.Typer(cls=Commands, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


def print_version(wanted: bool) -> None:
    if wanted:
        say(f"foyer {version('foyer')}")
        raise typer.Exit


@app.callback()
def foyer(
    wanted: Annotated[
        bool, typer.Option("--version", callback=print_version, is_eager=True, help="Say which version this is.")
    ] = False,
) -> None:
    """Chat-based lead capture: a conversation becomes a qualified, routed, announced lead with planned follow-up."""


def names_command(arguments: Sequence[str]) -> bool:
    """Whether it is more than `foyer --help` or `foyer --version`, which load next to nothing."""
    return bool(arguments) and not arguments[0].startswith("-")


def main() -> None:
    """Runs the command of the arguments; exits with 2 for a mistake, after saying what to do."""
    if names_command(sys.argv[1:]):
        import_module("foyer.command_logs").set_up_command_logs()
    try:
        app()
    except Mistake as mistake:
        for line in str(mistake).splitlines():
            say(f"foyer: {line}", error=True)
        sys.exit(2)
    except BrokenPipeError:
        sys.exit(1)
    except Exception as error:
        if (explained := _explain_database_error(error)) is None:
            raise
        say(f"foyer: {explained}", error=True)
        sys.exit(2)


def _explain_database_error(error: Exception) -> str | None:
    """What to do about a database that failed in the middle of a command; null for anything else, which is a bug."""
    if "sqlalchemy" not in sys.modules:
        return None
    from foyer.commands.stored import explain_database_error

    return explain_database_error(error)
