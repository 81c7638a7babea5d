"""YAML is read strictly: every complaint has a line and a hint, and nothing is guessed."""

from __future__ import annotations

import time
import tracemalloc
from pathlib import Path

import pytest
from pydantic import BaseModel, ConfigDict

from prompts.live import Live
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
        ("title: Lunch\ndishes: [{name: Soup, price: .inf}]\n", 2, "'.inf' can't be read"),
        ("title: Lunch\ndishes: 1e999\n", 2, "dishes"),
        (f"title: Lunch\ndishes: 0x{'f' * 9_999}\n", 2, "can't be read; put it in quotes if it is text"),
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


def bomb(levels: int = 9, width: int = 9) -> str:
    """Aliases of aliases: each line stands for `width` times what the line before stands for."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * width)}]" for level in range(1, levels)]
    return "\n".join(["title: Lunch", *lines, ""])


HOSTILE = {
    "100,000 brackets": ("title: Lunch\ndishes: " + "[" * 100_000, 2, "stand in each other"),
    "100,000 closed brackets": ("title: Lunch\ndishes: " + "[" * 100_000 + "]" * 100_000, 2, "stand in each other"),
    "braces": ("title: Lunch\ndishes: " + "{a: " * 40_000, 2, "stand in each other"),
    "indented lists": ("title: Lunch\ndishes:\n" + "- " * 100_000, 3, "stand in each other"),
    "an alias bomb": (bomb(), None, "use fewer aliases"),
    "an alias in itself": ("title: Lunch\ndishes: &d [*d]\n", 2, "check the brackets and aliases"),
    "a large file": ("title: Lunch\n" + "# nothing\n" * 100_000, None, "is larger than 256 kB"),
    "a mistake at a large file's end": ("a: b\n" * 40_000 + "title: 'Lunch\n", None, "not readable as YAML"),
}


@pytest.mark.parametrize(("text", "line", "advice"), HOSTILE.values(), ids=HOSTILE)
def test_a_file_made_to_hurt_is_refused_in_bounded_time_and_memory(tmp_path, text, line, advice):
    path = written(tmp_path, text)
    begun = time.process_time()
    tracemalloc.start()
    try:
        with pytest.raises(BadFiles) as caught:
            read_yaml(path, Menu)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    (problem,) = caught.value.problems
    assert advice in problem.message
    assert line is None or problem.line == line
    assert most < 100_000_000
    assert time.process_time() - begun < 5


def test_aliases_that_stand_for_little_are_read(tmp_path):
    text = "title: &t Lunch\ndishes: [&d {name: *t}, *d]\n"
    assert read_yaml(written(tmp_path, text), Menu) == Menu(title="Lunch", dishes=(Dish(name="Lunch"),) * 2)


@pytest.mark.parametrize("text", [text for text, _, _ in HOSTILE.values()], ids=HOSTILE)
def test_the_last_good_copy_serves_on(tmp_path, text):
    path = written(tmp_path, "title: Lunch\n")
    live = Live(tmp_path, lambda folder: read_yaml(folder / "menu.yaml", Menu), seconds=0)
    path.write_text(text)
    assert live.current() == Menu(title="Lunch")
    assert len(live.problems) == 1
    path.write_text("title: Dinner\n")
    assert live.current() == Menu(title="Dinner")
