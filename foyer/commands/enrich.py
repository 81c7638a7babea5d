"""`foyer enrich LEAD|EMAIL|DOMAIN`: what providers know about somebody, from where, and what went wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Annotated, Any

import typer
from rich.table import Table

from foyer import wiring
from foyer.commands.output import Format, FormatOption, print_data
from foyer.commands.stored import build_not_found, open_store
from foyer.commands.terminal import open_console
from foyer.live_prompts import watch_prompts
from foyer.settings import Settings, read_settings
from pipeline.codec import to_json
from pipeline.domain.decision import Fact
from pipeline.domain.lookup import LookupStatus, ProviderAnswer, Subject
from pipeline.domain.record import Evidence, Field, KnownValue, Record
from pipeline.intake.normalise import find_company_domain, find_email_domain, normalise_email
from pipeline.ports import Enricher
from pipeline.store import Database, Store
from pipeline.wording.found import describe_how
from prompts.problems import Mistake
from prompts.texts import Texts

TROUBLE = frozenset({LookupStatus.ERROR, LookupStatus.RATE_LIMITED, LookupStatus.TIMEOUT})


class NobodyToAsk(Mistake):
    """What was given names nobody, or no such provider."""


def enrich(
    who: Annotated[str, typer.Argument(metavar="LEAD|EMAIL|DOMAIN", help="A lead's id, an email address or a domain.")],
    provider: Annotated[str | None, typer.Option(help="Only this provider, by its name in enrichment.yaml.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Ask, but keep nothing of the answers.")] = False,
    form: FormatOption = Format.TABLE,
) -> None:
    """Ask the playbook's providers now, however fresh their last answer is. Ends with 1 if one is in trouble."""
    settings = read_settings()
    asked = _chosen(settings, provider)
    subject = _subject(settings, who)
    store = None if dry_run else _made(settings)
    answers: list[tuple[str, ProviderAnswer]] = []
    console = open_console(stderr=True)
    for enricher in asked:
        with console.status(f"Asking {enricher.name} ..."):
            answers.append((enricher.name, _answer(store, enricher, subject)))
    texts = watch_prompts(settings).current().playbook.get_texts()
    if form is Format.TABLE:
        _print(answers, texts)
    else:
        print_data([row for name, answer in answers for row in _rows(name, answer, texts)], form)
    raise typer.Exit(1 if any(answer.status in TROUBLE for _, answer in answers) else 0)


def _chosen(settings: Settings, name: str | None) -> Sequence[Enricher]:
    known = wiring.build_enrichers(settings)
    chosen = [enricher for enricher in known if name in (None, enricher.name)]
    if not chosen:
        raise NobodyToAsk(f"there is no provider '{name}'; there are: {', '.join(each.name for each in known)}")
    return chosen


def _subject(settings: Settings, who: str) -> Subject:
    playbook = watch_prompts(settings).current().playbook
    free_mail = playbook.deduplication.free_mail
    if "@" in who:
        address = normalise_email(who)
        if address is None:
            raise NobodyToAsk(f"'{who}' is no email address")
        record = Record({Field.EMAIL: KnownValue(address, Evidence(0, 0, len(address), address))})
        return Subject(record, find_company_domain(address, free_mail))
    if "." in who:
        domain = find_email_domain(f"info@{who.strip().lower()}")
        if domain is None:
            raise NobodyToAsk(f"'{who}' is no domain; write it like example.com, without https://")
        return Subject(Record(), domain)
    page = open_store(settings).views.get_page(who)
    if page is None:
        raise build_not_found(who, playbook.get_texts())
    if page.lead.answer_only:
        raise NobodyToAsk(f"the visitor of {who} never agreed to more than an answer: nobody may be asked about them")
    email = page.lead.record.text(Field.EMAIL)
    words = "\n".join(turn.text for turn in page.transcript if turn.author == "visitor")
    return Subject(page.lead.record, find_company_domain(email, free_mail) if email else None, words)


def _made(settings: Settings) -> Store:
    """Where answers are kept: made for the first of them, as somebody may be looked up before anybody wrote."""
    store = Store(Database(settings.url))
    store.migrate()
    return store


def _answer(store: Store | None, enricher: Enricher, subject: Subject) -> ProviderAnswer:
    """What it says; kept in the store, where one is given."""
    now = datetime.now(UTC)
    answer, key = enricher.enrich(subject, now), enricher.key(subject)
    if store and key:
        store.lookups.save(enricher.name, key, answer, now)
    return answer


def _rows(name: str, answer: ProviderAnswer, texts: Texts) -> Iterator[dict[str, Any]]:
    """A row a fact; one with nulls for a provider without any, so that its status is told."""
    for fact in answer.facts or (None,):
        told = _told(fact, texts) if fact else dict.fromkeys(("fact", "value", "source", "method", "at"))
        yield {"provider": name, "status": str(answer.status), "detail": answer.detail, **told}


def _told(fact: Fact, texts: Texts) -> dict[str, Any]:
    plain = to_json(fact)
    told = {"method": describe_how(fact.how, texts), "at": plain["at"]}
    return {"fact": fact.name, "value": fact.value, "source": fact.source, **told}


def _print(answers: Sequence[tuple[str, ProviderAnswer]], texts: Texts) -> None:
    table = Table(box=None, header_style="bold", pad_edge=False)
    for column in ("Fact", "Value", "Source", "How"):
        table.add_column(column)
    for _, answer in answers:
        for fact in answer.facts:
            table.add_row(fact.name, str(fact.value), fact.source, describe_how(fact.how, texts))
    console = open_console()
    console.print(table)
    for name, answer in answers:
        console.print(f"{name}: {answer}")
