"""Leads in the terminal, for people: the list, and one lead with its evidence. Every word is the team's language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.table import Table

from foyer.commands.output import note_more
from foyer.commands.terminal import open_console
from foyer.commands.terminal import say as print_line
from pipeline.domain.closed_values import LeadStatus
from pipeline.domain.decision import Decision
from pipeline.domain.outcome import Outcome
from pipeline.domain.record import Record
from pipeline.reports.leads import LeadPage, LeadView
from pipeline.wording.numbers import format_points
from pipeline.wording.team import TeamWording

COLUMNS = ("lead", "score", "who", "company", "queue", "owner", "next")


def print_leads(views: Sequence[LeadView], total: int, say: TeamWording) -> None:
    """A row a lead; then how many more there are."""
    if not views:
        print_line(say.texts.render("command.none_yet"))
        return
    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in COLUMNS:
        table.add_column(say.texts.render(f"command.column.{name}"), no_wrap=name == "lead")
    table.add_column(say.texts.render("command.column.due", zone=say.zone.key))
    for view in views:
        table.add_row(*_cells(view, say))
    open_console().print(table)
    note_more(len(views), total, say)


def print_lead(page: LeadPage, say: TeamWording) -> None:
    console = open_console()
    for part in _parts(page, say):
        console.print(part)


def describe_outcome(outcome: Outcome, say: TeamWording) -> str:
    """How a lead ended, why, and what it was worth."""
    worth = None if outcome.value is None else say.texts.render("command.worth", value=say.number(outcome.value))
    return ", ".join((say.term("outcome", outcome.result), *filter(None, (outcome.reason, worth))))


def _cells(view: LeadView, say: TeamWording) -> tuple[str, ...]:
    score = view.decision.score
    return (
        view.id,
        f"{score.total} {score.grade}" if score else say.texts.render("command.no_score"),
        view.contact or "",
        view.company or "",
        say.queue(view.decision.route.queue),
        say.person(view.owner) if view.owner else "",
        *_next_step(view, say),
    )


def _next_step(view: LeadView, say: TeamWording) -> tuple[str, str]:
    """What is to be done and by when; of a closed lead how it ended."""
    if view.status == LeadStatus.CLOSED:
        return say.standing(view.status, view.outcome), ""
    return say.term("next_action", view.decision.brief.next_action), say.exact(view.next_action_at)


def _parts(page: LeadPage, say: TeamWording) -> Iterator[str | Table]:
    view, decision, render = page.lead, page.lead.decision, say.texts.render
    yield render(
        "command.head",
        id=view.id,
        standing=say.standing(view.status, view.outcome),
        stage=say.term("stage", view.stage),
        source=say.term("source", view.source),
        at=say.exact(view.created_at),
        zone=say.zone.key,
    )
    yield f"\n{decision.brief.text}"
    if view.is_rescored:
        yield render("command.brief.older", day=say.day(decision.decided_at))
    yield render("command.next", action=say.term("next_action", decision.brief.next_action))
    if decision.brief.uncertain:
        yield render("command.uncertain", what="; ".join(decision.brief.uncertain))
    yield from _score(decision, say)
    yield f"\n{render('command.record')}"
    yield _grid(_record(view.record, say))
    yield from _found(decision, say)
    yield f"\n{render('command.route', reason=decision.route.reason)}"
    skipped = render("command.skipped")
    yield _grid((skipped, say.person(skip.who), skip.why) for skip in decision.route.skipped)
    yield from _history(page, say)


def _score(decision: Decision, say: TeamWording) -> Iterator[str | Table]:
    if score := decision.score:
        yield "\n" + say.texts.render("command.score", score=score.total, grade=score.grade)
        yield _grid(
            (format_points(part.points), say.term("signal", part.signal), part.evidence) for part in score.parts
        )
    else:
        yield "\n" + say.texts.render("command.score.none", fields="; ".join(map(say.field, decision.missing)))


def _record(record: Record, say: TeamWording) -> Iterator[tuple[str, str, str]]:
    for name, known in record.known.items():
        quote = say.texts.render("command.quote", quote=known.evidence.quote, turn=known.evidence.turn)
        yield say.field(name), say.known(name, known), quote


def _found(decision: Decision, say: TeamWording) -> Iterator[str | Table]:
    if facts := decision.enrichment.facts:
        yield "\n" + say.texts.render("command.found")
        yield _grid(
            (
                say.term("fact", fact.name),
                say.fact(fact),
                f"{say.term('fact_source', fact.source)}: {say.how(fact)}, {say.ago(fact.at)}",
            )
            for fact in facts
        )
    for source, why in (decision.enrichment.status or {}).items():
        yield f"{source}: {say.status(why)}"


def _history(page: LeadPage, say: TeamWording) -> Iterator[str | Table]:
    """What is planned, how it ended, and what was said."""
    yield "\n" + say.texts.render("command.follow_up")
    yield _grid(
        (say.exact(touch.due_at, touch.zone), say.term("channel", touch.channel), say.term("touch", touch.status))
        for touch in page.touches
    )
    if page.outcomes:
        yield "\n" + say.texts.render("command.ended")
        yield _grid((say.exact(told.at), say.person(told.by), describe_outcome(told, say)) for told in page.outcomes)
    yield "\n" + say.texts.render("command.transcript")
    yield _grid((str(turn.position), say.term("author", turn.author), turn.text) for turn in page.transcript)


def _grid(rows: Iterable[tuple[str, str, str]]) -> Table:
    grid = Table.grid(padding=(0, 2))
    for row in rows:
        grid.add_row(*row)
    return grid
