"""Settings: environment variables `FOYER_*` or a `.env` file, read once at start."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches
from ipaddress import ip_address, ip_network
from os import environ
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from prompts.problems import Mistake
from prompts.validation_words import describe_wrong_value, shorten_value

PREFIX = "FOYER_"
SECRETS = "FOYER_SECRET_"
"""Begins the names of variables that the playbook chooses, for keys of vendors."""
ANY_OR_THIS_HOST = frozenset({"127.0.0.1", "0.0.0.0", "::", "::1"})  # noqa: S104 - compared with, not bound to

_DOTENV = "the file .env in this folder"

ORIGIN = re.compile(r"(https?)://([a-z0-9._-]+|\[[0-9a-f:.]+\])(?::([0-9]{1,5}))?")
"""Scheme, host and port in lower case; a browser writes an international host as its `xn--` name."""
DEFAULT_PORTS = {"http": "80", "https": "443"}

OPENAI = "https://api.openai.com/v1"
OPENAI_MODEL = "gpt-4.1-mini"
"""Small, quick and able to keep to a strict schema; a server of one's own needs a name."""


class SettingsProblem(Mistake):
    """A setting can't be used; the message names it and says what to write."""


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=".env", extra="ignore", frozen=True)

    data: Path = Path("data")
    """Folder of the database and files."""
    prompts: Path = Path("prompts")
    """Folder that marketing edits."""
    port: int = Field(default=8000, ge=1, le=65535)
    host: str = "127.0.0.1"
    worker_port: int | None = Field(default=None, ge=1, le=65535)
    """Where a worker answers `/healthz` and `/readyz`; without it, it listens nowhere."""
    database_url: str | None = None
    """Default: SQLite in the data folder."""
    base_url: str | None = None
    """The address people use to reach this server, for links in alerts."""
    allowed_origins: Annotated[tuple[str, ...], NoDecode] = ()
    """Sites that may show the chat, as https://www.example.com, separated by commas; the server's own always may."""
    demo_site: Literal["on", "off"] | None = None
    """Whether a site made from the playbook stands at `/`; by default, unless another site shows the chat."""
    trusted_proxies: Annotated[tuple[str, ...], NoDecode] = ("127.0.0.1", "::1")
    """Addresses or networks of our own proxies, separated by commas: whom they name as the visitor is believed."""
    slack_bot_token: SecretStr | None = None
    slack_channel: str | None = None
    slack_signing_secret: SecretStr | None = None
    """Lets Slack reach us, so that colleagues can join a chat from their thread."""
    slack_api_url: str = "https://slack.com/api/"
    console_password: SecretStr | None = None
    """Opens the console to the team from anywhere; without it a link that the terminal prints does, on this machine."""
    model_api_key: SecretStr | None = None
    """Of OpenAI, or of the server at `model_base_url`, which may need none. Without both there is no model."""
    model_base_url: str | None = None
    """Any server that speaks OpenAI's chat completions, e.g. http://localhost:11434/v1; default: OpenAI."""
    model_name: str | None = None
    model_deadline_seconds: float = Field(default=8.0, gt=0, le=60)
    """The longest that a visitor waits for the model in a turn, until rules and templates answer."""
    model_wording_seconds: float = Field(default=3.0, ge=0, le=60)
    """The same for words, which the templates have as well; 0 leaves all words to the templates."""
    model_classify_seconds: float = Field(default=3.0, gt=0, le=60)
    """The same for a finished enquiry, whose alert waits for it: longer than 3 misses the 5 seconds of an alert."""
    model_input_price: float = Field(default=0.0, ge=0)
    """Per million tokens, in whatever currency the cap is in."""
    model_output_price: float = Field(default=0.0, ge=0)
    model_daily_cap: float | None = Field(default=None, ge=0)
    """The most that a day (UTC) may cost, in the currency of the prices."""
    model_daily_tokens: int = Field(default=2_000_000, ge=0)
    """The most tokens of a day, input and output: a cap that holds without prices. About 2,000 turns."""
    tick_seconds: float = Field(default=1.0, gt=0, le=60)
    """How often due work is looked for."""
    worker_dead_seconds: float = Field(default=15.0, ge=1, le=3_600)
    """How long a process may be silent before another takes its work over."""
    log_format: Literal["console", "json"] = "console"

    @field_validator("allowed_origins", "trusted_proxies", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return (
            tuple(part.strip().rstrip("/") for part in value.split(",") if part.strip())
            if isinstance(value, str)
            else value
        )

    @field_validator("allowed_origins")
    @classmethod
    def _origins(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(_as_browsers_send(origin) for origin in value)

    @field_validator("host")
    @classmethod
    def _host(cls, value: str) -> str:
        if re.fullmatch(r"[0-9.]+|.*:.*|", value):
            try:
                ip_address(value)
            except ValueError:
                raise ValueError("this is no address; write one of this machine, like 127.0.0.1 or 0.0.0.0") from None
        return value

    @field_validator("base_url")
    @classmethod
    def _base_url(cls, value: str | None) -> str | None:
        """Foyer's pages stand at the root of a host: below a path neither chat nor site would find their files."""
        if not value:
            return None
        address = value.rstrip("/")
        if not ORIGIN.fullmatch(address.lower()):
            raise ValueError(
                "write scheme, host and port only, like https://chat.example.com; "
                "Foyer can't be served below a path: give it a host name of its own"
            )
        return address

    @field_validator("trusted_proxies")
    @classmethod
    def _networks(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for proxy in value:
            try:
                ip_network(proxy)
            except ValueError:
                raise ValueError(f"{proxy!r} is neither an address nor a network like 10.0.0.0/8") from None
        return value

    @property
    def shows_demo_site(self) -> bool:
        return self.demo_site == "on" if self.demo_site else not self.allowed_origins

    @property
    def has_model(self) -> bool:
        return bool(self.model_api_key or self.model_base_url)

    @property
    def model(self) -> str:
        """The name of the model, where there is one."""
        return self.model_name or OPENAI_MODEL

    @property
    def url(self) -> str:
        """Address of the database."""
        return self.database_url or f"sqlite:///{self.data.resolve() / 'foyer.db'}"

    @property
    def public_url(self) -> str:
        """Where people reach this server, without a slash at the end."""
        host = "localhost" if self.host in ANY_OR_THIS_HOST else self.host
        return (self.base_url or f"http://{host}:{self.port}").rstrip("/")


def read_settings() -> Settings:
    """The settings; SettingsProblem for an unknown name, an impossible value or half of a pair."""
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    given = {*environ, *read_environment_file()}
    for name in sorted(name for name in given if name.startswith(PREFIX) and name not in known):
        if name.startswith(SECRETS):
            continue
        near = get_close_matches(name.removeprefix(PREFIX), [other.removeprefix(PREFIX) for other in known], n=1)
        hint = f"did you mean {PREFIX}{near[0]}?" if near else "known: " + ", ".join(sorted(known))
        raise SettingsProblem(f"{name} is not a setting of Foyer; {hint}")
    try:
        settings = Settings()
    except ValidationError as error:
        details = error.errors()[0]
        name = PREFIX + str(details["loc"][0]).upper()
        wrong, value = describe_wrong_value(details), shorten_value(details["input"])
        raise SettingsProblem(f"{name} can't be used: {wrong}; you set {value}") from None
    if (settings.slack_bot_token is None) != (settings.slack_channel is None):
        raise SettingsProblem("Slack needs both FOYER_SLACK_BOT_TOKEN and FOYER_SLACK_CHANNEL; set both or none")
    _check_model(settings)
    if settings.slack_signing_secret and not settings.slack_bot_token:
        raise SettingsProblem("FOYER_SLACK_SIGNING_SECRET needs FOYER_SLACK_BOT_TOKEN and FOYER_SLACK_CHANNEL as well")
    return settings


def read_environment_file() -> Mapping[str, str | None]:
    """What `.env` sets, empty where there is none; SettingsProblem where it can't be read."""
    try:
        return dotenv_values(".env")
    except UnicodeDecodeError as error:
        raise SettingsProblem(f"{_DOTENV} is not UTF-8 text at byte {error.start}; save it as UTF-8") from None
    except OSError as error:
        reason = f"can't be read ({error.strerror}); give this user the right to read it, or remove it"
        raise SettingsProblem(f"{_DOTENV} {reason}") from None


def read_secret(name: str) -> SecretStr | None:
    """A vendor's key by the name that the playbook gives it; null where it is not set.

    Raises SettingsProblem for one that can't stand in a header.
    """
    value = environ.get(name) or read_environment_file().get(name)
    if not value:
        return None
    if not (value.isascii() and value.isprintable()):
        raise SettingsProblem(f"{name} holds characters that no key has; copy it again, without spaces and line breaks")
    return SecretStr(value)


def _as_browsers_send(origin: str) -> str:
    """An origin in the one form of an Origin header; ValueError for what no browser would send."""
    parts = ORIGIN.fullmatch(origin.lower())
    if not parts:
        raise ValueError(f"{origin!r} is no origin: write scheme and host only, like https://www.example.com")
    scheme, host, port = parts.groups()
    return f"{scheme}://{host}" if port in (None, DEFAULT_PORTS[scheme]) else f"{scheme}://{host}:{port}"


def _check_model(settings: Settings) -> None:
    """SettingsProblem for settings of a model that can't mean anything together."""
    given = sorted(name for name in settings.model_fields_set if name.startswith("model_"))
    if given and not settings.has_model:
        name = PREFIX + given[0].upper()
        raise SettingsProblem(f"{name} is set, but no model: set FOYER_MODEL_API_KEY or FOYER_MODEL_BASE_URL as well")
    address = urlsplit(settings.model_base_url or OPENAI)
    if address.scheme not in ("http", "https") or not address.hostname or address.username or address.password:
        raise SettingsProblem(
            "FOYER_MODEL_BASE_URL must be like http://localhost:11434/v1; a key belongs into FOYER_MODEL_API_KEY"
        )
    if settings.model_base_url and not settings.model_name:
        raise SettingsProblem("FOYER_MODEL_BASE_URL needs FOYER_MODEL_NAME, the name of a model that the server has")
    if settings.model_daily_cap is not None and not settings.model_input_price + settings.model_output_price:
        raise SettingsProblem(
            "FOYER_MODEL_DAILY_CAP needs FOYER_MODEL_INPUT_PRICE and FOYER_MODEL_OUTPUT_PRICE, or nothing ever counts "
            "towards it; FOYER_MODEL_DAILY_TOKENS is a cap that needs no prices"
        )
