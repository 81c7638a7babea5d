"""Words as data: what is written wrongly is refused with its file and line, and lists become patterns."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import assistant.understanding
from assistant.understanding.language.files import FOLDER, Languages, load_languages, read_languages
from assistant.understanding.language.words import expand_lists, find_bad_phrase, get_words, get_words_by_language
from prompts.problems import BadFiles

LISTS = """fallback: xx
acts:
  greet: How one says hello.
  person: Who can be asked for.
people:
  titles: Before a name.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path, "lists.yaml", LISTS)
    write(tmp_path, "xx/acts.yaml", "greet: [hi+, 'good {_time}']\n_time: morning evening\nperson: boss chief\n")
    write(tmp_path, "yy/acts.yaml", "greet:\n  - salut\n")
    return tmp_path


def write(folder: Path, name: str, text: str) -> None:
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text(text, "utf-8")


def compiled(expression: str, languages: Languages) -> re.Pattern[str]:
    return re.compile(expand_lists(expression, languages))


@pytest.mark.parametrize("text", ["hi", "hiii", "good morning", "good evening", "salut"])
def test_a_pattern_takes_the_phrases_of_every_language(folder: Path, text: str):
    assert compiled("{greet}", read_languages(folder)).fullmatch(text)


def test_plain_words_are_no_expressions(folder: Path):
    write(folder, "xx/people.yaml", "titles: dr. prof\n")
    titles = compiled("{titles}", read_languages(folder))
    assert titles.fullmatch("dr.")
    assert not titles.fullmatch("dry")


def test_a_list_that_no_language_has_matches_nothing(folder: Path):
    assert not compiled("{titles}", read_languages(folder)).search("dr anything")


def test_code_asks_for_described_lists_only(folder: Path):
    with pytest.raises(LookupError, match="no list 'greeet'"):
        compiled("{greeet}", read_languages(folder))


@pytest.mark.parametrize(
    ("file", "text", "complaint"),
    [
        ("xx/acts.yaml", "greet: hi\ngret: ho\n", r"xx/acts\.yaml:2: 'gret' is not a list of acts; did you mean"),
        ("xx/acts.yaml", "\nzebra: hello\n", r"xx/acts\.yaml:2: 'zebra' is not a list of acts; describe it"),
        ("xx/acts.yaml", "titles: dr\n", r"xx/acts\.yaml:1: 'titles' is not a list of acts"),
        ("xx/acts.yaml", "greet: hi\ngreet: hello\n", r"xx/acts\.yaml:2: 'greet' is written twice"),
        ("xx/acts.yaml", "greet:\n  - hi\n  - a(?: b)\n", r"xx/acts\.yaml:3: an entry of 'greet' is no text"),
        ("xx/acts.yaml", "greet:\n  - [hi\n", r"xx/acts\.yaml:\d: not readable as YAML"),
        ("xx/acts.yaml", "- hi\n", r"xx/acts\.yaml:1: names and what belongs to them"),
        ("xx/acts.yaml", "person: {boss: [1]}\n", r"xx/acts\.yaml:1: 'boss' of 'person' must stand for one text"),
        ("xx/zoo.yaml", "greet: hi\n", r"xx/zoo\.yaml: no topic of lists\.yaml; the topics are acts, people"),
        ("xx/people.yaml", "_time: noon\n", r"xx/people\.yaml:1: '_time' is written twice in xx"),
        ("lists.yaml", "fallback: xx\nacts:\n  greet:\n", r"lists\.yaml:3: say in one text what the list 'greet'"),
        ("lists.yaml", LISTS.replace("xx", "zz"), r"lists\.yaml: 'fallback' must name one of xx, yy"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_place(folder: Path, file: str, text: str, complaint: str):
    write(folder, file, text)
    with pytest.raises(BadFiles, match=complaint):
        read_languages(folder)


@pytest.mark.parametrize(
    ("phrase", "complaint"),
    [
        ("'{person} {_zone}'", r"acts\.yaml:2: \{_zone\} is no list of this language"),
        ("'{greet} you'", r"acts\.yaml:2: \{greet\} refers to itself"),
        ("'hello(?:'", r"acts\.yaml:2: 'hello\(\?:' is no regular expression"),
        ("'(hello) you'", r"acts\.yaml:2: '\(hello\) you' has a group that is kept"),
    ],
)
def test_a_phrase_that_is_none_is_told_with_its_place(folder: Path, phrase: str, complaint: str):
    write(folder, "yy/acts.yaml", f"greet:\n  - {phrase}\nperson: chef\n")
    with pytest.raises(BadFiles, match=complaint):
        find_bad_phrase(read_languages(folder))


def test_every_phrase_is_an_expression():
    find_bad_phrase(load_languages())


def test_every_list_is_read_by_a_recogniser():
    """A list that no code names is dead, and so is a helper that no phrase of its language refers to."""
    code = "".join(path.read_text("utf-8") for path in Path(assistant.understanding.__path__[0]).rglob("*.py"))
    languages = load_languages()
    named = {name for name in languages.descriptions if re.search(rf'["{{]{name}["}}]', code)}
    for language, lists in languages.lists.items():
        referred = {name for phrases in lists.values() for p in phrases for name in re.findall(r"\{(\w+)\}", p.text)}
        assert not lists.keys() - named - referred, language
        named |= referred & languages.descriptions.keys()
    assert languages.descriptions.keys() == named


def test_words_are_asked_for_together_or_by_language():
    by_language = get_words_by_language("common_words")
    assert by_language.keys() == {path.name for path in FOLDER.iterdir() if (path / "acts.yaml").exists()}
    assert get_words("common_words") == frozenset().union(*by_language.values())
    with pytest.raises(BadFiles, match=r"acts\.yaml:\d+: 'greet' holds words"):
        get_words("greet")
