"""What a new company's folder says by itself in each shipped language; people change it there."""

from __future__ import annotations

from collections.abc import Mapping

INVITATIONS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "label": "Chat with {name}",
        "greeting": "Questions? I'm happy to help.",
        "dismiss": "Close",
        "opening": "The chat is opening",
        "failed": "The chat could not be opened. Please try again.",
    },
    "de": {
        "label": "Mit {name} chatten",
        "greeting": "Fragen? Ich helfe gern.",
        "dismiss": "Schließen",
        "opening": "Der Chat wird geöffnet",
        "failed": "Der Chat ließ sich nicht öffnen. Bitte versuchen Sie es noch einmal.",
    },
    "es": {
        "label": "Chatear con {name}",
        "greeting": "¿Preguntas? Le ayudo con gusto.",
        "dismiss": "Cerrar",
        "opening": "El chat se está abriendo",
        "failed": "No se pudo abrir el chat. Inténtelo de nuevo.",
    },
}
CASE_LINES: Mapping[str, Mapping[str, str]] = {
    "en": {
        "goal": "I'm looking for an offer",
        "timeline": "in two months",
        "location": "in Springfield",
        "role": "managing director",
        "no": "No, thanks",
        "person": "Can I talk to a person?",
    },
    "de": {
        "goal": "Ich suche ein Angebot",
        "timeline": "in zwei Monaten",
        "location": "in Hannover",
        "role": "Geschäftsführerin",
        "no": "Nein, danke",
        "person": "Kann ich mit einem Menschen sprechen?",
    },
    "es": {
        "goal": "Busco una oferta",
        "timeline": "dentro de dos meses",
        "location": "en Valencia",
        "role": "gerente",
        "no": "No, gracias",
        "person": "¿Puedo hablar con una persona?",
    },
}
FIELD_ANSWERS: Mapping[str, Mapping[str, str]] = {
    "text": {"en": "nothing special", "de": "nichts Besonderes", "es": "nada especial"},
    "amount": {"en": "about 120", "de": "etwa 120", "es": "unos 120"},
    "date": {"en": "next month", "de": "nächsten Monat", "es": "el mes que viene"},
    "yes_no": {"en": "yes", "de": "ja", "es": "sí"},
    "place": {"en": "Springfield", "de": "Hannover", "es": "Valencia"},
    "number": {"en": "40", "de": "40", "es": "40"},
}
UNTIL: Mapping[str, str] = {
    "en": "{first} to {last} from {start} to {end}",
    "de": "{first} bis {last} von {start} bis {end} Uhr",
    "es": "de {first} a {last} de {start} a {end}",
}
"""Several days with the same hours."""
ON: Mapping[str, str] = {
    "en": "{first} from {start} to {end}",
    "de": "{first} von {start} bis {end} Uhr",
    "es": "el {first} de {start} a {end}",
}
"""One day."""
