"""The visitor of a case: answers what is asked from the script, so a case survives another order of questions."""

from __future__ import annotations

from assistant.conversation.ports import Turn
from assistant.conversation.rehearsal import find_asked_question
from assistant.dialogue.moves import CONFIRM
from assistant.dialogue.questions import WAYS
from assistant.dialogue.state import Pending, QuestionTopic
from assistant.evaluation.cases import EvaluationCase, ScriptedLine

MOST_MESSAGES = 40
"""Longer than any sensible conversation: who talks on after this is caught in a loop."""
_DONT_KNOW = {
    "en": "I don't know",
    "de": "Das weiß ich nicht",
    "es": "No lo sé",
    "fr": "Je ne sais pas",
    "it": "Non lo so",
}
_WITH_BUTTONS = (QuestionTopic.CONSENT, QuestionTopic.CONFIRM)
"""Answered with the first button, the yes, where the case prepares nothing."""


class ScriptedVisitor:
    """Says the case's lines; `settled` are the questions that its words have answered, understood or not."""

    def __init__(self, case: EvaluationCase) -> None:
        self._case, self._messages = case, 0
        self._used: dict[str, int] = {}
        self._afterwards = list(case.afterwards)
        expects = case.expects
        self._answerable = expects.record.fields | set(expects.declined) | set(expects.unsure)
        self.settled: set[Pending] = set()

    @property
    def unsaid(self) -> tuple[str, ...]:
        """Lines of the case that the conversation had no place for."""
        later = [line for number, line in self._case.unprompted.items() if number > self._messages]
        return tuple(line.say for line in (*later, *self._afterwards))

    def respond(self, last: Turn) -> str | None:
        """What the visitor says to the assistant's last words; null when nothing is left to say."""
        if self._messages in (self._case.leaves_after, MOST_MESSAGES):
            return None
        self._messages += 1
        asked = find_asked_question(last)
        line = self._case.unprompted.get(self._messages) or self._line(asked.pending if asked else None, last)
        if line is None:
            self._messages -= 1
            return None
        self._settle(line)
        return line.say

    def _line(self, pending: Pending | None, last: Turn) -> ScriptedLine | None:
        if pending is None:
            return self._afterwards.pop(0) if self._afterwards else None
        prepared = self._prepared(pending)
        if prepared is None:
            return ScriptedLine(say=self._unprepared(pending, last))
        return prepared

    def _prepared(self, pending: Pending) -> ScriptedLine | None:
        question = pending.field if pending.topic is QuestionTopic.FIELD and pending.field else str(pending.topic)
        lines = self._case.answers.get_lines(question)
        if not lines:
            return None
        used = self._used.get(question, 0)
        self._used[question] = used + 1
        if used >= len(lines) - 1 and (pending.topic is QuestionTopic.CONSENT or pending.field in self._answerable):
            self.settled.add(pending)
        return lines[min(used, len(lines) - 1)]

    def _unprepared(self, pending: Pending, last: Turn) -> str:
        if pending.topic in _WITH_BUTTONS:
            self.settled |= {pending} - {CONFIRM}
            return str(last.details["quick_replies"][0]["says"])
        if self._case.otherwise is not None:
            return self._case.otherwise
        self.settled.add(pending)
        return _DONT_KNOW.get(self._case.language, _DONT_KNOW["en"])

    def _settle(self, line: ScriptedLine) -> None:
        """A line that gives an address may lead to one more question about consent."""
        self.settled |= {Pending(QuestionTopic.FIELD, field) for field in line.gives}
        if any(way in line.gives for way in WAYS):
            self.settled.discard(Pending(QuestionTopic.CONSENT))
