"""Single messages of buyers and others in a company's chat, and everything that may be noted of each.

Invented, written before the rules were tried on them. `may` names fields on which people would disagree.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from assistant.evaluation.wanted import WantedRecord
from pipeline.domain.record import Field


@dataclass(frozen=True)
class LabelledMessage:
    text: str
    wanted: WantedRecord
    asked: tuple[Field, ...] = ()
    may: frozenset[Field] = frozenset()


def said(text: str, asked: str | None = None, may: Iterable[str] = (), **wanted: Any) -> LabelledMessage:
    """Who reads the message must note `wanted`, can note `may`, and nothing else."""
    fields = frozenset(map(Field, may))
    return LabelledMessage(text, WantedRecord.model_validate(wanted), (Field(asked),) if asked else (), fields)


MESSAGES = (
    # Who writes, for whom and as what
    said("Morning! Tom Okafor here, customer care manager at Birch & Vale.", name="Tom Okafor", company="Birch & Vale",
         role="customer care manager"),
    said("hey, i'm lena and i do support at parcelkit", name="lena", company="parcelkit", may=["role"]),
    said("My name is Ruiz, Andrea Ruiz. I am the VP of Customer Success for Northbeam Software.", name="Andrea Ruiz",
         role="VP of Customer Success", company="Northbeam Software", may=["industry"]),
    said("O'Brien, Maeve", "name", name="Maeve O'Brien"),
    said("this is dev from finchpay, we're a fintech with around 120 people", name="dev", company="finchpay",
         industry="finance", team_size=120),
    said("Director of Operations", "role", role="Director of Operations"),
    said("I look after the support desk as team lead", "role", role="team lead"),
    said("head of service and i also run the warehouse lol", "role", role="head of service"),
    said("it's Kestrel Outdoor Ltd", "company", company="Kestrel Outdoor Ltd"),
    said("mudpie toys", "company", company="mudpie toys"),
    said("I'm the founder of Quill & Co, a small publisher", role="founder", company="Quill & Co", industry="media",
         may=["team_size"]),
    said("Our COO asked me to find something, I'm just her assistant", may=["goal", "role"]),
    said("Thanks,\nMarcus Lind\nHead of Customer Experience\nTideline Travel", may=["industry"], name="Marcus Lind",
         role="Head of Customer Experience", company="Tideline Travel"),
    said("Speaking with my boss Sandra at HelloFresh first would make sense"),
    said("Priyanka", "name", name="Priyanka"),
    said("jo dot park at lumen dot io", "email", email="jo.park@lumen.io"),
    said("sure: mia.keller@waldhaus.de", "email", email="mia.keller@waldhaus.de"),
    said("you can ring me on +44 20 7946 0958", "phone", phone="+442079460958"),
    # Size
    said("about thirty of us now", "team_size", team_size=30),
    said("We're a team of 14 and get 900 emails a day", team_size=14, may=["problem"]),
    said("between 200 and 250 employees, mostly in the warehouse", team_size={"min": 200, "max": 250}),
    said("Three agents share one login and nobody knows who answered what", "problem", problem="three agents login"),
    said("just me and my partner", "team_size", team_size=2),
    said("we have 12,000 customers", "team_size"),
    said("400+", "team_size", team_size={"min": 400, "max": None}),
    # Trade, stage and use
    said("we sell handmade candles online", "industry", industry="ecommerce"),
    said("We run three hotels on the coast", "industry", industry="travel"),
    said("softwar company", "industry", industry="saas"),
    said("we make machines for bakeries", "industry", industry="manufacturing"),
    said("We're a dental clinic in Leeds", industry="healthcare", location={"city": "Leeds"}),
    said("our contract with Intercom ends in March and we want off it", "stage", stage="replacing",
         may=["timeline", "tools", "goal"]),
    said("not sure yet, only started googling yesterday", "stage", stage="exploring"),
    said("we've narrowed it down to you and one other", "stage", stage="comparing"),
    said("ready to sign as soon as legal says yes", "stage", stage="deciding"),
    said("a bot that answers the where is my order stuff", "use_case", use_case="automation", may=["goal"]),
    said("mostly the shared inbox I think", "use_case", use_case="shared_inbox"),
    said("whatsapp and live chat", "use_case", use_case="live_chat"),
    # Goals and problems
    said("chaos honestly", "problem", problem="chaos"),
    said("slow replies", "problem", problem="slow replies"),
    said("Emails fall through the cracks every weekend", "problem", problem="emails cracks weekend"),
    said("We don't know which of our 4 inboxes a customer wrote to, so half get two replies", "problem",
         problem="don't know inboxes two replies", may=["use_case"]),
    said("answer everyone within an hour", "goal", goal="answer everyone hour"),
    said("I need something so that customers stop phoning us about deliveries.", goal="customers stop phoning",
         may=["use_case"]),
    said("asdfgh jkl", "goal"),
    said("banana banana banana", "problem"),
    said("haha no idea mate", "problem"),
    # Others, spam and questions
    said("A friend of mine uses Gorgias and hates it"),
    said("We offer SEO and guest posts, can I send you our price list?", may=["goal"]),
    said("just give me the price", "goal"),
    said("does it work with Outlook?", "tools"),
    said("Is my data stored in Frankfurt?", "company"),
    said("we use Outlook and a big Excel sheet", "tools", tools=["Outlook", "Spreadsheets"]),
    # Learners of English
    said("We are 25 peoples in the company, we sell the furnitures in internet", team_size=25, industry="ecommerce"),
    said("I am responsible of customers service in firm Baltic Wood", company="Baltic Wood", may=["role"]),
    said("Actual we have not any system, only the emails", "tools", may=["tools"]),
    # German and Spanish
    said("Guten Tag, ich bin Jens Krüger, Leiter Kundendienst bei der Nordlicht GmbH", name="Jens Krüger",
         role="Leiter Kundendienst", company="Nordlicht GmbH"),
    said("wir sind etwa 80 Leute", "team_size", team_size=80),
    said("Wir verkaufen Fahrräder im Internet", "industry", industry="ecommerce"),
    said("Hola, soy Lucía Vega, responsable de atención al cliente en Casa Lino", name="Lucía Vega",
         role="responsable de atención al cliente", company="Casa Lino"),
    said("todavía estamos mirando opciones", "stage", stage="exploring"),
    said("somos unas 45 personas y usamos Zendesk", team_size=45, tools=["Zendesk"]),
)  # fmt: skip
