"""Answering questions about duplicates at the command line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from foyer.cli import app
from pipeline.store import Database, Store
from prompts.problems import Mistake
from tests.pipeline.store.contact.test_lookup import PHONE, another
from tests.support.builders import PROMPTS
from tests.support.settling import settle


@pytest.fixture
def store(sqlite_files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    url = sqlite_files.database(tmp_path / "foyer.db", migrated=True)
    monkeypatch.setenv("FOYER_DATABASE_URL", url)
    monkeypatch.setenv("FOYER_PROMPTS", str(PROMPTS))
    monkeypatch.chdir(tmp_path)
    with closing(Store(Database(url))) as opened:
        settle(opened, another(1, phone=PHONE))
        settle(opened, another(2, phone=PHONE, email="john@acme-shop.com", name="John Doe"))
        yield opened


def foyer(*arguments: str) -> str:
    answer = CliRunner().invoke(app, arguments)
    if answer.exception and not isinstance(answer.exception, SystemExit):
        raise answer.exception
    assert answer.exit_code == 0, answer.output
    return answer.stdout


def test_an_item_is_listed_answered_and_its_merge_undone(store):
    (item,) = json.loads(foyer("review", "--format", "json"))
    assert (item["kind"], item["record"]) == ("same_phone", "contact")
    assert item["id"] in foyer("review")
    foyer("review", item["id"], "--answer", "merged", "--reason", "same person", "--by", "ines")
    assert "Nothing to review" in foyer("review")
    with pytest.raises(Mistake, match=r"^ines answered it already, merged, at "):
        foyer("review", item["id"], "--answer", "different", "--by", "maya")
    (decided,) = json.loads(foyer("review", "--decided", "--format", "json"))
    assert (decided["decided_by"], decided["reason"]) == ("ines", "same person")
    undone = foyer("unmerge", decided["merge"]["id"], "--reason", "two people")
    assert "undone" in undone
    assert json.loads(foyer("merges", "--format", "json"))[0]["undone_reason"] == "two people"


def test_two_contacts_are_merged_by_hand(store):
    (item,) = json.loads(foyer("review", "--format", "json"))
    foyer("merge", item["subject"]["id"], item["known"]["id"], "--reason", "the newer address counts")
    (merge,) = json.loads(foyer("merges", "--format", "json"))
    assert (merge["kept_id"], merge["merged_id"]) == (item["subject"]["id"], item["known"]["id"])


def test_a_mistake_says_what_to_do(store):
    with pytest.raises(Mistake, match="'foyer merges' lists them"):
        foyer("unmerge", "nosuch", "--reason", "x")
    with pytest.raises(Mistake, match="'foyer review' lists them"):
        foyer("review", "nosuch", "--answer", "noted")
    assert CliRunner().invoke(app, ["review", "nosuch"]).exit_code == 2
