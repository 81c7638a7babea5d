"""How much of a message is understood at the first try: `python -m tests.quality.first_tries`.

612 messages of 20 trades in five languages, written before anything was tried on them, never used to train or to mend;
every value that a message says is labelled, so any other is "not said" (but for a use case, which a wish implies).
`--failures` lists them; who mends by that list must write a new one.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from foyer.commands.understand import answer_line
from foyer.live_prompts import watch_prompts
from foyer.settings import read_settings
from foyer.wiring import build_understanding
from tests.quality.first_tries.judging import ReadingVerdict, judge_value

MESSAGES = Path(__file__).with_name("messages.jsonl")
IMPLIED = frozenset({"use_case"})


@dataclass(frozen=True)
class TriedMessage:
    """A labelled message and how it was read."""

    label: Mapping[str, Any]
    verdicts: Mapping[str, ReadingVerdict]
    not_said: Mapping[str, Any]
    """What was read though the message does not say it."""
    acts: frozenset[str]

    @property
    def missing_acts(self) -> frozenset[str]:
        return frozenset(self.label.get("acts", ())) - self.acts

    @property
    def is_right(self) -> bool:
        values = all(verdict is ReadingVerdict.RIGHT for verdict in self.verdicts.values())
        return values and not self.not_said and not self.missing_acts


def read_labels(path: Path = MESSAGES) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def try_message(mind: Any, label: Mapping[str, Any]) -> TriedMessage:
    heard = {key: label[key] for key in ("id", "text", "asked", "previous", "now", "region") if key in label}
    answer = answer_line(mind, label["id"], json.dumps(heard))
    found = {finding["field"]: finding["value"] for finding in answer["findings"]}
    wanted, may = label["expected"], set(label.get("may", ())) | IMPLIED
    verdicts = {field: judge_value(field, value, found.get(field)) for field, value in wanted.items()}
    not_said = {field: value for field, value in found.items() if field not in wanted and field not in may}
    return TriedMessage(label, verdicts, not_said, frozenset(answer["acts"]))


def try_all() -> list[TriedMessage]:
    """Every message with the shipped playbook, by rules alone."""
    mind = build_understanding(watch_prompts(read_settings()).current().playbook)
    return [try_message(mind, label) for label in read_labels()]


def main() -> None:
    tried = try_all()
    console = Console(width=110)
    console.print(*_tell_whole(tried), sep="\n")
    console.print(_field_table(tried), _act_table(tried), _group_table(tried, "lang"), _group_table(tried, "trade"))
    if "--failures" in sys.argv:
        for one in tried:
            if not one.is_right:
                wrong = {field: str(verdict) for field, verdict in one.verdicts.items() if verdict != "right"}
                print(one.label["id"], repr(one.label["text"]), wrong, dict(one.not_said), sorted(one.missing_acts))


def _tell_whole(tried: list[TriedMessage]) -> Iterator[str]:
    valueless = [one for one in tried if not one.label["expected"]]
    yielding = sum(bool(one.not_said) for one in valueless)
    yield f"all right: {_share(one.is_right for one in tried)} of {len(tried)} (bar 92 %)"
    yield f"values not said: {sum(len(one.not_said) for one in tried)}"
    share = f"{yielding / len(valueless):.1%}"
    yield f"messages without a value that yield one: {yielding} of {len(valueless)}, {share} (bar 2 %)"


def _field_table(tried: list[TriedMessage]) -> Table:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for one in tried:
        for field, verdict in one.verdicts.items():
            counts[field][verdict] += 1
        for field in one.not_said:
            counts[field]["not said"] += 1
    columns = ("said", *ReadingVerdict, "not said")
    table = Table("field", *columns)
    for field, row in sorted(counts.items()):
        said = sum(row[verdict] for verdict in ReadingVerdict)
        table.add_row(field, str(said), *(str(row[column]) for column in columns[1:]))
    return table


def _act_table(tried: list[TriedMessage]) -> Table:
    table = Table("act", "wanted", "found")
    wanted = Counter(act for one in tried for act in one.label.get("acts", ()))
    missing = Counter(act for one in tried for act in one.missing_acts)
    for act, count in sorted(wanted.items()):
        table.add_row(act, str(count), f"{1 - missing[act] / count:.0%}")
    return table


def _group_table(tried: list[TriedMessage], key: str) -> Table:
    groups: dict[str, list[TriedMessage]] = defaultdict(list)
    for one in tried:
        groups[one.label[key]].append(one)
    table = Table(key, "messages", "all right")
    for name, members in groups.items():
        table.add_row(name, str(len(members)), _share(one.is_right for one in members))
    return table


def _share(hits: Iterable[bool]) -> str:
    listed = list(hits)
    return f"{sum(listed) / len(listed):.1%}"


if __name__ == "__main__":
    main()
