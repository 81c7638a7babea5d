"""What is worked out of a playbook once."""

from __future__ import annotations

from assistant.speed.cache_latest import cache_latest
from pipeline.playbook import Playbook
from tests.support.builders import a_playbook


def test_a_view_is_worked_out_once_for_each_playbook_in_force():
    asked: list[Playbook] = []

    @cache_latest
    def company(playbook: Playbook) -> str:
        asked.append(playbook)
        return playbook.company.name

    first = a_playbook()
    renamed = first.model_copy(update={"company": first.company.model_copy(update={"name": "Other"})})
    names = [company(playbook) for playbook in (first, first, renamed, renamed, first)]
    assert names == [first.company.name, first.company.name, "Other", "Other", first.company.name]
    assert asked == [first, renamed, first]
