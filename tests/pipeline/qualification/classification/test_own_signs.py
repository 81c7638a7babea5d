"""A field of the company's own that was said is a sign of a need, and weighs what the playbook says."""

from __future__ import annotations

import pytest

from pipeline.domain.record import Budget, PersonName, Record
from pipeline.playbook import Playbook
from pipeline.playbook.loading import load_playbook
from pipeline.qualification.classification import classify_submission
from prompts.problems import BadFiles
from tests.pipeline.playbook.solar import a_solar_playbook, write_solar_prompts
from tests.support.builders import a_known, a_submission, an_enrichment

BILL = {"bill": a_known(Budget(90, 90, "EUR", "month"), "90 euros a month")}


def weighing(**points: float) -> Playbook:
    playbook = a_solar_playbook()
    rules = playbook.classification.model_copy(update={"points": points})
    return playbook.model_copy(update={"classification": rules})


def profile_of(record: Record, playbook: Playbook, text: str = "hello"):
    submission = a_submission(record, text=text)
    return classify_submission(submission, an_enrichment(submission), playbook)


def test_it_tells_a_buyer_with_the_visitors_words():
    profile = profile_of(Record(BILL), weighing(bill=3))
    assert (profile.kind, "90 euros a month" in profile.reason) == ("buyer", True)
    assert profile.confidence > profile_of(Record(BILL), weighing()).confidence


def test_a_second_contact_tells_no_need():
    known = {"neighbour": a_known(PersonName("Bob Miller"))}
    assert profile_of(Record(known), weighing(neighbour=3)).kind == "unknown"


def test_it_stands_against_words_of_another_kind():
    assert profile_of(Record(BILL), weighing(), text="we offer guest posts").kind == "unknown"


def test_an_unknown_sign_is_refused_with_what_to_write(tmp_path):
    folder = write_solar_prompts(tmp_path / "prompts")
    file = folder / "playbook" / "classification.yaml"
    file.write_text(file.read_text("utf-8").replace("points:\n", "points:\n  bil: 2\n", 1), "utf-8")
    with pytest.raises(BadFiles, match="'bil' is no sign of a buyer; did you mean 'bill'"):
        load_playbook(folder, {})
