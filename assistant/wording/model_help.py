"""What helps in one turn: the rules and templates always, a model where there is one.

One call at most, spent where it helps most: on understanding where the rules are not sure, else on the words of a
remark. Without a model, or when it fails, the rules and templates are all there is, and enough.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from assistant.dialogue.moves import Move, Noted
from assistant.dialogue.remarks import OWN_WORDS
from assistant.understanding.model.model import (
    MOST_HEARD,
    READ,
    READ_VARIABLES,
    ModelUnderstanding,
    fence_data,
    redact_addresses,
)
from assistant.understanding.port import MessageInContext, Understanding
from assistant.wording.model_voice import (
    MOST_CHARACTERS,
    WORD,
    WORD_VARIABLES,
    RewordRequest,
    is_reworded,
    reword_remark,
)
from assistant.wording.voice import ReplyContent, Voice
from pipeline.domain.record import Record
from pipeline.model.calls import ModelAccess, ModelTurn
from pipeline.model.port import ModelUnavailable, Prompt
from pipeline.playbook import Playbook
from pipeline.wording.values import format_inline_text
from prompts.texts import Texts, Variables

MODEL_TEXTS: Mapping[str, Variables] = {
    READ: READ_VARIABLES,
    WORD: WORD_VARIABLES,
    "courtesy.en": frozenset(),
    "promises.en": frozenset(),
}
"""What a model is told, in `prompts/texts/model.md`."""

Show = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class ModelHelp:
    """A model with what it is told, for all conversations of a process."""

    access: ModelAccess
    texts: Callable[[], Texts]
    """The live ones."""

    def for_turn(self, conversation_id: str, playbook: Playbook) -> TurnHelp:
        turn = self.access.start_turn(conversation_id, playbook.texts_version)
        return TurnHelp(playbook, turn, self.texts())


@dataclass(frozen=True, slots=True)
class TurnHelp:
    """The help of one turn; without a `turn`, no model."""

    playbook: Playbook
    turn: ModelTurn | None = None
    texts: Texts | None = None

    def add_model(self, guided: Understanding, record: Record) -> Understanding:
        """The rules, with the model behind them: it adds nothing to what is known or was refused."""
        if self.turn is None or self.texts is None:
            return guided
        company = {"our_company": self.playbook.company.name, "offer": self.playbook.company.offer}
        settled = frozenset(record.known) | record.declined
        vocabulary = self.playbook.build_vocabulary()
        return ModelUnderstanding(guided, self.turn, self.texts, vocabulary, company, settled)

    def compose_words(self, voice: Voice, moves: tuple[Move, ...], heard: MessageInContext, show: Show) -> ReplyContent:
        """The templates' words, the remark before a question in the model's where it says the same and nothing else.

        `show` gets what is safe to be shown at once, piece by piece; the pieces together begin the text.
        """
        said = voice.say(moves)
        if self.turn is None or self.texts is None or not self.turn.may_word or not is_reworded(moves):
            return said
        template = voice.say(moves[:-1]).text
        question = said.text.removeprefix(template)
        remark = self._remark(voice, moves, template)
        if not remark.courtesy:
            return said
        prompt = self._prompt(remark, question.strip(), heard)
        try:
            better = self.turn.write(prompt, lambda pieces: reword_remark(pieces, remark, show))
        except ModelUnavailable:
            return said
        return replace(said, text=f"{better}{question}")

    def _remark(self, voice: Voice, moves: tuple[Move, ...], template: str) -> RewordRequest:
        """The remark with the words there are for it in the conversation's language."""
        own_words = OWN_WORDS | self.playbook.fields.own_words
        noted = [field for move in moves if isinstance(move, Noted) for field in move.fields]
        values = (format_inline_text(voice.value(field)) for field in noted if field not in own_words)
        known = voice.record.known
        return RewordRequest(
            text=template,
            must_say=tuple(value for value in values if value in template),
            courtesy=self._listed("courtesy", voice.texts.language),
            own_words=" ".join(str(known[field].value) for field in sorted(own_words & known.keys())),
            promises=self._listed("promises", voice.texts.language),
        )

    def _prompt(self, remark: RewordRequest, question: str, heard: MessageInContext) -> Prompt:
        texts, company = self.texts, self.playbook.company
        data = {
            "visitor_message": redact_addresses(heard.text, heard)[:MOST_HEARD],
            "remark": remark.text,
            "must_say": list(remark.must_say),
            "next_question": question,
        }
        names = {"our_company": company.name, "assistant_name": company.assistant_name}
        return Prompt(texts.render(WORD, **names, characters=MOST_CHARACTERS) if texts else "", fence_data(data))

    def _listed(self, name: str, language: str) -> str:
        text_id = f"{name}.{language}"
        return self.texts.render(text_id) if self.texts and text_id in self.texts else ""

    @property
    def details(self) -> dict[str, Any]:
        """What is stored with the visitor's turn and the reply: the model's part in them, nothing where it had none."""
        if self.turn is None or self.turn.help is None:
            return {}
        return {"model": {**asdict(self.turn.help), "prompt_version": self.playbook.texts_version}}
