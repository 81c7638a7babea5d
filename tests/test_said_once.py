"""Rules that tell people something hold no sentence of their own: each stands in prompts/texts, in every language."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ROOMS = (
    "pipeline/actions",
    "pipeline/decision",
    "pipeline/enrichment",
    "pipeline/followup",
    "pipeline/matching",
    "pipeline/qualification",
    "pipeline/reports/alarm_words.py",
    "pipeline/reports/backlog.py",
    "pipeline/reports/reviews.py",
    "pipeline/routing",
    "pipeline/store/contact",
    "pipeline/wording",
)
"""Where what a team reads is made; what speaks to whoever runs the program stands elsewhere."""
WORDS = re.compile(r"(?<![\w.])[a-z]{2,},? [a-z]{2,}(?![\w.])", re.IGNORECASE)
WORD_TO_FILL = re.compile(r"\s[a-z]{2,}[,:]?(\s|$)|^[a-z]{2,}[,:]?\s", re.IGNORECASE)
"""A word of its own beside a place of an f-string."""
NO_SENTENCES = {
    "pipeline/decision/backtest.py": "`foyer backtest` speaks to whoever tries a playbook",
    "pipeline/enrichment/postal.py": "names of provinces",
    "pipeline/enrichment/time_zones.py": "names of states",
    "pipeline/enrichment/values.py": "what was wrong with a provider's answer, for whoever set it up",
    "pipeline/matching/companies.py": "words that company names have in common",
    "pipeline/matching/people.py": "titles before names",
    "pipeline/qualification/briefing_by_model.py": "the words that a model may add",
    "pipeline/store/contact/review_pages.py": "labels of details, said by `term.detail.*`",
    "pipeline/wording/times.py": "patterns of dates",
}
MODULES = [
    path
    for room in ROOMS
    for path in ([ROOT / room] if room.endswith(".py") else sorted((ROOT / room).rglob("*.py")))
    if str(path.relative_to(ROOT)) not in NO_SENTENCES
]


def find_sentences(tree: ast.Module) -> Iterator[str]:
    """Strings of two words and more, and f-strings with a word in them, but for docstrings and what is raised."""
    silent = {id(part) for node in ast.walk(tree) if isinstance(node, ast.Raise) for part in ast.walk(node)}
    silent |= {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        match node:
            case _ if id(node) in silent:
                continue
            case ast.Constant(value=str(text)) if WORDS.search(text):
                yield text
            case ast.JoinedStr(values=parts):
                fixed = [str(part.value) for part in parts if isinstance(part, ast.Constant)]
                yield from (text for text in fixed if WORD_TO_FILL.search(text))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_rule_holds_no_sentence_that_people_read(path: Path):
    assert list(find_sentences(ast.parse(path.read_text("utf-8")))) == []


@pytest.mark.parametrize(
    "code",
    [
        'yield Fact("email_domain", domain, "email", "domain of the address", now)',
        'yield Fact("time_zone", zone, "phone", f"zone of {place}", now)',
        'facts["pages"] = KnownFact(words, f"visited {shown}")',
        'return f"{id_} is gone"',
        'NAMES = {TOUCH: ("due follow-up has no draft",)}',
    ],
)
def test_the_search_finds_a_sentence_of_code(code: str):
    assert list(find_sentences(ast.parse(code)))


@pytest.mark.parametrize(
    "code", ['"""What it says."""', 'raise ValueError("is no list")', 'f"found.{how.by}"', '"utf-8"']
)
def test_the_search_leaves_alone_what_nobody_is_told(code: str):
    assert list(find_sentences(ast.parse(code))) == []


@pytest.mark.parametrize("name", NO_SENTENCES)
def test_what_is_left_alone_is_there_and_needs_it(name: str):
    assert list(find_sentences(ast.parse((ROOT / name).read_text("utf-8"))))
