"""Columns are guessed from headings in three languages and from values, and a user's word goes before any guess."""

from __future__ import annotations

import pytest

from pipeline.audit.columns import HEADINGS, Column, ColumnProblem, guess, heading, named


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
    found = guess(names, [])
    assert {str(column): names[at] for column, at in found.items()} == dict(
        zip(guessed.split(), names, strict=False) if guessed else []
    )


def test_no_heading_means_two_things_and_each_is_plain():
    names = [name for listed in HEADINGS.values() for name in listed]
    assert len(names) == len(set(names))
    assert [name for name in names if heading(name) != name] == []


@pytest.mark.parametrize(
    ("values", "column"),
    [
        (["Acme GmbH", "Foo Ltd.", "Bar"], Column.COMPANY),
        (["Jane Doe", "Bo Ek", "Al Day"], Column.NAME),
        ([], Column.NAME),
    ],
)
def test_names_of_companies_are_told_from_names_of_people_by_their_legal_forms(values, column):
    assert guess(["name"], [[value] for value in values]) == {column: 0}


def test_the_user_corrects_the_guess():
    header = ["Mail", "Backup mail", "Tel"]
    guessed = guess(header, [])
    assert named(["email=Backup mail", "phone="], header, guessed) == {Column.EMAIL: 1}


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
        named([given], ["Mail", "Tel"], {})
