"""Whole conversations, played in process: `python -m tests.quality.conversations`.

Fifty-four conversations of over thirty trades in five languages and sixty phrasings at the summary, written before
anything was tried on them, by somebody who had not read the rules. They measure and never mend:
`--failures` prints transcripts, and who mends by those must write a new set.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from statistics import median

from rich.console import Console
from rich.table import Table

from assistant.evaluation.cases import read_cases
from tests.quality.conversations.playing import CONVERSATIONS, PlayedConversation, play_conversation, read_shipped
from tests.quality.conversations.summary import (
    RIGHT,
    SummaryVerdict,
    TriedPhrasing,
    read_bases,
    read_phrasings,
    try_phrasing,
)
from tests.quality.first_tries.judging import ReadingVerdict


def play_all() -> list[PlayedConversation]:
    return [play_conversation(case, read_shipped()) for case in read_cases(CONVERSATIONS)]


def try_all_phrasings() -> list[TriedPhrasing]:
    bases = read_bases()
    return [try_phrasing(phrasing, bases[phrasing.language], read_shipped()) for phrasing in read_phrasings()]


def main() -> None:
    played, tried = play_all(), try_all_phrasings()
    console = Console(width=130)
    console.print(*tell_figures(played), *tell_summary(tried), sep="\n")
    console.print(_field_table(played), _language_table(played), _summary_table(tried))
    if "--failures" in sys.argv:
        print(*_tell_failures(played, tried), sep="\n")


def tell_figures(played: Sequence[PlayedConversation]) -> Iterator[str]:
    verdicts = [verdict for one in played for verdict in one.verdicts.values()]
    right, replies = verdicts.count(ReadingVerdict.RIGHT), sum(len(one.trial.exchanges) for one in played)
    not_caught = sum(one.not_caught for one in played)
    unasked_for = sum(len(one.unasked_for) for one in played)
    turns = [one.trial.turns for one in played if one.is_willing and one.trial.turns is not None]
    willing = sum(one.is_willing for one in played)
    yield f"values said and captured right: {right} of {len(verdicts)}, {right / len(verdicts):.1%} (bar 92 %)"
    yield f"captured though never said: {sum(len(one.not_said) for one in played)} (bar 5)"
    yield f"replies that didn't catch it: {not_caught} of {replies}, {not_caught / replies:.1%} (bar 3 %)"
    yield f"questions a receptionist would not ask: {unasked_for / len(played):.2f} a conversation (bar 1)"
    yield f"messages to a complete lead: {median(turns) if turns else '-'} (bar 8)"
    yield f"willing visitors without a lead: {sum(one.is_lost for one in played)} of {willing} (bar 0)"


def tell_summary(tried: Sequence[TriedPhrasing]) -> Iterator[str]:
    right = sum(one.verdict in RIGHT for one in tried)
    wrong = sum(one.verdict is SummaryVerdict.SENT_WRONG for one in tried)
    yield f"at the summary, applied or asked back: {right} of {len(tried)} (bar all); sent wrong: {wrong} (bar 0)"


def _field_table(played: Sequence[PlayedConversation]) -> Table:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for one in played:
        for field, verdict in one.verdicts.items():
            counts[field][verdict] += 1
        for field in one.not_said:
            counts[field]["not said"] += 1
        for question in one.unasked_for:
            counts[question.rsplit(" ", 1)[-1]]["asked wrongly"] += 1
    columns = (*ReadingVerdict, "not said", "asked wrongly")
    table = Table("field", *columns)
    for field, row in sorted(counts.items()):
        table.add_row(field, *(str(row[column]) for column in columns))
    return table


def _language_table(played: Sequence[PlayedConversation]) -> Table:
    table = Table("language", "conversations", "values right", "not caught", "asked wrongly", "lost")
    for language in sorted({one.trial.case.language for one in played}):
        members = [one for one in played if one.trial.case.language == language]
        verdicts = [verdict for one in members for verdict in one.verdicts.values()]
        share = verdicts.count(ReadingVerdict.RIGHT) / max(1, len(verdicts))
        sums = (sum(one.not_caught for one in members), sum(len(one.unasked_for) for one in members))
        lost = sum(one.is_lost for one in members)
        table.add_row(language, str(len(members)), f"{share:.0%}", *map(str, sums), str(lost))
    return table


def _summary_table(tried: Sequence[TriedPhrasing]) -> Table:
    table = Table("wanted at the summary", *SummaryVerdict)
    for wanted in ("change", "remove", "send", "ask"):
        counts = Counter(one.verdict for one in tried if getattr(one.phrasing, wanted))
        table.add_row(wanted, *(str(counts[verdict]) for verdict in SummaryVerdict))
    return table


def _tell_failures(played: Sequence[PlayedConversation], tried: Sequence[TriedPhrasing]) -> Iterator[str]:
    for one in played:
        if one.has_problems:
            wrong = {field: str(verdict) for field, verdict in one.verdicts.items() if verdict != "right"}
            yield f"\n=== {one.trial.case.id} {one.trial.outcome} {wrong} {dict(one.not_said)} {one.unasked_for}"
            yield f"A: {one.trial.greeting}"
            yield from (f"V: {said.heard.text}\nA: {said.reply.text}" for said in one.trial.exchanges)
    for phrasing in tried:
        if phrasing.verdict not in RIGHT:
            yield f"\n=== {phrasing.verdict}: {phrasing.phrasing.say!r}\nA: {phrasing.reply}"


if __name__ == "__main__":
    main()
