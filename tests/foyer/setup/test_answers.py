"""What a company may answer, and what each mistake is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from foyer.setup.answers import Answers, read_answers
from foyer.setup.hours import parse_hours
from foyer.setup.look import build_palettes, draw_pictures
from foyer.setup.own_fields import parse_field
from prompts.branding import Palette
from prompts.problems import BadFiles

GOOD = {
    "name": "Hopfenhof",
    "offer": "beer",
    "customers": "people",
    "languages": "en, de",
    "time_zone": "Europe/Berlin",
    "hours": "mon-fri 9:00-17:00",
    "region": "de",
    "contact_email": "a@hopfenhof.example",
    "colour": "#b45309",
    "team": "Lena Brandt <lena@hopfenhof.example>, Tom Weiss <tom@hopfenhof.example>",
}


def test_lists_may_be_written_in_one_line():
    answers = Answers.model_validate(GOOD | {"sells_in": "DE, at"})
    assert answers.languages == ("en", "de")
    assert [person.id for person in answers.team] == ["lena", "tom"]
    assert (answers.region, answers.sells_in) == ("DE", ("DE", "AT"))
    assert Answers.model_validate(GOOD | {"sells_in": "everywhere"}).sells_in == ()


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("hours", "nine to five", "write hours like"),
        ("hours", "fri-mon 09:00-17:00", "runs backwards"),
        ("hours", "mon-fri 17:00-09:00", "ends before it starts"),
        ("hours", "foo 09:00-17:00", "'foo' is no day"),
        ("region", "XX", "write two letters"),
        ("contact_email", "hello at home", "is no mail address"),
        ("colour", "blue", "write a colour"),
        ("time_zone", "Berlin", "IANA"),
        ("team", "Lena", "write name and address like"),
        ("team", "Lena A <a@b.example>, Lena B <b@b.example>", "same first name"),
        ("languages", "fr", "'en', 'de' or 'es'"),
        ("sells_in", "Germany", "is no country"),
        ("ask", ["Roof"], "can't be read as a field"),
        ("ask", ["Roof: choice flat"], "at least two different choices"),
        ("ask", ["Role: text"], "asked for already"),
        ("ask", ["Bill: amount fortnight"], "a month, a year or a project"),
        ("ask", ["Roof: text", "roof: date"], "the same name"),
    ],
)
def test_bad_answers_are_told_what_to_write(key, value, told):
    with pytest.raises(ValidationError, match=told):
        Answers.model_validate(GOOD | {key: value})


def test_a_file_of_answers_names_its_lines(tmp_path):
    file = tmp_path / "answers.yaml"
    file.write_text("name: A\nofer: beer\ncustomers: dogs\n", "utf-8")
    with pytest.raises(BadFiles) as refused:
        read_answers(file)
    told = str(refused.value)
    assert "answers.yaml:2: 'ofer' is not a known setting; did you mean 'offer'?" in told
    assert "answers.yaml:3:" in told


def test_hours_of_some_days_may_differ():
    hours = parse_hours("mon-thu 8:00-18:00, fri 08:00-13:00, sun 10:00-24:00")
    assert (hours.usual.days, hours.usual.start) == (("mon", "tue", "wed", "thu"), "08:00")
    assert [(shift.days, shift.end) for shift in hours.others] == [(("fri",), "13:00"), (("sun",), "24:00")]


@pytest.mark.parametrize(
    ("line", "kind", "several", "details", "question"),
    [
        ("Roof (What roof is it?): choice flat|pitched", "choice", False, ("flat", "pitched"), "What roof is it?"),
        ("Beers: choices Lager | Stout", "choice", True, ("Lager", "Stout"), "Beers?"),
        ("Area: number m²", "number", False, ("m²",), "Area?"),
        ("Bill: amount a month", "amount", False, ("month",), "Bill?"),
        ("Owner: yes/no", "yes_no", False, (), "Owner?"),
        ("Ready by: date", "date", False, (), "Ready by?"),
    ],
)
def test_a_field_is_one_line(line, kind, several, details, question):
    field = parse_field(line)
    assert (field.kind, field.several, field.details, field.question) == (kind, several, details, question)


def test_ids_are_plain_letters():
    field = parse_field("Fässer (Größe): choice Süß|Herb")
    assert (field.id, field.choices) == ("faesser", (("suess", "Süß"), ("herb", "Herb")))


@given(st.from_regex(r"#[0-9a-f]{6}", fullmatch=True))
def test_any_colour_gives_a_look_that_can_be_read(colour):
    for palette in build_palettes(colour).values():
        Palette.model_validate(palette)


@given(st.text(min_size=1, max_size=30).filter(str.strip))
def test_any_name_can_be_drawn(name):
    assert set(draw_pictures(name, "#b45309")) == {"logo_light.svg", "logo_dark.svg", "favicon.svg", "avatar.svg"}
