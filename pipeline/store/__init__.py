"""Foyer's rows: tables, transactions, and the queries of each room. Nothing outside knows SQLAlchemy's tables."""

from __future__ import annotations

from pipeline.store.contact.enrichments import Lookups
from pipeline.store.contact.merges import Merges
from pipeline.store.contact.reviews import Reviews
from pipeline.store.conversation.conversations import Conversations
from pipeline.store.conversation.silent import QuietConversations
from pipeline.store.conversation.takeovers import Takeovers
from pipeline.store.database import Database, DatabaseProblem, is_missing
from pipeline.store.deliveries import Deliveries
from pipeline.store.ids import Ids, new_id
from pipeline.store.inbox import Inbox
from pipeline.store.lead.decisions import Leads
from pipeline.store.lead.outcomes import Outcomes
from pipeline.store.lead.pages import LeadViews
from pipeline.store.lead.replays import Replays
from pipeline.store.lead.rescores import Rescores
from pipeline.store.lead.submissions import Submissions
from pipeline.store.lead.touches import Touches
from pipeline.store.lead.waiting import WaitingLeads
from pipeline.store.live_updates import bulletin_of
from pipeline.store.migrations import upgrade, version
from pipeline.store.workers import Workers

__all__ = ["Database", "DatabaseProblem", "Store"]


class Store:
    """All rooms of one database."""

    def __init__(self, database: Database, ids: Ids = new_id) -> None:
        self.database = database
        self.bulletin = bulletin_of(database)
        self.conversations = Conversations(database, self.bulletin)
        self.quiet = QuietConversations(database)
        self.takeovers = Takeovers(database)
        self.inbox = Inbox(database)
        self.submissions = Submissions(database)
        self.leads = Leads(database, ids)
        self.reviews = Reviews(database)
        self.merges = Merges(database)
        self.views = LeadViews(database)
        self.outcomes = Outcomes(database)
        self.waiting = WaitingLeads(database)
        self.rescores = Rescores(database)
        self.lookups = Lookups(database)
        self.replays = Replays(database)
        self.deliveries = Deliveries(database)
        self.touches = Touches(database)
        self.workers = Workers(database)

    @classmethod
    def existing(cls, url: str) -> Store | None:
        """The store of a database that was made before, its schema brought up to date.

        Null where there is none, and none is made. Raises DatabaseProblem if the database does not answer.
        """
        if is_missing(url):
            return None
        store = cls(Database(url))
        store.database.check()
        if version(store.database) is None:
            store.close()
            return None
        upgrade(store.database)
        return store

    def migrate(self) -> None:
        """Brings the schema up to date; DatabaseProblem if the database does not answer."""
        self.database.check()
        upgrade(self.database)

    def close(self) -> None:
        self.database.close()
