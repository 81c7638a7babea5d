"""Whatever is written in the place of a value, the answer says what to write, and never in the library's terms."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import core_schema

from pipeline.playbook.loading import PARTS
from prompts.branding import BrandFile
from prompts.problems import BadFiles
from prompts.validation_words import describe_wrong_value
from prompts.yaml_files import read_yaml
from tests.support.builders import PROMPTS

LIBRARY = re.compile(
    r"input should|valid (string|integer|number|list|dictionary|tuple|boolean)|pattern|instance of", re.I
)
INSTEAD: tuple[Any, ...] = (None, "?", "", -1, 10**6, 0.5, True, [], ["?"], [-1], {"?": 1}, {})
FILES = {name: (PROMPTS / "playbook" / f"{name}.yaml", model) for name, model in PARTS.items()}
FILES["brand"] = (PROMPTS / "brand" / "brand.yaml", BrandFile)


def places(data: Any, depth: int = 0) -> Iterator[tuple[Any, Any]]:
    """Each container with a key of it; of a list the first two entries."""
    keys = list(data) if isinstance(data, dict) else list(range(min(len(data), 2))) if isinstance(data, list) else []
    for key in keys:
        yield data, key
        yield from places(data[key], depth + 1)


def complaints(model: type[BaseModel], data: Any) -> Iterator[str]:
    try:
        model.model_validate(data)
    except ValidationError as error:
        yield from (describe_wrong_value(detail) for detail in error.errors())


@pytest.mark.parametrize("name", FILES)
def test_no_wrong_value_in_any_file_is_answered_in_the_librarys_words(name: str):
    path, model = FILES[name]
    data = yaml.safe_load(path.read_text("utf-8"))
    heard = set[str]()
    for container, key in places(data):
        kept = container[key]
        for wrong in INSTEAD:
            container[key] = copy.copy(wrong)
            heard.update(complaints(model, data))
        container[key] = kept
    assert heard
    assert [words for words in heard if LIBRARY.search(words)] == []


@pytest.mark.parametrize("kind", get_args(core_schema.ErrorType))
def test_each_kind_of_error_has_words_of_ours(kind: str):
    context = dict.fromkeys(("gt", "ge", "lt", "le", "expected", "min_length", "max_length", "pattern"), 3)
    words = describe_wrong_value({"type": kind, "ctx": context, "msg": "Value error, write it so", "input": None})
    assert words
    assert not re.search(r"[{}]", words)
    assert not LIBRARY.search(words)


def test_a_wrong_value_is_repeated_in_short(tmp_path: Path):
    file = tmp_path / "company.yaml"
    file.write_text(f"name: [{', '.join(['word'] * 500)}]\n")
    with pytest.raises(BadFiles) as caught:
        read_yaml(file, PARTS["company"])
    (said,) = (problem.message for problem in caught.value.problems if problem.message.startswith("name:"))
    assert said.startswith("name: write text")
    assert len(said) < 200


@pytest.mark.parametrize(
    ("written", "advice"),
    [
        ("contact_email: sales", "'sales' is no mail address; write one like ann@example.com"),
        ("contact_email: ann@lakes", "is no mail address"),
        ("booking_link: cal.example.com/ann", "is no web address; write one like https://"),
        ("booking_link: 'javascript:alert(1)'", "is no web address"),
    ],
)
def test_addresses_of_the_team_are_checked(tmp_path: Path, written: str, advice: str):
    name = written.split(":")[0]
    shipped = (PROMPTS / "playbook" / "company.yaml").read_text("utf-8")
    kept = [line for line in shipped.splitlines() if not line.startswith(f"{name}:")]
    (tmp_path / "company.yaml").write_text("\n".join([written, *kept]), "utf-8")
    with pytest.raises(BadFiles, match=re.escape(advice)) as caught:
        read_yaml(tmp_path / "company.yaml", PARTS["company"])
    assert [problem.line for problem in caught.value.problems] == [1]


def test_a_colleagues_mail_address_needs_its_at(tmp_path: Path):
    file = tmp_path / "routing.yaml"
    shipped = (PROMPTS / "playbook" / "routing.yaml").read_text("utf-8")
    file.write_text(re.sub(r"email: *([\w.]+)@", r"email: \1.", shipped, count=1), "utf-8")
    with pytest.raises(BadFiles, match=r"people > 1 > email: .* is no mail address"):
        read_yaml(file, PARTS["routing"])


@pytest.mark.parametrize("written", ["10:00", "600", "9.5", '"09:00Z"', '"09:00+02:00"'])
def test_hours_are_never_taken_for_something_else(tmp_path: Path, written: str):
    shipped = (PROMPTS / "playbook" / "company.yaml").read_text("utf-8")
    (tmp_path / "company.yaml").write_text(re.sub(r'start: *"?[0-9:]+"?', f"start: {written}", shipped, count=1))
    with pytest.raises(BadFiles, match=r'working_hours > start: write a time .*like "09:00"'):
        read_yaml(tmp_path / "company.yaml", PARTS["company"])
