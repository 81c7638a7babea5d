"""A solar installer's playbook: built-in fields renamed or dropped, and fields of its own of every kind."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from pipeline.playbook import Playbook
from pipeline.playbook.loading import load_playbook
from tests.support.builders import PROMPTS

FIELDS = """
urgent:
  phrases:
    en: [no heating, no electricity, burning smell]
    de: [kein Strom, Brandgeruch]
    es: [sin luz, huele a quemado]
  when: {building: flats, own_home: yes}
  asks: [goal]
  say:
    en: "If it can't wait, call +1 555 0100; {{ our_company }} answers day and night."
    de: "Wenn es eilt, rufen Sie +1 555 0100 an."
    es: "Si es urgente, llame al +1 555 0100."
fields:
  - id: goal
    question: {en: What would you like to have on your roof?, de: Was wünschen Sie sich auf dem Dach?}
  - id: own_home
    kind: yes_no
    label: {en: Own house, de: Eigenes Haus, es: Casa propia}
    question: {en: Is the house yours?, de: Gehört Ihnen das Haus?, es: ¿La casa es suya?}
    why: {en: Only the owner may change a roof., de: Nur wer besitzt darf umbauen., es: Solo decide el dueño.}
    phrases: [own the house, our own house, homeowner, eigenheim]
    opposites: [rent, renting, tenant, zur miete, alquiler]
  - id: building
    kind: choice
    other: yes
    label: {en: Building, de: Gebäude, es: Edificio}
    question: {en: What kind of building is it?, de: Was für ein Gebäude ist es?, es: ¿Qué edificio es?}
    choices:
      - {id: house, label: House, labels: {de: Wohnhaus, es: Casa}, words: [bungalow, villa, cottage]}
      - {id: flats, label: Block of flats, labels: {de: Mehrfamilienhaus, es: Bloque}, words: [apartment block]}
      - {id: business, label: Business premises, labels: {de: Gewerbe, es: Nave}, words: [warehouse, barn, factory]}
  - id: products
    kind: choice
    several: yes
    label: {en: Products, de: Produkte, es: Productos}
    question: {en: What do you need?, de: Was brauchen Sie?, es: ¿Qué necesita?}
    choices:
      - {id: panels, label: Solar panels, labels: {de: Solarmodule, es: Paneles}, words: [panels, photovoltaics]}
      - {id: battery, label: Battery, labels: {de: Speicher, es: Batería}, words: [storage, powerwall]}
      - {id: wallbox, label: Wallbox, labels: {de: Wallbox, es: Wallbox}, words: [ev charger, charging point]}
  - id: roof_area
    kind: number
    units: [m², sqm, square metres, square meters, quadratmeter, qm]
    label: {en: Roof area, de: Dachfläche, es: Superficie}
    question: {en: How large is the roof?, de: Wie groß ist das Dach?, es: ¿Cuánto mide el tejado?}
  - id: bill
    kind: amount
    per: month
    phrases: [electricity bill, power bill, stromrechnung]
    label: {en: Electricity bill, de: Stromrechnung, es: Factura de luz}
    question: {en: How much is your bill a month?, de: Wie hoch ist Ihre Stromrechnung?, es: ¿Cuánto paga?}
  - id: meter
    kind: text
    when: {building: business, bill: at least 500}
    label: {en: Meter, de: Zähler, es: Contador}
    question: {en: Which meter do you have?, de: Welchen Zähler haben Sie?, es: ¿Qué contador tiene?}
  - id: ready_by
    kind: date
    phrases: [be ready, fertig sein]
    label: {en: Ready by, de: Fertig bis, es: Listo para}
    question: {en: When should it be ready?, de: Wann soll es fertig sein?, es: ¿Cuándo debe estar listo?}
  - id: site
    kind: place
    label: {en: Site, de: Ort, es: Lugar}
    question: {en: Where is the building?, de: Wo steht das Gebäude?, es: ¿Dónde está el edificio?}
  - id: name
    required: true
  - id: email
    required: true
  - {id: phone, ask: no}
  - {id: photo, kind: url, ask: no, label: {en: Photo, de: Foto, es: Foto}}
  - {id: neighbour, kind: name, ask: no, phrases: [neighbour], label: {en: Neighbour, de: Nachbar, es: Vecino}}
"""


def write_solar_prompts(folder: Path) -> Path:
    """The shipped prompts with the installer's fields, points, rules and list of what it sells to."""
    shutil.copytree(PROMPTS, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__", "cases"))
    playbook = folder / "playbook"
    (playbook / "fields.yaml").write_text(FIELDS, "utf-8")
    scoring = playbook / "scoring.yaml"
    signals = """signals:
  - id: owns_the_house
    group: fit
    points: 30
    when: {own_home: yes}
    says: owns the house
  - id: cannot_wait
    group: engagement
    points: 20
    when: {urgent: yes}
    says: can't wait
  - id: wants_storage
    group: fit
    points: 15
    when: {products: battery, roof_area: at least 40}
    says: wants storage on a large roof
"""
    told = scoring.read_text("utf-8").replace("signals:\n", signals, 1)
    needs = next(line for line in told.splitlines() if line.startswith("needs_any_of:"))
    scoring.write_text(told.replace(needs, "needs_any_of: [own_home, products, bill]"), "utf-8")
    routing = playbook / "routing.yaml"
    rule = """policy:
  - rule: large bills
    when: {bill: at least 300}
    queue: enterprise
"""
    routing.write_text(routing.read_text("utf-8").replace("policy:\n", rule, 1), "utf-8")
    return folder


@cache
def a_solar_playbook() -> Playbook:
    with TemporaryDirectory() as folder:
        return load_playbook(write_solar_prompts(Path(folder) / "prompts"), {})
