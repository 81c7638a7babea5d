"""The doctor on whom we ask and who reaches us: each is asked; who can't be asked from here is called so."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from urllib.parse import urlsplit

import httpx

from foyer import wiring
from foyer.health.diagnosis import Diagnosis
from foyer.live_prompts import read_prompts
from foyer.settings import OPENAI, Settings, read_secret
from prompts.problems import BadFiles
from prompts.texts import Texts

PATIENCE_SECONDS = 5.0
KEY_REFUSED = (401, 403)


def check_server(settings: Settings) -> Iterator[Diagnosis]:
    """Whether Foyer answers on this machine's port, and under the address that people use."""
    host = settings.host if settings.host not in ("0.0.0.0", "::") else "localhost"  # noqa: S104 - compared with
    local = f"http://{f'[{host}]' if ':' in host else host}:{settings.port}"
    answer = _ask(f"{local}/readyz")
    if isinstance(answer, str):
        yield Diagnosis("server", "off", f"nothing answers at {local} ({answer})", "'foyer serve' starts it")
    else:
        yield _judge_server(local, answer)
    if settings.base_url:
        yield _check_base_url(settings.base_url)


def check_model_server(settings: Settings) -> Iterator[Diagnosis]:
    """Asks for the list of models, which costs nothing: whether it answers, takes the key, and has the model."""
    if not settings.has_model:
        return
    address = (settings.model_base_url or OPENAI).rstrip("/")
    key = settings.model_api_key.get_secret_value() if settings.model_api_key else None
    answer = _ask(f"{address}/models", {"Authorization": f"Bearer {key}"} if key else {})
    if isinstance(answer, str):
        todo = "start it, or correct FOYER_MODEL_BASE_URL; until then rules and templates answer"
        yield Diagnosis("llm server", "broken", f"{address} does not answer ({answer})", todo)
    elif answer.status_code in KEY_REFUSED:
        yield Diagnosis("llm server", "broken", f"{address} refuses the key", "correct FOYER_MODEL_API_KEY")
    elif (names := _list_models(answer)) is None:
        found = f"{address} answers, but lists no models ({answer.status_code}): key and name are known after a call"
        yield Diagnosis("llm server", "not checked", found)
    elif settings.model not in names:
        found = f"{address} has no model '{settings.model}'; it has {', '.join(sorted(names)[:5]) or 'none'}"
        yield Diagnosis("llm server", "broken", found, "correct FOYER_MODEL_NAME")
    else:
        yield Diagnosis("llm server", "ok", f"{address} answers, takes the key and has '{settings.model}'")


def check_providers(settings: Settings) -> Iterator[Diagnosis]:
    """Who is asked about leads, and which keys are missing; each question may cost, so nobody is asked for this."""
    try:
        providers = read_prompts(settings.prompts).playbook.enrichment.providers
    except BadFiles:
        yield Diagnosis("enrichment", "not checked", "the playbook can't be read", "see 'prompts'")
        return
    if not providers:
        todo = "name providers in playbook/enrichment.yaml if others shall be asked about your leads"
        yield Diagnosis("enrichment", "off", "what leads say themselves and our own history", todo)
    for provider in providers:
        if provider.secret and read_secret(provider.secret) is None:
            found, todo = f"{provider.name}: its key is missing", f"set {provider.secret}"
            yield Diagnosis("enrichment", "warning", found, todo)
        else:
            where = "leads' own websites" if provider.type == "website" else urlsplit(provider.address or "").netloc
            todo = "'foyer enrich ann@example.com' asks it"
            yield Diagnosis("enrichment", "not checked", f"{provider.name}: {where}", todo)


def check_alerts(settings: Settings) -> Iterator[Diagnosis]:
    texts = partial(_read_texts, settings)
    answer = wiring.build_notifier(settings, texts).check()
    yield Diagnosis("alerts", "ok" if answer.ok else "broken", answer.found, answer.todo)


def check_chats(settings: Settings) -> Iterator[Diagnosis]:
    """Where colleagues join a chat."""
    if settings.slack_signing_secret:
        found = f"from Slack, which must reach {settings.public_url}/slack/events and /slack/actions, and the console"
        yield Diagnosis("joining chats", "not checked", found, "write a word in a lead's thread and see it in the chat")
    else:
        todo = "set FOYER_SLACK_SIGNING_SECRET to join from Slack (docs/takeover.md)"
        yield Diagnosis("joining chats", "ok", "in the console", todo if settings.slack_channel else None)


def _read_texts(settings: Settings) -> Texts:
    return read_prompts(settings.prompts).playbook.get_texts()


def _judge_server(local: str, answer: httpx.Response) -> Diagnosis:
    try:
        told = answer.json()
        status = told["status"]
    except (ValueError, KeyError, TypeError):
        todo = "stop the program that has the port, or set FOYER_PORT"
        return Diagnosis("server", "warning", f"something else than Foyer answers at {local}", todo)
    notes = "; ".join(f"{name}: {note}" for name, note in told.items() if name != "status" and note != "ok")
    if answer.status_code != httpx.codes.OK:
        return Diagnosis("server", "broken", f"{local} is {status}: {notes}", "see what it names")
    return Diagnosis("server", "ok" if status == "ok" else "warning", f"{local} is {status}{notes and f': {notes}'}")


def _check_base_url(address: str) -> Diagnosis:
    answer = _ask(f"{address}/healthz")
    if isinstance(answer, str) or answer.status_code != httpx.codes.OK:
        why = answer if isinstance(answer, str) else f"it answers {answer.status_code}"
        todo = "look at the proxy and the name; a name that only others can reach may still be right"
        return Diagnosis("base URL", "warning", f"{address} does not lead here from this machine ({why})", todo)
    return Diagnosis("base URL", "ok", f"{address} leads here")


def _list_models(answer: httpx.Response) -> list[str] | None:
    try:
        return [str(model["id"]) for model in answer.json()["data"]]
    except (ValueError, KeyError, TypeError):
        return None


def _ask(address: str, headers: dict[str, str] | None = None) -> httpx.Response | str:
    """The answer, or why there is none, in a few words and without the headers."""
    try:
        return httpx.get(address, headers=headers, timeout=PATIENCE_SECONDS, follow_redirects=True)
    except (httpx.HTTPError, OSError, UnicodeError) as error:
        return type(error).__name__ if not str(error) else str(error)
