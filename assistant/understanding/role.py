"""Roles: a job title that the visitor gives as their own, or any short answer to the question for it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.understanding.patterns import any_of
from assistant.understanding.port import Finding
from assistant.understanding.utterance import WHO, Utterance
from assistant.understanding.words import CHAT_WORDS
from pipeline.domain.record import Field

MAX_ANSWER_WORDS = 6

_RANK = any_of(
    *"senior junior sr jr lead chief regional global national deputy assistant associate managing".split(),
    *"executive interim acting group principal general vice co key area technical".split(),
)
_AREA = any_of(
    *"sales marketing operations? ops support customers? clients? success services? care experience it".split(),
    *"product engineering software revenue revops growth finance financial hr human resources people".split(),
    *"talent business development digital accounts? project program office country content brand demand".split(),
    *"generation gen communications? partner(?:ship)?s? procurement purchasing supply chain logistics".split(),
    *"data analytics security legal compliance quality research strategy innovation technology tech".split(),
    *"information web e-?commerce retail store field inside commercial administrative admin medical".split(),
    *"clinical practice property real estate social media events? community channel enterprise mid-market".split(),
    *"smb emea apac latam na crm systems? network".split(),
)
_JOB = any_of(
    *"manager director lead leader head vp engineer developer programmer consultant specialist".split(),
    *"coordinator analyst administrator admin executive officer rep representative agent assistant".split(),
    *"designer architect recruiter buyer planner strategist scientist accountant bookkeeper marketer".split(),
    *"supervisor controller technician intern freelancer student teacher nurse doctor lawyer attorney".split(),
    *"realtor broker advisor professor researcher journalist secretary".split(),
)
_CHIEF = "(?:ceo|cto|coo|cfo|cmo|cio|cro|cpo|ciso|cso|cxo)"
_OWNER = any_of(
    *("(?:co-?)?founder", "(?:(?:business|company|shop|store) )?(?:co-?)?owner", "president", "proprietor"),
)
_GERMAN_AREA = any_of(
    *"kundenservice kundendienst kundenbetreuung kundensupport support vertrieb verkauf marketing einkauf".split(),
    *"logistik it technik e-?commerce personal finanzen produkt produktion entwicklung operations".split(),
)
_GERMAN = (
    r"(?:\w+-?)?(?:leiter|leitung|geschäftsführer|inhaber|gründer|manager|berater|entwickler|assistent"
    r"|sachbearbeiter|chef"
    r"|mitarbeiter|referent|geschäftsleitung)(?:in)?(?: (?:und|&) (?:\w+-?)?(?:inhaber|gründer"
    r"|geschäftsführer)(?:in)?)?"
    rf"(?:,? (?:(?:des|der|im|vom|für den|für das|in der) )?{_GERMAN_AREA}(?: (?:und|&) {_GERMAN_AREA})?)?"
)
_SPANISH_AREA = any_of(
    r"(?:atención|servicio|soporte|experiencia)(?: (?:al|de|del) clientes?)?",
    *"ventas marketing operaciones compras logística producto tecnología sistemas informática finanzas tienda".split(),
    *("recursos humanos", "proyectos?", "comunicación", "desarrollo", "e-?commerce", "soporte técnico", "equipo"),
)
_SPANISH = (
    r"(?:co)?(?:responsable|jef[ea]|director[a]?|gerente|coordinador[a]?|encargad[oa]|supervisor[a]?|fundador[a]?"
    r"|dueñ[oa]"
    r"|propietari[oa]|soci[oa]|técnic[oa]|agente|especialista|analista)(?: (?:general|comercial|fundador[a]?"
    r"|ejecutiv[oa]))?"
    rf"(?: (?:de|del|en)(?: la| el)? {_SPANISH_AREA})?"
)
_TITLE = re.compile(
    rf"(?<![\w-])(?:{_RANK}[ .-]{{1,2}})*"
    + any_of(
        rf"{any_of(_CHIEF, _OWNER)}(?: ?(?:and|&|/|,) ?{any_of(_CHIEF, _OWNER, 'managing director')})?",
        _GERMAN,
        _SPANISH,
        rf"chief (?:{_AREA} ){{1,3}}officer",
        rf"(?:vp|svp|evp|avp|vice president|head|director)(?:,? (?:of |for )?(?:the )?{_AREA}(?: (?:and"
        rf"|&) {_AREA})?){{1,4}}",
        "(?:vp|svp|evp|vice president|head|director)",
        rf"(?:{_AREA} (?:and |& )?){{0,4}}{_JOB}(?: (?:of|for) {_AREA}(?: {_AREA}){{0,3}})?",
    )
    + r"(?![\w-])"
)
_OWN = re.compile(
    r"(?:\b"
    + any_of(
        r"(?:i'm|i am|im|i work as|working as|work as|as|soy|ich bin|i'm currently|i serve as|acting as|being)"
        r"(?: (?:the|a|an|their|our|your|its|der|die|el|la|one of the|both))?",
        r"my (?:role|title|job title|job|position|function)(?: is|:| here is)?(?: (?:the|a|an|that of))?",
        r"(?:ich arbeite|arbeite|tätig) als|(?:mein(?:e)? (?:titel|position|rolle|aufgabe)) ist(?: die| der)?",
        r"trabajo (?:como|de)|mi (?:cargo|puesto|rol) es(?: el| la| de)?",
        r"(?:role|title|position|job title):",
    )
    + rf"|{WHO}(?: ?[,/(-]| here,?| and (?:i'm|i am)|,? (?:the|our))?(?: (?:the|a|an))?) $"
)
_AT_COMPANY = re.compile(r",? (?:at|@|for|with|from|bei|en) ?[^\W\d_]")
_PREAMBLE = re.compile(
    r"[\W_]*(?:(?:yes|sure|ok|okay|it's|its|i'm|i am|im|i work as|i work in|my role is|my title is|as|well|the|a|an"
    r"|our|hi|no|sorry"
    r"|actually)\b[\W_]*)*"
)


def find_roles(utterance: Utterance) -> Iterator[Finding]:
    """The visitor's own title; "our CTO decides" is about somebody else."""
    asked = utterance.asks(Field.ROLE)
    first = len(utterance.folded) - len(utterance.folded.lstrip())
    for title in _TITLE.finditer(utterance.folded):
        own = _OWN.search(utterance.folded, max(0, title.start() - 40), title.start())
        opens = title.start() == first and _AT_COMPANY.match(utterance.folded, title.end())
        if own or opens or asked:
            said = utterance.text[slice(*title.span())]
            yield utterance.finding(Field.ROLE, said, title.span(), 1.0 if asked else 0.9)
            return
    if asked:
        yield from _bare(utterance)


def _bare(utterance: Utterance) -> Iterator[Finding]:
    opened = _PREAMBLE.match(utterance.folded)
    span = utterance.trimmed((opened.end() if opened else 0, len(utterance.folded)), " .,!\"'")
    said = utterance.folded[slice(*span)]
    words = said.split()
    if 0 < len(words) <= MAX_ANSWER_WORDS and words[0] not in CHAT_WORDS and not re.search(r"[\d?\x00\x01]", said):
        yield utterance.finding(Field.ROLE, utterance.text[slice(*span)], span, 0.7)
