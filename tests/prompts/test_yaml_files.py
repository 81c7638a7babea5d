"""YAML is read strictly: every complaint has a line and a hint, and nothing is guessed."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import BaseModel, ConfigDict

from prompts.problems import BadFiles
from prompts.yaml_files import find_line, read_yaml


class Dish(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: str
    price: int = 1


class Menu(BaseModel):
    model_config = ConfigDict(extra="forbid")
    title: str
    dishes: tuple[Dish, ...] = ()


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "menu.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_a_good_file_is_read(tmp_path):
    menu = read_yaml(written(tmp_path, "title: Lunch\ndishes:\n  - {name: Soup, price: 4}\n  - name: Bread\n"), Menu)
    assert menu == Menu(title="Lunch", dishes=(Dish(name="Soup", price=4), Dish(name="Bread")))


@pytest.mark.parametrize(
    ("text", "line", "advice"),
    [
        ("dishes: []\n", 1, "'title' is missing"),
        ("", None, "'title' is missing"),
        ("title: Lunch\n\ntitel: Dinner\n", 3, "'titel' is not a known setting; did you mean 'title'?"),
        ("title: Lunch\ndishes:\n  - name: Soup\n    prize: 4\n", 4, "did you mean 'price'?"),
        ("title: Lunch\nweather: sunny\n", 2, "known here: dishes, title"),
        ("title: Lunch\ndishes:\n  - name: Soup\n    price: four\n", 4, "dishes > 1 > price"),
        ("title: Lunch\ndishes:\n  - name: Soup\n    price: four\n", 4, "(you wrote: 'four')"),
        ("title: Lunch\ndishes:\n  - price: 4\n", 3, "'name' is missing in 'dishes > 1 > name'"),
        ("title: Lunch\ntitle: Dinner\n", 2, "'title' is written twice here; keep one"),
        ("title: 'Lunch\n", 2, "check indentation, colons and quotes near this line"),
        ("title: Lunch\ndishes: 2026-13-45\n", 2, "'2026-13-45' can't be read; put it in quotes if it is text"),
        (b"title: caf\xe9\n", None, "not UTF-8 text at byte 10; save the file as UTF-8"),
        ("title: !!python/object:os.system x\n", 1, "can't be read"),
        ("- a list\n", 1, "write settings here as 'name: value', one a line"),
        ("title: Lunch\ndishes: \x07\n", 2, "holds the character '\\x07', which no text has; delete it"),
        ("title: Lunch\ndishes: [1, 2\n", 3, "expected ',' or ']', but got '<stream end>'"),
    ],
)
def test_a_mistake_is_answered_with_line_and_hint(tmp_path, text, line, advice):
    path = written(tmp_path, text)
    with pytest.raises(BadFiles) as caught:
        read_yaml(path, Menu)
    found = [(problem.file, problem.line) for problem in caught.value.problems if advice in problem.message]
    assert found == [(path, line)], str(caught.value)


def test_every_mistake_is_named(tmp_path):
    with pytest.raises(BadFiles) as caught:
        read_yaml(written(tmp_path, "dishes:\n  - {nam: Soup}\n  - {name: Bread, price: x}\n"), Menu)
    assert len(caught.value.problems) == 4


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(BadFiles, match="this file is missing; restore it"):
        read_yaml(tmp_path / "menu.yaml", Menu)


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(BadFiles, match="can't be read"):
        read_yaml(tmp_path, Menu)


def test_without_libyaml_a_file_reads_the_same(tmp_path, monkeypatch):
    text = (
        "title: Läunch\n# today\ndishes:\n  - {name: Soup, price: 4}\n  -\n    name: |\n      Bread\n    price: 0x10\n"
    )
    path = written(tmp_path, text)
    quick = read_yaml(path, Menu), [find_line(path, ("dishes", i, "name")) for i in range(2)]
    monkeypatch.delattr("yaml.CSafeLoader", raising=False)
    slow = read_yaml(path, Menu), [find_line(path, ("dishes", i, "name")) for i in range(2)]
    assert (
        quick
        == slow
        == (Menu(title="Läunch", dishes=(Dish(name="Soup", price=4), Dish(name="Bread\n", price=16))), [4, 6])
    )
