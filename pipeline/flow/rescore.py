"""Rescore: leads whose engagement fades, or who did something, are scored anew.

Who becomes an MQL by it is announced; nobody is taken a stage back by a machine. What is to be done next follows the
band, unless a person has the lead in hand or the visitor waits for an answer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from pipeline.decision import rescoring
from pipeline.decision.alert import build_alert
from pipeline.domain.alert import Alert
from pipeline.domain.closed_values import LeadStage
from pipeline.playbook import Playbook
from pipeline.ports import Clock
from pipeline.runtime.feed import LEASE
from pipeline.runtime.ticks import BATCH, Tick, run_for_each
from pipeline.store.lead.rescores import DueLead, RescoreResult, RescoreStore


@dataclass(frozen=True, slots=True)
class RescoreJob:
    rescores: RescoreStore
    playbook: Callable[[], Playbook]
    clock: Clock
    lead_url: Callable[[str], str]
    """The console's address of a lead."""

    @property
    def ticks(self) -> Sequence[Tick]:
        return (Tick("rescore_due_leads", None, self.rescore_due_leads),)

    def rescore_due_leads(self, limit: int = BATCH) -> int:
        """Scores the leads that are due; returns how many.

        They are taken in one transaction, scored in none, and saved in one each. A score of a lead to which something
        happened meanwhile is dropped, and the lead is scored anew.
        """
        now = self.clock.now()
        taken = self.rescores.take_due(now, limit, LEASE)
        playbook = self.playbook()

        def rescore(due: DueLead) -> bool:
            return self.rescores.save_score(due, self._judge(due, playbook, now), now)

        return sum(run_for_each(taken, rescore))

    def _judge(self, due: DueLead, playbook: Playbook, now: datetime) -> RescoreResult:
        scored = rescoring.rescore_lead(due.submission, due.decision, due.activities, playbook, now)
        profile = due.decision.profile
        stays = due.in_hand or due.submission.answer_only
        step = None if stays else rescoring.plan_next_step(due.band, scored.score, profile, playbook, now)
        verdict = RescoreResult(scored, step)
        if due.submission.is_partial or not rescoring.is_new_mql(due.score, scored.score, playbook):
            return verdict
        return replace(verdict, stage=LeadStage.MQL, alert=self._mql_alert(due, verdict, playbook))

    def _mql_alert(self, due: DueLead, found: RescoreResult, playbook: Playbook) -> Alert | None:
        """Of a lead that came to the threshold, as it is by now; null where its queue is not alerted."""
        decision = due.decision
        if not playbook.routing.get_queue(decision.route.queue).alert:
            return None
        brief = replace(decision.brief, next_action=found.step.action if found.step else due.next_action)
        grown, url = replace(decision, score=found.scored.score, brief=brief), self.lead_url(due.lead_id)
        alert = build_alert(due.lead_id, due.submission, grown, playbook, url, is_update=True)
        return replace(alert, key=f"mql:{due.lead_id}")
