"""What people of the team read for closed values and for ids: the texts `term.<set>.<value>`. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum

from pipeline.domain.closed_values import (
    BuyerRole,
    CompanyFit,
    DeliveryStatus,
    LeadStage,
    LeadStatus,
    Level,
    MailKind,
    NextAction,
    SenderType,
    SignalGroup,
    TouchChannel,
    TouchStatus,
)
from pipeline.domain.conversation import Author
from pipeline.domain.decision import MatchKind
from pipeline.domain.lookup import LookupStatus
from pipeline.domain.matching import ReviewAnswer, ReviewKind, TieKind
from pipeline.domain.outcome import OutcomeKind
from prompts.texts import Texts, Variables

_IDENTIFIER = re.compile(r"[a-z0-9]+(_[a-z0-9]+)*")


class TermSet(StrEnum):
    """The middle of a text's id."""

    ACTION = "action"
    ACTIVITY = "activity"
    ANSWER = "answer"
    AUTHOR = "author"
    BAND = "band"
    CHANNEL = "channel"
    DELIVERY = "delivery"
    DETAIL = "detail"
    DOOR = "door"
    ENDED = "ended"
    EVENT = "event"
    EVENT_DETAIL = "event_detail"
    FACT = "fact"
    FACT_SOURCE = "fact_source"
    FIT = "fit"
    FLAG = "flag"
    GROUP = "group"
    KIND = "kind"
    LEVEL = "level"
    LOOKUP = "lookup"
    MAIL = "mail"
    MATCH = "match"
    NEXT_ACTION = "next_action"
    OUTCOME = "outcome"
    PROFILE = "profile"
    RECORD = "record"
    REVIEW = "review"
    ROLE = "role"
    SENIORITY = "seniority"
    SIGNAL = "signal"
    SOURCE = "source"
    STAGE = "stage"
    STATUS = "status"
    TIE = "tie"
    TOUCH = "touch"


DETAILS = (
    "company", "contact", "contacts", "domain", "email", "first_seen", "last_activity", "merged_into", "name",
    "outcome", "owner", "phone", "received", "source", "stage", "status", "wrote",
)  # fmt: skip
"""What is told of a record that is compared."""
PROFILE_PARTS = ("kind", "industry", "use_case", "urgency", "company_fit", "buyer_role", "intent")
CLOSED: Mapping[TermSet, Iterable[str]] = {
    TermSet.ANSWER: ReviewAnswer,
    TermSet.AUTHOR: Author,
    TermSet.CHANNEL: TouchChannel,
    TermSet.DELIVERY: DeliveryStatus,
    TermSet.ENDED: OutcomeKind,
    TermSet.FIT: CompanyFit,
    TermSet.FLAG: ("yes", "no", "unknown"),
    TermSet.GROUP: SignalGroup,
    TermSet.KIND: SenderType,
    TermSet.LEVEL: Level,
    TermSet.LOOKUP: LookupStatus,
    TermSet.MAIL: MailKind,
    TermSet.MATCH: MatchKind,
    TermSet.NEXT_ACTION: NextAction,
    TermSet.OUTCOME: OutcomeKind,
    TermSet.PROFILE: PROFILE_PARTS,
    TermSet.REVIEW: ReviewKind,
    TermSet.ROLE: BuyerRole,
    TermSet.STAGE: LeadStage,
    TermSet.STATUS: LeadStatus,
    TermSet.TIE: TieKind,
    TermSet.TOUCH: TouchStatus,
}
"""Each of these values must have a text; the other sets are open, and what has none there is made readable."""

INLINE: Mapping[TermSet, Iterable[str]] = {
    TermSet.ANSWER: ReviewAnswer,
    TermSet.DETAIL: DETAILS,
    TermSet.OUTCOME: OutcomeKind,
    TermSet.RECORD: ("contact", "company"),
    TermSet.REVIEW: ReviewKind,
}
"""What stands within sentences as well, by the texts `said.<set>.<value>`: capitals follow no rule of all languages."""


def _list_terms() -> Iterator[str]:
    return (_text_id(group, value) for group, values in CLOSED.items() for value in values)


def _text_id(group: TermSet, value: str) -> str:
    return f"term.{group}.{value.replace(' ', '_')}"


def _list_inline_terms() -> Iterator[str]:
    return (f"said.{group}.{value}" for group, values in INLINE.items() for value in values)


TERM_TEXTS: Mapping[str, Variables] = dict.fromkeys((*_list_terms(), *_list_inline_terms()), frozenset())


def name_term(texts: Texts, group: TermSet, value: str) -> str:
    """The text for a value, e.g. `Fast follow-up`; of one without a text the readable id."""
    text_id = _text_id(group, value)
    return texts.render(text_id) if text_id in texts else format_identifier(value)


def name_inline_term(texts: Texts, group: str, value: str) -> str:
    """What a value is called within a sentence, e.g. `won` in "Ana told it already, won"."""
    text_id = f"said.{group}.{value}"
    return texts.render(text_id) if text_id in texts else value.replace("_", " ")


def name_status(status: str, texts: Texts) -> str:
    """How asking a provider ended, with what it said, if anything: `rate limited: 429`."""
    kind, colon, detail = status.partition(": ")
    return f"{name_term(texts, TermSet.LOOKUP, kind)}{colon}{detail}"


def format_identifier(identifier: str) -> str:
    """`team_size` as `Team size`; anything that is not an identifier stays as it is."""
    if not _IDENTIFIER.fullmatch(identifier):
        return identifier
    return identifier[0].upper() + identifier[1:].replace("_", " ")
