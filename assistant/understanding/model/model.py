"""Understanding with a model behind the rules: it is asked only where they are not sure, and only adds to them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from assistant.understanding.guided import MAX_LENGTH
from assistant.understanding.injection import is_injection
from assistant.understanding.model.clarity import is_clear
from assistant.understanding.model.reading import build_report_shape, describe_fields, merge_report
from assistant.understanding.port import MessageInContext, Understanding, Understood
from assistant.understanding.text.utterance import Utterance
from assistant.understanding.values.contact import find_emails
from assistant.understanding.values.phones import find_phones
from pipeline.domain.record import Field, FieldId
from pipeline.domain.submission import Submission
from pipeline.domain.vocabulary import Vocabulary
from pipeline.model.port import ModelUnavailable, Prompt, Shape
from prompts.texts import Texts, Variables

READ = "read"
READ_VARIABLES: Variables = frozenset(
    {"our_company", "offer", "stages", "industries", "use_cases", "own_fields", *map(str, Field)}
)
MOST_HEARD = 2_000
"""Code points of a message that a model gets; nine of ten chat messages have 100, and the cap counts them all."""
MOST_RECALLED = 300
"""Of what the assistant said before."""


class Reader(Protocol):
    """Whoever reads a prompt, e.g. the one call of a turn."""

    def read(self, prompt: Prompt, shape: type[Shape]) -> Shape:
        """ModelUnavailable where there is no answer of that shape."""
        ...


@dataclass(frozen=True, slots=True)
class ModelUnderstanding:
    """The `Understanding` port for one turn."""

    guided: Understanding
    reader: Reader
    texts: Texts
    """What the model is told."""
    vocabulary: Vocabulary
    company: Mapping[str, str]
    """The variables `our_company` and `offer`."""
    known: frozenset[FieldId] = frozenset()
    """Fields of the record that a model has nothing to add to."""

    def understand(self, heard: MessageInContext) -> Understood:
        """What the rules understood, and where they are not sure what a model adds that its words bear out."""
        rules = self.guided.understand(heard)
        if is_clear(heard, rules):
            return rules
        try:
            reading = self.reader.read(self._prompt(heard), build_report_shape(self.vocabulary))
        except ModelUnavailable:
            return rules
        return merge_report(rules, reading, heard, self.known, self.guided, self.vocabulary)

    def _prompt(self, heard: MessageInContext) -> Prompt:
        data = {
            "visitor_message": redact_addresses(heard.text, heard)[:MOST_HEARD],
            "assistant_said": redact_addresses(heard.previous or "", heard)[-MOST_RECALLED:],
            "asked_for": heard.asked[0] if heard.asked else None,
        }
        return Prompt(self.texts.render(READ, **self.company, **describe_fields(self.vocabulary)), fence_data(data))


def fence_data(data: Mapping[str, object]) -> str:
    """Data as one JSON object: nothing that stands in a string can end it."""
    return json.dumps(data, ensure_ascii=False)


def redact_submission(submission: Submission) -> str:
    """A visitor's whole text as a model may see it: without addresses, and without messages that order machines about.

    Where the rest still reads like an order, for one may run over several lines, nothing is shown.
    """
    lines = [line for line in submission.visitor_text.splitlines() if not is_injection(line)]
    rest = "\n".join(lines)
    return "" if is_injection(rest) else redact_addresses(rest, MessageInContext(rest, submission.received_at))


def redact_addresses(text: str, heard: MessageInContext) -> str:
    """The text without email addresses and phone numbers: the rules read those, and a model has no need of them."""
    whole = Utterance.of(replace(heard, text=text), MAX_LENGTH)
    found = (*find_emails(whole), *find_phones(whole))
    for finding in sorted(found, key=lambda finding: finding.start, reverse=True):
        text = f"{text[: finding.start]}[{finding.field}]{text[finding.end :]}"
    return text
