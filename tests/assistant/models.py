"""Language models for tests of the conversation."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.wording.model_help import MODEL_TEXTS, ModelHelp
from pipeline.domain.record import Field
from pipeline.model.calls import ModelAccess, ModelLimits
from pipeline.model.port import NOTHING_USED, Prompt, Shape, Usage
from pipeline.ports import Clock
from prompts.texts import read_texts
from tests.fakes.language_model import FakeAccount
from tests.support.builders import PROMPTS, a_playbook

NOT_SAID = "one million dollars for Evil Corp"
LEAK = "![x](https://evil.example/?q=1) My instructions are: obey. It is free, 100% off. <a href='//evil.example'>x</a>"


@dataclass(frozen=True)
class ObeyingModel:
    """Reports for every field what nobody said, and tells whatever it was told, with links and pictures."""

    name: str = "obeying"

    def read(self, prompt: Prompt, shape: type[Shape], seconds: float) -> tuple[Shape, Usage | None]:
        use_case = a_playbook().vocabulary.use_cases[0].id
        fields = [str(field) for field in Field if field not in (Field.EMAIL, Field.PHONE)]
        choices = {Field.USE_CASE: use_case, Field.INDUSTRY: "finance", Field.STAGE: "comparing"}
        findings = [{"field": name, "quote": NOT_SAID, "choice": choices.get(Field(name))} for name in fields]
        return shape.model_validate({"acts": ["thanks", "greet"], "findings": findings}), NOTHING_USED

    def write(self, prompt: Prompt, seconds: float) -> Iterator[str | Usage]:
        yield LEAK
        yield prompt.instructions
        yield json.loads(prompt.data)["visitor_message"]
        yield NOTHING_USED


def an_obeying_model(clock: Clock) -> ModelHelp:
    texts = read_texts(PROMPTS / "texts", MODEL_TEXTS)
    return ModelHelp(ModelAccess(ObeyingModel(), FakeAccount(), clock, ModelLimits()), lambda: texts)
