"""The tables. A row is the truth; every other view of a lead is derived from these."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Double, ForeignKey, Index, MetaData, String, Text, UniqueConstraint, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from pipeline.store.database import Json, UtcTime

Id = String(64)
Short = String(64)
UNSEEN = "looked_at IS NULL OR looked_at < updated_at"
"""A conversation that has changed since it was looked at; queries repeat these words to use their index."""
SEEN = "looked_at >= updated_at"
"""One that has gone quiet, and has been looked at since; its index goes by the same words."""
EXACT = "key NOT LIKE 'phone:%'"
"""Keys of one contact alone; a phone may be shared."""

WORKED_ON = "status IN ('open', 'partial')"
"""A lead that somebody works on; queries repeat these words to use their index."""
RESCORED = "rescore_at IS NOT NULL"


class Table(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: UtcTime(), dict[str, Any]: Json}  # noqa: RUF012 - SQLAlchemy's own form


class ConversationRow(Table):
    __tablename__ = "conversation"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    started_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    origin: Mapped[dict[str, Any]]
    record: Mapped[dict[str, Any]]
    state: Mapped[dict[str, Any]]
    waiting_since: Mapped[datetime | None]
    """When the oldest visitor's turn that has no reply yet was stored."""
    looked_at: Mapped[datetime | None]
    """When it was last looked at for having gone quiet."""
    __table_args__ = (
        Index("ix_conversation_unseen", "updated_at", postgresql_where=text(UNSEEN), sqlite_where=text(UNSEEN)),
        Index("ix_conversation_seen", "updated_at", postgresql_where=text(SEEN), sqlite_where=text(SEEN)),
        Index(
            "ix_conversation_waiting",
            "waiting_since",
            postgresql_where=text("waiting_since IS NOT NULL"),
            sqlite_where=text("waiting_since IS NOT NULL"),
        ),
    )


class TurnRow(Table):
    __tablename__ = "turn"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    conversation_id: Mapped[str] = mapped_column(Id, ForeignKey("conversation.id"), primary_key=True)
    position: Mapped[int]
    author: Mapped[str] = mapped_column(Short)
    author_name: Mapped[str | None] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    details: Mapped[dict[str, Any]]
    __table_args__ = (UniqueConstraint("conversation_id", "position"),)


class TakeoverRow(Table):
    """Who has a conversation, as `pipeline.domain.takeover` says; without a row it is the assistant."""

    __tablename__ = "takeover"
    conversation_id: Mapped[str] = mapped_column(Id, ForeignKey("conversation.id"), primary_key=True)
    holder: Mapped[str] = mapped_column(Short)
    person: Mapped[str | None] = mapped_column(Short)
    name: Mapped[str | None] = mapped_column(Text)
    since: Mapped[datetime | None]
    until: Mapped[datetime | None] = mapped_column(index=True)
    channel: Mapped[str | None] = mapped_column(Text)
    reference: Mapped[str | None] = mapped_column(Text)


class InboxItemRow(Table):
    """What a vendor told us, kept before it is looked at; `id` is the vendor's own, so a repeat changes nothing."""

    __tablename__ = "inbox_item"
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    thread: Mapped[str] = mapped_column(Text)
    """What must be handled in order of `sent`."""
    sent: Mapped[str] = mapped_column(Text)
    """The vendor's time, in a form that sorts."""
    body: Mapped[dict[str, Any]]
    received_at: Mapped[datetime]
    due_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    handled_at: Mapped[datetime | None]
    __table_args__ = (
        Index("ix_inbox_item_thread", "thread", "sent"),
        Index(
            "ix_inbox_item_due",
            "due_at",
            postgresql_where=text("handled_at IS NULL"),
            sqlite_where=text("handled_at IS NULL"),
        ),
    )


class SubmissionRow(Table):
    __tablename__ = "submission"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    key: Mapped[str] = mapped_column(Text, unique=True)
    source: Mapped[str] = mapped_column(Short)
    received_at: Mapped[datetime]
    raw: Mapped[dict[str, Any]]
    record: Mapped[dict[str, Any]]
    origin: Mapped[dict[str, Any]]
    consent: Mapped[dict[str, Any] | None]
    conversation_id: Mapped[str | None] = mapped_column(Id, index=True)
    visitor_text: Mapped[str] = mapped_column(Text)
    is_partial: Mapped[bool]
    external_ids: Mapped[dict[str, Any] | None]
    decided_at: Mapped[datetime | None]
    due_at: Mapped[datetime]
    """When the next attempt to decide may start."""
    failures: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None] = mapped_column(Text)
    """Why the last attempt failed, for the person who must look."""
    __table_args__ = (
        Index(
            "ix_submission_undecided",
            "due_at",
            postgresql_where=text("decided_at IS NULL"),
            sqlite_where=text("decided_at IS NULL"),
        ),
    )


class CompanyRow(Table):
    __tablename__ = "company"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    name: Mapped[str | None] = mapped_column(Text)
    domain: Mapped[str | None] = mapped_column(Text, unique=True)
    created_at: Mapped[datetime]
    merged_into: Mapped[str | None] = mapped_column(Id, ForeignKey("company.id"), index=True)
    """The company that stands for this one since a person merged them; never one that is merged itself."""


class CompanyKeyRow(Table):
    """What companies of like names share, as `pipeline.matching.companies.build_company_keys` makes it."""

    __tablename__ = "company_key"
    key: Mapped[str] = mapped_column(Text, primary_key=True)
    company_id: Mapped[str] = mapped_column(Id, ForeignKey("company.id"), primary_key=True, index=True)


class ContactRow(Table):
    __tablename__ = "contact"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    email: Mapped[str | None] = mapped_column(Text, unique=True)
    """Normalised as `pipeline/intake/normalise.py` says."""
    phone: Mapped[str | None] = mapped_column(Short, index=True)
    name: Mapped[str | None] = mapped_column(Text)
    company_id: Mapped[str | None] = mapped_column(Id, ForeignKey("company.id"), index=True)
    created_at: Mapped[datetime]
    merged_into: Mapped[str | None] = mapped_column(Id, ForeignKey("contact.id"), index=True)
    """The contact that stands for this one since a person merged them; never one that is merged itself."""


class ContactKeyRow(Table):
    """What a contact is found by: all its emails, phones and ids, as `email:...`, `phone:...`, `id:system:...`."""

    __tablename__ = "contact_key"
    key: Mapped[str] = mapped_column(Text, primary_key=True)
    contact_id: Mapped[str] = mapped_column(Id, ForeignKey("contact.id"), primary_key=True, index=True)
    __table_args__ = (
        Index("uq_contact_key_exact", "key", unique=True, postgresql_where=text(EXACT), sqlite_where=text(EXACT)),
    )


class ReviewItemRow(Table):
    """A question about two records that a person must answer; the first answer counts."""

    __tablename__ = "review_item"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    pair: Mapped[str] = mapped_column(Text, unique=True)
    """Its kind and both records, so that the same question is asked once."""
    kind: Mapped[str] = mapped_column(Short)
    """As `pipeline.domain.matching.ReviewKind`."""
    record: Mapped[str] = mapped_column(Short)
    """lead, contact or company: what both records are."""
    subject_id: Mapped[str] = mapped_column(Id, index=True)
    known_id: Mapped[str] = mapped_column(Id, index=True)
    """The record that was there before."""
    lead_id: Mapped[str] = mapped_column(Id, ForeignKey("lead.id"), index=True)
    """The lead whose submission raised it."""
    evidence: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None] = mapped_column(Text)
    answer: Mapped[str | None] = mapped_column(Short)
    """merged, different or noted."""
    reason: Mapped[str | None] = mapped_column(Text)
    merge_id: Mapped[str | None] = mapped_column(Id, ForeignKey("record_merge.id"), index=True)
    __table_args__ = (
        Index(
            "ix_review_item_open",
            "created_at",
            postgresql_where=text("decided_at IS NULL"),
            sqlite_where=text("decided_at IS NULL"),
        ),
    )


class RecordMergeRow(Table):
    """A merge of two contacts or two companies: both as they were, and all that was moved, so that it can be undone."""

    __tablename__ = "record_merge"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    record: Mapped[str] = mapped_column(Short)
    """contact or company."""
    kept_id: Mapped[str] = mapped_column(Id, index=True)
    merged_id: Mapped[str] = mapped_column(Id, index=True)
    at: Mapped[datetime] = mapped_column(index=True)
    actor: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    before: Mapped[dict[str, Any]]
    """Both rows as they were: `kept` and `merged`."""
    changes: Mapped[dict[str, Any]]
    """`rows`: each value that was changed, with table, id, column, before and after."""
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[str | None] = mapped_column(Text)
    undone_reason: Mapped[str | None] = mapped_column(Text)
    stayed: Mapped[dict[str, Any] | None]
    """`rows`: what had changed since the merge and so was left with the kept record."""


class DeletionRequestRow(Table):
    """Somebody wants their data deleted; once done it stays as the proof, and names nobody."""

    __tablename__ = "deletion_request"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    conversation_id: Mapped[str] = mapped_column(Id, index=True)
    requested_at: Mapped[datetime]
    words: Mapped[str] = mapped_column(Text)
    """The visitor's, until it is done."""
    done_at: Mapped[datetime | None]
    done_by: Mapped[str | None] = mapped_column(Text)
    note: Mapped[str | None] = mapped_column(Text)
    """What the person did, in their words."""
    __table_args__ = (
        Index(
            "ix_deletion_request_open",
            "requested_at",
            postgresql_where=text("done_at IS NULL"),
            sqlite_where=text("done_at IS NULL"),
        ),
    )


class LeadRow(Table):
    __tablename__ = "lead"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    contact_id: Mapped[str | None] = mapped_column(Id, ForeignKey("contact.id"), index=True)
    company_id: Mapped[str | None] = mapped_column(Id, ForeignKey("company.id"), index=True)
    status: Mapped[str] = mapped_column(Short)
    """partial (the visitor has not confirmed it), open or closed."""
    stage: Mapped[str] = mapped_column(Short)
    created_at: Mapped[datetime] = mapped_column(index=True)
    updated_at: Mapped[datetime]
    source: Mapped[str] = mapped_column(Short)
    submission_id: Mapped[str] = mapped_column(Id, ForeignKey("submission.id"))
    """The newest submission; its decision is the one in force."""
    version: Mapped[int] = mapped_column(server_default=text("1"))
    """Raised by every change of state; one made through a session holds only where it is still the version read."""
    queue: Mapped[str] = mapped_column(Short)
    owner: Mapped[str | None] = mapped_column(Short)
    band: Mapped[str | None] = mapped_column(Short)
    score: Mapped[int | None]
    next_action: Mapped[str] = mapped_column(Short)
    next_action_at: Mapped[datetime]
    rescored: Mapped[dict[str, Any] | None] = mapped_column(Json)
    """The `Score` by now, where it is no longer the decision's."""
    rescore_at: Mapped[datetime | None]
    """When it is scored again; null where time changes nothing any more."""
    looked_up_at: Mapped[datetime | None]
    """When the providers were last asked about it; null for leads from before there were any."""
    __table_args__ = (
        Index("ix_lead_owner_status", "owner", "status"),
        Index("ix_lead_rescore", "rescore_at", postgresql_where=text(RESCORED), sqlite_where=text(RESCORED)),
        Index("ix_lead_looked_up", "status", "looked_up_at"),
        Index("ix_lead_worked_on", "owner", postgresql_where=text(WORKED_ON), sqlite_where=text(WORKED_ON)),
    )
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own form


class DecisionRow(Table):
    __tablename__ = "decision"
    submission_id: Mapped[str] = mapped_column(Id, ForeignKey("submission.id"), primary_key=True)
    lead_id: Mapped[str] = mapped_column(Id, ForeignKey("lead.id"), index=True)
    decided_at: Mapped[datetime]
    body: Mapped[dict[str, Any]]
    """The whole `pipeline.domain.decision.Decision`: facts, reasons and versions."""


class QueueTurnRow(Table):
    """What a queue owed a person and gave them so far: what fair turns go by."""

    __tablename__ = "queue_turn"
    queue: Mapped[str] = mapped_column(Short, primary_key=True)
    person: Mapped[str] = mapped_column(Short, primary_key=True)
    due: Mapped[float] = mapped_column(Double)
    """Their shares of all leads that came while they could take one."""
    given: Mapped[int]
    last_at: Mapped[datetime | None]


class WaitingLeadRow(Table):
    """A lead that nobody of its queue could take when it came."""

    __tablename__ = "waiting_lead"
    lead_id: Mapped[str] = mapped_column(Id, ForeignKey("lead.id"), primary_key=True)
    due_at: Mapped[datetime] = mapped_column(index=True)
    """When it is looked at again."""


class OutcomeRow(Table):
    """How a lead ended, as somebody told it, beside what the machine had thought of it. Append-only."""

    __tablename__ = "outcome"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    """In the order of telling: the lead's row is changed first, so two are never told of one lead at once."""
    lead_id: Mapped[str] = mapped_column(Id, ForeignKey("lead.id"), index=True)
    result: Mapped[str] = mapped_column(Short)
    """won, lost or disqualified."""
    reason: Mapped[str | None] = mapped_column(Text)
    value: Mapped[float | None] = mapped_column(Double)
    """In the company's currency."""
    at: Mapped[datetime] = mapped_column(index=True)
    actor: Mapped[str] = mapped_column(Short)
    score: Mapped[int | None]
    """The total of the decision in force at that time, and its band."""
    band: Mapped[str | None] = mapped_column(Short)


class ActionRow(Table):
    """Something that a person did, as `pipeline.actions.audit` says. Append-only."""

    __tablename__ = "action"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(Short)
    actor: Mapped[str] = mapped_column(Short)
    role: Mapped[str] = mapped_column(Short)
    door: Mapped[str] = mapped_column(Short)
    about: Mapped[str] = mapped_column(Text, index=True)
    """The id of what was changed or made."""
    lead_id: Mapped[str | None] = mapped_column(Id, ForeignKey("lead.id"), index=True)
    lead_version: Mapped[int | None]
    """The version that the lead came to by it."""
    conversation_id: Mapped[str | None] = mapped_column(Id, index=True)
    before: Mapped[dict[str, Any]]
    after: Mapped[dict[str, Any]]
    reason: Mapped[str | None] = mapped_column(Text)
    versions: Mapped[dict[str, Any]]
    """Of playbook, texts and code."""


class EventRow(Table):
    """The timeline of a lead, append-only."""

    __tablename__ = "event"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    lead_id: Mapped[str] = mapped_column(Id, ForeignKey("lead.id"), index=True)
    at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(Short)
    actor: Mapped[str] = mapped_column(Short)
    body: Mapped[dict[str, Any]]


class DeliveryRow(Table):
    """Something to be told to an outside system, once; `key` names the effect."""

    __tablename__ = "delivery"
    key: Mapped[str] = mapped_column(Text, primary_key=True)
    lead_id: Mapped[str | None] = mapped_column(Id, ForeignKey("lead.id"), index=True)
    """Null for what belongs to a conversation that is no lead, or not yet."""
    conversation_id: Mapped[str | None] = mapped_column(Id, index=True)
    kind: Mapped[str] = mapped_column(Short)
    """alert, call (a visitor asks for a person) or thread (below one of the two)."""
    payload: Mapped[dict[str, Any]]
    status: Mapped[str] = mapped_column(Short)
    """pending, sent or failed (a person must look)."""
    attempts: Mapped[int] = mapped_column(default=0)
    """Attempts whose end is known."""
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    tried_at: Mapped[datetime | None]
    """When the first attempt began that may have arrived; null before it and once the delivery is sent."""
    sent_at: Mapped[datetime | None]
    channel: Mapped[str | None] = mapped_column(Text)
    reference: Mapped[str | None] = mapped_column(Text, index=True)
    error: Mapped[str | None] = mapped_column(Text)
    __table_args__ = (Index("ix_delivery_due", "status", "due_at"),)


class TouchRow(Table):
    """One planned step of a cadence; an email becomes a draft, and only a person can make it more."""

    __tablename__ = "touch"
    lead_id: Mapped[str] = mapped_column(Id, ForeignKey("lead.id"), primary_key=True)
    cadence: Mapped[str] = mapped_column(Short, primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(Short)
    template: Mapped[str] = mapped_column(Short)
    due_at: Mapped[datetime]
    zone: Mapped[str] = mapped_column(Short)
    status: Mapped[str] = mapped_column(Short)
    """planned, awaiting_approval or cancelled."""
    taken_until: Mapped[datetime | None]
    """While it is being drafted: until when it is left to whoever took it."""
    subject: Mapped[str | None] = mapped_column(Text)
    body: Mapped[str | None] = mapped_column(Text)
    drafted_at: Mapped[datetime | None]
    texts_version: Mapped[str | None] = mapped_column(Short)
    __table_args__ = (Index("ix_touch_due", "status", "due_at"),)


class ModelDayRow(Table):
    """What a day's calls of models may count on: one row in UTC, changed by one statement, is what keeps the cap."""

    __tablename__ = "model_day"
    day: Mapped[str] = mapped_column(Short, primary_key=True)
    """ISO 8601."""
    tokens: Mapped[int] = mapped_column(BigInteger)
    cost_millionths: Mapped[int] = mapped_column(BigInteger)


class ModelCallRow(Table):
    """A call of a model; its tokens and cost are the most it may take until its end is known."""

    __tablename__ = "model_call"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    conversation_id: Mapped[str] = mapped_column(Id, index=True)
    at: Mapped[datetime] = mapped_column(index=True)
    purpose: Mapped[str] = mapped_column(Short)
    """read, word or classify."""
    model: Mapped[str] = mapped_column(Text)
    prompt_version: Mapped[str] = mapped_column(Short)
    input_tokens: Mapped[int]
    output_tokens: Mapped[int]
    cost_millionths: Mapped[int] = mapped_column(BigInteger)
    outcome: Mapped[str] = mapped_column(Short)
    """under way, ok, or why the answer was not used."""
    milliseconds: Mapped[int | None]
    """From asking to the last word that was waited for; null while under way."""


class LookupRow(Table):
    """When a provider was last asked about somebody, and how that ended."""

    __tablename__ = "lookup"
    about: Mapped[str] = mapped_column(Short, primary_key=True)
    """person or company."""
    key: Mapped[str] = mapped_column(Text, primary_key=True)
    """An email address, phone number or domain: it outlives merges of contacts and companies."""
    provider: Mapped[str] = mapped_column(Short, primary_key=True)
    asked_at: Mapped[datetime]
    status: Mapped[str] = mapped_column(Short)
    """As `pipeline.domain.lookup.LookupStatus` says."""
    detail: Mapped[str] = mapped_column(Text)


class FoundFactRow(Table):
    """A value that a provider knew; replaced when the provider answers again."""

    __tablename__ = "found_fact"
    about: Mapped[str] = mapped_column(Short, primary_key=True)
    key: Mapped[str] = mapped_column(Text, primary_key=True)
    provider: Mapped[str] = mapped_column(Short, primary_key=True)
    name: Mapped[str] = mapped_column(Short, primary_key=True)
    value: Mapped[Any] = mapped_column(Json)
    how: Mapped[dict[str, Any]] = mapped_column(Json)
    at: Mapped[datetime]


class WorkerRow(Table):
    """A running process that executes workflows; without a recent heartbeat it is taken for dead."""

    __tablename__ = "worker"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    started_at: Mapped[datetime]
    heartbeat_at: Mapped[datetime]
