"""What a message may change in the record."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.dialogue.record_merge import (
    MergedRecord,
    decline_field,
    has_evidence,
    mark_field_unsure,
    merge_findings,
    remove_contact,
)
from assistant.understanding.port import Finding
from pipeline.domain.record import Field, PersonName, Record, TeamSize, Value
from tests.support.builders import a_record


def a_finding(field: Field, value: Value, text: str, quote: str | None = None) -> Finding:
    quote = quote or text
    start = text.index(quote)
    return Finding(field, value, quote, start, start + len(quote), 0.9)


def test_a_value_carries_the_words_and_the_turn_it_came_from():
    text = "we are 40 people"
    merged = merge_findings(Record(), [a_finding(Field.TEAM_SIZE, TeamSize(40, 40), text, "40 people")], text, turn=3)
    evidence = merged.record.known[Field.TEAM_SIZE].evidence
    assert (evidence.turn, text[evidence.start : evidence.end], evidence.quote) == (3, "40 people", "40 people")
    assert merged.new == (Field.TEAM_SIZE,)


@pytest.mark.parametrize(
    ("quote", "start", "end"),
    [
        pytest.param("50", 7, 9, id="other words than the text's"),
        pytest.param("40", 0, 2, id="another place"),
        pytest.param("40", -9, -7, id="counted from the end"),
        pytest.param("", 7, 7, id="no words"),
        pytest.param(" ", 6, 7, id="only a space"),
        pytest.param("40 people and more", 7, 99, id="beyond the end"),
    ],
)
def test_a_finding_without_its_words_in_the_text_is_dropped(quote: str, start: int, end: int):
    finding = Finding(Field.TEAM_SIZE, TeamSize(40, 40), quote, start, end, 1.0)
    merged = merge_findings(Record(), [finding], "we are 40 people", turn=0)
    assert merged == MergedRecord(Record(), dropped=(finding,))


def test_a_correction_supersedes_and_keeps_what_was_said_before():
    before = a_record(team_size=20)
    merged = merge_findings(before, [a_finding(Field.TEAM_SIZE, TeamSize(200, 200), "200")], "200", turn=2)
    assert merged.corrected == (Field.TEAM_SIZE,)
    assert merged.record.value(Field.TEAM_SIZE) == TeamSize(200, 200)
    assert merged.record.superseded == ((Field.TEAM_SIZE, before.known[Field.TEAM_SIZE]),)


@pytest.mark.parametrize("again", ["Acme Shop", "acme shop", " ACME SHOP"])
def test_the_same_value_again_keeps_its_first_evidence(again: str):
    before = a_record(company="Acme Shop")
    merged = merge_findings(before, [a_finding(Field.COMPANY, again, again)], again, turn=5)
    assert merged.record == before
    assert merged.same == (Field.COMPANY,)


def test_tools_add_up_and_a_correction_replaces_them():
    before, text = a_record(tools=["Gmail"]), "Zendesk"
    finding = a_finding(Field.TOOLS, ("Zendesk",), text)
    assert merge_findings(before, [finding], text, 1).record.value(Field.TOOLS) == ("Gmail", "Zendesk")
    assert merge_findings(before, [finding], text, 1, correcting=True).record.value(Field.TOOLS) == ("Zendesk",)
    assert merge_findings(before, [a_finding(Field.TOOLS, ("gmail",), "gmail")], "gmail", 1).same == (Field.TOOLS,)


@pytest.mark.parametrize("settled", [decline_field(Record(), Field.PHONE), mark_field_unsure(Record(), Field.PHONE)])
def test_a_value_given_after_all_lifts_a_refusal(settled: Record):
    merged = merge_findings(settled, [a_finding(Field.PHONE, "+14155552671", "+14155552671")], "+14155552671", turn=1)
    assert merged.record.value(Field.PHONE) == "+14155552671"
    assert not merged.record.declined | merged.record.unsure


def test_a_refused_field_is_taken_out_with_its_past():
    before, text = a_record(email="a@example.com"), "b@example.com"
    corrected = merge_findings(before, [a_finding(Field.EMAIL, text, text)], text, turn=1).record
    refused = decline_field(corrected, Field.EMAIL)
    assert refused == Record(declined=frozenset({Field.EMAIL}))


def test_not_knowing_takes_nothing_away():
    assert mark_field_unsure(a_record(industry="saas"), Field.INDUSTRY) == a_record(industry="saas")
    assert mark_field_unsure(Record(), Field.INDUSTRY).unsure == {Field.INDUSTRY}


def test_without_consent_nothing_identifies_the_person():
    before = a_record(name="Jane Doe", email="jane@example.com", phone="+14155552671", company="Acme")
    text = "Janet"
    renamed = merge_findings(before, [a_finding(Field.NAME, PersonName(text), text)], text, turn=1).record
    kept = remove_contact(renamed)
    assert set(kept.known) == {Field.COMPANY}
    assert kept.superseded == ()
    assert kept.declined == before.declined


def test_two_messages_in_a_row_count_as_one():
    first = merge_findings(Record(), [a_finding(Field.TEAM_SIZE, TeamSize(20, 20), "20")], "20", 1)
    second = merge_findings(first.record, [a_finding(Field.TEAM_SIZE, TeamSize(30, 30), "30")], "30", 2)
    both = first.combine(second)
    assert (both.new, both.corrected, both.record) == ((Field.TEAM_SIZE,), (), second.record)


TEXT_FIELDS = st.sampled_from([Field.GOAL, Field.COMPANY, Field.EMAIL, Field.INDUSTRY])


@given(
    text=st.text(max_size=30),
    findings=st.lists(
        st.tuples(TEXT_FIELDS, st.integers(-3, 35), st.integers(-3, 35), st.text(max_size=8)), max_size=5
    ),
)
def test_whatever_is_found_every_kept_value_has_its_words_in_the_text(text, findings):
    claimed = [
        Finding(field, f"{field}-{start}", text[max(start, 0) : max(end, 0)] or quote, start, end, 0.5)
        for field, start, end, quote in findings
    ]
    merged = merge_findings(Record(), claimed, text, turn=0)
    kept = list(merged.record.known.values()) + [known for _, known in merged.record.superseded]
    assert all(text[known.evidence.start : known.evidence.end] == known.evidence.quote for known in kept)
    assert len(merged.dropped) == sum(not has_evidence(finding, text) for finding in claimed)
    assert {finding.value for finding in claimed if has_evidence(finding, text)} >= {known.value for known in kept}
