"""Labelled enquiries are read strictly, and no part teaches what another one measures."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.evaluation.enquiries import read_enquiries
from prompts.problems import BadFiles
from tests.support.builders import PROMPTS, a_playbook


def written(folder: Path, *lines: str, name: str = "own.yaml", part: str = "development") -> Path:
    (folder / name).write_text("\n".join([f"part: {part}", "enquiries:", *lines]), "utf-8")
    return folder


def problem_in(folder: Path) -> str:
    with pytest.raises(BadFiles) as caught:
        read_enquiries(folder, a_playbook().vocabulary)
    (problem,) = caught.value.problems
    return f"{problem.file.name}:{problem.line}: {problem.message}"


def test_an_enquiry_with_what_is_said_in_it(tmp_path: Path):
    folder = written(tmp_path, "  - {kind: buyer, text: Our shop drowns in mail, industry: ecommerce}")
    (enquiry,) = read_enquiries(folder, a_playbook().vocabulary)["development"]
    assert (enquiry.kind, enquiry.industry, enquiry.language) == ("buyer", "ecommerce", "en")
    assert enquiry.use_case is None


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (
            "  - {kind: buyer, text: Hi, industrie: saas}",
            "3: 'industrie' is not a known setting; did you mean 'industry'?",
        ),
        (
            "  - {kind: buyer, text: Hi, industry: sas}",
            "3: industry 'sas' is not in vocabulary.yaml; did you mean 'saas'?",
        ),
        ("  - {text: Hi}", "3: 'kind' is missing in 'enquiries > 1 > kind'; add it"),
    ],
)
def test_a_mistake_is_told_with_its_line(line: str, message: str, tmp_path: Path):
    assert problem_in(written(tmp_path, line)) == f"own.yaml:{message}"


def test_no_enquiry_stands_in_two_parts(tmp_path: Path):
    written(tmp_path, "  - {kind: buyer, text: Our shop drowns in mail}", name="a.yaml")
    written(tmp_path, "  - {kind: spam, text: our shop  drowns in mail}", name="b.yaml", part="held_out")
    assert problem_in(tmp_path) == "b.yaml:3: “our shop  drowns in mail” stands twice; keep one"


def test_the_shipped_ones_are_many_of_all_kinds():
    parts = read_enquiries(PROMPTS / "cases" / "enquiries", a_playbook().vocabulary)
    assert {enquiry.kind for enquiry in parts["development"]} >= {"buyer", "spam", "vendor", "student", "unknown"}
    assert len(parts["development"]) >= 200
