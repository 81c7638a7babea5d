"""Leads as the reports give them: one real one, changed where a test cares."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from pipeline.domain.alert import Alert, Quote
from pipeline.domain.closed_values import FoundBy, NextAction
from pipeline.domain.conversation import Author
from pipeline.domain.decision import (
    Brief,
    CadencePlan,
    Decision,
    Enrichment,
    Fact,
    HowFound,
    Match,
    MatchKind,
    PlannedTouch,
    Profile,
    Route,
    Score,
    ScorePart,
    Skip,
    Versions,
)
from pipeline.domain.record import Budget, Evidence, Field, KnownValue, PersonName, Record, TeamSize, Timeline, Value
from pipeline.domain.submission import Consent, Origin
from pipeline.reports.leads import DeliveryView, EventView, LeadPage, LeadView, TouchView, TurnView

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
SAID = (
    "Hi! What brings you here?",
    "We need someone 🌙 to answer WhatsApp at night, we are about 180 people",
    "Glad you are here. Who am I talking to?",
    "Maria Silva, Acme Logistics, maria@acme-logistics.example, +5511987654321",
    "And when would you like to start?",
    "before March, for up to 2000 dollars a month. Sorry, 200 people, not 180",
)


def a_turn(position: int, text: str, author: Author | None = None, **changes: Any) -> TurnView:
    author = author or (Author.VISITOR if position % 2 else Author.ASSISTANT)
    turn = TurnView(position, author, None, text, NOW - timedelta(minutes=30 - position))
    return replace(turn, **changes)


TRANSCRIPT = tuple(a_turn(position, text) for position, text in enumerate(SAID))


def known(value: Value, turn: int, quote: str, said: Sequence[str] = SAID, confidence: float = 1.0) -> KnownValue:
    """A value with the first place of its quote in that turn."""
    start = said[turn].index(quote)
    return KnownValue(value, Evidence(turn, start, start + len(quote), quote), confidence)


RECORD = Record(
    known={
        Field.GOAL: known("answer WhatsApp at night", 1, "answer WhatsApp at night"),
        Field.PROBLEM: known("need someone to answer at night", 1, "need someone 🌙 to answer WhatsApp at night"),
        Field.USE_CASE: known("live_chat", 1, "WhatsApp", confidence=0.8),
        Field.NAME: known(PersonName("Maria Silva", "Maria", "Silva"), 3, "Maria Silva"),
        Field.EMAIL: known("maria@acme-logistics.example", 3, "maria@acme-logistics.example"),
        Field.PHONE: known("+5511987654321", 3, "+5511987654321"),
        Field.COMPANY: known("Acme Logistics", 3, "Acme Logistics"),
        Field.TEAM_SIZE: known(TeamSize(200, 200), 5, "200 people"),
        Field.BUDGET: known(Budget(None, 2000, "USD", "month"), 5, "up to 2000 dollars a month"),
        Field.TIMELINE: known(Timeline(None, date(2027, 3, 1)), 5, "before March"),
    },
    declined=frozenset({Field.ROLE}),
    unsure=frozenset({Field.TOOLS}),
    superseded=((Field.TEAM_SIZE, known(TeamSize(180, 180), 1, "about 180 people")),),
)
PARTS = (
    ScorePart("company_size", "fit", 20, "200 people"),
    ScorePart("use_case", "fit", 15, "WhatsApp"),
    ScorePart("decision_maker", "fit", 0, "the group's cap was reached"),
    ScorePart("demo_request", "engagement", 30, "can I see it?"),
    ScorePart("free_mail", "risk", -3, "gmail.com"),
)
SCORE = Score(62, 35, 30, 3, "B", "warm", PARTS)
PROFILE = Profile(
    kind="buyer",
    industry="logistics",
    use_case="live_chat",
    urgency="medium",
    company_fit="strong",
    buyer_role="unknown",
    intent="high",
    route_to_sales=True,
    reason="Asks for night cover with a date and a budget.",
    evidence=("before March",),
    confidence=0.84,
)
ROUTE = Route(
    queue="inbound",
    owner="ana",
    rule="Score of 60 or more",
    reason="Ana has the fewest open leads.",
    skipped=(Skip("ben", "on leave until Monday"),),
    confidence=0.9,
    fallback="outside working hours: the next to be at work",
)
BRIEF = Brief(
    "Maria at Acme Logistics wants WhatsApp answered at night before March. Strong fit by size and use case.",
    ("Her role was not given.",),
    NextAction.FAST_FOLLOW_UP,
)
PLAN = CadencePlan(
    "fast",
    (PlannedTouch(1, "email", "fast.1", NOW + timedelta(days=2)),),
    "A warm lead in a queue that follows up.",
    "America/Sao_Paulo",
)
DECISION = Decision(
    submission_id="sub_1",
    decided_at=NOW - timedelta(minutes=5),
    match=Match(MatchKind.SAME_COMPANY, "acme-logistics.example is known", company_id="company_1"),
    enrichment=Enrichment(
        (Fact("country", "BR", "phone", HowFound(FoundBy.WRITTEN, {"words": "calling code +55"}), NOW),),
        {"register": "no data"},
    ),
    profile=PROFILE,
    score=SCORE,
    missing=(),
    route=ROUTE,
    brief=BRIEF,
    plan=PLAN,
    stage="mql",
    next_action_at=NOW + timedelta(hours=4),
    versions=Versions("playbook0001", "texts0001", "0.1.0"),
)
LEAD = LeadView(
    id="lead_8f3k2m9x4q",
    status="open",
    stage="mql",
    created_at=NOW - timedelta(minutes=5),
    source="chat",
    company="Acme Logistics",
    contact="Maria Silva",
    owner="ana",
    next_action_at=NOW + timedelta(hours=4),
    record=RECORD,
    origin=Origin(
        "https://brightdesk.example/pricing",
        "https://search.example/?q=chat",
        {"utm_source": "newsletter", "utm_campaign": "night-cover"},
        "en-US",
        ("/", "/about"),
    ),
    consent=Consent(True, NOW - timedelta(minutes=20), "May we keep your contact details to answer you?", 2),
    decision=DECISION,
)


def a_lead(**changes: Any) -> LeadView:
    """A typical lead. A change of `decision`'s parts (score, route, brief ...) may be given as well."""
    of_decision = set(Decision.__slots__) - set(LeadView.__slots__)
    inner = {name: changes.pop(name) for name in tuple(changes) if name in of_decision}
    return replace(LEAD, **{"decision": replace(DECISION, **inner), **changes})


def an_alert(**changes: Any) -> Alert:
    alert = Alert(
        key="alert:sub_1",
        lead_id=LEAD.id,
        title="Maria Silva, Acme Logistics",
        brief=BRIEF.text,
        score=62,
        grade="B",
        parts=PARTS,
        quotes=(Quote("Team size", "200", "200 people"), Quote("Goal", "answer at night", "answer WhatsApp at night")),
        uncertain=BRIEF.uncertain,
        next_action="fast_follow_up",
        queue="Inbound sales",
        owner="Ana Costa",
        owner_slack_id="U024BE7LH",
        route_reason=ROUTE.reason,
        skipped=(Skip("Ben Ito", "on leave until Monday"),),
        follow_up=("Wed 25 Nov 10:00 (America/Sao_Paulo): email",),
        url="http://localhost:8000/console/leads/lead_8f3k2m9x4q",
    )
    return replace(alert, **changes)


def a_delivery(**changes: Any) -> DeliveryView:
    sent_at = NOW - timedelta(minutes=4)
    delivery = DeliveryView(an_alert(), "sent", 1, NOW - timedelta(minutes=5), sent_at, sent_at, "#leads", None)
    return replace(delivery, **changes)


def a_draft(**changes: Any) -> TouchView:
    touch = TouchView(
        lead_id=LEAD.id,
        contact="Maria Souza",
        cadence="fast",
        position=1,
        channel="email",
        due_at=NOW - timedelta(hours=2),
        zone="America/Sao_Paulo",
        status="awaiting_approval",
        subject="Night cover for Acme Logistics",
        body="Hi Maria,\n\nyou asked who answers WhatsApp at night.\n\nAna",
    )
    return replace(touch, **changes)


def a_planned_touch(**changes: Any) -> TouchView:
    due = {"position": 2, "due_at": NOW + timedelta(days=3), "status": "planned", "subject": None, "body": None}
    return a_draft(**{**due, **changes})


EVENTS = (
    EventView(
        NOW - timedelta(minutes=5),
        "decided",
        "foyer",
        {"submission": "sub_1", "match": "same_company", "score": 62, "queue": "inbound", "owner": "ana", "rule": None},
    ),
    EventView(NOW - timedelta(minutes=4), "alert_sent", "foyer", {"channel": "#leads", "reference": "1.2"}),
    EventView(NOW, "draft_waits_for_approval", "foyer", {"cadence": "fast", "position": 1, "channel": "email"}),
)


def a_page(**changes: Any) -> LeadPage:
    page = LeadPage(LEAD, TRANSCRIPT, (a_draft(), a_planned_touch()), (a_delivery(),), EVENTS)
    return replace(page, **changes)


@dataclass
class Shelf:
    """Reports over what a test puts into it."""

    leads: Sequence[LeadView] = ()
    pages: Sequence[LeadPage] = ()
    alerts: Sequence[DeliveryView] = ()
    waiting: Sequence[TouchView] = ()

    def list_newest(self, limit: int, offset: int, queue: str | None) -> Sequence[LeadView]:
        shown = [lead for lead in self.leads if queue in (None, lead.decision.route.queue)]
        return shown[offset : offset + limit]

    def count_by_queue(self) -> Mapping[str, int]:
        return Counter(lead.decision.route.queue for lead in self.leads)

    def get_page(self, lead_id: str) -> LeadPage | None:
        return next((page for page in self.pages if page.lead.id == lead_id), None)

    def list_deliveries(self, limit: int) -> Sequence[DeliveryView]:
        return self.alerts[:limit]

    def list_drafts(self, limit: int) -> Sequence[TouchView]:
        return self.waiting[:limit]
