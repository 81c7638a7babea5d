"""Every text that the commands print for people about leads, with the variables it may use."""

from __future__ import annotations

from collections.abc import Mapping

from prompts.texts import Variables

COMMAND_TEXTS: Mapping[str, Variables] = {
    "command.none_yet": frozenset(),
    "command.more": frozenset({"shown", "total"}),
    "command.column.lead": frozenset(),
    "command.column.score": frozenset(),
    "command.column.who": frozenset(),
    "command.column.company": frozenset(),
    "command.column.queue": frozenset(),
    "command.column.owner": frozenset(),
    "command.column.next": frozenset(),
    "command.column.due": frozenset({"zone"}),
    "command.no_score": frozenset(),
    "command.head": frozenset({"at", "id", "source", "stage", "standing", "zone"}),
    "command.brief.older": frozenset({"day"}),
    "command.next": frozenset({"action"}),
    "command.uncertain": frozenset({"what"}),
    "command.score": frozenset({"grade", "score"}),
    "command.score.none": frozenset({"fields"}),
    "command.record": frozenset(),
    "command.quote": frozenset({"quote", "turn"}),
    "command.found": frozenset(),
    "command.route": frozenset({"reason"}),
    "command.skipped": frozenset(),
    "command.follow_up": frozenset(),
    "command.ended": frozenset(),
    "command.worth": frozenset({"value"}),
    "command.transcript": frozenset(),
}
