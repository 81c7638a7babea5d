"""A rule's tests in words, e.g. `company size at least 500: 620`. Values stay as the playbook has them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import reduce

from pipeline.conditions.conditions import FACT_KINDS, Condition, FactKind, Facts, FactValue, format_scalar
from pipeline.conditions.phrases import find_quotes
from prompts.texts import Texts, Variables

_FACT = frozenset({"fact"})
_LIMIT = _FACT | {"wanted", "value"}
_LIST = frozenset({"some", "last"})
CONDITION_TEXTS: Mapping[str, Variables] = {
    **{f"rule.fact.{fact}": frozenset() for fact in (*FACT_KINDS, "urgent")},
    **dict.fromkeys(("rule.known", "rule.unknown"), _FACT),
    **dict.fromkeys(("rule.flag", "rule.no_flag"), _FACT | {"why"}),
    "rule.mentions": frozenset({"quote"}),
    "rule.has": _FACT | {"value"},
    **{f"rule.{test}": _LIMIT for test in ("is", "is_not", "at_least", "at_most", "over", "under")},
    "rule.between": _FACT | {"low", "high", "value"},
    **dict.fromkeys(("rule.one_of", "rule.all_of"), _LIST),
}


def describe_condition(condition: Condition, facts: Facts, texts: Texts) -> str:
    """A condition that holds, with the value that made it hold; without one where no fact of it is known."""
    known, kind = facts.get(condition.fact), condition.kind
    name = texts.render(f"rule.fact.{condition.fact}")
    if condition.test in ("known", "unknown"):
        return texts.render(f"rule.{condition.test}", fact=name)
    if kind is FactKind.FLAG:
        text_id = "rule.flag" if condition.arguments[0] else "rule.no_flag"
        return texts.render(text_id, fact=name, why=known.evidence if known else "")
    if kind is FactKind.SPEECH and known and (said := find_quotes(str(known.value), condition.arguments)):
        return texts.render("rule.mentions", quote=said[0])
    # What the visitor wrote in all is no value to be shown.
    value = _say_value(known.value, texts) if known and kind is not FactKind.SPEECH else ""
    return _say_limit(condition, name, value, texts)


def _say_value(value: FactValue, texts: Texts) -> str:
    if isinstance(value, tuple):
        return join_words(map(format_scalar, value), "rule.all_of", texts)
    return format_scalar(value)


def _say_limit(condition: Condition, name: str, value: str, texts: Texts) -> str:
    words = [format_scalar(each) for each in condition.arguments]
    if condition.test == "between":
        return texts.render("rule.between", fact=name, low=words[0], high=words[1], value=value)
    if condition.test == "is" and value:
        return texts.render("rule.has", fact=name, value=value)
    wanted = join_words(words, "rule.one_of", texts)
    return texts.render(f"rule.{condition.test}", fact=name, wanted=wanted, value=value)


def join_words(words: Iterable[str], text_id: str, texts: Texts) -> str:
    """Words in one, each joined by `rule.one_of` or `rule.all_of` to those before it; empty for none."""
    listed = list(words)
    return reduce(lambda some, last: texts.render(text_id, some=some, last=last), listed) if listed else ""
