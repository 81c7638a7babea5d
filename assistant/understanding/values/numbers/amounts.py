"""Amounts: each number of a message is a budget, a team size, or neither, but never both."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.understanding.port import Finding
from assistant.understanding.text.utterance import Utterance, is_overlapping
from assistant.understanding.values.numbers.budget import find_budgets
from assistant.understanding.values.numbers.numerals import find_numerals
from assistant.understanding.values.numbers.quantities import find_quantities
from assistant.understanding.values.numbers.team_size import find_team_sizes


def find_amounts(utterance: Utterance) -> Iterator[Finding]:
    """Budgets first, for money is marked more clearly than heads."""
    quantities = tuple(find_quantities(utterance.folded, find_numerals(utterance)))
    budgets = tuple(find_budgets(utterance, quantities))
    yield from budgets
    taken = [(budget.start, budget.end) for budget in budgets]
    left = tuple(quantity for quantity in quantities if not is_overlapping(quantity.span, taken))
    yield from find_team_sizes(utterance.without(taken), left)
