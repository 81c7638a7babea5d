"""The command line: `foyer COMMAND`. A user's mistake is one clear line, never a traceback.

A command's module is imported when it is called, so that none waits for what only another one needs.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from importlib import import_module

import typer
from typer.core import TyperGroup

from foyer.loading import loading
from prompts.problems import Mistake

COMMANDS: Mapping[str, str] = {
    "serve": "foyer.commands.serve:serve",
    "web": "foyer.commands.serve:web",
    "worker": "foyer.commands.serve:worker",
    "doctor": "foyer.commands.doctor:doctor",
    "demo": "foyer.commands.demo:demo",
    "leads": "foyer.commands.inspect:leads",
    "lead": "foyer.commands.inspect:lead",
    "outcome": "foyer.commands.outcome:outcome",
    "report": "foyer.commands.report:report",
    "learn": "foyer.commands.learn:learn",
    "enrich": "foyer.commands.enrich:enrich",
    "audit": "foyer.commands.audit:audit_file",
    "review": "foyer.commands.review:review",
    "merge": "foyer.commands.review:merge",
    "merges": "foyer.commands.review:merges",
    "unmerge": "foyer.commands.review:unmerge",
    "understand": "foyer.commands.understand:understand",
    "chat": "foyer.commands.chat:chat",
    "evaluate": "foyer.commands.evaluate:evaluate",
    "playbook": "foyer.commands.playbook:playbook",
    "backtest": "foyer.commands.backtest:backtest",
}
"""Where each command is: a function, or a Typer with commands of its own. `foyer --help` lists them in this order."""


class Commands(TyperGroup):
    def list_commands(self, ctx: typer.Context) -> list[str]:  # type: ignore[override]
        return list(COMMANDS)

    def get_command(self, ctx: typer.Context, cmd_name: str):  # type: ignore[no-untyped-def, override]
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name].split(":")
        with loading():
            found = getattr(import_module(module), name)
        if isinstance(found, typer.Typer):
            group = typer.main.get_group(found)
            group.name = cmd_name
            return group
        alone = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
        alone.command(cmd_name)(found)
        return typer.main.get_command(alone)


app = typer.Typer(cls=Commands, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


@app.callback()
def foyer() -> None:
    """Chat-based lead capture: a conversation becomes a qualified, routed, announced lead with planned follow-up."""


def main() -> None:
    """Runs the command of the arguments; exits with 2 for a mistake, after saying what to do."""
    try:
        app()
    except Mistake as mistake:
        for line in str(mistake).splitlines():
            print(f"foyer: {line}", file=sys.stderr)
        sys.exit(2)
    except BrokenPipeError:
        sys.exit(1)
