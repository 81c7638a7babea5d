"""Words and first names answered alone to "What's your name?": `python -m tests.quality.first_tries.name_question`.

The 3,500 commonest words of each language that are not first names of many people must not be read as names (bar 1 %);
500 first names in lower case, fifty each of ten parts of the world and written by hand, must be (bar 97 %).
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from assistant.understanding.guided import GuidedUnderstanding
from assistant.understanding.lexicon import lexicon
from assistant.understanding.lexicon.lexicon import list_languages, rate_given_name
from assistant.understanding.port import MessageInContext
from pipeline.domain.record import Field
from pipeline.domain.vocabulary import Vocabulary

FIRST_NAMES = Path(__file__).with_name("first_names.txt")
WORDS = 3_500
"""A language."""
MANY = 4.0
"""As a logarithm: who is counted as a first name by ten thousand people is no mere word ("mark", "paris", "will")."""
NOW = datetime(2026, 10, 14, 10, tzinfo=UTC)


def read_first_names(path: Path = FIRST_NAMES) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [name for line in lines if not line.startswith("#") for name in line.split()]


def list_common_words(language: str) -> list[str]:
    """The commonest forms of a language, the commonest first."""
    packed = Path(lexicon.__file__).with_name("words") / f"{language}.txt.gz"
    lines = [line.rsplit(" ", 1) for line in gzip.decompress(packed.read_bytes()).decode().splitlines()]
    return [form for form, _ in sorted(lines, key=lambda line: -int(line[1]))[:WORDS]]


def find_read_as_names(answers: Iterable[str]) -> Iterator[str]:
    """The answers of one word that are taken for the visitor's name."""
    mind = GuidedUnderstanding(Vocabulary((), (), (), ()))
    for answer in answers:
        heard = MessageInContext(answer, NOW, asked=(Field.NAME,), previous="What's your name?", region="US")
        if any(finding.field == Field.NAME for finding in mind.understand(heard).findings):
            yield answer


def main() -> None:
    for language in list_languages():
        words = [word for word in list_common_words(language) if rate_given_name(word) < MANY]
        read = list(find_read_as_names(words))
        print(f"{language}: {len(read)} of {len(words)} words read as names, {len(read) / len(words):.1%} (bar 1 %)")
    names = read_first_names()
    unread = sorted(set(names) - set(find_read_as_names(names)))
    print(
        f"first names read: {len(names) - len(unread)} of {len(names)}, {1 - len(unread) / len(names):.1%} (bar 97 %)"
    )


if __name__ == "__main__":
    main()
