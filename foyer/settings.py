"""Settings: environment variables `FOYER_*` or a `.env` file, read once at start."""

from __future__ import annotations

from difflib import get_close_matches
from ipaddress import ip_network
from os import environ
from pathlib import Path
from typing import Annotated

from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

PREFIX = "FOYER_"
ANY_OR_THIS_HOST = frozenset({"127.0.0.1", "0.0.0.0", "::", "::1"})  # noqa: S104 - compared with, not bound to


class SettingsProblem(Exception):
    """A setting can't be used; the message names it and says what to write."""


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=".env", extra="ignore", frozen=True)

    data: Path = Path("data")
    """Folder of the database and files."""
    prompts: Path = Path("prompts")
    """Folder that marketing edits."""
    port: int = Field(default=8000, ge=1, le=65535)
    host: str = "127.0.0.1"
    database_url: str | None = None
    """Default: SQLite in the data folder."""
    base_url: str | None = None
    """The address people use to reach this server, for links in alerts."""
    allowed_origins: Annotated[tuple[str, ...], NoDecode] = ()
    """Sites that may show the chat, as https://www.example.com, separated by commas; the server's own always may."""
    trusted_proxies: Annotated[tuple[str, ...], NoDecode] = ("127.0.0.1", "::1")
    """Addresses or networks of our own proxies, separated by commas: whom they name as the visitor is believed."""
    slack_bot_token: SecretStr | None = None
    slack_channel: str | None = None
    slack_api_url: str = "https://slack.com/api/"
    console_password: SecretStr | None = None
    """Opens the console to the team from anywhere; without it the console answers on this machine alone."""
    tick_seconds: float = Field(default=1.0, gt=0, le=60)
    """How often due work is looked for."""
    log_format: str = Field(default="console", pattern="^(console|json)$")

    @field_validator("allowed_origins", "trusted_proxies", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return (
            tuple(part.strip().rstrip("/") for part in value.split(",") if part.strip())
            if isinstance(value, str)
            else value
        )

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
    given = {*environ, *dotenv_values(".env")}
    for name in sorted(name for name in given if name.startswith(PREFIX) and name not in known):
        near = get_close_matches(name.removeprefix(PREFIX), [other.removeprefix(PREFIX) for other in known], n=1)
        hint = f"did you mean {PREFIX}{near[0]}?" if near else "known: " + ", ".join(sorted(known))
        raise SettingsProblem(f"{name} is not a setting of Foyer; {hint}")
    try:
        settings = Settings()
    except ValidationError as error:
        details = error.errors()[0]
        name = PREFIX + str(details["loc"][0]).upper()
        raise SettingsProblem(f"{name} can't be used: {details['msg'].lower()}; you set {details['input']!r}") from None
    if (settings.slack_bot_token is None) != (settings.slack_channel is None):
        raise SettingsProblem("Slack needs both FOYER_SLACK_BOT_TOKEN and FOYER_SLACK_CHANNEL; set both or none")
    return settings
