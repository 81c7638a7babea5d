"""YAML read strictly into a typed model, every complaint with its line and a hint."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar, get_args

import yaml
from pydantic import BaseModel, ValidationError
from yaml.constructor import SafeConstructor

from prompts.files import read_text_file
from prompts.problems import BadFiles, Place, Problem, WrongAt
from prompts.validation_words import describe_wrong_value, shorten_value

Model = TypeVar("Model", bound=BaseModel)

MAX_DEPTH = 20
"""Lists and settings in each other; ours go down to six. Beyond some ten thousand the reader itself would crash."""
MAX_VALUES = 50_000
"""In a file, with all that its aliases (`*name`) stand for: nine lines of nine aliases each stand for 400 million."""
MAX_NUMBER = 100
"""Characters of a number, a date or a truth value."""
_EXPLAINED_BYTES = 64 * 1024
"""Up to this size Python's reader is asked what is wrong: it takes a second for 50 kB."""
_FAST = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(path: Path, model: type[Model], context: Mapping[str, Any] | None = None) -> Model:
    """The file as a `model`; raises BadFiles with every problem found, each with file and line.

    `context` is what the model's validators need to know of other files.
    """
    data, lines = _parse(path)
    try:
        return model.model_validate(data, context=context)
    except ValidationError as error:
        problems = [_explain(path, lines, model, dict(detail)) for detail in error.errors()]
        raise BadFiles(problems) from None


def read_raw_yaml(path: Path) -> Any:
    """The file's plain data, unchecked; raises BadFiles where it is no YAML."""
    return _parse(path)[0]


def index_lines(path: Path) -> Callable[[Place], int | None]:
    """Finds lines of a readable file by their place, as `find_line` does, with the file read once."""
    lines = _parse(path)[1]
    return lambda place: _line(lines, place)


def find_line(path: Path, place: Place) -> int | None:
    """The line of a place in a readable file, e.g. of `("policy", 3)`, else of what it stands in."""
    return index_lines(path)(place)


def _line(lines: Mapping[Place, int], place: Place) -> int | None:
    return next((lines[place[:n]] for n in range(len(place), -1, -1) if place[:n] in lines), None)


def _parse(path: Path) -> tuple[Any, dict[Place, int]]:
    text = read_text_file(path)
    lines: dict[Place, int] = {}
    try:
        _check_depth(path, text)
        node = _compose(text)
        return (_build(path, node, (), lines) if node else {}), lines
    except yaml.reader.ReaderError as error:
        at = text.count("\n", 0, error.position) + 1
        message = f"holds the character {chr(error.character)!a}, which no text has; delete it"
        raise BadFiles([Problem(path, at, message)]) from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        message = f"not readable as YAML: {error.problem}; check indentation, colons and quotes near this line"
        raise BadFiles([Problem(path, line, message)]) from None


def _compose(text: str) -> yaml.Node | None:
    """libyaml, where PyYAML has it, reads ten times as fast; Python's own reader says better what is wrong."""
    try:
        return yaml.compose(text, Loader=_FAST)
    except yaml.YAMLError:
        if len(text) > _EXPLAINED_BYTES:
            raise
        return yaml.compose(text, Loader=yaml.SafeLoader)


def _check_depth(path: Path, text: str) -> None:
    """Raises BadFiles where too much stands in each other: the events come one by one, a tree would be built whole."""
    depth = 0
    try:
        for event in yaml.parse(text, Loader=_FAST):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > MAX_DEPTH:
                raise _too_deep(path, event.start_mark.line + 1 if event.start_mark else None)
    except yaml.YAMLError:
        return  # told with its line when the tree is built


def _too_deep(path: Path, line: int | None) -> BadFiles:
    message = f"more than {MAX_DEPTH} lists or settings stand in each other here; check the brackets and aliases"
    return BadFiles([Problem(path, line, message)])


def _build(path: Path, node: yaml.Node, place: Place, lines: dict[Place, int]) -> Any:
    """Plain data of a node, noting the line of each place in it; a key written twice is an error."""
    line = node.start_mark.line + 1
    lines[place] = line
    if len(place) > MAX_DEPTH:  # an alias that stands for what it stands in
        raise _too_deep(path, line)
    if len(lines) > MAX_VALUES:
        raise BadFiles([Problem(path, line, f"the file holds more than {MAX_VALUES:,} values; use fewer aliases")])
    if isinstance(node, yaml.SequenceNode):
        return [_build(path, child, (*place, i), lines) for i, child in enumerate(node.value)]
    if not isinstance(node, yaml.MappingNode):
        return _scalar(path, node)
    result: dict[str, Any] = {}
    for key_node, child in node.value:
        key = str(key_node.value)
        line = key_node.start_mark.line + 1
        if key in result:
            raise BadFiles([Problem(path, line, f"'{key}' is written twice here; keep one")])
        result[key] = _build(path, child, (*place, key), lines)
        lines[(*place, key)] = line
    return result


def _scalar(path: Path, node: yaml.Node) -> Any:
    try:
        value = SafeConstructor().construct_object(node, deep=True)
    except (ValueError, OverflowError, yaml.YAMLError):
        value = math.nan
    too_long = not isinstance(value, str) and len(node.value) > MAX_NUMBER
    if too_long or (isinstance(value, float) and not math.isfinite(value)):
        written = f"{node.value[:MAX_NUMBER]}…" if too_long else node.value
        message = f"'{written}' can't be read; put it in quotes if it is text"
        raise BadFiles([Problem(path, node.start_mark.line + 1, message)])
    return value


def _explain(path: Path, lines: dict[Place, int], model: type[BaseModel], detail: dict[str, Any]) -> Problem:
    place: Place = detail["loc"]
    where = " > ".join(str(part + 1) if isinstance(part, int) else part for part in place)
    kind, given = detail["type"], detail.get("input")
    found = detail.get("ctx", {}).get("error")
    line = _line(lines, (*place, *found.place) if isinstance(found, WrongAt) else place)
    if kind == "missing":
        return Problem(path, line, f"'{place[-1]}' is missing in '{where}'; add it")
    if kind == "extra_forbidden":
        return Problem(path, line, f"'{place[-1]}' is not a known setting{_did_you_mean(model, place)}")
    reason = describe_wrong_value(detail)
    shown = "" if kind == "value_error" or given is None else f" (you wrote: {shorten_value(given)})"
    return Problem(path, line, f"{where}: {reason}{shown}" if where else reason)


def _did_you_mean(model: type[BaseModel], place: Place) -> str:
    names = _known_names(model, place[:-1])
    near = get_close_matches(str(place[-1]), names, n=1)
    if near:
        return f"; did you mean '{near[0]}'?"
    return f"; known here: {', '.join(sorted(names))}" if names else "; remove it"


def _known_names(model: Any, place: Place) -> list[str]:
    """The setting names that a model takes at a place, found by walking its annotations."""
    for part in place:
        if isinstance(model, type) and issubclass(model, BaseModel) and part in model.model_fields:
            model = model.model_fields[str(part)].annotation
        while not (isinstance(model, type) and issubclass(model, BaseModel)) and get_args(model):
            candidates = [arg for arg in get_args(model) if arg is not type(None)]
            model = candidates[-1] if candidates[-1] is not Ellipsis else candidates[0]
    if isinstance(model, type) and issubclass(model, BaseModel):
        return [field.alias or name for name, field in model.model_fields.items()]
    return []
