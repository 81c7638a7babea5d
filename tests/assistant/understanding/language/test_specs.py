"""The examples beside each language's words (`<language>/specs/<topic>.yaml`) are read as they say.

An example has a `text`, and where they matter what was `asked` and said `previous`ly. `acts` are among what it does,
`never` is not; `finds` gives for a field a part of its value, `nothing` the fields that it says nothing of.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.understanding.language.files import FOLDER, load_languages
from assistant.understanding.port import Act, Understood
from pipeline.domain.record import Field, value_to_json
from tests.assistant.understanding.saying import understand

KEYS = {"text", "asked", "previous", "region", "acts", "never", "finds", "nothing"}


def specs() -> list[Any]:
    found = []
    for path in sorted(FOLDER.glob("*/specs/*.yaml")):
        examples = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)  # noqa: S506 - makes texts alone
        for number, spec in enumerate(examples):
            found.append(pytest.param(spec, path, id=f"{path.parent.parent.name}-{path.stem}-{number}-{spec['text']}"))
    return found


def read(spec: dict[str, Any]) -> Understood:
    asked = map(Field, spec.get("asked", ()))
    return understand(spec["text"], *asked, previous=spec.get("previous"), region=spec.get("region", "US"))


@pytest.mark.parametrize(("spec", "path"), specs())
def test_an_example_is_read_as_it_says(spec: dict[str, Any], path: Path):
    assert spec.keys() <= KEYS, f"{path}: an example has only {', '.join(sorted(KEYS))}"
    assert spec.keys() & {"acts", "never", "finds", "nothing"}, f"{path}: the example says nothing"
    understood = read(spec)
    acts = set(understood.acts)
    assert set(map(Act, spec.get("acts", ()))) <= acts
    assert not set(map(Act, spec.get("never", ()))) & acts
    values = {found.field: json.dumps(value_to_json(found.value), ensure_ascii=False) for found in understood.findings}
    missing = {field: part for field, part in spec.get("finds", {}).items() if part not in values.get(Field(field), "")}
    assert not missing, values
    assert not set(map(Field, spec.get("nothing", ()))) & values.keys()


def test_every_topic_of_a_language_has_examples():
    topics = {(path.parent.name, path.stem) for path in FOLDER.glob("*/*.yaml")}
    examples = {(path.parent.parent.name, path.stem) for path in FOLDER.glob("*/specs/*.yaml")}
    assert examples <= topics
    assert {(language, "acts") for language in load_languages().lists} <= examples
