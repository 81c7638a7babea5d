"""What the columns of an export are called in English, German and Spanish, and by the CRMs that people export from."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


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
ABOUT: Mapping[str, tuple[int, frozenset[Column]]] = {
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
