"""The pages say nothing but texts, and each text of the console is said somewhere with what it may name."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment, nodes

from console.texts import CONSOLE_TEXTS
from prompts.texts import read_texts
from tests.support.builders import PROMPTS

CONSOLE = Path(__file__).resolve().parents[2] / "console"
TEMPLATES = sorted((CONSOLE / "templates").glob("*.html"))
LETTERS = re.compile(r"[^\W\d_]{2,}")
NAMES_OF_OURS = {"Foyer", "FOYER", "CONSOLE", "PASSWORD", "foyer", "console", "env"}


def said_in_templates() -> Iterator[tuple[str, frozenset[str]]]:
    for path in TEMPLATES:
        for call in Environment(autoescape=True).parse(path.read_text("utf-8")).find_all(nodes.Call):
            if isinstance(call.node, nodes.Getattr) and call.node.attr in ("text", "html"):
                variables = frozenset(pair.key for pair in call.kwargs)
                yield from ((f"console.{name}", variables) for name in names_of(call.args[0]))


def names_of(argument: nodes.Expr) -> Iterator[str]:
    """A constant, the two sides of a condition, or all texts that begin with the constant of a concatenation."""
    match argument:
        case nodes.Const(value=str(name)):
            yield name
        case nodes.CondExpr(expr1=one, expr2=other) if other is not None:
            yield from (*names_of(one), *names_of(other))
        case nodes.Concat(nodes=[nodes.Const(value=start), *_]):
            yield from (name for name in CONSOLE_NAMES if name.startswith(start) and name.count(".") == 1)


def said_in_modules() -> Iterator[str]:
    for path in CONSOLE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and f"console.{node.value!s}" in CONSOLE_TEXTS:
                yield f"console.{node.value!s}"


CONSOLE_NAMES = [name.removeprefix("console.") for name in CONSOLE_TEXTS]


def test_a_template_names_only_texts_that_there_are_with_what_they_may_use():
    wrong = [(name, given) for name, given in said_in_templates() if CONSOLE_TEXTS.get(name) != given]
    assert wrong == []


def test_no_text_of_the_console_is_left_over():
    said = {name for name, _ in said_in_templates()} | set(said_in_modules())
    assert set(CONSOLE_TEXTS) - said == set()


def test_the_files_hold_these_texts_and_no_others():
    for language in ("en", "de", "es", "fr"):
        texts = read_texts(PROMPTS / "texts" / language, CONSOLE_TEXTS)
        assert {name for name in texts.by_id if name.startswith("console.")} == set(CONSOLE_TEXTS)


def test_a_template_has_no_words_of_its_own():
    for path in TEMPLATES:
        tree = Environment(autoescape=True).parse(path.read_text("utf-8"))
        data = "".join(piece.data for piece in tree.find_all(nodes.TemplateData))
        shown = re.sub(r"<[^>]*>", " ", data)
        assert {word for word in LETTERS.findall(shown) if word not in NAMES_OF_OURS} == set(), path.name
