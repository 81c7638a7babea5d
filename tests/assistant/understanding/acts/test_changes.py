"""Fields called by their names: what becomes of them, and what a yes leaves open."""

from __future__ import annotations

import pytest

from assistant.understanding.port import Act, Change, Correction, MessageInContext, Understood
from pipeline.domain.record import Field, FieldId
from tests.assistant.understanding.saying import NOW, guided

KNOWN: dict[FieldId, str] = {
    Field.GOAL: "one place for everything",
    Field.INDUSTRY: "online shop",
    Field.NAME: "Anne Smith",
    Field.EMAIL: "anne@acme.com",
    Field.COMPANY: "The parish",
    Field.TEAM_SIZE: "40",
    Field.BUDGET: "500 a month",
    Field.TIMELINE: "March",
    Field.PHONE: "713 555 0199",
}
SUMMARY = "Here is what I noted. Is it right, and may I pass it on?"


def hear(text: str, names: dict[str, FieldId] | None = None) -> Understood:
    return guided.understand(MessageInContext(text, NOW, (), SUMMARY, "US", KNOWN, names or {}))


@pytest.mark.parametrize(
    ("text", "field", "quote"),
    [
        ("the company size is wrong, it is 55", Field.TEAM_SIZE, "55"),
        ("Size: 55", Field.TEAM_SIZE, "55"),
        ("Goal: one inbox for all", Field.GOAL, "one inbox for all"),
        ("Goal is nonsense. Goal: faster first response", Field.GOAL, "faster first response"),
        ("yes but the goal is fewer lost emails", Field.GOAL, "fewer lost emails"),
        ("the name is St. Brendan's parish, not The parish", Field.COMPANY, "St. Brendan's parish"),
        ("please change my email to anna@acme.org", Field.EMAIL, "anna@acme.org"),
        ("my name is misspelled, it's Anna Smith", Field.NAME, "Anna Smith"),
        ("no, the team is 60", Field.TEAM_SIZE, "60"),
        ("timeline should be April", Field.TIMELINE, "April"),
        ("Firma ist falsch, richtig ist Muster GmbH", Field.COMPANY, "Muster GmbH"),
        ("Die Mitarbeiterzahl stimmt nicht, es sind 80", Field.TEAM_SIZE, "80"),
        ("la empresa está mal, es Acme SL", Field.COMPANY, "Acme SL"),
        ("le budget est faux, c'est 800", Field.BUDGET, "800"),
        ("il nome è sbagliato, è Anna Rossi", Field.NAME, "Anna Rossi"),
    ],
)
def test_a_new_value_behind_a_fields_name_is_read_for_that_field(text, field, quote):
    understood = hear(text)
    assert Correction(field, Change.SET) in understood.corrections
    assert [found.quote for found in understood.findings if found.field is field] == [quote]
    assert Act.CORRECT in understood.acts


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("remove the company size please", Field.TEAM_SIZE),
        ("we never said a budget, remove that", Field.BUDGET),
        ("leave the budget out", Field.BUDGET),
        ("the phone number can go", Field.PHONE),
        ("delete my phone number", Field.PHONE),
        ("Budget bitte raus", Field.BUDGET),
        ("quite el presupuesto", Field.BUDGET),
        ("enlevez le téléphone", Field.PHONE),
        ("togli il budget", Field.BUDGET),
    ],
)
def test_a_value_is_taken_out_by_its_name_and_nothing_ends(text, field):
    understood = hear(text)
    assert understood.corrections == (Correction(field, Change.REMOVE),)
    assert not {Act.STOP, Act.DELETE_DATA} & {*understood.acts}


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("name is wrong", Field.NAME),
        ("wrong company", Field.COMPANY),
        ("looks good except the budget", Field.BUDGET),
        ("der Name stimmt nicht", Field.NAME),
        ("we're not an online shop", Field.INDUSTRY),
    ],
)
def test_what_is_wrong_without_a_new_value_is_to_be_asked(text, field):
    assert hear(text).corrections == (Correction(field, Change.ASK),)


@pytest.mark.parametrize(
    "text", ["yes", "no problem, send it", "all correct, no problem", "everything is fine, send it", "we are a team"]
)
def test_who_names_no_field_corrects_none(text):
    assert hear(text).corrections == ()


def test_a_field_is_called_as_the_playbook_calls_it():
    understood = hear("monthly bill: 800", {"monthly bill": Field.BUDGET})
    assert understood.corrections == (Correction(Field.BUDGET, Change.SET),)


def test_nothing_is_corrected_while_nothing_is_known():
    assert guided.understand(MessageInContext("Size: 55", NOW)).corrections == ()


@pytest.mark.parametrize(
    ("text", "remainder"),
    [
        ("ok but live chat is not it", "but live chat is not it"),
        ("yes, though we open at nine", "though we open at nine"),
        ("ja, aber da fehlt noch was", "aber da fehlt noch was"),
        ("sí, pero falta algo importante", "pero falta algo importante"),
        ("oui mais il manque quelque chose", "mais il manque quelque chose"),
        ("yes, thank you so much", ""),
        ("yes but please send it soon", ""),
        ("yes, but we are 50 people", ""),
    ],
)
def test_a_yes_tells_what_it_leaves_open(text, remainder):
    understood = hear(text)
    assert Act.AFFIRM in understood.acts
    assert understood.remainder == remainder


@pytest.mark.parametrize(
    "text",
    [
        *("never mind, please pass it on as it is", "whatever, just send it", "Oh, never mind, dear. Yes."),
        *("I meant: please do pass it on", "egal, einfach abschicken", "da igual, envíalo", "non importa, inviatelo"),
    ],
)
def test_a_wish_to_go_on_stops_nothing(text):
    assert {*hear(text).acts} & {Act.AFFIRM, Act.DENY, Act.STOP, Act.MIXED} == {Act.AFFIRM}


@pytest.mark.parametrize(
    "text",
    [
        *("yes no", "yeah right", "I don't see why not", "no yes I mean yes", "yes and no", "jein", "sí y no"),
        *("oui et non", "sì e no", "yeah sure, whatever you say"),
    ],
)
def test_a_yes_that_may_be_none_counts_for_neither(text):
    assert {*hear(text).acts} & {Act.AFFIRM, Act.DENY, Act.MIXED} == {Act.MIXED}


@pytest.mark.parametrize("text", ["don't send it", "don't send that yet", "bitte nicht abschicken", "no lo envíen"])
def test_a_wish_not_to_go_on_is_a_no(text):
    assert {*hear(text).acts} & {Act.AFFIRM, Act.DENY} == {Act.DENY}


@pytest.mark.parametrize(
    "text",
    [
        "ok change something",
        "Yes, I want to change something first",
        "looks good but change something",
        "ja, ich möchte noch etwas ändern",
        "sí, quiero cambiar algo",
        "oui, je voudrais changer quelque chose",
        "sì, vorrei cambiare qualcosa",
    ],
)
def test_who_wants_some_change_says_no_plain_yes_and_no_goal(text):
    understood = hear(text)
    assert Act.CORRECT in understood.acts
    assert understood.findings == ()


def test_who_has_to_change_something_at_work_corrects_nothing():
    assert Act.CORRECT not in hear("we have to change something about our response times").acts
