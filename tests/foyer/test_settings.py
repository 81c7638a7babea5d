"""Settings come from the environment alone, and a wrong one says what to write."""

from __future__ import annotations

from pathlib import Path

import pytest

from foyer.settings import SettingsProblem, read_settings


@pytest.fixture(autouse=True)
def no_file_of_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_nothing_needs_to_be_set(tmp_path: Path):
    settings = read_settings()
    assert settings.url == f"sqlite:///{tmp_path / 'data' / 'foyer.db'}"
    assert settings.public_url == "http://localhost:8000"
    assert settings.slack_bot_token is None


def test_a_file_of_settings_is_read(tmp_path: Path):
    (tmp_path / ".env").write_text("FOYER_PORT=9001\nSOMETHING_ELSE=1\n")
    assert read_settings().port == 9001


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / ".env").write_text("FOYER_PORT=9001\n")
    monkeypatch.setenv("FOYER_PORT", "9002")
    assert read_settings().port == 9002


@pytest.mark.parametrize(
    ("variables", "advice"),
    [
        ({"FOYER_PROT": "8000"}, "FOYER_PROT is not a setting of Foyer; did you mean FOYER_PORT?"),
        ({"FOYER_ZZZ": "1"}, "known: .*FOYER_DATABASE_URL"),
        ({"FOYER_PORT": "eighty"}, "FOYER_PORT can't be used: .*integer.*; you set 'eighty'"),
        ({"FOYER_PORT": "70000"}, "FOYER_PORT can't be used: .*65535"),
        ({"FOYER_TICK_SECONDS": "0"}, "FOYER_TICK_SECONDS can't be used: .*greater than 0"),
        (
            {"FOYER_TRUSTED_PROXIES": "10.0.0.7, *"},
            "FOYER_TRUSTED_PROXIES can't be used: .*'\\*' is neither an address",
        ),
        ({"FOYER_LOG_FORMAT": "xml"}, "FOYER_LOG_FORMAT can't be used"),
        ({"FOYER_SLACK_CHANNEL": "C1"}, "both FOYER_SLACK_BOT_TOKEN and FOYER_SLACK_CHANNEL"),
        ({"FOYER_SLACK_SIGNING_SECRET": "s"}, "FOYER_SLACK_SIGNING_SECRET needs FOYER_SLACK_BOT_TOKEN"),
        ({"FOYER_SLACK_BOT_TOKEN": "xoxb-1"}, "both FOYER_SLACK_BOT_TOKEN and FOYER_SLACK_CHANNEL"),
    ],
)
def test_a_wrong_setting_says_what_to_write(variables, advice, monkeypatch: pytest.MonkeyPatch):
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsProblem, match=advice):
        read_settings()


@pytest.mark.parametrize(
    ("host", "base", "url"),
    [
        ("127.0.0.1", None, "http://localhost:8000"),
        ("::", None, "http://localhost:8000"),
        ("chat.internal", None, "http://chat.internal:8000"),
        ("::", "https://chat.example.com/", "https://chat.example.com"),
    ],
)
def test_the_address_in_alerts_is_one_that_people_can_open(host, base, url, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("FOYER_HOST", host)
    if base:
        monkeypatch.setenv("FOYER_BASE_URL", base)
    assert read_settings().public_url == url


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("https://WWW.Example.com", "https://www.example.com"),
        ("HTTPS://example.com", "https://example.com"),
        ("https://example.com:443/", "https://example.com"),
        ("http://example.com:80", "http://example.com"),
        ("https://example.com:80", "https://example.com:80"),
        ("http://localhost:3000", "http://localhost:3000"),
        ("http://[::1]:3000", "http://[::1]:3000"),
        ("https://xn--mller-kva.example", "https://xn--mller-kva.example"),
    ],
)
def test_an_origin_is_kept_as_browsers_send_it(written, sent, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("FOYER_ALLOWED_ORIGINS", written)
    assert read_settings().allowed_origins == (sent,)


@pytest.mark.parametrize(
    "written",
    [
        "www.example.com",
        "*",
        "https://*.example.com",
        "ftp://example.com",
        "https://",
        "https://example.com/shop",
        "https://example.com?a=b",
        "https://example.com#top",
        "https://me@example.com",
        "https://example.com:port",
        "https://[::1",
        "https://müller.example",
        "https://example.com https://shop.example.com",
    ],
)
def test_what_no_browser_sends_as_its_origin_is_refused(written, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("FOYER_ALLOWED_ORIGINS", written)
    with pytest.raises(SettingsProblem, match="is no origin: write scheme and host only"):
        read_settings()


def test_origins_are_separated_by_commas(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("FOYER_ALLOWED_ORIGINS", "https://www.example.com/, https://shop.example.com")
    assert read_settings().allowed_origins == ("https://www.example.com", "https://shop.example.com")


def test_the_proxies_of_this_machine_are_trusted_and_others_by_address_or_network(monkeypatch: pytest.MonkeyPatch):
    assert read_settings().trusted_proxies == ("127.0.0.1", "::1")
    monkeypatch.setenv("FOYER_TRUSTED_PROXIES", "192.0.2.7, 10.0.0.0/8, 2001:db8::/32")
    assert read_settings().trusted_proxies == ("192.0.2.7", "10.0.0.0/8", "2001:db8::/32")


def test_secrets_do_not_show(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("FOYER_SLACK_BOT_TOKEN", "xoxb-very-secret")
    monkeypatch.setenv("FOYER_SLACK_CHANNEL", "C1")
    assert "very-secret" not in repr(read_settings())
