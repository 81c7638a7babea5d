"""The stages of a lead, in the order of the funnel."""

from __future__ import annotations

LEAD, MQL, SQL, OPPORTUNITY = "lead", "mql", "sql", "opportunity"
ORDER = (LEAD, MQL, SQL, OPPORTUNITY)


def choose_furthest_stage(standing: str, concluded: str) -> str:
    """The stage of a lead after a machine concluded one: never one before that where it stands.

    A stage that is not in the order came from a person or from the system that people work in, and stays.
    """
    if standing not in ORDER or concluded not in ORDER:
        return standing
    return max(standing, concluded, key=ORDER.index)
