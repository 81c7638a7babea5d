"""Reads the words of the languages: a folder a language, a file a topic, in it lists of phrases by name.

`lists.yaml` beside the folders says which lists there are, in which topic, and what each is for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

import yaml

from pipeline.runtime.load_once import load_once
from prompts.files import read_text_file
from prompts.problems import BadFiles, Problem

FOLDER = Path(__file__).parent
HELPER = "_"
"""Begins the name of a list that only its own language's phrases refer to; it needs no description."""
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""All text: an unquoted `no` or `12` is the word and not a truth value or a number."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase, or with `plain` a word as it is written, and where it stands; `value` is what a word stands for."""

    text: str
    path: Path
    line: int
    plain: bool = False
    value: str | None = None

    def refuse(self, message: str) -> BadFiles:
        return BadFiles([Problem(self.path, self.line, message)])


WordLists = Mapping[str, tuple[Phrase, ...]]
"""The lists of a language by name."""


@dataclass(frozen=True, slots=True)
class Languages:
    """Every language's lists, and what the names of lists mean."""

    fallback: str
    """The language of a text that nothing speaks for."""
    descriptions: Mapping[str, str]
    lists: Mapping[str, WordLists]


@load_once
def load_languages() -> Languages:
    """The shipped languages."""
    return read_languages(FOLDER)


def read_languages(folder: Path) -> Languages:
    """All languages of a folder; BadFiles with file and line for whatever is no list or is not described."""
    root = _compose(folder / "lists.yaml")
    topics = {
        topic.value: dict(_described(folder, topic.value, lists)) for topic, lists in root if topic.value != "fallback"
    }
    fallback = next((value.value for name, value in root if name.value == "fallback"), "")
    languages = {
        path.name: _read_language(path, topics) for path in sorted(folder.iterdir()) if any(path.glob("*.yaml"))
    }
    if fallback not in languages:
        raise BadFiles([Problem(folder / "lists.yaml", None, f"'fallback' must name one of {', '.join(languages)}")])
    return Languages(fallback, {name: text for lists in topics.values() for name, text in lists.items()}, languages)


def _described(folder: Path, topic: str, lists: yaml.Node) -> Iterator[tuple[str, str]]:
    for name, text in _entries(folder / "lists.yaml", lists):
        if not isinstance(text, yaml.ScalarNode) or not text.value.strip():
            raise _refused(
                folder / "lists.yaml", name, f"say in one text what the list '{name.value}' of {topic} is for"
            )
        yield name.value, text.value


def _read_language(folder: Path, topics: Mapping[str, Mapping[str, str]]) -> WordLists:
    lists: dict[str, tuple[Phrase, ...]] = {}
    for path in sorted(folder.glob("*.yaml")):
        known = topics.get(path.stem)
        if known is None:
            raise BadFiles([Problem(path, None, f"no topic of lists.yaml; the topics are {', '.join(sorted(topics))}")])
        for name, node in _compose(path):
            if name.value in lists:
                raise _refused(path, name, f"'{name.value}' is written twice in {folder.name}; keep one")
            if name.value not in known and not name.value.startswith(HELPER):
                raise _refused(
                    path, name, f"'{name.value}' is not a list of {path.stem}{_did_you_mean(name.value, known)}"
                )
            lists[name.value] = tuple(_phrases(path, name.value, node))
    return lists


def _did_you_mean(name: str, known: Mapping[str, str]) -> str:
    near = get_close_matches(name, known, n=1)
    return f"; did you mean '{near[0]}'?" if near else "; describe it in lists.yaml, or begin its name with _"


def _phrases(path: Path, name: str, node: yaml.Node) -> Iterator[Phrase]:
    """Of a sequence each phrase, of a text its words, of a mapping its words with what they stand for."""
    line = node.start_mark.line + 1
    if isinstance(node, yaml.ScalarNode):
        yield from (Phrase(word, path, line, plain=True) for word in node.value.split())
    elif isinstance(node, yaml.SequenceNode):
        for child in node.value:
            if not isinstance(child, yaml.ScalarNode) or not child.value:
                raise _refused(path, child, f"an entry of '{name}' is no text; put it in quotes")
            yield Phrase(child.value, path, child.start_mark.line + 1)
    else:
        for word, child in _entries(path, node):
            if not isinstance(child, yaml.ScalarNode):
                raise _refused(path, child, f"'{word.value}' of '{name}' must stand for one text; put it in quotes")
            yield Phrase(word.value, path, word.start_mark.line + 1, plain=True, value=child.value)


def _compose(path: Path) -> list[tuple[yaml.Node, yaml.Node]]:
    try:
        root = yaml.compose(read_text_file(path), Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise BadFiles(
            [Problem(path, line, f"not readable as YAML: {error.problem}; put the phrase in quotes")]
        ) from None
    return _entries(path, root) if root else []


def _entries(path: Path, node: yaml.Node) -> list[tuple[yaml.Node, yaml.Node]]:
    if not isinstance(node, yaml.MappingNode):
        raise _refused(path, node, "names and what belongs to them are wanted here, such as 'greet: [hi, hello]'")
    return list(node.value)


def _refused(path: Path, node: yaml.Node, message: str) -> BadFiles:
    return BadFiles([Problem(path, node.start_mark.line + 1, message)])
