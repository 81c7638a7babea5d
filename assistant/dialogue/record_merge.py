"""What a message changes in the lead record: pure, and only for values whose words really stand in the message."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.understanding.port import Finding
from pipeline.domain.record import CONTACT_FIELDS, Evidence, FieldId, KnownValue, Record, Value


@dataclass(frozen=True, slots=True)
class MergedRecord:
    """The record after a message, and what the message did to it; a field is new or corrected, never both."""

    record: Record
    new: tuple[FieldId, ...] = ()
    corrected: tuple[FieldId, ...] = ()
    same: tuple[FieldId, ...] = ()
    dropped: tuple[Finding, ...] = ()
    """Findings whose quote does not stand in the text at their span."""

    @property
    def changed(self) -> tuple[FieldId, ...]:
        return self.new + self.corrected

    def without(self, fields: tuple[FieldId, ...]) -> MergedRecord:
        """Without word of some fields, whose values are gone again."""
        new, corrected, same = (
            tuple(field for field in told if field not in fields) for told in (self.new, self.corrected, self.same)
        )
        return replace(self, new=new, corrected=corrected, same=same)

    def combine(self, later: MergedRecord) -> MergedRecord:
        """Two messages in a row, taken together."""
        new = tuple(dict.fromkeys(self.new + later.new))
        corrected = tuple(dict.fromkeys(f for f in self.corrected + later.corrected if f not in new))
        same = tuple(dict.fromkeys(f for f in self.same + later.same if f not in new + corrected))
        return MergedRecord(later.record, new, corrected, same, self.dropped + later.dropped)


def has_evidence(finding: Finding, text: str) -> bool:
    """Whether the finding's words stand in the text where it says they do."""
    in_text = 0 <= finding.start < finding.end <= len(text)
    return in_text and bool(finding.quote.strip()) and text[finding.start : finding.end] == finding.quote


def merge_findings(
    before: Record, findings: Sequence[Finding], text: str, turn: int, correcting: bool = False
) -> MergedRecord:
    """The record with a message's findings taken in, in the order they were said.

    A value said again keeps its first evidence; a different one supersedes it, and the old one stays visible to
    people. Tools add up unless the visitor is `correcting`. A value said after all lifts a refusal. `turn` is the
    message's position in the conversation.
    """
    record = before
    dropped: list[Finding] = []
    for finding in sorted(findings, key=lambda finding: finding.start):
        if has_evidence(finding, text):
            record = _take(record, finding, turn, correcting)
        else:
            dropped.append(finding)
    said = dict.fromkeys(finding.field for finding in findings if finding not in dropped)
    return _told_apart(before, record, said, tuple(dropped))


def _take(record: Record, finding: Finding, turn: int, correcting: bool) -> Record:
    evidence = Evidence(turn, finding.start, finding.end, finding.quote)
    old = record.known.get(finding.field)
    value = finding.value if correcting or old is None else _added(old.value, finding.value)
    if old and _same(old.value, value):
        return record
    return replace(
        record,
        known={**record.known, finding.field: KnownValue(value, evidence, finding.confidence)},
        declined=record.declined - {finding.field},
        unsure=record.unsure - {finding.field},
        superseded=(*record.superseded, (finding.field, old)) if old else record.superseded,
    )


def _added(old: Value, new: Value) -> Value:
    if not isinstance(old, tuple) or not isinstance(new, tuple):
        return new
    have = {tool.casefold() for tool in old}
    return old + tuple(tool for tool in new if tool.casefold() not in have)


def _same(old: Value, new: Value) -> bool:
    if isinstance(old, str) and isinstance(new, str):
        return old.strip().casefold() == new.strip().casefold()
    return old == new


def _told_apart(before: Record, after: Record, said: Iterable[FieldId], dropped: tuple[Finding, ...]) -> MergedRecord:
    new, corrected, same = [], [], []
    for field in said:
        if field not in before.known:
            new.append(field)
        elif after.known[field] is before.known[field] or _same(after.known[field].value, before.known[field].value):
            same.append(field)
        else:
            corrected.append(field)
    return MergedRecord(after, tuple(new), tuple(corrected), tuple(same), dropped)


def decline_field(record: Record, field: FieldId) -> Record:
    """The record after the visitor refused a field: a value given before is taken out as well."""
    return replace(_without(record, {field}), declined=record.declined | {field}, unsure=record.unsure - {field})


def mark_field_unsure(record: Record, field: FieldId) -> Record:
    """The record after the visitor did not know an answer; a value known already stays."""
    return record if field in record.known else replace(record, unsure=record.unsure | {field})


def remove_contact(record: Record, contact: Iterable[FieldId] = CONTACT_FIELDS) -> Record:
    """The record after consent was refused: no value by which the person can be identified, past or present."""
    return _without(record, contact)


def _without(record: Record, fields: Iterable[FieldId]) -> Record:
    gone = frozenset(fields)
    known: Mapping[FieldId, KnownValue] = {name: known for name, known in record.known.items() if name not in gone}
    superseded = tuple((name, known) for name, known in record.superseded if name not in gone)
    return replace(record, known=known, superseded=superseded)
