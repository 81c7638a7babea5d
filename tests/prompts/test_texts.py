"""Texts are found by their headings, filled without execution, and checked when they are loaded."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prompts.problems import BadFiles
from prompts.texts import Texts, read_texts

NAME = {"greeting": frozenset({"name", "company"})}


def texts(folder: Path, content: str, needed=NAME) -> Texts:
    (folder / "chat.md").write_text(content, "utf-8")
    return read_texts(folder, needed)


def test_a_text_is_found_by_its_heading(tmp_path):
    found = texts(tmp_path, "# Chat\n\nNotes.\n\n## greeting\nHello {{ name }}!\n\n## bye\nBye.\n")
    assert found.render("greeting", name="Jane") == "Hello Jane!"
    assert found.render("bye") == "Bye."
    assert "bye" in found
    assert "no_such_text" not in found


@pytest.mark.parametrize(
    ("template", "values", "said"),
    [
        ("Hello {{name}}", {"name": "Jane"}, "Hello Jane"),
        ("Hello{{#name}} {{ name }}{{/name}}!", {"name": "Jane"}, "Hello Jane!"),
        ("Hello{{#name}} {{ name }}{{/name}}!", {}, "Hello!"),
        ("{{^name}}Hello you{{/name}}{{#name}}Hello {{name}}{{/name}}", {}, "Hello you"),
        ("{{ name }}", {"name": "Müller & Söhne <b>"}, "Müller & Söhne <b>"),
        ("{{ name }}", {"name": "{{ company }}", "company": "Acme"}, "{{ company }}"),
        ("Hello <!-- a note -->{{ name }}", {"name": "Jane"}, "Hello Jane"),
    ],
)
def test_a_text_is_filled(tmp_path, template, values, said):
    assert texts(tmp_path, f"## greeting\n{template}\n").render("greeting", **values) == said


@given(st.text().filter(str.strip))
def test_a_value_is_repeated_as_it_is(tmp_path_factory, value):
    found = texts(tmp_path_factory.mktemp("texts"), "## greeting\n[{{ name }}]\n")
    assert found.render("greeting", name=value) == f"[{value}]"


@pytest.mark.parametrize(
    ("content", "line", "advice"),
    [
        ("## greting\nHello\n", None, "'greeting' is missing ('greting' looks close: a typing error?)"),
        ("\n## greeting\nHello {{ nmae }}\n", 2, "did you mean 'name'?"),
        ("## greeting\nHello {{ price }}\n", 1, "this text can use: company, name"),
        ("## greeting\nHello\n\n## greeting\nHi\n", 4, "'greeting' is written twice; keep one"),
        ("## greeting\n\n## bye\nBye\n", 1, "'greeting' is empty; write what should be said"),
        ("## greeting\n{{#name}}Hello\n", 1, "never closes it; add {{/name}}"),
        ("## greeting\nHello{{/name}}\n", 1, "without opening it; remove it"),
        ("## greeting\n{{#name}}{{#company}}x{{/name}}{{/company}}\n", 1, "without opening it"),
        ("<!--\na\nb\n-->\n## greeting\nHello {{ nmae }}\n", 5, "did you mean 'name'?"),
    ],
)
def test_a_mistake_is_answered_with_line_and_hint(tmp_path, content, line, advice):
    with pytest.raises(BadFiles) as caught:
        texts(tmp_path, content)
    assert line in [problem.line for problem in caught.value.problems if advice in problem.message], str(caught.value)


def test_all_files_of_a_language_count(tmp_path):
    (tmp_path / "mail.md").write_text("## thanks\nThank you\n", "utf-8")
    assert texts(tmp_path, "## greeting\nHello\n").render("thanks") == "Thank you"


def test_the_language_is_the_folders_name(tmp_path):
    (tmp_path / "de").mkdir()
    assert texts(tmp_path / "de", "## greeting\nHallo\n").language == "de"
