"""How long it takes to find out who a submission already is, among very many contacts.

`python -m tests.bench.lookup` fills SQLite and PostgreSQL with a million contacts of 100,000 companies (some minutes)
and measures the whole lookup of one settlement; `--contacts 20000` takes seconds; `--out docs/performance.md` puts the
figures into that page.
"""

from __future__ import annotations

import argparse
import random
import shlex
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from time import perf_counter, thread_time
from typing import Any

from sqlalchemy import insert, text

from pipeline.matching import MatchKeys
from pipeline.matching.companies import build_company_keys
from pipeline.store import Database, tables
from pipeline.store.contact.identities import list_contact_keys
from pipeline.store.contact.lookup import find_known_records
from pipeline.store.migrations import upgrade_schema
from tests.bench.figures import machine, quantile
from tests.quality.tables import put_between
from tests.support.builders import NOW
from tests.support.databases import postgres_server

BATCH = 20_000
LOOKUPS = 300
TRADES = "Logistics Foods Software Textiles Energy Medical Media Motors Travel Analytics Gardens Press".split()


def word(dice: random.Random, syllables: int) -> str:
    return "".join(dice.choice("bdfghjklmnprstvwz") + dice.choice("aeiou") for _ in range(syllables)).capitalize()


def company(number: int) -> str:
    dice = random.Random(number)
    return f"{word(dice, 3)} {dice.choice(TRADES)}"


def fill(database: Database, contacts: int) -> None:
    """Contacts with an email, every fourth with a phone; ten share a company."""
    upgrade_schema(database)
    companies = max(contacts // 10, 1)
    rows: dict[type[tables.Table], Iterator[dict[str, Any]]] = {
        tables.CompanyRow: (
            {"id": f"company_{n}", "name": company(n), "domain": f"c{n}.com", "created_at": NOW}
            for n in range(companies)
        ),
        tables.CompanyKeyRow: (
            {"key": key, "company_id": f"company_{n}"}
            for n in range(companies)
            for key in build_company_keys(company(n))
        ),
        tables.ContactRow: (contact(n, companies) for n in range(contacts)),
        tables.ContactKeyRow: (
            {"key": key, "contact_id": f"contact_{n}"}
            for n in range(contacts)
            for key in list_contact_keys(MatchKeys(None, email(n), None, phone(n), name=person(n)))
        ),
    }
    for table, values in rows.items():
        while batch := list(islice(values, BATCH)):
            with database.write() as session:
                session.execute(insert(table), batch)
    with database.write() as session:
        session.execute(text("ANALYZE"))


def contact(number: int, companies: int) -> dict[str, Any]:
    return {
        "id": f"contact_{number}",
        "email": email(number),
        "phone": phone(number),
        "name": person(number),
        "company_id": f"company_{number % companies}",
        "created_at": NOW,
    }


def email(number: int) -> str:
    return f"person{number}@c{number}.com"


def person(number: int) -> str:
    return f"Jane {word(random.Random(number), 3)}"


def phone(number: int) -> str | None:
    """Of every fourth; half of them have one of a hundred switchboards, which thousands share among a million."""
    return None if number % 4 else f"+1415{2_000_000 + (number % 100 if number % 8 else number)}"


def asked(contacts: int) -> Iterator[MatchKeys]:
    """One in three is known by email, one by phone alone, one is new with a company's name that looks familiar."""
    dice = random.Random(7)
    while True:
        n = dice.randrange(contacts)
        yield MatchKeys(None, email(n), f"c{n}.com", phone(n), name=person(n), company=company(n))
        yield MatchKeys(None, None, None, phone(n - n % 4), name=person(n - n % 4))
        yield MatchKeys(None, f"new{n}@new{n}.org", f"new{n}.org", None, name="New", company=f"{company(n)} Group")


@dataclass(frozen=True, slots=True)
class LookupTimes:
    database: str
    contacts: int
    p50: float
    """Milliseconds by the wall's clock, whatever else the machine does."""
    p95: float
    slowest: float
    cpu: float
    """Milliseconds of this process's processor at the median; PostgreSQL's own are not in it."""


def measure(name: str, url: str, contacts: int) -> LookupTimes:
    with closing(Database(url)) as database:
        fill(database, contacts)
        wanted = list(islice(asked(contacts), LOOKUPS + 30))
        taken = [_timed(database, keys) for keys in wanted][30:]
    times, cpu = [wall for wall, _ in taken], [processor for _, processor in taken]
    return LookupTimes(name, contacts, quantile(times, 0.5), quantile(times, 0.95), max(times), quantile(cpu, 0.5))


def _timed(database: Database, keys: MatchKeys) -> tuple[float, float]:
    """Milliseconds of the whole lookup, by the wall's clock and of our processor.

    The transaction is open already, as when a submission is settled.
    """
    with database.write() as session:
        session.execute(text("SELECT 1"))
        begun, used = perf_counter(), thread_time()
        find_known_records(session, keys)
        return 1000 * (perf_counter() - begun), 1000 * (thread_time() - used)


def markdown(lookups: Sequence[LookupTimes]) -> str:
    rows = [
        f"| {one.database} | {one.contacts:,} | {one.p50:.1f} | {one.p95:.1f} | {one.slowest:.1f} | {one.cpu:.1f} |"
        for one in lookups
    ]
    head = ["| database | contacts | p50 ms | p95 ms | slowest ms | our CPU, p50 ms |"]
    head.append("| --- | --: | --: | --: | --: | --: |")
    return "\n".join([*head, *rows])


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.lookup", description=__doc__)
    parser.add_argument("--contacts", type=int, default=1_000_000)
    parser.add_argument("--out", type=Path, help="a page whose figures to replace, e.g. docs/performance.md")
    chosen: Any = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="foyer-lookup-") as folder, postgres_server() as server:
        lookups = [measure("SQLite", f"sqlite:///{folder}/foyer.db", chosen.contacts)]
        with server.database(migrated=False) as url:
            lookups.append(measure("PostgreSQL", url, chosen.contacts))
    command = shlex.join(["python", "-m", "tests.bench.lookup", *sys.argv[1:]])
    told = f"Taken with `{command}`: {machine()}.\n\n{markdown(lookups)}"
    print(told)
    if chosen.out:
        put_between(chosen.out, "lookup", told)


if __name__ == "__main__":
    main()
