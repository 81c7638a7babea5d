"""What is odd in `fields.yaml`: words that a language lacks, and questions that are never put."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pipeline.domain.vocabulary import FieldKind
from pipeline.playbook import FieldRule, Fields, Playbook
from pipeline.playbook.fields.rules import EVERY
from pipeline.playbook_check.findings import FindingLevel, PlaybookFinding
from prompts.problems import Place

FILE = "fields.yaml"
NEEDED = ("label", "question")
"""What a field's words are, where it has any."""


def check_fields(playbook: Playbook) -> Iterator[PlaybookFinding]:
    for number, rule in enumerate(playbook.fields.fields):
        yield from _check_words(rule, ("fields", number), playbook)
        if rule.ask and not _is_ever_asked(rule, playbook.fields):
            waiting = " and ".join(f"'{name}'" for name in rule.when)
            told = f"'{rule.id}' is never asked for: nothing can fill {waiting}; ask for it, or give it phrases"
            yield PlaybookFinding(FindingLevel.ERROR, FILE, ("fields", number, "when"), told)
    yield from _check_urgent(playbook)


def _check_words(rule: FieldRule, place: Place, playbook: Playbook) -> Iterator[PlaybookFinding]:
    for key in NEEDED:
        for language in _list_missing(getattr(rule, key), playbook):
            told = f"'{rule.id}' has no {key} in {language}; write {key}: {{{language}: ...}}"
            yield PlaybookFinding(FindingLevel.ERROR, FILE, (*place, key), told)
    for number, choice in enumerate(rule.choices):
        for language in playbook.texts:
            if language != playbook.company.language and choice.labels and language not in choice.labels:
                told = f"'{choice.id}' of '{rule.id}' has no label in {language}; write labels: {{{language}: ...}}"
                yield PlaybookFinding(FindingLevel.WARNING, FILE, (*place, "choices", number), told)


def _check_urgent(playbook: Playbook) -> Iterator[PlaybookFinding]:
    urgent = playbook.fields.urgent
    for key, words in (("phrases", urgent.phrases), ("say", urgent.say)) if urgent else ():
        for language in _list_missing(words, playbook):
            told = f"'urgent' has no {key} in {language}; write {key}: {{{language}: ...}}"
            yield PlaybookFinding(FindingLevel.ERROR, FILE, ("urgent", key), told)


def _list_missing(words: Mapping[str, object], playbook: Playbook) -> Iterator[str]:
    """Languages that have texts, and no words of a kind that other languages have; none where they are for all."""
    if words and EVERY not in words:
        yield from (language for language in playbook.texts if language not in words)


def _is_ever_asked(rule: FieldRule, fields: Fields) -> bool:
    """Whether each field that it waits for can get a value; to wait until one is unknown needs none."""
    waited = [fields.get(name) for name, wanted in rule.when.items() if wanted != "unknown"]
    return all(other is not None and _can_be_known(other, fields) for other in waited)


def _can_be_known(rule: FieldRule, fields: Fields) -> bool:
    """Whether something can fill a field: it is read without being asked for, or it is asked for at some time."""
    told = rule.is_built_in or rule.kind is FieldKind.CHOICE or bool(rule.phrases or rule.units or rule.opposites)
    return told or (rule.ask and _is_ever_asked(rule, fields))
