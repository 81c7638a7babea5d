"""Texts in Markdown: one `## id` heading a text, logic-less `{{ name }}` variables, checked when loaded."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any

from prompts.files import read_text_file
from prompts.problems import BadFiles, Problem

HEADING = re.compile(r"^## +(?P<id>[a-z0-9_.]+) *$")
VARIABLE = re.compile(r"{{\s*(?P<name>[^{}&#/^!>\s][^{}\s]*)\s*}}")
TAG = re.compile(r"{{\s*(?P<kind>[#^/])?\s*(?P<name>[^{}\s]+)\s*}}")
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)

Variables = frozenset[str]
NamedAt = Callable[[str], tuple[Path, int | None] | None]


@dataclass(frozen=True, slots=True)
class Text:
    """A template: `{{ name }}` is replaced, `{{#name}}...{{/name}}` is kept only where name is known."""

    id: str
    template: str
    file: Path
    line: int

    @property
    def plain(self) -> bool:
        """Whether the template says the same whatever is known."""
        return "{{" not in self.template

    @property
    def variables(self) -> frozenset[str]:
        return frozenset(match["name"] for match in TAG.finditer(self.template))


@dataclass(frozen=True, slots=True)
class Texts:
    """All texts of one language."""

    language: str
    by_id: Mapping[str, Text]

    def __contains__(self, text_id: str) -> bool:
        return text_id in self.by_id

    def render(self, text_id: str, **values: Any) -> str:
        """The text with its variables filled in; an unknown id is a KeyError (loading has checked them)."""
        text = self.by_id[text_id]
        if text.plain:
            return text.template.strip()
        from langchain_core.utils import mustache  # takes 0.2 s: only where something is said

        return mustache.render(_tokens(text.template), values).strip()


@lru_cache(maxsize=2_000)
def _tokens(template: str) -> list[tuple[str, str]]:
    """A template taken apart, once for all the times it is said."""
    from langchain_core.utils import mustache

    # HTML escaping is undone on purpose: these texts become chat, mail and Slack messages, escaped at those edges.
    return list(mustache.tokenize(VARIABLE.sub(r"{{&\g<name>}}", template), "{{", "}}"))


def read_texts(folder: Path, needed: Mapping[str, Variables], named_at: NamedAt = lambda text_id: None) -> Texts:
    """The texts of a language folder.

    `needed` names each text that must exist and the variables it may use, `named_at` the file and line that ask for
    one; null for those that the program asks for. Raises BadFiles naming every missing
    text, every variable that will never be filled, and every heading that stands twice.
    """
    problems: list[Problem] = []
    found: dict[str, Text] = {}
    for path in sorted(folder.glob("*.md")):
        try:
            written = tuple(_split(path))
        except BadFiles as error:
            problems += error.problems
            continue
        for text in written:
            if text.id in found:
                problems.append(Problem(path, text.line, f"the text '{text.id}' is written twice; keep one"))
            found[text.id] = text
            problems += check_text(text, needed.get(text.id))
    problems += [_missing(folder, text_id, found, named_at(text_id)) for text_id in needed if text_id not in found]
    if problems:
        raise BadFiles(problems)
    return Texts(folder.name, found)


def _split(path: Path) -> Iterator[Text]:
    text_id, start, body = "", 0, []
    source = COMMENT.sub(lambda match: "\n" * match[0].count("\n"), read_text_file(path))
    for number, line in enumerate([*source.splitlines(), "## end"], start=1):
        heading = HEADING.match(line)
        if not heading:
            body.append(line)
            continue
        if text_id:
            yield Text(text_id, "\n".join(body).strip(), path, start)
        text_id, start, body = heading["id"], number, []


def check_text(text: Text, allowed: Variables | None) -> Iterator[Problem]:
    """What is wrong with one text: nothing in it, a section left open, a variable that is not `allowed`; null allows
    all.
    """
    if not text.template:
        yield Problem(text.file, text.line, f"the text '{text.id}' is empty; write what should be said")
    open_sections: list[str] = []
    for tag in TAG.finditer(text.template):
        if tag["kind"] in ("#", "^"):
            open_sections.append(tag["name"])
        elif tag["kind"] == "/" and (not open_sections or open_sections.pop() != tag["name"]):
            yield Problem(text.file, text.line, f"'{text.id}' closes {tag[0]} without opening it; remove it")
    for name in open_sections:
        yield Problem(
            text.file, text.line, f"'{text.id}' opens {{{{#{name}}}}} but never closes it; add {{{{/{name}}}}}"
        )
    if allowed is None:
        return
    for name in sorted(text.variables - allowed):
        near = get_close_matches(name, allowed, n=1)
        hint = f"did you mean '{near[0]}'?" if near else f"this text can use: {', '.join(sorted(allowed)) or 'none'}"
        yield Problem(text.file, text.line, f"'{text.id}' uses {{{{ {name} }}}}, which is never filled; {hint}")


def _missing(
    folder: Path, text_id: str, found: Mapping[str, Text], named_at: tuple[Path, int | None] | None
) -> Problem:
    near = get_close_matches(text_id, found, n=1)
    hint = f" ('{near[0]}' looks close: a typing error?)" if near else ""
    where = f" in texts/{folder.name}" if named_at else ""
    message = f"the text '{text_id}' is missing{where}{hint}; add a heading '## {text_id}' and the words below it"
    return Problem(*(named_at or (folder, None)), message)
