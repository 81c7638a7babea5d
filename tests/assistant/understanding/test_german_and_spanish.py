"""What German and Spanish visitors say, understood by the rules alone with the words of the shipped playbook."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.understanding.port import Act, MessageInContext, Understood
from pipeline.domain.record import Budget, Field, Location, PersonName, TeamSize, Timeline
from tests.assistant.dialogue.dialogues import AT
from tests.assistant.talking import guided


def understand(text: str, *asked: Field) -> Understood:
    """As of Wednesday, 9 September 2026."""
    return guided().understand(MessageInContext(text, AT, asked, region="DE"))


def value(field: Field, text: str, *asked: Field):
    return next((finding.value for finding in understand(text, *asked).findings if finding.field is field), None)


ACTS = {
    Act.AFFIRM: """ja; Ja, gerne; Sehr gerne; Genau; Natürlich; Selbstverständlich; Passt so; In Ordnung; Das stimmt;
        Alles richtig; Einverstanden; Klar doch; Kein Problem; Auf jeden Fall; von mir aus; Können Sie machen;
        sí; Sí, claro; Claro que sí; Por supuesto; De acuerdo; Vale; Está bien; Correcto; Así es; Me parece bien;
        Adelante; Perfecto; Sin problema; Todo correcto""",
    Act.DENY: """nein; Nein, danke; nö; Auf keinen Fall; Das stimmt nicht; Nicht ganz; leider nein; Gerade nicht;
        Stimmt nicht; no; No, gracias; Mejor no; Para nada; No es correcto; Está mal; Ahora no; De ninguna manera""",
    Act.DECLINE: """Lieber nicht; Das möchte ich nicht sagen; Das möchte ich lieber nicht angeben; keine Angabe;
        Darüber kann ich nicht sprechen; Das ist vertraulich; Das geht Sie nichts an; Möchte ich nicht verraten;
        Prefiero no decirlo; No quiero decirlo; Es confidencial; Eso es privado; No puedo compartirlo""",
    Act.UNSURE: """Weiß ich nicht; Keine Ahnung; Das weiß ich noch nicht; noch unklar; Schwer zu sagen;
        Bin mir nicht sicher; Kann ich nicht sagen; Steht noch nicht fest; kommt drauf an;
        haben wir noch nicht festgelegt; No sé; No lo sé; Ni idea; Todavía no lo sabemos; No estoy seguro; Depende;
        Aún no está decidido; Por definir""",
    Act.WHY: """Warum?; Warum fragen Sie das?; Wieso wollen Sie das wissen?; Wofür brauchen Sie das?;
        Wozu brauchen Sie meine Telefonnummer?; ¿Por qué?; ¿Por qué lo preguntan?; ¿Por qué quiere saberlo?;
        ¿Para qué necesitan mi teléfono?""",
    Act.QUESTION: """Was kostet das?; Wie lange dauert die Einrichtung; Gibt es eine Testversion?; ¿Cuánto cuesta?;
        Qué precio tiene; ¿Hay una versión gratuita?""",
    Act.STOP: """Stopp; Hören Sie auf; Lassen Sie mich in Ruhe; Ich habe kein Interesse; Schluss jetzt; Basta;
        Déjeme en paz; Deje de escribirme; No me interesa; No más preguntas""",
    Act.HUMAN: """Ich möchte mit einem Menschen sprechen; Kann ich mit jemandem reden?; Bitte rufen Sie mich an;
        Ich will einen echten Mitarbeiter; Verbinden Sie mich mit einem Mitarbeiter; Quiero hablar con una persona;
        ¿Puedo hablar con alguien?; Páseme con un agente; Llámenme por favor""",
    Act.GREET: "Guten Tag; Hallo zusammen; Moin; Hola; Buenos días",
    Act.THANKS: "Vielen Dank; Herzlichen Dank; Danke; Muchas gracias",
    Act.BYE: "Tschüss; Auf Wiedersehen; Schönen Tag noch; Adiós; Hasta luego; Que tenga un buen día",
    Act.COMPLAIN: """Das ist doch Zeitverschwendung; Das habe ich doch schon gesagt; Das nervt;
        Esto es una pérdida de tiempo; Ya lo he dicho; Esto no sirve para nada""",
    Act.OFF_TOPIC: "Wie wird das Wetter morgen?; Erzählen Sie mir einen Witz; Cuénteme un chiste",
    Act.CORRECT: """Nein, ich meinte 200; Das war falsch, es sind 50; Eigentlich sind wir 30; No, quise decir 200;
        Me equivoqué, son 50; En realidad somos 30""",
}
SAID = [(act, " ".join(text.split())) for act, texts in ACTS.items() for text in texts.split(";")]


@pytest.mark.parametrize(("act", "text"), SAID)
def test_what_visitors_do_with_a_message(act, text):
    assert act in understand(text).acts


@pytest.mark.parametrize("text", [text for act, text in SAID if act in (Act.DECLINE, Act.UNSURE, Act.WHY, Act.STOP)])
def test_who_refuses_hesitates_or_asks_back_has_not_said_yes(text):
    assert Act.AFFIRM not in understand(text).acts


@pytest.mark.parametrize("text", [text for act, text in SAID if act in (Act.AFFIRM, Act.DENY, Act.DECLINE, Act.UNSURE)])
@pytest.mark.parametrize("field", [Field.NAME, Field.TEAM_SIZE, Field.BUDGET, Field.TIMELINE, Field.LOCATION])
def test_a_reply_without_content_is_no_value(field, text):
    assert value(field, text, field) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ich heiße Anna Becker", "Anna Becker"),
        ("mein name ist peter schmidt", "Peter Schmidt"),
        ("Ich bin Anna Becker von der Becker GmbH", "Anna Becker"),
        ("Anna Becker hier", "Anna Becker"),
        ("Sie können mich Tom nennen", "Tom"),
        ("Me llamo Lucía Fernández", "Lucía Fernández"),
        ("Mi nombre es María García de la Torre", "María García de la Torre"),
        ("Soy Marta Ruiz de Zapatos Ruiz", "Marta Ruiz"),
        ("Le habla Pedro Gómez", "Pedro Gómez"),
        ("Wir sind ein Onlineshop", None),
        ("Ich bin Geschäftsführerin", None),
        ("soy la dueña", None),
        ("estamos en Madrid", None),
    ],
)
def test_names(text, name):
    found = value(Field.NAME, text, Field.NAME)
    assert (found.full if isinstance(found, PersonName) else None) == name


@pytest.mark.parametrize("text", ["im Herbst", "im Frühjahr", "Im Oktober", "en Primavera"])
def test_a_season_or_a_month_is_nobodys_name(text):
    assert value(Field.NAME, text) is None


@pytest.mark.parametrize(
    ("text", "company"),
    [
        ("Wir sind die Becker GmbH", "Becker GmbH"),
        ("Ich bin Anna Becker von der Becker GmbH", "Becker GmbH"),
        ("Unsere Firma heißt Nordwind", "Nordwind"),
        ("Das Unternehmen heißt Blumen Meier", "Blumen Meier"),
        ("für die Blumen Meier KG", "Blumen Meier KG"),
        ("La empresa se llama Zapatos Ruiz", "Zapatos Ruiz"),
        ("Soy Marta Ruiz de Zapatos Ruiz", "Zapatos Ruiz"),
        ("Es para Zapatos Ruiz", "Zapatos Ruiz"),
        ("nuestra tienda se llama La Zapatería", "La Zapatería"),
    ],
)
def test_companies(text, company):
    assert value(Field.COMPANY, text, Field.COMPANY) == company


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Ich bin Geschäftsführerin", "Geschäftsführerin"),
        ("Leiterin Kundenservice", "Leiterin Kundenservice"),
        ("Ich bin Leiter des Kundenservice bei Nordwind", "Leiter des Kundenservice"),
        ("Gründerin und Geschäftsführerin", "Gründerin und Geschäftsführerin"),
        ("Ich arbeite als Projektleiter", "Projektleiter"),
        ("Soy la responsable de atención al cliente", "responsable de atención al cliente"),
        ("Soy directora de operaciones", "directora de operaciones"),
        ("Trabajo como gerente de soporte", "gerente de soporte"),
        ("Soy el dueño", "dueño"),
    ],
)
def test_roles(text, role):
    assert value(Field.ROLE, text, Field.ROLE) == role


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("Wir sind etwa vierzig", 40, 40),
        ("rund 200 Mitarbeiter", 200, 200),
        ("Unser Team besteht aus zwölf Leuten", 12, 12),
        ("zwischen 50 und 60 Personen", 50, 60),
        ("fünfzig bis sechzig", 50, 60),
        ("mehr als 500", 500, None),
        ("höchstens 20", None, 20),
        ("ca. 1.200", 1200, 1200),
        ("zu dritt", 3, 3),
        ("ein Dutzend", 12, 12),
        ("nur ich", 1, 1),
        ("unos 200", 200, 200),
        ("Somos unas cuarenta personas", 40, 40),
        ("Tenemos 120 empleados", 120, 120),
        ("entre 50 y 60", 50, 60),
        ("más de 500", 500, None),
        ("alrededor de treinta y cinco", 35, 35),
        ("casi cien", 100, 100),
        ("una docena", 12, 12),
        ("solo yo", 1, 1),
    ],
)
def test_team_sizes(text, low, high):
    assert value(Field.TEAM_SIZE, text, Field.TEAM_SIZE) == TeamSize(low, high)


@pytest.mark.parametrize(
    "text", ["Wir sind ein Onlineshop für Fahrräder", "somos una tienda de zapatos", "in zwei Wochen"]
)
def test_an_article_or_a_number_of_weeks_counts_nobody(text):
    assert value(Field.TEAM_SIZE, text) is None


@pytest.mark.parametrize(
    ("text", "budget"),
    [
        ("2.000 € im Monat", Budget(2000, 2000, "EUR", "month")),
        ("2.000,50 Euro pro Monat", Budget(2000.5, 2000.5, "EUR", "month")),
        ("bis zu 1500 Euro", Budget(None, 1500, "EUR", None)),
        ("maximal 1,5 Tsd. Euro", Budget(None, 1500, "EUR", None)),
        ("fünfhundert Euro", Budget(500, 500, "EUR", None)),
        ("zwischen 500 und 1.000 Euro im Monat", Budget(500, 1000, "EUR", "month")),
        ("Unser Budget liegt bei 20.000 Euro im Jahr", Budget(20000, 20000, "EUR", "year")),
        ("15.000 EUR einmalig", Budget(15000, 15000, "EUR", "project")),
        ("unos 500 euros al mes", Budget(500, 500, "EUR", "month")),
        ("como mucho 300 €", Budget(None, 300, "EUR", None)),
        ("dos mil euros al mes", Budget(2000, 2000, "EUR", "month")),
        ("15 mil euros", Budget(15000, 15000, "EUR", None)),
        ("nuestro presupuesto es de 20.000 euros al año", Budget(20000, 20000, "EUR", "year")),
    ],
)
def test_budgets_with_a_decimal_comma(text, budget):
    assert value(Field.BUDGET, text, Field.BUDGET) == budget


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("vor dem dritten Quartal", None, date(2026, 9, 30)),
        ("im ersten Quartal 2027", date(2027, 1, 1), date(2027, 3, 31)),
        ("im zweiten Halbjahr", date(2026, 7, 1), date(2026, 12, 31)),
        ("in zwei Wochen", date(2026, 9, 23), date(2026, 9, 23)),
        ("in einem halben Jahr", date(2027, 3, 9), date(2027, 3, 9)),
        ("bis Ende März", None, date(2027, 3, 31)),
        ("Wir brauchen es bis Ende des Jahres", None, date(2026, 12, 31)),
        ("im Herbst", date(2026, 9, 1), date(2026, 11, 30)),
        ("bis zum 15. Oktober", None, date(2026, 10, 15)),
        ("am 15.10.2026", date(2026, 10, 15), date(2026, 10, 15)),
        ("so schnell wie möglich", date(2026, 9, 9), date(2026, 9, 9)),
        ("antes del tercer trimestre", None, date(2026, 9, 30)),
        ("dentro de un mes", date(2026, 10, 9), date(2026, 10, 9)),
        ("en los próximos tres meses", date(2026, 9, 9), date(2026, 12, 9)),
        ("antes de fin de año", None, date(2026, 12, 31)),
        ("para finales de marzo", None, date(2027, 3, 31)),
        ("a partir de enero", date(2027, 1, 1), None),
        ("en el segundo semestre", date(2026, 7, 1), date(2026, 12, 31)),
        ("lo antes posible", date(2026, 9, 9), date(2026, 9, 9)),
    ],
)
def test_timelines(text, earliest, latest):
    assert value(Field.TIMELINE, text, Field.TIMELINE) == Timeline(earliest, latest)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Wir sitzen in München", Location(city="München")),
        ("in der Schweiz", Location(country="CH")),
        ("Berlin, Deutschland", Location(city="Berlin", country="DE")),
        ("10115 Berlin", Location(city="Berlin", postal_code="10115")),
        ("Estamos en Barcelona", Location(city="Barcelona")),
        ("de Madrid", Location(city="Madrid")),
        ("en México", Location(country="MX")),
    ],
)
def test_places(text, place):
    assert value(Field.LOCATION, text, Field.LOCATION) == place


@pytest.mark.parametrize(
    ("field", "text", "found"),
    [
        (Field.INDUSTRY, "Wir sind ein Onlineshop für Fahrräder", "ecommerce"),
        (Field.INDUSTRY, "Versicherung", "finance"),
        (Field.INDUSTRY, "Tenemos una tienda online de zapatos", "ecommerce"),
        (Field.STAGE, "Wir vergleichen gerade mehrere Anbieter", "comparing"),
        (Field.STAGE, "solo estamos mirando", "exploring"),
        (Field.USE_CASE, "Vor allem das gemeinsame Postfach", "shared_inbox"),
        (Field.USE_CASE, "sobre todo el chat en vivo", "live_chat"),
        (Field.TOOLS, "Zurzeit arbeiten wir mit Zendesk", ("Zendesk",)),
        (Field.TOOLS, "De momento utilizamos Freshdesk", ("Freshdesk",)),
        (Field.EMAIL, "anna at becker punkt de", "anna@becker.de"),
        (Field.EMAIL, "lucia arroba zapatos punto es", "lucia@zapatos.es"),
        (Field.PHONE, "erreichbar unter 0151 23456789", "+4915123456789"),
    ],
)
def test_lists_tools_and_addresses(field, text, found):
    assert value(field, text, field) == found


@pytest.mark.parametrize(
    ("field", "text"),
    [
        (Field.GOAL, "Wir möchten schneller antworten"),
        (Field.GOAL, "Wir wollen alle Anfragen an einem Ort haben"),
        (Field.GOAL, "Queremos responder más rápido"),
        (Field.GOAL, "Nos gustaría tener una bandeja común"),
        (Field.PROBLEM, "Unsere E-Mails gehen ständig unter"),
        (Field.PROBLEM, "Wir verlieren den Überblick über die Anfragen"),
        (Field.PROBLEM, "Perdemos correos de clientes"),
        (Field.PROBLEM, "Nos cuesta mucho seguir todas las consultas"),
    ],
)
def test_goals_and_problems_are_kept_in_the_visitors_own_words(field, text):
    assert value(field, text) == text


@pytest.mark.parametrize(
    "text", ["Wir wollen im November starten", "Quiero hablar con alguien", "Lo necesitamos para mayo"]
)
def test_a_date_or_a_wish_for_a_person_is_no_goal(text):
    assert value(Field.GOAL, text) is None
