"""Every text that the team's language must have: alerts, briefs, rules' reasons, actions' answers, our values."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.actions.words import ACTION_TEXTS
from pipeline.decision.alert import ALERT_TEXTS
from pipeline.decision.later_message import LATER_TEXTS
from pipeline.decision.outline import OUTLINE_TEXTS
from pipeline.decision.thread_words import THREAD_TEXTS
from pipeline.followup.cadence import PLAN_TEXTS
from pipeline.matching.evidence import MATCH_TEXTS
from pipeline.qualification.accounts import ACCOUNT_TEXTS
from pipeline.qualification.behaviour import BEHAVIOUR_TEXTS
from pipeline.qualification.briefing import STORY_TEXTS
from pipeline.qualification.classification.kinds import KIND_TEXTS
from pipeline.qualification.classification.second_opinion import OPINION_TEXTS
from pipeline.qualification.facts import FACT_TEXTS
from pipeline.qualification.scoring import SCORE_TEXTS
from pipeline.reports.alarm_words import ALARM_TEXTS
from pipeline.routing.reasons import ROUTE_TEXTS
from pipeline.wording.conditions import CONDITION_TEXTS
from pipeline.wording.found import FOUND_TEXTS
from pipeline.wording.terms import TERM_TEXTS
from pipeline.wording.times import TIME_TEXTS
from prompts.texts import Variables

TEAM_TEXTS: Mapping[str, Variables] = {
    **ALERT_TEXTS,
    **OUTLINE_TEXTS,
    **THREAD_TEXTS,
    **STORY_TEXTS,
    **LATER_TEXTS,
    **PLAN_TEXTS,
    **ACCOUNT_TEXTS,
    **ROUTE_TEXTS,
    **CONDITION_TEXTS,
    **ACTION_TEXTS,
    **MATCH_TEXTS,
    **FACT_TEXTS,
    **FOUND_TEXTS,
    **BEHAVIOUR_TEXTS,
    **KIND_TEXTS,
    **OPINION_TEXTS,
    **SCORE_TEXTS,
    **ALARM_TEXTS,
    **TERM_TEXTS,
    **TIME_TEXTS,
}
