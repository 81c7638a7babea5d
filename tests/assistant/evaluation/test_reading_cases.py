"""A mistake in a case file is named with its file, its line and what to write."""

from __future__ import annotations

import pytest

from assistant.evaluation.cases import read_cases
from prompts.problems import BadFiles

GOOD = """cases:
  - id: first
    answers:
      consent: yes
      email: ["why?", jo@acme.com]
    expects:
      outcome: submitted
"""


def read(tmp_path, text, name="terse.yaml"):
    (tmp_path / name).write_text(text, encoding="utf-8")
    return read_cases(tmp_path)


def test_a_line_may_stand_alone_and_a_bare_yes_is_what_the_visitor_says(tmp_path):
    (case,) = read(tmp_path, GOOD)
    assert case.kind == "terse"
    assert [line.say for line in case.answers.get_lines("consent")] == ["yes"]
    assert [line.say for line in case.answers.get_lines("email")] == ["why?", "jo@acme.com"]
    assert case.answers.get_lines("phone") == ()


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (GOOD.replace("email:", "emial:"), 5, "did you mean 'email'?"),
        (GOOD.replace("submitted", "sold"), 7, "'submitted'"),
        (GOOD.replace("consent: yes", "phone: 0123"), 4, "put what the visitor says in quotes"),
        (GOOD + "      moves: [dance]\n", 8, "'dance' is no move of the assistant; known: answer"),
        (GOOD + "      record: {shoe_size: 40}\n", 8, "'shoe_size' is not a known setting"),
        (GOOD + "      record: {email: jo@acme.com}\n      may: [email]\n", 6, "'email' stands in 'record'"),
        (GOOD + GOOD.removeprefix("cases:\n"), 8, "the id 'first' is taken; give this case another"),
        ("cases: []\n", 1, "write at least one here"),
    ],
)
def test_a_mistake_names_its_line_and_the_way_out(tmp_path, text, line, words):
    with pytest.raises(BadFiles) as raised:
        read(tmp_path, text)
    (problem,) = raised.value.problems
    assert problem.line == line
    assert words in problem.message


def test_the_same_id_in_two_files_is_one_too_many(tmp_path):
    read(tmp_path, GOOD, "a.yaml")
    with pytest.raises(BadFiles, match=r"b\.yaml:2: the id 'first' is taken"):
        read(tmp_path, GOOD, "b.yaml")


def test_all_files_are_read_before_anything_is_complained_about(tmp_path):
    (tmp_path / "a.yaml").write_text("cases: []\n")
    with pytest.raises(BadFiles) as raised:
        read(tmp_path, "cases: 3\n", "b.yaml")
    assert [problem.file.name for problem in raised.value.problems] == ["a.yaml", "b.yaml"]


def test_a_folder_without_cases_is_a_mistake(tmp_path):
    with pytest.raises(BadFiles, match="there are no cases here"):
        read_cases(tmp_path)
