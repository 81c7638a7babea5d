"""What a message changes by naming a field ("size: 55", "remove the budget"), and what a yes says besides."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from assistant.understanding.acts.corrections import find_rejected_fields
from assistant.understanding.language.files import load_languages
from assistant.understanding.language.words import compile_lists, compile_phrases, expand_lists, get_values, get_words
from assistant.understanding.port import Act, Change, Finding, MessageInContext
from assistant.understanding.text.patterns import compile_pattern
from assistant.understanding.text.utterance import Span, Utterance
from pipeline.domain.record import FieldId, parse_field_id

_NEW = r"(?P<new>(?:[^.!?\n;]|\.(?=\S)|(?<=\b\w)\.|(?<=\b\w\w)\.)+)"
"""A value runs to the end of its sentence; the full stop of an abbreviation ("St. Brendan") ends none."""
_BEGINS = r"(?:^|[\n,;.!?]\s*|\b{but}\W+|\b{yes}\W+|\b{no}\W+|\b{objects_softly}\W+)(?:{fillers}\W+)?"
_SETS = (
    _BEGINS + r"<field>\W{0,2} ?[:=] *" + _NEW,
    r"\b<field> {field_is_wrong}\b\W+(?:{but}\W+)?(?:{field_is_now}\b[ :]*|(?:<again>)[ :=]+(?:{field_is} )?)" + _NEW,
    r"\b{change_field} <field> {field_should_be} " + _NEW,
    r"\b<field> {field_should_be} ?:? *" + _NEW,
)
_SETS_BESIDE_AN_ANSWER = (_BEGINS + r"<field> {field_is} " + _NEW,)
_REMOVES = (
    r"\b{remove_field}(?: out)? <field>(?!\w)(?! {field_should_be})",
    r"\b<field>,? (?:please )?{field_removed}\b",
    r"\b{never_said} <field>(?!\w)",
)
_IS_WRONG = r"\b<field> {field_is_wrong}\b"
_ASKS = (_IS_WRONG, r"\b{change_field} <field>\W*$", r"\b{but} <field>\W*$")
_BUT = compile_phrases("but")
_WRONG = compile_lists(r" {field_is_wrong}\b")
_WORD = compile_pattern(r"[^\W_]+(?:'[^\W_]+)?")
_ALL = "data"
"""What Italians call a date; who wants their data deleted means all of it."""
_ANSWERS = frozenset((Act.AFFIRM, Act.DENY, Act.MIXED, Act.CORRECT))


@dataclass(frozen=True, slots=True)
class NamedChange:
    """A field that is called by its name, and where its new value stands."""

    field: FieldId
    change: Change
    value: Span | None = None
    span: Span = (0, 0)
    """Where all of it stands, the name and what is said of it."""


def find_changes(utterance: Utterance, heard: MessageInContext, acts: Iterable[Act]) -> list[NamedChange]:
    """What the message wants with the fields it names, one change a field; nothing while nothing is known.

    A name that people use for several things ("the name is Acme, not Foo") means the field whose known words are taken
    back.
    """
    if not heard.known:
        return []
    names = {**get_values("field_names"), **heard.names}
    if not _compile_names(frozenset(names)).search(utterance.folded):
        return []
    taken_back = find_rejected_fields(utterance, heard.known)
    answers = bool(taken_back) or not _ANSWERS.isdisjoint(acts)
    found: dict[FieldId, NamedChange] = {}
    for change, patterns in _compiled(frozenset(names), answers).items():
        for match in (match for pattern in patterns for match in pattern.finditer(utterance.folded)):
            field = parse_field_id(names[match["field"]])
            if match["field"] == _ALL and Act.DELETE_DATA in acts:
                continue
            if taken_back and field not in taken_back:
                field = taken_back[0]
            found.setdefault(field, _read_change(field, change, match))
    return list(found.values())


def _read_change(field: FieldId, change: Change, match: re.Match[str]) -> NamedChange:
    """The change, which is to be asked about where nothing but "wrong" stands in the place of the new value."""
    if change is not Change.SET:
        return NamedChange(field, change, span=match.span())
    if _says_only_that_it_is_wrong(match):
        return NamedChange(field, Change.ASK, span=match.span())
    return NamedChange(field, change, match.span("new"), match.span())


def _says_only_that_it_is_wrong(match: re.Match[str]) -> bool:
    wrong = _WRONG.search(match.string, match.end("field"))
    if wrong is None or wrong.start() != match.end("field") or wrong.end() < match.start("new"):
        return False
    return not any(_weighs(match.string[wrong.end() : match.end("new")]))


@lru_cache(maxsize=8)
def _compile_names(names: frozenset[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(names, key=len, reverse=True)))})(?!\w)")


@lru_cache(maxsize=8)
def _compiled(names: frozenset[str], answers: bool) -> Mapping[Change, tuple[re.Pattern[str], ...]]:
    name = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    field = rf"(?:{{determiner}} )*(?P<field>{name})(?!\w)"
    kinds = {
        Change.REMOVE: _REMOVES,
        Change.SET: (*_SETS, *(_SETS_BESIDE_AN_ANSWER if answers else ())),
        Change.ASK: _ASKS,
    }
    return {kind: tuple(_compile(each, field, name) for each in expressions) for kind, expressions in kinds.items()}


def _compile(expression: str, field: str, name: str) -> re.Pattern[str]:
    filled = expression.replace("<field>", field).replace("<again>", name)
    return re.compile(expand_lists(filled, load_languages()))


def find_remainder(utterance: Utterance, findings: Iterable[Finding], known: Mapping[FieldId, str]) -> str:
    """What stands behind the "but" of a yes, unless a new value was read in it or it asks for nothing."""
    said_anew = [one for one in findings if known.get(one.field, "").casefold() != one.quote.casefold()]
    for but in _BUT.finditer(utterance.folded):
        if but.start() == 0 or any(finding.start >= but.start() for finding in said_anew):
            continue
        if any(_weighs(utterance.folded[but.end() :])):
            return utterance.text[but.start() :].strip()
    return ""


def _weighs(text: str) -> Iterator[bool]:
    return (word not in get_words("nothing_behind", "closer", "opener") for word in _WORD.findall(text))
