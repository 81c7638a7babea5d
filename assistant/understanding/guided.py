"""Understanding without a model: small recognisers in a fixed order, each blind to what an earlier one has taken."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from assistant.understanding.acts import acts_of
from assistant.understanding.budget import find_budgets
from assistant.understanding.company import find_companies
from assistant.understanding.contact import URL, find_emails
from assistant.understanding.corrections import settled
from assistant.understanding.freetext import find_free_text
from assistant.understanding.names import find_names
from assistant.understanding.numerals import find_numerals
from assistant.understanding.phones import find_phones
from assistant.understanding.places import find_places
from assistant.understanding.port import Act, Finding, Heard, Understood
from assistant.understanding.quantities import Quantity, find_quantities
from assistant.understanding.role import find_roles
from assistant.understanding.team_size import find_team_sizes
from assistant.understanding.timelines import find_timelines
from assistant.understanding.tools import ToolRecogniser
from assistant.understanding.utterance import Utterance
from assistant.understanding.vocabulary import ChoiceRecogniser
from pipeline.domain.vocabulary import Vocabulary

MAX_LENGTH = 4000
"""Code points that are read; a chat message is far shorter, and what follows is not an answer."""

Recogniser = Callable[[Utterance], Iterable[Finding]]


class GuidedUnderstanding:
    """The `Understanding` port by rules alone: deterministic, offline, safe to share between threads."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._choices = ChoiceRecogniser(vocabulary)
        self._tools = ToolRecogniser(vocabulary)

    def understand(self, heard: Heard) -> Understood:
        """Acts in the order of `Act`, and at most one finding a field in the order of the text."""
        whole = Utterance.of(heard)
        acts = frozenset(acts_of(whole))
        findings = settled(self._findings(whole, acts), whole)
        if findings:
            acts |= {Act.INFORM}
        return Understood(tuple(act for act in Act if act in acts), findings)

    def _findings(self, whole: Utterance, acts: frozenset[Act]) -> list[Finding]:
        """From the most certain kinds to the freest; each later one sees only what is left."""
        taken: list[Finding] = []
        left = whole.without(match.span() for match in URL.finditer(whole.folded))
        order: tuple[Recogniser, ...] = (
            find_emails,
            find_phones,
            find_names,
            find_timelines,
            _measured(find_budgets),
            _measured(find_team_sizes),
            self._tools.find,
            find_roles,
            find_companies,
            find_places,
            self._choices.find,
            lambda rest: find_free_text(rest, acts),
        )
        for recognise in order:
            found = list(recognise(left))
            taken += found
            left = left.without((finding.start, finding.end) for finding in found)
        return taken


def _measured(recognise: Callable[[Utterance, tuple[Quantity, ...]], Iterable[Finding]]) -> Recogniser:
    """A recogniser of amounts as one of text: the numbers are read from what is left."""

    def find(utterance: Utterance) -> Iterable[Finding]:
        return recognise(utterance, tuple(find_quantities(utterance.folded, find_numerals(utterance))))

    return find
