"""The model's settings: none is needed, half of a set is refused, and the doctor says what today cost."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import UTC, datetime

import pytest
from typer.testing import CliRunner

from foyer.cli import app
from foyer.settings import SettingsProblem, read_settings
from foyer.wiring import build_model_account
from pipeline.model.port import ModelCall, Usage
from pipeline.store import Database, Store
from tests.support.builders import PROMPTS

OPENAI = {"FOYER_MODEL_API_KEY": "sk-very-secret"}
PRICED = {**OPENAI, "FOYER_MODEL_INPUT_PRICE": "0.4", "FOYER_MODEL_OUTPUT_PRICE": "1.6", "FOYER_MODEL_DAILY_CAP": "2"}


@pytest.fixture
def given(tmp_path, monkeypatch):
    """Sets variables in a folder without a file of settings."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FOYER_PROMPTS", str(PROMPTS))
    monkeypatch.setattr("foyer.health.outside.OPENAI", "http://127.0.0.1:9/v1")  # nobody listens

    def give(**variables):
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        return read_settings()

    return give


def test_without_settings_there_is_no_model(given):
    assert not given().has_model


@pytest.mark.parametrize(
    ("variables", "name"),
    [
        (OPENAI, "gpt-4.1-mini"),
        ({**OPENAI, "FOYER_MODEL_NAME": "other"}, "other"),
        ({"FOYER_MODEL_BASE_URL": "http://localhost:11434/v1/", "FOYER_MODEL_NAME": "llama"}, "llama"),
    ],
)
def test_a_key_or_a_server_of_ones_own_is_enough(given, variables, name):
    settings = given(**variables)
    assert settings.has_model
    assert settings.model == name


@pytest.mark.parametrize(
    ("variables", "advice"),
    [
        ({"FOYER_MODEL_NAME": "llama"}, "FOYER_MODEL_NAME is set, but no model"),
        ({"FOYER_MODEL_DAILY_CAP": "5"}, "FOYER_MODEL_DAILY_CAP is set, but no model"),
        ({"FOYER_MODEL_BASE_URL": "http://localhost:1/v1"}, "needs FOYER_MODEL_NAME"),
        ({"FOYER_MODEL_BASE_URL": "localhost:11434", "FOYER_MODEL_NAME": "x"}, "must be like http://localhost"),
        ({"FOYER_MODEL_BASE_URL": "http://u:pw@host/v1", "FOYER_MODEL_NAME": "x"}, "must be like http://localhost"),
        ({**OPENAI, "FOYER_MODEL_DAILY_CAP": "5"}, "needs FOYER_MODEL_INPUT_PRICE"),
        ({**OPENAI, "FOYER_MODEL_DEADLINE_SECONDS": "0"}, "FOYER_MODEL_DEADLINE_SECONDS can't be used"),
    ],
)
def test_what_can_not_work_says_what_to_write_and_no_secret(given, variables, advice):
    with pytest.raises(SettingsProblem, match=advice) as raised:
        given(**variables)
    assert "secret" not in str(raised.value)
    assert "pw" not in str(raised.value)


def told():
    """The doctor's lines about the model."""
    printed = CliRunner().invoke(app, ["doctor", "--format", "json"]).stdout
    assert "sk-very-secret" not in printed
    return [(line["what"], line["state"], line["found"]) for line in json.loads(printed) if "model" in line["what"]]


def spend(settings, outcome="ok", usage=None, calls=1):
    with closing(Store(Database(settings.url))) as store:
        store.migrate()
        account = build_model_account(settings, store)
        for _ in range(calls):
            most = usage or Usage(1_000, 500)
            call = ModelCall("c1", datetime.now(UTC), "read", settings.model, "texts0001", most)
            number = account.begin(call)
            assert number is not None
            account.end(number, outcome, 10, usage)


def test_the_doctor_without_a_model(given):
    given()
    assert told() == [("model", "off", "rules and templates do everything")]


def test_the_doctor_tells_spend_cap_and_address(given):
    settings = given(**PRICED)
    spend(settings, usage=Usage(1_000_000, 100_000))
    [(_, state, found)] = told()
    assert state == "ok"
    assert found == (
        "gpt-4.1-mini at https://api.openai.com/v1; "
        "1 calls today (UTC), 1,100,000 of 2,000,000 tokens, cost 0.56 of 2.00"
    )


def test_the_doctor_warns_of_a_cap_that_is_almost_reached(given):
    settings = given(**OPENAI, FOYER_MODEL_DAILY_TOKENS="1600")
    spend(settings, usage=Usage(1_100, 450))
    [(_, state, found)] = told()
    assert state == "warning"
    assert "cap" in found


def test_the_doctor_tells_why_the_last_answer_was_not_used(given):
    spend(given(**OPENAI), outcome="key refused", usage=Usage(0, 0))
    assert told()[1][:2] == ("model's last call", "warning")
    assert "key refused" in told()[1][2]
