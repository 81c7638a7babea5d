"""Records in stored submissions: own fields come back as they were, and rows of before are read."""

from __future__ import annotations

from sqlalchemy import update

from pipeline.domain.record import Budget, Field, NumberRange, Record, Timeline
from pipeline.store import Store, tables
from tests.pipeline.domain.test_record import ROW
from tests.support.builders import a_known, a_submission

OWN = Record(
    known={
        Field.GOAL: a_known("a new roof"),
        "own_home": a_known(False, "we rent"),
        "products": a_known(("panels", "other"), "panels and a pool"),
        "roof_area": a_known(NumberRange(50, None, "m²"), "over 50"),
        "bill": a_known(Budget(80, 80, None, "month"), "80"),
        "ready_by": a_known(Timeline(None, None), "some day"),
    },
    declined=frozenset({"meter"}),
    unsure=frozenset({"site"}),
    superseded=(("bill", a_known(Budget(90, 90), "90")),),
)


def test_own_fields_come_back_as_they_were(store: Store):
    submission = a_submission(OWN)
    store.submissions.receive(submission)
    assert store.submissions.get(submission.id).record == OWN


def test_a_record_from_before_there_were_own_fields_is_read(store: Store):
    submission = a_submission()
    store.submissions.receive(submission)
    row = tables.SubmissionRow
    with store.database.write() as session:
        session.execute(update(row).where(row.id == submission.id).values(record=ROW))
    record = store.submissions.get(submission.id).record
    assert (record.text(Field.GOAL), record.value(Field.TOOLS)) == ("faster answers", ("Gmail",))
