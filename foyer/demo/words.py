"""What the visitors of the demo month are called and say whatever the company sells, by language where it matters."""

from __future__ import annotations

from collections.abc import Mapping

FIRST = (
    "Ann", "Ben", "Carla", "David", "Elena", "Frank", "Grace", "Hugo", "Iris", "Jonas", "Kira", "Liam", "Maria", "Noah",
    "Olivia", "Paul", "Rita", "Samuel", "Tara", "Victor", "Wendy", "Yusuf", "Zoe", "Nadia",
)  # fmt: skip
LAST = (
    "Adler", "Baker", "Costa", "Dalton", "Evans", "Fischer", "Garcia", "Hansen", "Ivanov", "Jensen", "Keller", "Lopez",
    "Moreno", "Novak", "Okafor", "Petersen", "Quinn", "Romero", "Schmidt", "Turner", "Vega", "Walker", "Young",
)  # fmt: skip
COMPANY = (
    "Amber", "Birch", "Cedar", "Delta", "Ember", "Fjord", "Grove", "Heron", "Indigo", "Juniper", "Kestrel", "Lotus",
    "Maple", "Nova", "Opal", "Pine", "Quartz", "River", "Summit", "Thistle", "Umber", "Valley", "Willow", "Yarrow",
)  # fmt: skip
TRADES = ("Works", "Group", "Partners", "Stores", "Travel", "Academy", "Logistics", "Labs")
"""The second word of a company's name."""
GOALS: Mapping[str, tuple[str, ...]] = {
    "en": (
        "We are looking for {offer}",
        "I would like to know more about {choice}",
        "We need {choice}",
        "Hi! I am interested in {choice}",
        "What would {choice} cost?",
    ),
    "de": ("Wir suchen {offer}", "Ich interessiere mich für {choice}", "Wir brauchen {choice}"),
    "es": ("Buscamos {offer}", "Me interesa {choice}", "Necesitamos {choice}"),
    "fr": ("Nous cherchons {offer}", "Je m'intéresse à {choice}", "Nous avons besoin de {choice}"),
}
"""`offer` is what the company sells, `choice` one of the things that its fields list."""
PROBLEMS: Mapping[str, tuple[str, ...]] = {
    "en": (
        "It takes far too long today",
        "We have tried it ourselves and it did not work",
        "Nobody here has the time for it, and things get lost",
        "What we have now is too expensive",
    ),
    "de": ("Das dauert heute viel zu lange", "Was wir jetzt haben, ist zu teuer"),
    "es": ("Hoy tardamos demasiado", "Lo que tenemos ahora es demasiado caro"),
    "fr": ("Cela prend beaucoup trop de temps", "Ce que nous avons est trop cher"),
}
ROLES = (
    "Head of Support", "Customer service manager", "CEO", "Founder", "Operations manager", "Office manager", "CTO",
    "Marketing manager", "Managing director",
)  # fmt: skip
SIZES = ("1 to 10", "11 to 50", "about 35 people", "51 to 200", "we are 120", "201 to 500", "more than 500")
PLACES = (
    "Boston, Massachusetts", "Chicago", "Denver, Colorado", "Berlin, Germany", "Madrid, Spain", "London", "Toronto",
    "Austin, Texas", "Lisbon, Portugal", "Bangalore, India",
)  # fmt: skip
BUDGETS = ("about $300 a month", "500 dollars a month", "up to $1,500 per month", "2000 to 4000 USD a month")
AMOUNTS = ("about 60", "80", "120", "around 180", "240", "400")
NUMBERS = (2, 5, 12, 25, 40, 60, 90, 140)
TIMELINES: Mapping[str, tuple[str, ...]] = {
    "en": ("by the end of next month", "within two weeks", "next quarter", "as soon as possible", "next year"),
    "de": ("bis Ende nächsten Monats", "in zwei Wochen", "nächstes Jahr"),
    "es": ("a finales del mes que viene", "dentro de dos semanas", "el año que viene"),
    "fr": ("d'ici la fin du mois prochain", "dans deux semaines", "l'année prochaine"),
}
YES_NO: Mapping[str, tuple[str, ...]] = {
    "en": ("yes", "yes", "no"),
    "de": ("ja", "ja", "nein"),
    "es": ("sí", "sí", "no"),
    "fr": ("oui", "oui", "non"),
}
NOTES: Mapping[str, str] = {
    "en": "nothing special",
    "de": "nichts Besonderes",
    "es": "nada especial",
    "fr": "rien de particulier",
}
"""The answer to a question that takes any words."""
FREE_MAIL = ("gmail.com", "outlook.com", "yahoo.com")
VENDORS = (
    "We offer SEO services and can put your website on page one of Google",
    "I represent an outsourcing agency and would like to offer our call center to you",
    "We sell verified lists of decision makers, interested in a partnership?",
)
STUDENTS = (
    "I am a student writing my thesis about chat assistants, could you answer a few questions?",
    "For a university project I compare companies like yours, is there material for students?",
)
CUSTOMERS = (
    "I can't log in to my account any more, can you reset it?",
    "We are a customer of yours and the invoice of last month is wrong",
)
SPAM = (
    "Buy cheap backlinks now!!! http://best-links.example/buy http://best-links.example/now",
    "CRYPTO INVESTMENT 300% profit guaranteed, write me on telegram",
    "Hot casino bonus, free spins http://casino.example/win",
)
CAMPAIGNS: tuple[Mapping[str, str], ...] = (
    {},
    {},
    {"utm_source": "google", "utm_medium": "cpc", "utm_campaign": "search"},
    {"utm_source": "linkedin", "utm_medium": "social", "utm_campaign": "professionals"},
    {"utm_source": "newsletter", "utm_medium": "email", "utm_campaign": "monthly"},
)
LOST = ("chose another offer", "no budget this year", "no answer after four attempts", "bad timing")
UNFIT = ("wants to sell to us", "a student, no purchase", "already a customer, needs support", "not a real enquiry")
