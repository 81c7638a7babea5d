"""`foyer outcome LEAD won|lost|disqualified`: what became of a lead."""

from __future__ import annotations

from typing import Annotated

import typer

from foyer.commands.acting import perform_action
from foyer.commands.output import Format, FormatOption, print_data
from foyer.commands.stored import build_not_found, open_store
from foyer.commands.terminal import say
from foyer.live_prompts import build_wording
from foyer.settings import read_settings
from pipeline.actions.lead.record_outcome import RecordOutcome
from pipeline.domain.outcome import OutcomeKind


def outcome(
    lead_id: Annotated[str, typer.Argument(metavar="LEAD", help="The lead's id, as `foyer leads` shows it.")],
    result: Annotated[OutcomeKind, typer.Argument(help="What became of it.")],
    reason: Annotated[str | None, typer.Option(help="Why; needed for lost and disqualified.")] = None,
    value: Annotated[str | None, typer.Option(help="What a won lead is worth, e.g. 1500.50 in your currency.")] = None,
    by: Annotated[str | None, typer.Option(help="Who says so; default: your login.")] = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Say how a lead ended: it is closed, and the scores are measured and learned by it."""
    settings = read_settings()
    store = open_store(settings)
    perform_action(settings, store, RecordOutcome(lead_id, result, reason, value), by)
    said, wording = store.outcomes.get(lead_id), build_wording(settings)
    if said is None:
        raise build_not_found(lead_id, wording.texts)
    if form is Format.TABLE:
        named = wording.inline("outcome", said.result)
        say(wording.texts.render("command.outcome.closed", lead=lead_id, outcome=named, reason=said.reason))
    else:
        row = {"lead": lead_id, "result": str(said.result), "reason": said.reason, "value": said.value}
        print_data([{**row, "by": said.by, "at": said.at.isoformat()}], form)
