"""A company that works in another language reads no English text, and no sentence of code: not in an alert, a brief,
the console or the command line."""

from __future__ import annotations

import ast
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import SecretStr
from typer.testing import CliRunner

from assistant.conversation.takeover import TakeoverService
from console.access import ConsoleAccess
from console.pages.leads import build_console_router
from foyer.cli import app
from foyer.commands.acting import ActionNotDone
from foyer.commands.stored import NotFound
from foyer.live_prompts import read_prompts
from integrations.slack.blocks import build_alert_message
from integrations.terminal.notifier import TerminalNotifier
from pipeline.actions.perform import ActionPerformer
from pipeline.decision.alert import build_alert
from pipeline.domain.activity import Activity
from pipeline.domain.alert import Alert
from pipeline.domain.closed_values import FoundBy
from pipeline.domain.decision import Fact, HowFound
from pipeline.domain.outcome import OutcomeKind
from pipeline.domain.record import Budget, Field, FieldId, KnownValue, Location, PersonName, Record, TeamSize, Value
from pipeline.domain.submission import Origin
from pipeline.playbook import Playbook
from pipeline.qualification.behaviour import collect_behaviour
from pipeline.reports.alarm_words import describe_alarm
from pipeline.reports.backlog import Alarm, BacklogFinding, WorkKind
from pipeline.store import Store, tables
from pipeline.store.database import Database
from pipeline.wording.found import FOUND_TEXTS
from prompts.texts import Texts
from tests.console.conftest import Chats, NothingToReview
from tests.console.html import read
from tests.console.views import NOW
from tests.fakes.stand_ins import NOBODY, StoppedClock
from tests.foyer.commands.test_outcome import ended
from tests.pipeline.store.contact.test_lookup import PHONE, another
from tests.support.builders import AGREED, PROMPTS, VERSIONS, a_known, a_submission
from tests.support.settling import settle

PRICING = "https://muster-shop.de/pricing"
SAID: Mapping[str, tuple[Value, str]] = {
    "goal": ("in einer Stunde antworten", "in einer Stunde antworten"),
    "problem": ("wir verlieren E-Mails", "wir verlieren E-Mails"),
    "industry": ("ecommerce", "Onlineshop"),
    "use_case": ("shared_inbox", "Postfach"),
    "name": (PersonName("Eva Muster", "Eva", "Muster"), "Eva Muster"),
    "email": ("eva@muster-shop.de", "eva@muster-shop.de"),
    "company": ("Muster Shop", "Muster Shop"),
    "role": ("Leiterin Kundenservice", "Leiterin Kundenservice"),
    "team_size": (TeamSize(40, 60), "40 bis 60"),
    "location": (Location("Berlin", None, "DE"), "Berlin"),
    "phone": ("+4930901820", "030 901820"),
    "budget": (Budget(1_500_000, 2_000_000, "EUR", "year"), "1,5 bis 2 Mio. im Jahr"),
}
LEAD = a_submission(
    Record({Field(name): a_known(value, quote) for name, (value, quote) in SAID.items()}),
    text="Könnten wir eine Demo bekommen?",
    consent=AGREED,
    origin=Origin(page=PRICING, pages=(PRICING,)),
)
COLLEAGUE: dict[FieldId, KnownValue] = {
    Field.NAME: a_known(PersonName("Max Beispiel")),
    Field.EMAIL: a_known("max@muster-shop.de"),
    Field.PHONE: a_known("+4930901899"),
}
EARLIER = a_submission(
    Record({**LEAD.record.known, **COLLEAGUE}), key="chat:0", conversation_id="conversation-0", consent=AGREED
)
FOUND = [
    Fact(f"x{number}", "X7", "crm", HowFound(by, dict.fromkeys(FOUND_TEXTS[f"found.{by}"], "X7")), NOW)
    for number, by in enumerate(FoundBy)
]
SLACKS_OWN = frozenset({"type", "action_id", "style", "url", "value"})
ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("assistant", "console", "foyer", "integrations", "pipeline")
WORDS = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")
PLACE = re.compile(r"{{.*?}}")


@dataclass(frozen=True)
class Team:
    """A company that reads `language`, with one lead stored."""

    language: str
    prompts: Path
    playbook: Playbook
    store: Store
    lead_id: str
    alert: Alert


@pytest.fixture(params=["de", "es"])
def team(request, sqlite_files, tmp_path, monkeypatch) -> Iterator[Team]:
    prompts = shutil.copytree(PROMPTS, tmp_path / "prompts", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    company = prompts / "playbook" / "company.yaml"
    company.write_text(company.read_text("utf-8").replace("language: en ", f"language: {request.param} "), "utf-8")
    playbook = read_prompts(prompts).playbook
    url = sqlite_files.database(tmp_path / "foyer.db", migrated=True)
    for name, value in {"DATABASE_URL": url, "PROMPTS": str(prompts)}.items():
        monkeypatch.setenv(f"FOYER_{name}", value)
    monkeypatch.setenv("COLUMNS", "300")
    monkeypatch.chdir(tmp_path)
    with closing(Store(Database(url))) as store:
        settle(store, EARLIER, playbook=playbook)
        lead_id, decision = settle(store, LEAD, playbook=playbook, more=FOUND)
        alert = build_alert(lead_id, LEAD, decision, playbook, "https://foyer.example/leads/1", is_update=True)
        yield Team(request.param, prompts, playbook, store, lead_id, alert)


def find_english(shown: str, team: Team) -> set[str]:
    """The English texts for the team that stand in what is shown, and sentences of code, but for words that are the
    same in both languages.
    """
    own = f" {' '.join(words for _, words in sayings(team.playbook.get_texts(team.language)))} "
    theirs = f" {' '.join(words_of(shown))} "
    english = sayings(team.playbook.get_texts("en"))
    told = (*english, *sentences_of_code())
    return {text_id for text_id, words in told if f" {words} " in theirs and f" {words} " not in own}


@cache
def sentences_of_code() -> tuple[tuple[str, str], ...]:
    """Each string of two words and more in the program but for docstrings, by the file in which it stands."""
    found = {}
    for path in (path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
                words = words_of(node.value)
                if len(words) > 1 and " " in node.value.strip():
                    found[" ".join(words)] = f"{path.relative_to(ROOT)}: {node.value.strip()}"
    return tuple((where, words) for words, where in found.items())


def sayings(texts: Texts) -> Iterator[tuple[str, str]]:
    """Each run of fixed words of the team's texts, as plain words; `in` alone is one of several languages."""
    for text in texts.by_id.values():
        if text.file.name in ("team.md", "console.md", "commands.md") or text.id.startswith(("label.", "value.")):
            for part in PLACE.split(text.template):
                if (words := " ".join(words_of(part))) not in ("", "in"):
                    yield text.id, words


def words_of(text: str) -> list[str]:
    return WORDS.findall(text.casefold())


def strip_playbook(shown: str, team: Team) -> str:
    """Without what the shipped playbook calls its queues, signals and rules: marketing writes those in its language."""
    rules = team.playbook
    own = [*(queue.label for queue in rules.routing.queues), *(rule.rule for rule in rules.routing.policy)]
    own += [signal.says for signal in rules.scoring.every_signal.values()]
    own += [cadence.label for cadence in rules.cadences.cadences]
    own.append(rules.company.time_zone)
    for words in sorted(own, key=len, reverse=True):
        shown = shown.replace(words, " ")
    return shown


def strip_lines(shown: str, team: Team) -> str:
    """In one line, and without the playbook's own words."""
    return strip_playbook(" ".join(shown.replace("│", " ").split()), team)


def texts_of(part: Any) -> Iterator[str]:
    """Every text in a payload of Slack."""
    if isinstance(part, dict):
        yield from (text for name, inner in part.items() if name not in SLACKS_OWN for text in texts_of(inner))
    elif isinstance(part, list):
        yield from (text for inner in part for text in texts_of(inner))
    elif isinstance(part, str):
        yield part


def test_the_brief_is_written_in_the_teams_language(team: Team):
    assert find_english(strip_playbook(team.alert.brief, team), team) == set()
    assert {"de": "1.500.000 bis 2.000.000 EUR im Jahr", "es": "1.500.000 a 2.000.000 EUR al año"}[
        team.language
    ] in team.alert.brief


def test_the_alert_in_slack_is_written_in_the_teams_language(team: Team):
    message = build_alert_message(team.alert, team.playbook.get_texts())
    shown = "\n".join(texts_of([block.to_dict() for block in message.blocks]))
    assert find_english(strip_lines(shown, team), team) == set()


def test_the_alert_in_the_terminal_is_written_in_the_teams_language(team: Team):
    stream = StringIO()
    TerminalNotifier(stream, StoppedClock(NOW), team.playbook.get_texts, width=400).post(team.alert)
    assert find_english(strip_lines(stream.getvalue(), team), team) == set()


def test_the_consoles_page_of_a_lead_is_written_in_the_teams_language(team: Team):
    site, chats, none = FastAPI(), Chats(), NothingToReview()
    colleagues = TakeoverService(chats, lambda: team.playbook, StoppedClock(NOW), str, str)
    site.include_router(
        build_console_router(
            team.store.views, lambda: team.playbook, ConsoleAccess(SecretStr("open")), StoppedClock(NOW), chats,
            none, none, ActionPerformer(NOBODY, colleagues, StoppedClock(NOW), lambda: VERSIONS), lambda: ALARMS,
        ),
        prefix="/console",
    )  # fmt: skip
    answer = TestClient(site).get(f"/console/leads/{team.lead_id}", auth=("anyone", "open"))
    assert answer.status_code == 200
    assert f'<html lang="{team.language}">' in answer.text
    assert find_english(strip_lines(read(answer.text).one("main").line, team), team) == set()
    notices = read(answer.text).one("aside", class_="notices").line
    assert find_english(notices, team) == set()
    assert {"de": "kein Worker läuft", "es": "no hay ningún worker en marcha"}[team.language] in notices


ALARMS = [
    BacklogFinding("workers", Alarm.NO_WORKER, {"seen": None}, urgent=True),
    BacklogFinding("workers", Alarm.NO_WORKER, {"seen": NOW}),
    BacklogFinding("database", Alarm.NO_DATABASE, urgent=True),
    BacklogFinding("tick_x", Alarm.LATE_TICK, {"tick": "x", "age": timedelta(hours=2), "error": "X7"}),
    BacklogFinding("tick_x", Alarm.LATE_TICK, {"tick": "x", "age": None, "error": None}),
    *(
        BacklogFinding("x", kind, {"problems": "X7", "more": 2})
        for kind in (Alarm.PLAYBOOK_REFUSED, Alarm.PLAYBOOK_ERROR)
    ),
    *(BacklogFinding("x", Alarm.LATE, {"work": kind, "count": 1, "age": timedelta(days=3)}) for kind in WorkKind),
    *(BacklogFinding("x", Alarm.LATE, {"work": kind, "count": 4, "age": timedelta(days=3)}) for kind in WorkKind),
    *(BacklogFinding("x", Alarm.FAR_AWAY, {"work": kind, "count": 4, "until": NOW}) for kind in WorkKind),
]


def test_every_alarm_is_told_in_the_teams_language(team: Team):
    assert {alarm.alarm for alarm in ALARMS} == set(Alarm)
    for alarm in ALARMS:
        words = describe_alarm(alarm, team.playbook.get_texts())
        assert find_english(f"{words.found} | {words.todo}", team) == set(), words
    late = describe_alarm(ALARMS[-11], team.playbook.get_texts()).found
    assert (
        late
        == {
            "de": "4 Lebenszeichen von Workern, am längsten 3 Tage",
            "es": "4 señales de vida de workers, la más antigua desde hace 3 días",
        }[team.language]
    )


def test_what_a_lead_did_is_told_in_the_teams_language(team: Team):
    did = [Activity("email_opened", NOW), Activity("page_visited", NOW, PRICING)]
    found = collect_behaviour(LEAD, did, NOW + timedelta(days=40), team.playbook.get_texts())
    for fact in found.values():
        assert find_english(fact.evidence, team) == set(), fact


def test_a_sentence_of_code_is_found_wherever_it_is_shown(team: Team):
    for sentence in ("its page says nothing", "Keine Angabe: no domain is known"):
        assert find_english(f"Website: {sentence}.", team), sentence


def show(*command: str) -> str:
    """What a command prints for people."""
    answer = CliRunner().invoke(app, command, catch_exceptions=False)
    assert answer.exit_code == 0, answer.output
    return answer.stdout


def refuse_command(*command: str) -> str:
    """Why a command did nothing."""
    with pytest.raises((ActionNotDone, NotFound)) as refused:
        CliRunner().invoke(app, command, catch_exceptions=False)
    return str(refused.value)


def strip_ids(shown: str) -> str:
    """Without ids and options, which are the same in every language."""
    return re.sub(r"--answer \w+|\b[a-z]+_\w+", " ", shown)


def test_the_commands_are_written_in_the_teams_language(team: Team):
    for command in (["leads"], ["lead", team.lead_id]):
        assert find_english(strip_lines(show(*command), team), team) == set()


def test_reviews_and_merges_are_written_in_the_teams_language(team: Team):
    assert find_english(show("review") + show("merges"), team) == set()
    settle(team.store, another(2, phone=PHONE), playbook=team.playbook)
    settle(team.store, another(3, phone=PHONE, email="john@acme-shop.com", name="John Doe"), playbook=team.playbook)
    (item,) = team.store.reviews.list_open()
    shown = [show("review"), refuse_command("review", item.id, "--answer", "noted")]
    shown += [show("review", item.id, "--answer", "merged", "--reason", "Zwillinge", "--by", "maya"), show("merges")]
    (item,) = team.store.reviews.list_decided()
    assert item.merge
    with team.store.database.write() as session:
        session.get_one(tables.ContactRow, item.merge.kept_id).phone = "+493012345"
    shown += [show("unmerge", item.merge.id, "--reason", "Zwillinge", "--by", "maya"), show("review", "--decided")]
    shown += [refuse_command("unmerge", item.merge.id, "--reason", "Zwillinge")]
    for each in shown:
        assert find_english(strip_ids(each), team) == set(), each
    assert {"de": "zusammengeführt (--answer merged) oder verschieden", "es": "unidos (--answer merged) o distintos"}[
        team.language
    ] in shown[0]


def test_outcomes_and_refusals_are_written_in_the_teams_language(team: Team):
    lost = ["outcome", team.lead_id, "lost"]
    shown = [refuse_command(*lost), refuse_command("outcome", team.lead_id, "won", "--value", "1.500")]
    shown += [refuse_command("outcome", "lead_0", "won"), refuse_command("lead", "lead_0")]
    shown += [show(*lost, "--reason", "zu teuer", "--by", "maya"), refuse_command(*lost, "--reason", "zu teuer")]
    for each in shown:
        assert find_english(each, team) == set(), each
    assert {"de": "verloren (zu teuer)", "es": "perdido (zu teuer)"}[team.language] in shown[4]


def test_reports_are_written_in_the_teams_language(team: Team):
    shown = [show("report", "bands"), show("report", "drift")]
    for number in range(40):
        is_won, is_late = number % 2 == 0, number >= 20
        at = datetime(2026, 8 if is_late else 5, 4, tzinfo=UTC)
        band, score = ("warm", 30 if is_late else 80) if is_won else ("hot", 40)
        ended(team.store, number + 2, OutcomeKind.WON if is_won else OutcomeKind.LOST, at, score, band)
    shown += [show("report", "bands"), show("report", "drift")]
    for each in shown:
        assert find_english(strip_playbook(each, team), team) == set(), each
    assert {"de": "84 % bis 100 %", "es": "84 % a 100 %"}[team.language] in shown[2].replace("\xa0", " ")
    assert {"de": "nicht mehr Punkte als die anderen", "es": "no tuvieron más puntos"}[team.language] in shown[3]
    assert "40,0" in shown[3]


def test_enquiries_that_wait_are_listed_in_the_teams_language(team: Team):
    for number in (2, 3):
        team.store.submissions.receive(another(number))
        shown = show("leads")
        assert find_english(strip_playbook(shown, team), team) == set(), shown
    beside = CliRunner().invoke(app, ["leads", "--format", "json"], catch_exceptions=False).stderr
    assert find_english(beside, team) == set(), beside
    assert {"de": "foyer: 2 Anfragen warten", "es": "foyer: 2 consultas esperan"}[team.language] in beside
