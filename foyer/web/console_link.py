"""How the console opens where no password is set: by a link that the terminal prints, on this machine alone."""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import SecretStr

from foyer.settings import Settings, SettingsProblem
from pipeline.store.database import make_folder

KEY_FILE = "console.key"
KEY_BYTES = 32


def read_console_key(folder: Path) -> SecretStr:
    """The key in the data folder, made where there is none; only this user may read it."""
    file = folder / KEY_FILE
    make_folder(folder)
    if not file.exists() or not file.stat().st_size:
        _make_key(folder, file)
    file.chmod(0o600)  # a folder that was copied may have come with other rights
    return SecretStr(file.read_text("ascii").strip())


def _make_key(folder: Path, file: Path) -> None:
    """Whole or not at all: another process may start at the same moment, and the first one's key stands."""
    descriptor, name = tempfile.mkstemp(dir=folder)  # 0600
    made = Path(name)
    with os.fdopen(descriptor, "w", encoding="ascii") as out:
        out.write(secrets.token_urlsafe(KEY_BYTES))
    try:
        file.hardlink_to(made)
    except FileExistsError:
        if not file.stat().st_size:
            made.replace(file)
    finally:
        made.unlink(missing_ok=True)


def build_console_link(settings: Settings) -> str:
    """Where the console opens: with the key where no password is set."""
    place = f"{settings.public_url}/console/"
    if settings.console_password:
        return place
    return f"{place}open?key={read_console_key(settings.data).get_secret_value()}"


def refuse_exposed_console(settings: Settings) -> None:
    """SettingsProblem for a server that others reach and that has no password."""
    if settings.console_password:
        return
    for name, value in _exposures(settings):
        raise SettingsProblem(
            f"{name} is {value}, so that others than this machine reach Foyer, but the console has no password; set "
            f"FOYER_CONSOLE_PASSWORD to a long one, or take {name} back"
        )


def _exposures(settings: Settings) -> Iterator[tuple[str, str]]:
    """Settings that only make sense where somebody else than this machine's user is served."""
    if not _is_local(settings.host):
        yield "FOYER_HOST", settings.host
    if settings.base_url and not _is_local(urlsplit(settings.base_url).hostname):
        yield "FOYER_BASE_URL", settings.base_url
    for origin in settings.allowed_origins:
        if not _is_local(urlsplit(origin).hostname):
            yield "FOYER_ALLOWED_ORIGINS", origin


def _is_local(host: str | None) -> bool:
    """Whether the name can only mean the machine itself (RFC 6761, section 6.3; RFC 1122, section 3.2.1.3)."""
    name = (host or "").lower().rstrip(".")
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False
