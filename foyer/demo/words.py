"""What the visitors of the demo month are called and say, by language where it matters."""

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
TRADES: Mapping[str, tuple[str, str]] = {
    "Outfitters": ("E-commerce", "We run an online shop"),
    "Software": ("Software / SaaS", "We build software for accountants"),
    "Stores": ("Retail", "We have retail stores in eleven cities"),
    "Travel": ("Travel & hospitality", "We are a travel agency"),
    "Insurance": ("Finance & insurance", "We are an insurance broker"),
    "Academy": ("Education", "We run a school for adults"),
    "Logistics": ("Logistics", "We are a logistics company"),
    "Health": ("Healthcare", "We are a chain of clinics"),
}
"""The second word of a company's name, with its industry and what its people say of it."""
PROBLEMS: Mapping[str, tuple[str, ...]] = {
    "en": (
        "Customer emails get lost in a shared mailbox",
        "nobody sees who is answering what, so some customers get two replies and some none",
        "our agents answer the same ten questions all day",
        "we take two days to answer and customers complain",
        "tickets come by mail, chat and phone and end up in a spreadsheet",
    ),
    "de": (
        "Kundenmails gehen in unserem gemeinsamen Postfach verloren",
        "Unsere Kunden warten zwei Tage auf eine Antwort",
    ),
    "es": (
        "Los correos de los clientes se pierden en un buzón compartido",
        "Tardamos dos días en responder y los clientes se quejan",
    ),
}
GOALS: Mapping[str, tuple[str, ...]] = {
    "en": (
        "We want to answer every customer within an hour",
        "looking for a shared inbox that the whole team can see",
        "We'd like to automate the easy questions",
        "Can we see a demo of the live chat?",
        "I need reports on response times for my managers",
        "What would it cost for our team?",
    ),
    "de": ("Wir wollen Kunden schneller antworten", "Wir suchen einen gemeinsamen Posteingang für das Team"),
    "es": ("Queremos responder más rápido a los clientes", "Buscamos una bandeja de entrada compartida"),
}
STAGES: Mapping[str, tuple[str, ...]] = {
    "en": (
        "We are comparing two or three tools",
        "just exploring for now",
        "We want to replace Zendesk",
        "We have the budget and want to decide this month",
        "planning for next quarter",
    ),
    "de": ("Wir vergleichen gerade Anbieter", "Wir schauen uns nur um"),
    "es": ("Estamos comparando herramientas", "Solo estamos explorando"),
}
USE_CASES = ("A shared inbox", "Live chat", "Automation", "Reporting", "Order support")
ROLES = (
    "Head of Support", "Customer service manager", "CEO", "Founder", "Operations manager", "Support agent", "CTO",
    "Marketing manager", "VP Customer Experience",
)  # fmt: skip
SIZES = ("1 to 10", "11 to 50", "about 35 people", "51 to 200", "we are 120", "201 to 500", "more than 500")
PLACES = (
    "Boston, Massachusetts", "Chicago", "Denver, Colorado", "Berlin, Germany", "Madrid, Spain", "London", "Toronto",
    "Austin, Texas", "Lisbon, Portugal", "Bangalore, India",
)  # fmt: skip
BUDGETS = ("about $300 a month", "500 dollars a month", "up to $1,500 per month", "2000 to 4000 USD a month")
TIMELINES = ("by the end of next month", "within two weeks", "next quarter", "as soon as possible", "next year")
TOOLS = ("Gmail", "Zendesk", "Outlook and a spreadsheet", "Freshdesk", "Intercom")
FREE_MAIL = ("gmail.com", "outlook.com", "yahoo.com")
VENDORS = (
    "We offer SEO services and can put your website on page one of Google",
    "I represent an outsourcing agency and would like to offer our call center to you",
    "We sell verified lists of decision makers, interested in a partnership?",
)
STUDENTS = (
    "I am a student writing my thesis about chat assistants, could you answer a few questions?",
    "For a university project I compare help desks, is there a free licence for students?",
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
PAGES = ("/", "/pricing", "/features", "/integrations", "/customers")
CAMPAIGNS: tuple[Mapping[str, str], ...] = (
    {},
    {},
    {"utm_source": "google", "utm_medium": "cpc", "utm_campaign": "shared-inbox"},
    {"utm_source": "linkedin", "utm_medium": "social", "utm_campaign": "support-leaders"},
    {"utm_source": "newsletter", "utm_medium": "email", "utm_campaign": "monthly"},
)
LOST = ("chose another tool", "no budget this year", "no answer after four attempts", "bad timing")
UNFIT = ("wants to sell to us", "a student, no purchase", "already a customer, needs support", "not a real enquiry")
