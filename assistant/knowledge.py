"""Questions answered from approved language: the sections of `prompts/knowledge/<language>/*.md`, chosen by phrases.

Which section answers is for `assistant.question_matching`: who edits a page sees from its phrases when it will be said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from assistant.question_matching import QuestionMatcher, split_words
from prompts.files import read_text_file
from prompts.problems import BadFiles, Problem
from prompts.texts import COMMENT

HEADING = re.compile(r"^## +(?P<title>.*\S) *$")
PAGE_TITLE = re.compile(r"^# +(?P<title>.*\S) *$")
PHRASES = re.compile(r"^Asked as: *(?P<phrases>.*)$")
_MISPLACED = "a page belongs into the folder of its language, e.g. knowledge/en/; move it there"
MOST_ANSWERS = 2
"""In one turn; more is a lecture."""
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")


@dataclass(frozen=True, slots=True)
class KnowledgeSection:
    title: str
    phrases: tuple[tuple[str, ...], ...]
    """Each as its words."""
    answer: str
    file: Path
    line: int
    page: str
    """The title of its page."""


@dataclass(frozen=True, slots=True)
class KnowledgeAnswers:
    answers: tuple[str, ...]
    unanswered: tuple[str, ...]
    """The questions, in the visitor's words, that no section answers."""

    def combine(self, later: KnowledgeAnswers) -> KnowledgeAnswers:
        answers = tuple(dict.fromkeys(self.answers + later.answers))
        return KnowledgeAnswers(answers[:MOST_ANSWERS], self.unanswered + later.unanswered)


@dataclass(frozen=True)
class Knowledge:
    sections: Mapping[str, tuple[KnowledgeSection, ...]]
    """By language; what one of them does not have, a colleague answers."""

    def find(self, text: str, language: str) -> KnowledgeAnswers:
        """What approved language says to the questions in a message; a message without "?" is one question.

        A single word that no section knows ("what?") asks nothing that a colleague could answer.
        """
        found: dict[str, None] = {}
        unanswered = []
        for question in find_questions(text):
            section = self._best(question, language)
            if section:
                found[section.answer] = None
            elif len(split_words(question)) > 1:
                unanswered.append(question)
        return KnowledgeAnswers(tuple(found)[:MOST_ANSWERS], tuple(unanswered))

    def _best(self, question: str, language: str) -> KnowledgeSection | None:
        matcher = self._matchers.get(language)
        best = matcher.find_best(question) if matcher else None
        return None if best is None else self.sections[language][best]

    @cached_property
    def _matchers(self) -> Mapping[str, QuestionMatcher]:
        return {language: QuestionMatcher(sections, language) for language, sections in self.sections.items()}


def find_questions(text: str) -> tuple[str, ...]:
    """The sentences that end in "?", each with the one before it where it points back ("do you support that?")."""
    sentences = _join_calls([sentence.strip() for sentence in _SENTENCE_END.split(text) if sentence.strip()])
    questions = []
    for before, sentence in zip(["", *sentences], sentences, strict=False):
        if "?" in sentence:
            points_back = not _POINTERS.isdisjoint(split_words(sentence)) and not before.endswith("?")
            questions.append(f"{before} {sentence}".strip() if points_back else sentence)
    return tuple(questions) or tuple(filter(None, [text.strip()]))


def _join_calls(sentences: list[str]) -> list[str]:
    """A word alone ("Hello?") is a call that the next sentence explains, where there is one."""
    joined: list[str] = []
    for sentence in sentences:
        calls = joined and joined[-1].endswith("?") and len(split_words(joined[-1])) == 1
        joined[-1:] = [f"{joined[-1]} {sentence}"] if calls else [*joined[-1:], sentence]
    return joined


_POINTERS = frozenset(split_words("that it this them those these das dies diese eso esto"))


def read_knowledge(folder: Path) -> Knowledge:
    """The pages of each language's folder. Raises BadFiles naming what can't be used, with what to write."""
    problems = [Problem(path, None, _MISPLACED) for path in sorted(folder.glob("*.md"))]
    by_language: dict[str, tuple[KnowledgeSection, ...]] = {}
    for language in sorted(path for path in folder.glob("*") if path.is_dir()):
        sections: dict[str, KnowledgeSection] = {}
        for path in sorted(language.glob("*.md")):
            try:
                written = tuple(_sections(path))
            except BadFiles as error:
                problems += error.problems
                continue
            for section in written:
                problems += _check(section, sections)
                sections.setdefault(section.title.casefold(), section)
        by_language[language.name] = tuple(sections.values())
    if problems:
        raise BadFiles(problems)
    return Knowledge(by_language)


def _sections(path: Path) -> Iterator[KnowledgeSection]:
    source = COMMENT.sub(lambda match: "\n" * match[0].count("\n"), read_text_file(path))
    page = next((match["title"] for line in source.splitlines() if (match := PAGE_TITLE.match(line))), path.stem)
    title, start, body = "", 0, list[str]()
    for number, line in enumerate([*source.splitlines(), "## end"], start=1):
        heading = HEADING.match(line)
        if not heading:
            body.append(line)
            continue
        if title:
            yield _section(path, page, title, start, body)
        title, start, body = heading["title"], number, []


def _section(path: Path, page: str, title: str, line: int, body: list[str]) -> KnowledgeSection:
    asked_as = [match["phrases"] for text in body if (match := PHRASES.match(text))]
    phrases = [split_words(phrase) for text in asked_as for phrase in text.split(";")]
    own = (split_words(title),) if asked_as else ()
    answer = "\n".join(text for text in body if not PHRASES.match(text)).strip()
    return KnowledgeSection(title, tuple(filter(None, (*phrases, *own))), answer, path, line, page)


def _check(section: KnowledgeSection, others: dict[str, KnowledgeSection]) -> Iterator[Problem]:
    if not section.phrases:
        hint = "add a line like 'Asked as: price; how much; cost' below the heading"
        yield Problem(section.file, section.line, f"nobody can ask for '{section.title}'; {hint}")
    if not section.answer:
        yield Problem(section.file, section.line, f"'{section.title}' has no answer; write what should be said")
    if other := others.get(section.title.casefold()):
        where = f"{other.file.name}:{other.line}"
        yield Problem(section.file, section.line, f"'{section.title}' stands in {where} as well; keep one")
