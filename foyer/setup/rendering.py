"""The files of a company's prompts folder from its answers: shared ones, templates filled in, and what it has of its
own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import holidays
from babel.dates import get_day_names
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from foyer.setup import words
from foyer.setup.answers import Answers
from foyer.setup.folder import SHARED_PARTS, SHARED_TEXTS, lay_over, list_shared_files, read_layer
from foyer.setup.hours import Shift, list_exceptions
from foyer.setup.look import build_palettes, draw_pictures
from foyer.setup.own_fields import FieldSketch
from pipeline.playbook.base import WEEKDAYS
from prompts.unfinished import MARK

HERE = Path(__file__).parent
START, TEMPLATES = HERE / "start", HERE / "templates"
FIT_POINTS = 60
"""What the templates' points for fit may add up to."""
FIRST_FILES = {"knowledge": "questions.md", "cases": "first.yaml"}
"""What stands in a folder until there is something of the company's own."""
SHIPPED_COMPANY, _KINDS = "brightdesk", Path("playbook/classification.yaml")
"""Who customers say they are customers of, and where."""
_IN_ALL = ("playbook", "brand", "cases")


def render_files(answers: Answers, own: Mapping[Path, str] | None = None) -> Mapping[Path, str]:
    """The whole folder, by place; `own` is laid over what comes of the answers."""
    languages = answers.languages
    files = {place: path.read_text(encoding="utf-8") for place, path in list_shared_files(languages).items()}
    files[_KINDS] = files[_KINDS].replace(SHIPPED_COMPANY, _write_in_phrases(answers.name))
    start = {place: text for place, text in read_layer(START).items() if _is_spoken(place, languages)}
    files = {**_lay_over_all(files, start), **_render_templates(answers)}
    files |= {Path("brand") / name: svg for name, svg in draw_pictures(answers.name, answers.colour).items()}
    for folder in {place.parts[0] for place in own or {}} & FIRST_FILES.keys():
        files = {place: text for place, text in files.items() if place.name != FIRST_FILES[folder]}
    return _lay_over_all(files, own or {})


def _lay_over_all(files: Mapping[Path, str], layer: Mapping[Path, str]) -> dict[Path, str]:
    """Shared files keep what the layer does not say; others are the layer's."""
    laid = {
        place: lay_over(files[place], text, place.suffix) if _is_shared(place) else text
        for place, text in layer.items()
    }
    return {**files, **laid}


def _write_in_phrases(name: str) -> str:
    """The company in phrases like "my account at ...": words without the signs that a list of YAML means otherwise."""
    return " ".join(re.findall(r"\w+", name.lower()))


def _is_shared(place: Path) -> bool:
    folder = place.parts[0]
    return (folder == "playbook" and place.stem in SHARED_PARTS) or (folder == "texts" and place.stem in SHARED_TEXTS)


def _is_spoken(place: Path, languages: Sequence[str]) -> bool:
    return place.parts[0] in _IN_ALL or place.parts[1] in languages


def _render_templates(answers: Answers) -> Mapping[Path, str]:
    templates = Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - YAML and Markdown; every value of YAML goes through `q`
    )
    templates.filters["q"] = _quote
    templates.filters["only"] = lambda said, languages: _quote({key: said[key] for key in languages})
    values = _gather_values(answers)
    return {
        place: templates.get_template(place.as_posix()).render(values)
        for place in read_layer(TEMPLATES)
        if _is_spoken(place, answers.languages)
    }


def _quote(value: object) -> str:
    """As JSON, which is YAML whatever stands in it."""
    return json.dumps(value, ensure_ascii=False)


def _gather_values(answers: Answers) -> Mapping[str, Any]:
    languages, told = answers.languages, len(answers.ask) + (3 if answers.customers == "companies" else 1)
    company = ["role", "team_size"] if answers.customers == "companies" else []
    return {
        **{name: getattr(answers, name) for name in Answers.model_fields if name not in ("offer", "ask")},
        "language": answers.language,
        "offer": {language: answers.get_offer(language) for language in languages},
        "ask": [_describe_field(field) for field in answers.ask],
        "exceptions": list_exceptions(answers.hours),
        "holidays": answers.region if answers.region in holidays.list_supported_countries() else None,
        "everybody": ", ".join(person.id for person in answers.team),
        "share": max(1, FIT_POINTS // told),
        "needed": [*(field.id for field in answers.ask), *company] or ["goal"],
        "palettes": build_palettes(answers.colour),
        "invitation": {
            language: {key: line.format(name=answers.name) for key, line in words.INVITATIONS[language].items()}
            for language in languages
        },
        "lines": words.CASE_LINES,
        "told_hours": {language: _tell_hours(answers, language) for language in languages},
        "fill_in": MARK,
    }


def _describe_field(field: FieldSketch) -> Mapping[str, Any]:
    first = field.details[0] if field.details else ""
    answer = words.FIELD_ANSWERS.get(field.kind) or dict.fromkeys(words.CASE_LINES, first)
    if field.kind == "number" and first:
        answer = {language: f"{said} {first}" for language, said in answer.items()}
    names = ("id", "label", "question", "kind", "several", "details", "choices")
    return {**{name: getattr(field, name) for name in names}, "answer": answer, "wanted": _find_wanted(field)}


def _find_wanted(field: FieldSketch) -> object:
    """What the first case expects of the answer; null where careful people would differ."""
    match field.kind:
        case "choice":
            first = field.choices[0][0]
            return [first] if field.several else first
        case "yes_no":
            return True
        case "number":
            return 40
    return None


def _tell_hours(answers: Answers, language: str) -> str:
    return ", ".join(_tell_shift(shift, language) for shift in (answers.hours.usual, *answers.hours.others))


def _tell_shift(shift: Shift, language: str) -> str:
    names = get_day_names("wide", locale=language)
    first, last = (names[WEEKDAYS.index(day)] for day in (shift.days[0], shift.days[-1]))
    said = words.UNTIL if len(shift.days) > 1 else words.ON
    return said[language].format(first=first, last=last, start=shift.start, end=shift.end)
