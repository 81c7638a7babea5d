"""The rows that commands read: a command that only looks makes no database."""

from __future__ import annotations

from foyer.settings import Settings, read_settings
from pipeline.actions.results import build_remark
from pipeline.actions.words import render_remark
from pipeline.store import Store
from pipeline.store.database import explain_failure, is_outage, parse_url
from prompts.problems import Mistake
from prompts.texts import Texts


class NoDatabase(Mistake):
    """Nobody has made the database of the settings yet."""


class NotFound(Mistake):
    """There is no such row."""


def open_store(settings: Settings) -> Store:
    """The rows of the settings' database; NoDatabase where there is none, DatabaseProblem where it does not answer."""
    store = Store.open_existing(settings.url)
    if store is None:
        raise NoDatabase(
            f"there is no database at {format_address(settings)} yet: 'foyer serve' makes it, 'foyer demo' makes one "
            "with a month of leads to look around in; if yours is elsewhere, set FOYER_DATA or FOYER_DATABASE_URL"
        )
    return store


def explain_database_error(error: Exception) -> str | None:
    """What to do about a damaged file or a server that went away; null for what only a bug can have caused."""
    if not is_outage(error):
        return None
    return explain_failure(parse_url(read_settings().url), error)


def build_not_found(lead_id: str, texts: Texts) -> NotFound:
    """Said as an action says it that is about an unknown lead."""
    return NotFound(render_remark(build_remark("no_lead", lead=lead_id), texts))


def format_address(settings: Settings) -> str:
    """The database's address for people: the file, or the server's without its password."""
    url = parse_url(settings.url)
    is_file = url.get_backend_name() == "sqlite" and url.database
    return str(url.database) if is_file else url.render_as_string(hide_password=True)
