"""`foyer chat` as a user runs it, with messages piped in."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant.conversation.service import ConversationService
from foyer.cli import app
from foyer.commands.stored import NotFound
from foyer.live_prompts import read_prompts
from foyer.wiring import build_understanding
from pipeline.domain.submission import Origin
from pipeline.store import Database, Store, tables
from prompts.problems import Mistake
from tests.assistant.talking import RecordingIntake
from tests.fakes.stand_ins import TickingClock
from tests.support.builders import a_submission

PROMPTS = Path(__file__).resolve().parents[3] / "prompts"
CONVERSATION = "5f0c8f3e-6b0a-4c6e-9a52-2d9a4a4b7e10"
LAST_YEAR = datetime(2025, 3, 12, 15, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FOYER_PROMPTS", str(PROMPTS))
    monkeypatch.setenv("FOYER_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("COLUMNS", "160")
    return tmp_path / "data"


def chat(*arguments: str, said: str = ""):
    return CliRunner().invoke(app, ["chat", *arguments], input=said)


def test_each_turn_shows_what_was_understood_and_what_is_known(installation: Path):
    result = chat(said="Hi, we are an online shop with 40 people\n\nwhat does it cost?\n")
    assert result.exit_code == 0
    assert "acts: inform, greet" in result.stdout
    assert "industry = ecommerce from “online shop”" in result.stdout
    assert result.stdout.count("team_size  min 40, max 40") == 2  # the record after each of the two messages
    assert "consent    not asked yet" in result.stdout
    assert "$19" in result.stdout
    assert not installation.exists()  # nothing is stored


def test_the_buttons_and_the_summary_are_shown():
    enquiry = (
        "answer faster",
        "mails get lost",
        "comparing",
        "retail",
        "shared inbox",
        "yes",
        "Jo Barnes",
        "jo@barnes.com",
    )
    result = chat(said="\n".join([*enquiry, "Barnes", "owner", "12", "Yes, that's right"]))
    assert "[Just exploring]  [Planning the project]" in result.stdout
    assert "Email: jo@barnes.com" in result.stdout
    assert "consent    given" in result.stdout
    assert "ended: submitted" in result.stdout


@pytest.fixture
def stored(installation: Path) -> Iterator[Store]:
    """A conversation of last year in the installation's database, held with the shipped prompts."""
    store = Store(Database(f"sqlite:///{installation / 'foyer.db'}"))
    store.migrate()
    prompts = read_prompts(PROMPTS)
    conversations = ConversationService(
        store=store.conversations,
        understanding=build_understanding,
        playbook=lambda: prompts.playbook,
        knowledge=lambda: prompts.knowledge,
        clock=TickingClock(LAST_YEAR),
        intake=RecordingIntake(),
    )
    conversations.open(CONVERSATION, Origin())
    conversations.receive(CONVERSATION, "m1", "We want to answer faster, by the end of next month")
    conversations.receive(CONVERSATION, "m2", "mails get lost")
    yield store
    store.close()


@pytest.mark.usefixtures("stored")
def test_a_replay_with_the_same_prompts_is_the_same():
    result = chat("--replay", CONVERSATION)
    assert result.exit_code == 0
    assert result.stdout.count("the same") == 2
    assert "2025-04-30" in result.stdout  # relative dates are read on the day they were said
    assert "Known now, at the end" in result.stdout


@pytest.mark.usefixtures("stored")
def test_a_replay_with_other_prompts_shows_then_beside_now(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    shutil.copytree(PROMPTS, tmp_path / "prompts")
    fields = tmp_path / "prompts" / "playbook" / "fields.yaml"
    fields.write_text(fields.read_text("utf-8").replace("- id: stage  ", "- {id: stage, ask: no}  "), "utf-8")
    monkeypatch.setenv("FOYER_PROMPTS", str(tmp_path / "prompts"))
    result = chat("--replay", CONVERSATION)
    assert "asked: stage" in result.stdout
    assert "asked: industry" in result.stdout


def test_a_lead_leads_to_its_conversation(stored: Store):
    submission = a_submission(conversation_id=CONVERSATION, received_at=LAST_YEAR)
    stored.submissions.receive(submission)
    with stored.database.write() as session:
        session.add(
            tables.LeadRow(
                id="lead_1",
                status="open",
                stage="lead",
                created_at=LAST_YEAR,
                updated_at=LAST_YEAR,
                source="chat",
                submission_id=submission.id,
                queue="inbound_sales",
                next_action="nurture",
                next_action_at=LAST_YEAR,
            )
        )
    assert "mails get lost" in chat("--replay", "lead_1").stdout


def test_an_unknown_id_says_where_to_look(stored: Store):
    error = chat("--replay", "nobody").exception
    assert isinstance(error, NotFound)
    assert isinstance(error, Mistake)
    assert "'foyer leads' lists the leads" in str(error)
    assert stored.views.find_conversation("nobody") is None
