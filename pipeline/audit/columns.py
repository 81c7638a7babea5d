"""Which column of an export holds what, guessed from its heading in English, German or Spanish and from its values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from enum import StrEnum

from cleanco.termdata import terms_by_type

from pipeline.plain import plain
from prompts.problems import Mistake


class Column(StrEnum):
    ID = "id"
    EMAIL = "email"
    PHONE = "phone"
    NAME = "name"
    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    COMPANY = "company"
    WEBSITE = "website"
    ROLE = "role"
    BIRTH_DATE = "birth_date"
    CITY = "city"
    COUNTRY = "country"
    OWNER = "owner"
    STAGE = "stage"
    SOURCE = "source"
    CREATED = "created"
    LAST_ACTIVITY = "last_activity"
    FIRST_RESPONSE = "first_response"


PERSON = frozenset({Column.EMAIL, Column.NAME, Column.FIRST_NAME, Column.LAST_NAME})
"""Without any of these the rows are companies."""
TELLING = PERSON | {Column.ID, Column.PHONE, Column.COMPANY}
"""Without any of these no two rows can be told to be one."""
SEVERAL = frozenset({Column.PHONE})
"""What an export spreads over several columns, each of which is read."""

Places = Mapping[Column, tuple[int, ...]]
"""Each column of ours with the positions of the headings that hold it: one, or more of what SEVERAL names."""


def _names(listed: str) -> tuple[str, ...]:
    return tuple(listed.split(", "))


HEADINGS: Mapping[Column, tuple[str, ...]] = {
    Column.ID: _names(
        "id, record id, contact id, lead id, crm id, unique id, uid, guid, external id, datensatz id, kontakt id, "
        "kundennummer, customer id, customer number, id de registro, id de contacto, numero de cliente"
    ),
    Column.EMAIL: _names(
        "email, e mail, mail, email address, e mail address, work email, email 1, primary email, e mail adresse, "
        "mailadresse, correo, correo electronico, direccion de correo"
    ),
    Column.PHONE: _names(
        "phone, phone number, telephone, tel, mobile, mobile phone, mobile phone number, mobile number, cell, cell "
        "phone, work phone, business phone, home phone, other phone, telefon, telefonnummer, mobil, handy, "
        "rufnummer, telefono, numero de telefono, movil, celular"
    ),
    Column.NAME: _names(
        "name, full name, contact, contact name, person, contact person, deal contact person, kontakt, "
        "ansprechpartner, vollstandiger name, nombre completo, contacto, nombre y apellidos"
    ),
    Column.FIRST_NAME: _names("first name, firstname, given name, forename, vorname, nombre, primer nombre"),
    Column.LAST_NAME: _names("last name, lastname, surname, family name, nachname, familienname, apellido, apellidos"),
    Column.COMPANY: _names(
        "company, company name, account, account name, organization, organization name, organisation, organisation "
        "name, associated company, employer, business, firma, firmenname, unternehmen, unternehmensname, empresa, "
        "compania, nombre de la empresa, razon social"
    ),
    Column.WEBSITE: _names(
        "website, web site, web, url, domain, company domain, company domain name, homepage, webseite, internet, "
        "sitio web, pagina web, dominio"
    ),
    Column.ROLE: _names(
        "role, job title, title, position, job, jobtitel, stelle, funktion, berufsbezeichnung, cargo, puesto"
    ),
    Column.BIRTH_DATE: _names(
        "birth date, date of birth, dob, birthday, birthdate, geburtsdatum, geburtstag, fecha de nacimiento"
    ),
    Column.CITY: _names("city, mailing city, billing city, town, stadt, ort, wohnort, ciudad, poblacion"),
    Column.COUNTRY: _names("country, country region, mailing country, billing country, land, staat, pais"),
    Column.OWNER: _names(
        "owner, contact owner, lead owner, account owner, company owner, record owner, assigned to, sales rep, "
        "zustandig, besitzer, betreuer, propietario, responsable, asignado a"
    ),
    Column.STAGE: _names("stage, status, lead status, lifecycle stage, phase, etapa, fase, estado"),
    Column.SOURCE: _names("source, lead source, original source, quelle, herkunft, fuente, origen"),
    Column.CREATED: _names(
        "created, created at, create date, created date, created time, date created, created on, creation date, add "
        "time, person created, organization created, deal created, erstellt, erstellt am, erstelldatum, "
        "anlagedatum, fecha de creacion, creado, creado el"
    ),
    Column.LAST_ACTIVITY: _names(
        "last activity, last activity date, last activity time, last modified, last modified date, modified time, "
        "update time, updated, updated at, modified, last contacted, last contact, letzte aktivitat, geandert am, "
        "zuletzt geandert, letzter kontakt, ultima actividad, ultima modificacion, actualizado, ultimo contacto"
    ),
    Column.FIRST_RESPONSE: _names(
        "first response, first response at, first contacted, first contact, first touch, first reply, responded at, "
        "time of first engagement, erste antwort, erster kontakt, erstkontakt, primera respuesta, primer contacto"
    ),
}
"""Plain headings in English, German and Spanish, the surest first."""

_ANY = frozenset(Column)
_ABOUT: Mapping[str, tuple[int, frozenset[Column]]] = {
    "": (0, _ANY),
    "person": (0, _ANY),
    "deal": (
        1,
        frozenset({
            Column.ID, Column.COMPANY, Column.OWNER, Column.STAGE, Column.SOURCE, Column.CREATED, Column.LAST_ACTIVITY,
        }),
    ),
    "organization": (
        2,
        frozenset({
            Column.WEBSITE, Column.CITY, Column.COUNTRY, Column.OWNER, Column.CREATED, Column.LAST_ACTIVITY,
        }),
    ),
}  # fmt: skip
"""Whom a heading such as `Deal - Owner` is about: how late it is taken, and what it may hold of a row.

A deal's title is no role, and rows of one organization's id are not one person.
"""
_PARTS = re.compile(
    r"(?:(?P<about>person|deal|organi[sz]ation)\s+-\s+)?(?P<what>.*?)(?:\s+-\s+(?:contact|work|home|other|mobile))?",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\([^)]*\)")
_NOT_A_WORD = re.compile(r"[\W_]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_LEGAL = frozenset(term.replace(".", "") for terms in terms_by_type.values() for term in terms)
LEGAL_SHARE = 0.2
"""From this share of values with a legal form on, a column called Name holds companies."""


class ColumnProblem(Mistake):
    """A column was named that is not there, or none tells who a row is; the message lists what is there."""


def heading(text: str) -> str:
    """`E-Mail-Adresse` and `eMailAdresse` as `e mail adresse`."""
    return " ".join(_NOT_A_WORD.sub(" ", plain(_CAMEL.sub(" ", text))).split())


def guess(header: Sequence[str], sample: Sequence[Sequence[str]]) -> dict[Column, tuple[int, ...]]:
    """Each column of ours with the heading that means it most surely; with all that do, for what SEVERAL names."""
    meant: dict[Column, list[tuple[int, int, int]]] = {}
    for at, name in enumerate(header):
        if meaning := _meaning(name):
            column, late, place = meaning
            meant.setdefault(column, []).append((late, place, at))
    found = {
        column: tuple(at for *_, at in sorted(meant[column])[: None if column in SEVERAL else 1])
        for column in HEADINGS
        if column in meant
    }
    return _companies_called_name(found, sample)


def _meaning(name: str) -> tuple[Column, int, int] | None:
    """What a heading means, how late it is taken, and its place among the names of what it means."""
    without_aside = _ASIDE.sub(" ", name).strip()
    parts = _PARTS.fullmatch(without_aside)
    readings = [(heading(without_aside), "")]
    if parts:
        about = heading(parts["about"] or "").replace("organisation", "organization")
        readings.append((heading(parts["what"]), about))
    for words, about in readings:
        late, may_hold = _ABOUT[about]
        for column, names in HEADINGS.items():
            if words in names and column in may_hold:
                return column, late, names.index(words)
    return None


def _companies_called_name(
    found: dict[Column, tuple[int, ...]], sample: Sequence[Sequence[str]]
) -> dict[Column, tuple[int, ...]]:
    """A file of companies calls its column Name as well."""
    if Column.NAME not in found or Column.COMPANY in found or found.keys() & (PERSON - {Column.NAME}):
        return found
    (at,) = found[Column.NAME]
    values = [row[at] for row in sample if at < len(row) and row[at].strip()]
    legal = sum(
        any(word in _LEGAL for word in plain(value).replace(",", " ").replace(".", "").split()) for value in values
    )
    if not values or legal < LEGAL_SHARE * len(values):
        return found
    companies = dict(found)
    del companies[Column.NAME]
    return companies | {Column.COMPANY: (at,)}


def named(given: Iterable[str], header: Sequence[str], guessed: Places) -> dict[Column, tuple[int, ...]]:
    """The guess with what the user says, e.g. `email=E-Mail`; `email=` says that no column holds it.

    Raises ColumnProblem with what can be written instead, also where nothing is left that tells rows apart.
    """
    chosen = dict(guessed)
    said: dict[Column, tuple[int, ...]] = {}
    for text in given:
        what, equals, name = (part.strip() for part in text.partition("="))
        if not equals or what not in set(Column):
            raise ColumnProblem(f"--column {text}: write WHAT=HEADING, where WHAT is one of {', '.join(Column)}")
        if not name:
            chosen.pop(Column(what), None)
        elif name in header:
            column = Column(what)
            said[column] = (*(said.get(column, ()) if column in SEVERAL else ()), header.index(name))
            chosen[column] = said[column]
        else:
            near = get_close_matches(name, header, n=1)
            hint = f"did you mean '{near[0]}'?" if near else f"there are: {', '.join(header)}"
            raise ColumnProblem(f"--column {text}: the file has no column '{name}'; {hint}")
    if not chosen.keys() & TELLING:
        raise ColumnProblem(
            "no column was found that tells who a row is: an id, email, phone, name or company. Say which one does, "
            f"e.g. --column email='{header[0]}'; there are: {', '.join(header)}"
        )
    return chosen
