"""Folders of new companies and of the examples: whole, right, and without a word of another company."""

import re
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.conversation.rehearsal import Rehearsal
from assistant.evaluation.cases import read_cases
from assistant.evaluation.trial import EvaluatedPrompts, run_trial
from assistant.site import SiteContent, build_demo_router
from foyer.live_prompts import read_prompts
from foyer.setup.answers import read_answers
from foyer.setup.examples import EXAMPLES, Example, write_example
from foyer.setup.folder import FolderTaken, lay_over, write_folder
from foyer.setup.rendering import render_files
from foyer.wiring import build_understanding
from pipeline.decision.alert import build_alert
from pipeline.domain.record import Record
from pipeline.matching import KnownRecords
from pipeline.playbook_check.examination import examine_playbook
from pipeline.playbook_check.findings import FindingLevel
from pipeline.routing.policy import TeamState
from prompts.unfinished import find_unfinished
from tests.support.builders import NOW, VERSIONS, a_submission, an_enrichment, decide_submission

HERE = Path(__file__).parent
TRADES = ("brewery", "gym", "law_firm")
OTHERS = (Example.SOLAR, Example.DENTAL)
OF_BRIGHTDESK = re.compile(
    r"brightdesk|customer support|customer service|zendesk|online shop|helpdesk|shared inbox|kundenservice-|onlineshop"
    r"|atención al cliente|tienda online",
    re.I,
)


def write_trade(trade: str, folder: Path) -> Path:
    write_folder(folder, render_files(read_answers(HERE / "answers" / f"{trade}.yaml")))
    return folder


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    """Each trade's and each example's folder, by name."""
    home = tmp_path_factory.mktemp("companies")
    for trade in TRADES:
        write_trade(trade, home / trade)
    for example in OTHERS:
        write_example(example, home / example)
    return home


@pytest.mark.parametrize("name", [*TRADES, *OTHERS])
def test_nothing_of_it_is_wrong(folders, name):
    playbook = read_prompts(folders / name).playbook
    assert [found for found in examine_playbook(playbook) if found.level is not FindingLevel.NOTE] == []


@pytest.mark.parametrize("name", [*TRADES, *OTHERS])
def test_its_conversations_go_well(folders, name):
    read = read_prompts(folders / name)
    prompts = EvaluatedPrompts(read.playbook, read.knowledge, build_understanding)
    cases = read_cases(folders / name / "cases", [rule.field for rule in read.playbook.fields.own])
    assert {case.language for case in cases} == set(read.playbook.texts)
    assert len(cases) >= (12 if name in OTHERS else 3)
    assert [(case.id, trial.problems) for case in cases if not (trial := run_trial(case, prompts)).passed] == []


@pytest.mark.parametrize("name", [*TRADES, *OTHERS])
def test_no_word_of_it_is_another_companys(folders, name):
    folder = folders / name
    files = [path for part in ("knowledge", "brand", "cases") for path in (folder / part).rglob("*.*")]
    files += [*(folder / "playbook").glob("*.yaml"), *(folder / "texts").rglob("chat.md")]
    files += [path for path in (folder / "texts").rglob("*.md") if path.stem in ("follow_up", "site", "model")]
    files = [path for path in files if path.name != "classification.yaml"]  # words of strangers, not of ours
    assert [(path.name, found[0]) for path in files if (found := OF_BRIGHTDESK.search(path.read_text("utf-8")))] == []
    assert "brightdesk" not in (folder / "playbook" / "classification.yaml").read_text("utf-8")


@pytest.mark.parametrize("name", [*TRADES, *OTHERS])
def test_its_site_is_its_own(folders, name):
    read = read_prompts(folders / name)
    app = FastAPI()
    app.include_router(build_demo_router(lambda: SiteContent(read.playbook, read.brand, read.knowledge)))
    site = TestClient(app)
    for language in read.playbook.texts:
        home = site.get("/", headers={"accept-language": language}).text
        pages = [home, *(site.get(path).text for path in set(re.findall(r'href="(/\w+)"', home)))]
        assert all(read.brand.name in page.replace("&amp;", "&") for page in pages)
        assert [found[0] for page in pages if (found := OF_BRIGHTDESK.search(page))] == []


def test_a_conversation_becomes_a_lead_whose_alert_names_the_companys_own_fields(folders):
    read = read_prompts(folders / "brewery")
    talk, record = Rehearsal(lambda: read.playbook, lambda: read.knowledge, build_understanding, NOW, "de"), Record()
    for said in (
        "Wir suchen Bier für unser Restaurant",
        "Helles und Stout",
        "etwa 12 Fässer",
        "ja",
        "nächsten Monat",
        "Potsdam",
        "ja",
        "Jana Vogt",
        "jana@vogt.example.com",
        "Vogt GmbH",
        "Inhaberin",
        "11 bis 50",
        "ja",
    ):
        record = talk.say(said).record
    assert talk.submissions == 1
    submission = a_submission(record)
    decision = decide_submission(
        submission, KnownRecords(), TeamState(), an_enrichment(submission), read.playbook, VERSIONS, NOW
    )
    alert = build_alert("l1", submission, decision, read.playbook, "https://x.example", is_update=False)
    shown = {quote.field: quote.value for quote in alert.quotes}
    assert shown["Biere"] == "Helles, Stout"
    assert shown["Fässer im Monat"] == "12 Fässer"
    assert shown["Zapfanlage"] == "ja"
    assert decision.score
    assert "told_biere" in {part.signal for part in decision.score.parts}


def test_what_is_to_be_filled_in_is_named(folders):
    places = [(problem.file.name, problem.line) for problem in find_unfinished(folders / "gym")]
    assert places == [("questions.md", 3)]
    assert [list(find_unfinished(folders / example)) for example in OTHERS] == [[], []]


def test_a_folder_that_holds_something_is_refused_and_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("mine", "utf-8")
    for example in Example:
        with pytest.raises(FolderTaken, match="nothing in it is overwritten"):
            write_example(example, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_brightdesk_is_the_shipped_folder(tmp_path):
    write_example(Example.BRIGHTDESK, tmp_path / "new")
    assert read_prompts(tmp_path / "new").playbook.company.name == "Brightdesk"
    assert not list((tmp_path / "new").rglob("*.py"))


@pytest.mark.parametrize(
    ("below", "above", "suffix", "laid"),
    [
        ("# T\n\n## a\nA\n\n## b\nB\n", "## b\nnew\n", ".md", "# T\n\n## a\nA\n\n## b\nnew\n\n"),
        ("# T\n\na: 1\nb: 2\n", "b: 3\n", ".yaml", "# T\n\na: 1\n\nb: 3\n\n"),
        ("a: 1\n", "c: 2\n", ".yaml", "a: 1\n\nc: 2\n\n"),
    ],
)
def test_a_layer_replaces_the_parts_that_it_has(below, above, suffix, laid):
    assert lay_over(below, above, suffix) == laid


def test_the_examples_answers_can_be_read():
    assert {read_answers(EXAMPLES / example / "answers.yaml").name for example in OTHERS} == {
        "Sunny Ridge Solar",
        "Lakeside Dental",
    }
