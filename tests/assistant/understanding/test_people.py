"""Names, companies and roles."""

from __future__ import annotations

import pytest

from pipeline.domain.record import Field, PersonName
from tests.assistant.understanding.saying import answer, value


@pytest.mark.parametrize(
    ("text", "full", "first", "last"),
    [
        ("My name is Priya Shah", "Priya Shah", "Priya", "Shah"),
        ("my name's bob and i work at initech", "Bob", "Bob", None),
        ("This is Priya from Acme", "Priya", "Priya", None),
        ("hi this is yuva", "Yuva", "Yuva", None),
        ("Sarah Connor here, from Cyberdyne", "Sarah Connor", "Sarah", "Connor"),
        ("Please call me Al", "Al", "Al", None),
        ("I'm Jean-Luc Picard.", "Jean-Luc Picard", "Jean-Luc", "Picard"),
        ("My name is Dr. Juan de la Vega", "Juan de la Vega", "Juan", "de la Vega"),
        ("First name Carry, last name Jocoy", "Carry Jocoy", "Carry", "Jocoy"),
        ("Stinehour is my last name", "Stinehour", None, "Stinehour"),
        ("Please book a demo for Will Smith tomorrow", "Will Smith", "Will", "Smith"),
        ("I have a table booked under August Wurzer", "August Wurzer", "August", "Wurzer"),
        ("Ich heiße Anna Müller", "Anna Müller", "Anna", "Müller"),
        ("Me llamo Juan Pérez y trabajo en Telefónica", "Juan Pérez", "Juan", "Pérez"),
        ("Kind regards, Maria Lopez", "Maria Lopez", "Maria", "Lopez"),
        ("hier Lena Vogt von der Rösterei Sturm", "Lena Vogt", "Lena", "Vogt"),
        ("hola, soy Marta de Viajes Altamar", "Marta", "Marta", None),
        ("Hallo, ich bin die Katja von Möbel Reinhardt", "Katja", "Katja", None),
        ("ich bin Paul von der Firma Nordwerk", "Paul", "Paul", None),
        ("Nennen Sie mich einfach Wolle", "Wolle", "Wolle", None),
        ("Name's Wren, surname Castellanos", "Wren Castellanos", "Wren", "Castellanos"),
        ("aquí Martín Sosa de Panadería La Espiga", "Martín Sosa", "Martín", "Sosa"),
        ("yo im dre, need help with returns", "Dre", "Dre", None),
        ("THIS IS PETRA HOLT FROM HOLT DENTAL", "Petra Holt", "Petra", "Holt"),
        ("You're speaking with Tobias Krüger", "Tobias Krüger", "Tobias", "Krüger"),
    ],
)
def test_who_introduces_themselves_is_known_by_name(text, full, first, last):
    assert value(Field.NAME, text) == PersonName(full, first, last)


@pytest.mark.parametrize(
    ("text", "full", "first", "last"),
    [
        ("priya", "Priya", "Priya", None),
        ("jane doe", "Jane Doe", "Jane", "Doe"),
        ("JOHN SMITH", "John Smith", "John", "Smith"),
        ("O'Brien", "O'Brien", "O'Brien", None),
        ("Mrs. Shah", "Shah", None, "Shah"),
        ("sure, it's Tom", "Tom", "Tom", None),
        ("Jane Doe, Acme", "Jane Doe", "Jane", "Doe"),
        ("robert 5486", "Robert", "Robert", None),
        ("it's spelled Jon, not John", "Jon", "Jon", None),
        ("李明", "李明", "李明", None),
        ("van der Berg, Hendrik", "Hendrik van der Berg", "Hendrik", "van der Berg"),
        ("Guten Tag, Kowalczyk mein Name", "Kowalczyk", "Kowalczyk", None),
        ("im called freya", "Freya", "Freya", None),
        ("Grüß Gott, Alois Huber", "Alois Huber", "Alois", "Huber"),
        ("my name? Abdul", "Abdul", "Abdul", None),
        ("ugh fine. Rosalind", "Rosalind", "Rosalind", None),
        ("Rev. Samuel Osei", "Samuel Osei", "Samuel", "Osei"),
        ("A. Venkataraman", "A. Venkataraman", "A.", "Venkataraman"),
        ("mein Vorname ist Solveig", "Solveig", "Solveig", None),
    ],
)
def test_a_bare_answer_to_the_question_is_a_name(text, full, first, last):
    assert answer(Field.NAME, text) == PersonName(full, first, last)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "I'm interested",
            "I'm not sure",
            "This is great!",
            "it's silly",
            "Hi, I'm looking for help",
            "I am the owner",
            "no way",
        ),
        *(
            "What's your name?",
            "I already told you",
            "we sell shoes",
            "no thankyou",
            "That's incorrect",
            "my company name is Acme",
        ),
        *("idk", "ich bin sauer", "ich bin nur am Schauen", "Schönen Tag noch", "soy nuevo en esto"),
        *("name is required??", "keine Lust"),
        *("i'm typing with one hand", "I'm under NDA", "oh sorry forgot", "long story"),
        *("soy la secretaria", "ich bin Vertriebsleiter", "that would be wonderful"),
        *("ich bin Praktikant", "ich bin die Ansprechpartnerin von Möbel Reinhardt"),
        *("fucking hell I said Tuesday!", "gerne", "tomorrow", "The restaurant named Daddy Donkey", "I'm from Berlin"),
    ],
)
def test_what_is_no_name_is_not_taken_for_one_even_when_asked(text):
    assert answer(Field.NAME, text) is None


@pytest.mark.parametrize(
    "text",
    [
        *("priya", "Jane Doe", "My reservation is for Wednesday August 29", "unser Ziel im Jahr 2027", "thanks alex"),
        *("i'm between jobs", "bin privat hier", "soy particular"),
        "can I pay while I'm abroad?",
    ],
)
def test_without_a_question_or_an_introduction_nothing_is_a_name(text):
    assert value(Field.NAME, text) is None


@pytest.mark.parametrize(
    ("text", "company"),
    [
        ("This is Priya from Acme", "Acme"),
        ("I work for Coca-Cola", "Coca-Cola"),
        ("i work at acme logistics and need help", "acme logistics"),
        ("Our company is called Blue Freight", "Blue Freight"),
        ("I'm Jo, founder of Blue Freight", "Blue Freight"),
        ("I'm the VP of Sales at Northwind Traders", "Northwind Traders"),
        ("We are with Jones & Sons Ltd", "Jones & Sons Ltd"),
        ("Acme Inc. has a problem", "Acme Inc."),
        ("We are Blue Freight, a trucking company", "Blue Freight"),
        ("I run a small shop called The Yarn Cupboard", "Yarn Cupboard"),
        ("we trade as Polar Parcels", "Polar Parcels"),
        ("we go by Tidepool", "Tidepool"),
        ("it's just called Plum", "Plum"),
        ("ich bin Paul von der Firma Nordwerk", "Nordwerk"),
        ("Our startup Glimmerfox does payroll", "Glimmerfox"),
        ("it's still called Brambletech until January", "Brambletech"),
        ('our company is "Orbit Foods"', "Orbit Foods"),
        ("I manage a team of 14 at Zenfarm", "Zenfarm"),
        ("hola, soy Marta de Viajes Altamar", "Viajes Altamar"),
    ],
)
def test_a_company_is_known_by_the_words_around_it(text, company):
    assert value(Field.COMPANY, text) == company


@pytest.mark.parametrize(
    ("text", "company"),
    [
        ("Acme", "Acme"),
        ("acme logistics", "acme logistics"),
        ("it's The Coffee Company", "The Coffee Company"),
        ("Acorn - I mean Acorn Media", "Acorn Media"),
        ("Grove. Just Grove.", "Grove"),
        ("Bright Horizons Nursery in Leeds", "Bright Horizons Nursery"),
        ("Pixel Pirates (Barcelona)", "Pixel Pirates"),
        ("I'm with Solwind", "Solwind"),
        ("St. James Partners", "St. James Partners"),
    ],
)
def test_a_bare_answer_to_the_question_is_a_company(text, company):
    assert answer(Field.COMPANY, text) == company


@pytest.mark.parametrize(
    "text",
    [
        "I'm from Berlin",
        "we're a small team from Ohio",
        "I'm from Sales",
        "do you integrate with Salesforce?",
        "leads from Facebook",
        "a table for 7 people at 8pm",
        "our business is concluded",
    ],
)
def test_places_departments_and_products_are_no_companies(text):
    assert value(Field.COMPANY, text) is None


@pytest.mark.parametrize(
    "text",
    [
        *("a mid sized retailer", "a competitor of yours lol", "personal use", "my company is growing fast"),
        *("the one in the url", "owner, for 12 years", "n/a", "die vom letzten Mal"),
        *("wish i had one haha", "it's under construction"),
    ],
)
def test_what_a_company_is_or_does_is_not_its_name(text):
    assert answer(Field.COMPANY, text) is None


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("I'm the VP of Sales at Northwind", "VP of Sales"),
        ("I am the CTO and co-founder of DataCo", "CTO and co-founder"),
        ("my role is marketing manager", "marketing manager"),
        ("Head of Customer Success at Globex", "Head of Customer Success"),
        ("I'm Jo, founder of Blue Freight", "founder"),
        ("I'm a software engineer", "software engineer"),
        ("I'm a working student", "working student"),
        ("I'm a partner at Holt & Finch", "partner"),
        ("I'm the acting head of service desk", "acting head of service desk"),
        ("I'm Omar (ops director at Lumi Health)", "ops director"),
        ("ich bin Praktikant", "Praktikant"),
        ("I'm assistant to the managing director", "assistant to the managing director"),
        ("ich bin Assistentin der Geschäftsleitung", "Assistentin der Geschäftsleitung"),
    ],
)
def test_ones_own_title_is_a_role(text, role):
    assert value(Field.ROLE, text) == role


@pytest.mark.parametrize("text", ["our CTO decides", "I need to ask my manager", "can I talk to a sales rep?"])
def test_somebody_elses_title_is_none(text):
    assert value(Field.ROLE, text) is None


@pytest.mark.parametrize(
    "text",
    [
        *("my manager asked me to look", "our CEO wants it", "mein Chef entscheidet das", "not important"),
        *("same as everyone's i guess", "you don't need to know that", "why is that relevant", "ask me later"),
        *("we don't have a head of support yet", "whats the cheapest plan", "da igual", "I report to the COO"),
        *("still being decided", "just researching for school", "between roles right now"),
        *("Why, does it affect pricing?", "unwichtig"),
    ],
)
def test_a_sentence_is_no_role_even_when_asked(text):
    assert answer(Field.ROLE, text) is None


def test_a_job_in_lower_case_is_nobodys_name():
    assert answer(Field.ROLE, "soy profesora") == "profesora"
    assert value(Field.NAME, "soy profesora", Field.ROLE) is None


def test_any_short_answer_to_the_question_is_a_role():
    assert answer(Field.ROLE, "I'm in charge of support") == "in charge of support"
