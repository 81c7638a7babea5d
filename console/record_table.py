"""The record as a table: each value, the words it came from, and where those stand in the transcript."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from console.evidence import Mark, Piece, cut_pieces, is_quoted_in
from console.wording import PageWording, build_contact_link
from pipeline.domain.record import Evidence, FieldId, KnownValue, Record
from pipeline.reports.leads import TurnView


@dataclass(frozen=True, slots=True)
class RecordRow:
    """A value that was said; `place` is the fragment of its words in the transcript, null where they are not shown."""

    label: str
    value: str
    quote: str
    confidence: float
    place: str | None
    link: str | None
    """`mailto:` or `tel:`."""
    earlier: tuple[RecordRow, ...] = ()
    """What the visitor corrected, oldest first."""


@dataclass(frozen=True, slots=True)
class RecordTable:
    rows: tuple[RecordRow, ...]
    declined: tuple[str, ...]
    unsure: tuple[str, ...]
    unsaid: tuple[str, ...]
    """Of what is asked for."""


@dataclass(frozen=True, slots=True)
class MarkedTurn:
    turn: TurnView
    pieces: tuple[Piece, ...]


def build_record_table(record: Record, transcript: Iterable[TurnView], say: PageWording) -> RecordTable:
    texts, fields = {turn.position: turn.text for turn in transcript}, say.playbook.fields

    def row(name: FieldId, known: KnownValue, anchor: str, earlier: tuple[RecordRow, ...] = ()) -> RecordRow:
        place = _place(known.evidence, anchor, texts)
        link = build_contact_link(name, known.value)
        value = say.known(name, known)
        return RecordRow(say.field(name), value, known.evidence.quote, known.confidence, place, link, earlier)

    corrected: dict[FieldId, list[RecordRow]] = {}
    for name, known, anchor in _corrected(record):
        corrected.setdefault(name, []).append(row(name, known, anchor))
    rows = (
        row(name, record.known[name], _anchor(name), tuple(corrected.get(name, ())))
        for name in fields.sort(record.known)
    )
    declined = fields.sort(record.declined - record.known.keys())
    unsure = fields.sort(record.unsure - record.declined - record.known.keys())
    return RecordTable(
        tuple(rows),
        declined=tuple(map(say.field, declined)),
        unsure=tuple(map(say.field, unsure)),
        unsaid=tuple(map(say.field, fields.list_unsaid(record))),
    )


def mark_transcript(record: Record, transcript: Iterable[TurnView], say: PageWording) -> tuple[MarkedTurn, ...]:
    """Every turn, with a mark for each value whose quote stands there exactly."""
    said = [(name, known, _anchor(name)) for name, known in record.known.items()]
    places = [(known.evidence, anchor, say.field(name)) for name, known, anchor in (*said, *_corrected(record))]
    return tuple(
        MarkedTurn(
            turn,
            cut_pieces(
                turn.text,
                [
                    Mark(evidence.start, evidence.end, anchor, label)
                    for evidence, anchor, label in places
                    if evidence.turn == turn.position and is_quoted_in(turn.text, evidence)
                ],
            ),
        )
        for turn in transcript
    )


def _anchor(name: FieldId) -> str:
    return f"said-{name}"


def _corrected(record: Record) -> list[tuple[FieldId, KnownValue, str]]:
    return [(name, known, f"{_anchor(name)}-{n}") for n, (name, known) in enumerate(record.superseded, 1)]


def _place(evidence: Evidence, anchor: str, texts: Mapping[int, str]) -> str | None:
    text = texts.get(evidence.turn)
    if text is None:
        return None
    return f"#{anchor}" if is_quoted_in(text, evidence) else f"#turn-{evidence.turn}"
