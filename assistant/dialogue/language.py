"""Which language a conversation is held in: what the visitor writes, else what the browser asks for. Pure.

A name or a foreign word changes nothing, a clear sentence does, and so do two short remarks in a row; a wish in so
many words is granted at once. `docs/decisions/0015-languages.md` says where the numbers come from.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from assistant.dialogue.moves import OtherLanguage, Switched
from assistant.dialogue.state import SpokenLanguage
from assistant.understanding.text.spoken_language import LanguageEvidence
from pipeline.playbook import Playbook

CLEAR = 3.0
"""Natural logarithm of the odds, 20 to 1, from which the conversation changes its language."""
NOISE = 1.0
"""Below e to 1, a message speaks for no language."""
MOST_OF = {1: 1.0, 2: 2.0}
"""The most that one word or two can weigh, however clear: greetings and names travel."""
SENTENCE = 4
"""Words from which a message in a language without texts is believed to be one."""


def choose_language(claimed: str | None, playbook: Playbook) -> SpokenLanguage:
    """The browser's language where there are texts for it: `de-AT` is German."""
    language = (claimed or "").replace("_", "-").split("-")[0].strip().lower()
    return SpokenLanguage(language if language in playbook.texts else playbook.company.language)


def update_language(
    spoken: SpokenLanguage, evidence: LanguageEvidence, languages: Collection[str]
) -> tuple[SpokenLanguage, Switched | OtherLanguage | None]:
    """The language after a message, and what is to be said about it; `languages` are the ones with texts."""
    if evidence.wish in languages:
        return SpokenLanguage(evidence.wish, told=spoken.told), Switched()
    if evidence.wish:
        return replace(spoken, told=True), OtherLanguage()
    if evidence.likely is None or (evidence.likely != spoken.language and evidence.odds < NOISE):
        return spoken, None
    if evidence.likely == spoken.language:
        return SpokenLanguage(spoken.language, told=spoken.told), None
    before = spoken.weight if spoken.towards == evidence.likely else 0.0
    weight = before + min(evidence.odds, MOST_OF.get(evidence.words, evidence.odds))
    leaning = replace(spoken, towards=evidence.likely, weight=weight)
    if weight < CLEAR:
        return leaning, None
    if evidence.likely in languages:
        return SpokenLanguage(evidence.likely, told=spoken.told), None
    if spoken.told or evidence.words < SENTENCE:
        return leaning, None
    return replace(leaning, told=True), OtherLanguage()
