"""Columns are guessed from headings in three languages and from values, and a user's word goes before any guess."""

from __future__ import annotations

import pytest

from pipeline.audit.columns import ColumnProblem, guess_columns, normalise_heading, override_columns
from pipeline.audit.headings import HEADINGS, Column


@pytest.mark.parametrize(
    ("header", "guessed"),
    [
        (
            "Record ID,First Name,Last Name,Email,Phone Number,Company name",
            "id first_name last_name email phone company",
        ),
        ("Vorname,Nachname,E-Mail-Adresse,Telefonnummer,Firma,Ort", "first_name last_name email phone company city"),
        ("Nombre,Apellidos,Correo electrónico,Teléfono,Empresa", "first_name last_name email phone company"),
        ("fullName,emailAddress,createdAt,Last Activity Date", "name email created last_activity"),
        ("unique_id,first_name,surname,dob,city,email", "id first_name last_name birth_date city email"),
        ("Besitzer,Erstellt am,Erste Antwort", "owner created first_response"),
        ("foo,bar", ""),
    ],
)
def test_headings_are_understood(header, guessed):
    names = header.split(",")
    found = guess_columns(names, [])
    assert {str(column): names[at] for column, (at,) in found.items()} == dict(
        zip(guessed.split(), names, strict=False) if guessed else []
    )


@pytest.mark.parametrize(
    ("header", "guessed"),
    [
        (
            "Record ID - Contact,First Name,Last Name,Email,Phone Number,Mobile Phone Number,Contact owner,"
            "Associated Company,Lifecycle Stage,Create Date,Last Activity Date (EDT),Country/Region",
            "id=Record ID - Contact,email=Email,phone=Phone Number+Mobile Phone Number,first_name=First Name,"
            "last_name=Last Name,company=Associated Company,country=Country/Region,owner=Contact owner,"
            "stage=Lifecycle Stage,created=Create Date,last_activity=Last Activity Date (EDT)",
        ),
        (
            "Contact ID,First Name,Last Name,Title,Account Name,Mailing City,Mailing Country,Phone,Mobile,Email,"
            "Account Owner,Last Activity,Created Date",
            "id=Contact ID,email=Email,phone=Phone+Mobile,first_name=First Name,last_name=Last Name,"
            "company=Account Name,role=Title,city=Mailing City,country=Mailing Country,owner=Account Owner,"
            "created=Created Date,last_activity=Last Activity",
        ),
        (
            "Lead Id,Lead Owner,Company,First Name,Last Name,Email,Phone,Mobile,Lead Status,Created Time,"
            "Modified Time,Last Activity Time",
            "id=Lead Id,email=Email,phone=Phone+Mobile,first_name=First Name,last_name=Last Name,company=Company,"
            "owner=Lead Owner,stage=Lead Status,created=Created Time,last_activity=Last Activity Time",
        ),
        (
            "Person - ID,Person - Name,Person - Email - Work,Person - Phone - Work,Person - Phone - Mobile,"
            "Person - Organization,Organization - ID,Organization - Owner,Person - Owner,Person - Person created,"
            "Person - Update time",
            "id=Person - ID,email=Person - Email - Work,phone=Person - Phone - Work+Person - Phone - Mobile,"
            "name=Person - Name,company=Person - Organization,owner=Person - Owner,created=Person - Person created,"
            "last_activity=Person - Update time",
        ),
        (
            "Deal - ID,Deal - Title,Deal - Owner,Deal - Contact person,Person - Email,Organization - Name,"
            "Organization - ID",
            "id=Deal - ID,email=Person - Email,name=Deal - Contact person,company=Organization - Name,"
            "owner=Deal - Owner",
        ),
    ],
    ids=["hubspot", "salesforce", "zoho", "pipedrive people", "pipedrive deals"],
)
def test_headings_of_each_crm(header, guessed):
    names = header.split(",")
    found = guess_columns(names, [])
    assert [f"{column}={'+'.join(names[at] for at in places)}" for column, places in found.items()] == guessed.split(
        ","
    )


def test_several_columns_of_numbers_can_be_named():
    assert override_columns(["phone=B", "phone=C", "email=A", "email=B"], ["A", "B", "C"], {}) == {
        Column.PHONE: (1, 2),
        Column.EMAIL: (1,),
    }


def test_a_file_in_which_nothing_tells_who_a_row_is_is_refused():
    with pytest.raises(ColumnProblem, match="--column email='Foo'; there are: Foo, City"):
        override_columns([], ["Foo", "City"], guess_columns(["Foo", "City"], []))


def test_no_heading_means_two_things_and_each_is_plain():
    names = [name for listed in HEADINGS.values() for name in listed]
    assert len(names) == len(set(names))
    assert [name for name in names if normalise_heading(name) != name] == []


@pytest.mark.parametrize(
    ("values", "column"),
    [
        (["Acme GmbH", "Foo Ltd.", "Bar"], Column.COMPANY),
        (["Jane Doe", "Bo Ek", "Al Day"], Column.NAME),
        ([], Column.NAME),
    ],
)
def test_names_of_companies_are_told_from_names_of_people_by_their_legal_forms(values, column):
    assert guess_columns(["name"], [[value] for value in values]) == {column: (0,)}


def test_the_user_corrects_the_guess():
    header = ["Mail", "Backup mail", "Tel"]
    guessed = guess_columns(header, [])
    assert override_columns(["email=Backup mail", "phone="], header, guessed) == {Column.EMAIL: (1,)}


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("email=Mial", "did you mean 'Mail'?"),
        ("email=Zzz", "there are: Mail, Tel"),
        ("e-mail=Mail", "WHAT is one of id, email"),
        ("Mail", "write WHAT=HEADING"),
    ],
)
def test_a_column_that_is_not_there_is_answered_with_what_is(given, says):
    with pytest.raises(ColumnProblem, match=says):
        override_columns([given], ["Mail", "Tel"], {})
