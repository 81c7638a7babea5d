"""The command line: `foyer COMMAND`. A user's mistake is one clear line, never a traceback."""

from __future__ import annotations

import sys

import typer

from foyer.commands import chat, doctor, evaluate, inspect, outcome, serve, understand
from foyer.process import AlreadyRunning
from foyer.settings import SettingsProblem
from pipeline.outcomes import OutcomeRefused
from pipeline.store.database import DatabaseProblem
from prompts.problems import BadFiles

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Chat-based lead capture: a conversation becomes a qualified, routed, announced lead with planned follow-up.",
)
app.command("serve")(serve.serve)
app.command("web")(serve.web)
app.command("worker")(serve.worker)
app.command("doctor")(doctor.doctor)
app.command("leads")(inspect.leads)
app.command("lead")(inspect.lead)
app.command("outcome")(outcome.outcome)
app.command("understand")(understand.understand)
app.command("chat")(chat.chat)
app.command("evaluate")(evaluate.evaluate)

MISTAKES = (
    SettingsProblem,
    BadFiles,
    DatabaseProblem,
    AlreadyRunning,
    serve.PortTaken,
    inspect.NotFound,
    evaluate.NothingToEvaluate,
    OutcomeRefused,
)
"""What a user can mend; anything else is a bug and keeps its traceback."""


def main() -> None:
    """Runs the command of the arguments; exits with 2 for a mistake, after saying what to do."""
    try:
        app()
    except MISTAKES as mistake:
        print(f"foyer: {mistake}", file=sys.stderr)
        sys.exit(2)
    except BrokenPipeError:
        sys.exit(1)
