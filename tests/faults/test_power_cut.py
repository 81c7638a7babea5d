"""What a visitor is thanked for is on the disk before they are: a power cut takes back no Confirm and no consent."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import event

from assistant.chat.visitor import derive_uuid
from assistant.messages import IncomingMessage
from pipeline.store import Database, Store
from tests.assistant.talking import ORIGIN, InMemoryTalk
from tests.support.builders import a_lead
from tests.support.databases import migrate

NORMAL, FULL = 1, 2
"""`PRAGMA synchronous`: the log is synced with the next checkpoint, or at the end of the transaction."""
ENQUIRY = (
    "We want to answer customers within an hour", "mails get lost between four people", "Comparing tools",
    "we're an online shop", "Shared inbox",
)  # fmt: skip
CONSENT = "Yes, that's fine"
WHO = ("anna smith", "anna@shop-example.com", "Shoppo Ltd", "Head of support", "11 to 50")
CONFIRM = "yes that's right"
STRACE = shutil.which("strace")


class Watched:
    """A store on SQLite, how strictly each of its commits was made, and a visitor in it."""

    def __init__(self, file: Path) -> None:
        migrate(f"sqlite:///{file}")
        self.store, self.commits = Store(Database(f"sqlite:///{file}")), list[int]()
        event.listen(self.store.database.engine, "commit", self._note)
        self.talk = InMemoryTalk(store=self.store.conversations)  # type: ignore[arg-type]

    def _note(self, connection) -> None:
        self.commits.append(connection.exec_driver_sql("PRAGMA synchronous").scalar())

    def say(self, *texts: str) -> list[int]:
        """The strictness of the commits of the last text."""
        for text in texts:
            self.commits.clear()
            self.talk.say(text)
        return self.commits


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    watched = Watched(tmp_path / "foyer.db")
    watched.talk.open()
    with closing(watched.store):
        yield watched


def test_turns_that_promise_nothing_are_not_waited_for(watched):
    assert watched.say("We want to answer customers within an hour") == [NORMAL, NORMAL]


def test_a_consent_is_on_the_disk_before_the_answer(watched):
    assert watched.say(*ENQUIRY, CONSENT) == [NORMAL, FULL]


def test_a_refusal_is_as_well(watched):
    assert watched.say(*ENQUIRY, "no, I don't want that")[-1] == FULL


def test_a_confirm_is_on_the_disk_before_it_is_thanked_for(watched):
    assert watched.say(*ENQUIRY, CONSENT, *WHO, CONFIRM) == [NORMAL, FULL]
    assert watched.say("thanks, bye")[0] == NORMAL, "the turns after it are again not waited for"


def test_a_submission_from_any_door_is_on_the_disk_before_it_is_accepted(watched):
    watched.commits.clear()
    assert watched.store.submissions.receive(a_lead())
    assert watched.commits == [FULL]


def test_a_batch_of_confirms_shares_one_sync(watched):
    visitors = [derive_uuid("visitor", str(number)) for number in range(3)]
    for visitor in visitors:
        watched.talk.conversations.open(visitor, ORIGIN)
    for turn, text in enumerate((*ENQUIRY, CONSENT, *WHO, CONFIRM)):
        watched.commits.clear()
        said = [IncomingMessage(visitor, f"{visitor}-{turn}", text) for visitor in visitors]
        assert all(watched.talk.conversations.receive_all(said))
    assert watched.commits == [NORMAL, FULL]
    assert len(watched.store.submissions.list_undecided(9)) == 3


PROGRAM = """
import os, sys
from pathlib import Path
from tests.faults.test_power_cut import CONFIRM, CONSENT, ENQUIRY, WHO, Watched
watched = Watched(Path(sys.argv[1]))
watched.talk.open()
watched.talk.say(*ENQUIRY, CONSENT, *WHO)
os.write(1, b"confirming")
watched.talk.say(CONFIRM)
os.write(1, b"thanked")
"""


@pytest.mark.skipif(STRACE is None, reason="strace shows what reaches the disk")
def test_the_kernel_is_asked_to_write_before_the_visitor_is_thanked(tmp_path: Path):
    seen = tmp_path / "calls"
    assert STRACE
    watch = [STRACE, "-f", "-y", "-e", "trace=fsync,fdatasync,write", "-o", str(seen)]
    done = subprocess.run(
        [*watch, sys.executable, "-c", PROGRAM, str(tmp_path / "foyer.db")], capture_output=True, text=True, check=False
    )
    if "ptrace" in done.stderr:
        pytest.skip("this machine lets nobody trace")
    assert done.returncode == 0, done.stderr
    calls = seen.read_text(encoding="utf-8")
    between = calls[calls.index('"confirming"') : calls.index('"thanked"')]
    assert [line for line in between.splitlines() if "sync(" in line and "foyer.db-wal" in line]
