"""Every text that the commands print for people about leads and records, with the variables it may use."""

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
    "command.merge.head": frozenset({"at", "kept", "merge", "merged"}),
    "command.merge.by": frozenset(),
    "command.merge.reason": frozenset(),
    "command.merge.changed": frozenset(),
    "command.merge.values": frozenset({"count"}),
    "command.merge.undone": frozenset(),
    "command.merge.undone.how": frozenset({"at", "reason", "who"}),
    "command.merge.stays": frozenset(),
    "command.merge.none": frozenset(),
    "command.review.head": frozenset({"at", "item", "kind", "lead"}),
    "command.review.because": frozenset(),
    "command.review.known": frozenset(),
    "command.review.new": frozenset(),
    "command.review.answer": frozenset(),
    "command.review.answers": frozenset(),
    "command.review.by": frozenset({"answer", "reason", "who"}),
    "command.review.none": frozenset(),
    "command.outcome.closed": frozenset({"lead", "outcome", "reason"}),
}
