"""The contract of `foyer understand`: one line in, one line out, in order."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.understanding.port import Act, MessageInContext, Understood
from foyer.commands.understand import answer_line, understood_to_json
from foyer.live_prompts import read_prompts
from foyer.wiring import build_understanding

PROMPTS = Path(__file__).resolve().parents[3] / "prompts"


@pytest.fixture(scope="module")
def mind():
    return build_understanding(read_prompts(PROMPTS).playbook)


def ask(mind, **line):
    return answer_line(mind, 1, json.dumps(line))


def test_an_answer_names_its_line_and_gives_acts_and_findings(mind):
    answer = ask(mind, id="a1", text="mail me at Jo@Acme.com", now="2026-03-02T12:00:00Z")
    assert answer["id"] == "a1"
    assert "inform" in answer["acts"]
    (found,) = [finding for finding in answer["findings"] if finding["field"] == "email"]
    assert found["value"] == "jo@acme.com"
    assert found["quote"] == "Jo@Acme.com"
    assert set(found) == {"field", "value", "quote", "start", "end", "confidence"}


def test_offsets_count_code_points(mind):
    text = "\N{WAVING HAND SIGN}\N{EMOJI MODIFIER FITZPATRICK TYPE-3} it's jo@acme.com"
    (found,) = ask(mind, text=text)["findings"]
    assert text[found["start"] : found["end"]] == "jo@acme.com" == found["quote"]


def test_what_was_asked_gives_a_bare_answer_its_meaning(mind):
    (found,) = ask(mind, text="40", asked=["team_size"])["findings"]
    assert (found["field"], found["value"]) == ("team_size", {"min": 40, "max": 40})
    assert ask(mind, text="40")["findings"] == []


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("{", "line 1: not JSON"),
        ("[]", "line 1: the line"),
        ('{"id": 7}', "line 1: text: field required"),
        ('{"id": 7, "text": "hi", "asked": ["shoe_size"]}', "line 1: asked.0"),
        ('{"id": 7, "text": "hi", "colour": "red"}', "line 1: colour"),
        ('{"id": 7, "text": "hi", "region": "Germany"}', "line 1: region"),
        ('{"id": 7, "text": "half a pair: \\ud800"}', "line 1: text"),
    ],
)
def test_a_line_that_cannot_be_read_says_why_in_its_place(mind, line, error):
    answer = answer_line(mind, 1, line)
    assert answer["error"].startswith(error)
    assert answer["id"] == (7 if '"id": 7' in line else None)


@pytest.mark.parametrize("line", ["[" * 100_000, '{"id": ' + "9" * 5_000, b'{"id": 7, "text": "\xff"}', b"\xff\xfe"])
def test_a_line_that_is_no_json_at_all_fails_alone(mind, line):
    assert answer_line(mind, 1, line)["error"].startswith("line 1: not JSON")


def test_asked_null_is_nothing_asked(mind):
    assert ask(mind, id=1, text="we are 40 people", asked=None) == ask(mind, id=1, text="we are 40 people")


def test_an_id_that_is_no_text_of_any_encoding_is_given_back_as_one():
    assert json.dumps(answer_line(Failing(), 1, '{"id": "\\ud800"}'), ensure_ascii=False).encode()
    assert answer_line(Failing(), 1, '{"id": NaN}')["id"] is None


class Failing:
    """Takes no message that holds "poison"."""

    def understand(self, heard: MessageInContext) -> Understood:
        if "poison" in heard.text:
            raise OverflowError
        return Understood((), ())


def test_one_line_that_can_not_be_understood_fails_alone():
    lines = ['{"id": 1, "text": "hi"}', '{"id": 2, "text": "poison"}', '{"id": 3, "text": "hi"}']
    first, second, third = (answer_line(Failing(), number, line) for number, line in enumerate(lines, 1))
    assert (first["id"], third["id"]) == (1, 3)
    assert not {"error"} & {*first, *third}
    assert second["id"] == 2
    assert second["error"].startswith("line 2: could not be understood")


def test_an_act_that_the_format_has_no_name_for_is_shown_as_its_own():
    said = Understood((Act.DELETE_DATA, Act.BOOK_CALL, Act.HUMAN, Act.MIXED), ())
    assert understood_to_json(said)["acts"] == ["stop", "human"]
