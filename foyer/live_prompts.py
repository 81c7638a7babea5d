"""What marketing edits, as it is in force: read whole from the prompts folder, and taken anew when it changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import structlog

from assistant.knowledge import Knowledge, read_knowledge
from assistant.site.texts import SITE_TEXTS
from assistant.wording.model_help import MODEL_TEXTS
from assistant.wording.voice import TEXTS
from console.texts import CONSOLE_TEXTS
from foyer.command_texts import COMMAND_TEXTS
from foyer.settings import Settings
from pipeline.decision.team_texts import TEAM_TEXTS
from pipeline.playbook import Playbook
from pipeline.playbook.loading import load_playbook
from pipeline.qualification.briefing_by_model import BRIEF_TEXTS
from pipeline.qualification.classification.by_model import CLASSIFIER_TEXTS
from pipeline.wording.team import TeamWording
from prompts.branding import Brand, read_brand
from prompts.live import Live
from prompts.problems import BadFiles, Problem
from prompts.texts import Texts, read_texts

KEPT_PROMPTS = "prompts-in-force"
"""In the data folder: the last good copy."""
ELSEWHERE = "start Foyer where your prompts folder is, or set FOYER_PROMPTS to it"

CHAT_TEXTS = {**TEXTS, **SITE_TEXTS}
"""What visitors read, in every language."""

log = structlog.get_logger()
Part = TypeVar("Part")


@dataclass(frozen=True, slots=True)
class PromptFolder:
    """All of the folder."""

    playbook: Playbook
    brand: Brand
    knowledge: Knowledge
    told_to_models: Texts


def watch_prompts(settings: Settings) -> Live[PromptFolder]:
    """The prompts folder, taken anew whenever it changes; a broken change is reported and not taken.

    Raises BadFiles if it can't be used at the start, when there is no good version to keep.
    """
    return Live(settings.prompts, read_prompts, on_change=_report_change)


def watch_prompts_in_force(settings: Settings, *, keeps: bool = False) -> Live[PromptFolder]:
    """The same for what serves people: where the folder is broken at the start, the last good copy is used.

    With `keeps`, good states are copied into the data folder. Raises BadFiles where there is no good copy either.
    """
    kept = settings.data / KEPT_PROMPTS
    return Live(settings.prompts, read_prompts, on_change=_report_change, kept=kept, keeps=keeps)


def build_wording(settings: Settings) -> TeamWording:
    """The team's words for what a command shows now."""
    return TeamWording(watch_prompts_in_force(settings).current().playbook, datetime.now(UTC))


def read_prompts(folder: Path) -> PromptFolder:
    """The whole folder; BadFiles with every problem of every file. A folder that holds no prompts is named once."""
    if not (folder / "playbook").is_dir():
        found = "holds no prompts: it has no folder 'playbook'" if folder.is_dir() else "is no folder"
        raise BadFiles([Problem(folder.absolute(), None, f"{found}; {ELSEWHERE}")])
    problems: list[Problem] = []

    def tried(read: Callable[[], Part]) -> Part | None:
        try:
            return read()
        except BadFiles as error:
            problems.extend(error.problems)
            return None

    playbook = tried(lambda: load_playbook(folder, CHAT_TEXTS, {**TEAM_TEXTS, **CONSOLE_TEXTS, **COMMAND_TEXTS}))
    brand = tried(lambda: read_brand(folder / "brand"))
    knowledge = tried(lambda: read_knowledge(folder / "knowledge"))
    told_to_models = tried(lambda: read_texts(folder / "texts", {**MODEL_TEXTS, **CLASSIFIER_TEXTS, **BRIEF_TEXTS}))
    if playbook is None or brand is None or knowledge is None or told_to_models is None:
        raise BadFiles(problems)
    return PromptFolder(playbook, brand, knowledge, told_to_models)


def _report_change(problems: tuple[Problem, ...]) -> None:
    if not problems:
        log.info("prompts_taken")
    for problem in problems:
        log.error("prompts_refused", problem=str(problem), consequence="the last good version stays in use")
