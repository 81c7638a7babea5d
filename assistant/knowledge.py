"""Questions answered from approved language: the sections of `prompts/knowledge/<language>/*.md`, chosen by phrases.

A section answers when the question holds all words of one of its phrases, in any order, with small typing errors.
That is coarser than a model and always explainable: who edits a page sees from its phrases when it will be said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.conditions.typing_errors import holds_words
from prompts.files import read_text_file
from prompts.problems import BadFiles, Problem
from prompts.texts import COMMENT

HEADING = re.compile(r"^## +(?P<title>.*\S) *$")
PHRASES = re.compile(r"^Asked as: *(?P<phrases>.*)$")
_MISPLACED = "a page belongs into the folder of its language, e.g. knowledge/en/; move it there"
MOST_ANSWERS = 2
"""In one turn; more is a lecture."""
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
NO_MATCH = (0, 0)
_FILLERS = frozenset(
    "a an and are can do does for have how i in is it me of on or the to what which with you your"
    " auf das der die ein eine es für gibt haben ich ihr ihre ihren kann man können mit oder sie sind und von was"
    " welche wie wir zu con cuál de el en esto hay la las los mi o para por puedo pueden que qué se son su sus tienen"
    " un una y".split()
)


@dataclass(frozen=True, slots=True)
class KnowledgeSection:
    title: str
    phrases: tuple[tuple[str, ...], ...]
    """Each as its words."""
    answer: str
    file: Path
    line: int


@dataclass(frozen=True, slots=True)
class KnowledgeAnswers:
    answers: tuple[str, ...]
    unanswered: tuple[str, ...]
    """The questions, in the visitor's words, that no section answers."""

    def combine(self, later: KnowledgeAnswers) -> KnowledgeAnswers:
        answers = tuple(dict.fromkeys(self.answers + later.answers))
        return KnowledgeAnswers(answers[:MOST_ANSWERS], self.unanswered + later.unanswered)


@dataclass(frozen=True, slots=True)
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
        words = split_words(question)
        matched = [(_match(section, words), section) for section in self.sections.get(language, ())]
        best = max(matched, key=lambda one: one[0], default=None)
        return best[1] if best and best[0] > NO_MATCH else None


def find_questions(text: str) -> tuple[str, ...]:
    """The sentences that end in "?", each with the one before it where it points back ("do you support that?")."""
    sentences = [sentence.strip() for sentence in _SENTENCE_END.split(text) if sentence.strip()]
    questions = []
    for before, sentence in zip(["", *sentences], sentences, strict=False):
        if sentence.endswith("?"):
            points_back = not _POINTERS.isdisjoint(split_words(sentence)) and not before.endswith("?")
            questions.append(f"{before} {sentence}".strip() if points_back else sentence)
    return tuple(questions) or tuple(filter(None, [text.strip()]))


def split_words(text: str) -> tuple[str, ...]:
    """Lower case, without the plural s, so that "prices" meets "price"."""
    words = _WORD.findall(text.replace("’", "'").lower())
    return tuple(
        word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word for word in words
    )


_POINTERS = frozenset(split_words("that it this them those these das dies diese eso esto"))


def _match(section: KnowledgeSection, words: tuple[str, ...]) -> tuple[int, int]:
    """How much of the question the longest matching phrase explains, in words and letters."""
    lengths = [(len(phrase), sum(map(len, phrase))) for phrase in section.phrases if _holds(words, phrase)]
    return max(lengths, default=NO_MATCH)


def _holds(words: tuple[str, ...], phrase: tuple[str, ...]) -> bool:
    """All words of the phrase in any order; a phrase of little words alone ("what do you do") only as it is written."""
    if set(phrase) <= _FILLERS:
        return any(words[start : start + len(phrase)] == phrase for start in range(len(words)))
    return holds_words(words, phrase)


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
    title, start, body = "", 0, list[str]()
    for number, line in enumerate([*source.splitlines(), "## end"], start=1):
        heading = HEADING.match(line)
        if not heading:
            body.append(line)
            continue
        if title:
            yield _section(path, title, start, body)
        title, start, body = heading["title"], number, []


def _section(path: Path, title: str, line: int, body: list[str]) -> KnowledgeSection:
    asked_as = [match["phrases"] for text in body if (match := PHRASES.match(text))]
    phrases = [split_words(phrase) for text in asked_as for phrase in text.split(";")]
    own = tuple(word for word in split_words(title) if word not in _FILLERS) if asked_as else ()
    answer = "\n".join(text for text in body if not PHRASES.match(text)).strip()
    return KnowledgeSection(title, tuple(filter(None, (*phrases, own))), answer, path, line)


def _check(section: KnowledgeSection, others: dict[str, KnowledgeSection]) -> Iterator[Problem]:
    if not section.phrases:
        hint = "add a line like 'Asked as: price; how much; cost' below the heading"
        yield Problem(section.file, section.line, f"nobody can ask for '{section.title}'; {hint}")
    if not section.answer:
        yield Problem(section.file, section.line, f"'{section.title}' has no answer; write what should be said")
    if other := others.get(section.title.casefold()):
        where = f"{other.file.name}:{other.line}"
        yield Problem(section.file, section.line, f"'{section.title}' stands in {where} as well; keep one")
