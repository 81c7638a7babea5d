"""The playbook's own words: closed lists with the synonyms people really use."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Choice:
    id: str
    label: str
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    industries: tuple[Choice, ...]
    stages: tuple[Choice, ...]
    use_cases: tuple[Choice, ...]
    tools: tuple[Choice, ...]
