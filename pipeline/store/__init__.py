"""Foyer's rows: tables, transactions, and the queries of each room. Nothing outside knows SQLAlchemy's tables."""

from __future__ import annotations

from pipeline.store.actions.transaction import ActionStore
from pipeline.store.contact.deletions import DeletionStore
from pipeline.store.contact.enrichments import EnrichmentStore
from pipeline.store.contact.merges import MergeStore
from pipeline.store.contact.reviews import ReviewStore
from pipeline.store.conversation.conversations import ConversationStore
from pipeline.store.conversation.live_updates import build_update_channel
from pipeline.store.conversation.silent import SilentConversationStore
from pipeline.store.conversation.takeovers import TakeoverStore
from pipeline.store.database import Database, DatabaseProblem, is_missing
from pipeline.store.deliveries import DeliveryStore
from pipeline.store.health.backlog import BacklogStore
from pipeline.store.health.workers import WorkerStore
from pipeline.store.ids import Ids, new_id
from pipeline.store.inbox import InboxStore
from pipeline.store.lead.decisions import LeadStore
from pipeline.store.lead.outcomes import OutcomeStore
from pipeline.store.lead.pages import LeadPageStore
from pipeline.store.lead.replays import ReplayStore
from pipeline.store.lead.rescores import RescoreStore
from pipeline.store.lead.submissions import SubmissionStore
from pipeline.store.lead.touches import TouchStore
from pipeline.store.lead.waiting import WaitingLeadStore
from pipeline.store.migrations import read_schema_version, require_schema, upgrade_schema
from pipeline.store.retention import RetentionStore

__all__ = ["Database", "DatabaseProblem", "Store"]


class Store:
    """All rooms of one database."""

    def __init__(self, database: Database, ids: Ids = new_id) -> None:
        self.database = database
        self.updates = build_update_channel(database)
        self.conversations = ConversationStore(database, self.updates)
        self.silent_conversations = SilentConversationStore(database)
        self.takeovers = TakeoverStore(database)
        self.inbox = InboxStore(database)
        self.submissions = SubmissionStore(database)
        self.leads = LeadStore(database, ids)
        self.actions = ActionStore(database)
        self.reviews = ReviewStore(database)
        self.merges = MergeStore(database)
        self.deletions = DeletionStore(database)
        self.views = LeadPageStore(database)
        self.outcomes = OutcomeStore(database)
        self.waiting = WaitingLeadStore(database)
        self.rescores = RescoreStore(database)
        self.lookups = EnrichmentStore(database)
        self.replays = ReplayStore(database)
        self.deliveries = DeliveryStore(database)
        self.backlog = BacklogStore(database)
        self.touches = TouchStore(database)
        self.retention = RetentionStore(database)
        self.workers = WorkerStore(database)

    @classmethod
    def open_existing(cls, url: str) -> Store | None:
        """The store of a database that was made before, as it is: nothing is made and nothing is migrated.

        Null where there is none. Raises DatabaseProblem if the database does not answer, can't be read, or has the
        schema of another version of this program, with what to do.
        """
        if is_missing(url):
            return None
        store = cls(Database(url, may_create=False))
        try:
            store.database.check()
            found = read_schema_version(store.database)
            if found is not None:
                require_schema(found)
                return store
        except DatabaseProblem:
            store.close()
            raise
        store.close()
        return None

    def migrate(self) -> None:
        """Brings the schema up to date; DatabaseProblem if the database does not answer."""
        self.database.check()
        upgrade_schema(self.database)

    def close(self) -> None:
        self.database.close()
