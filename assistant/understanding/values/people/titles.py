"""Job titles in English, German and Spanish, as patterns on folded text."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.understanding.text.patterns import compile_pattern, join_alternatives
from assistant.understanding.text.utterance import Span

_RANK = join_alternatives(
    *"senior junior sr jr lead chief regional global national deputy assistant associate managing".split(),
    *"executive interim acting working group principal general vice co key area technical".split(),
)
_AREA = join_alternatives(
    *"sales marketing operations? ops support customers? clients? success services? care experience it".split(),
    *"product engineering software revenue revops growth finance financial hr human resources people".split(),
    *"talent business development digital accounts? project program office country content brand demand".split(),
    *"generation gen communications? partner(?:ship)?s? procurement purchasing supply chain logistics".split(),
    *"data analytics security legal compliance quality research strategy innovation technology tech".split(),
    *"information web e-?commerce retail store field inside commercial administrative admin medical".split(),
    *"clinical practice property real estate social media events? community channel enterprise mid-market".split(),
    *"smb emea apac latam na crm cx cs systems? network guest player member".split(),
    *"relations team desk contact cent(?:er|re)".split(),
)
_JOB = join_alternatives(
    *"manager director lead leader head vp engineer developer programmer consultant specialist".split(),
    *"coordinator analyst administrator admin executive officer rep representative agent assistant".split(),
    *"designer architect recruiter buyer planner strategist scientist accountant bookkeeper marketer".split(),
    *"supervisor controller technician intern freelancer student teacher nurse doctor lawyer attorney".split(),
    *"trainee apprentice receptionist cashier dentist pharmacist therapist photographer editor treasurer".split(),
    *"realtor broker advisor professor researcher journalist secretary registrar representative".split(),
)
_CHIEF = "(?:ceo|cto|coo|cfo|cmo|cio|cro|cpo|ciso|cso|cxo)"
_OWNER = join_alternatives(
    *("(?:co-?)?founder", "(?:(?:business|company|shop|store) )?(?:co-?)?owner", "president", "proprietor"),
    "(?:(?:managing|founding|senior) )?partner(?= (?:at|of|in)\\b|\\W*$)",
)
_GERMAN_AREA = join_alternatives(
    *"kundenservice kundendienst kundenbetreuung kundensupport support vertrieb verkauf marketing einkauf".split(),
    *"logistik it technik e-?commerce personal finanzen produkt produktion entwicklung operations".split(),
)
_GERMAN = (
    r"(?:\w+-?)?(?:leiter|leitung|geschäftsführer|inhaber|gründer|manager|berater|entwickler|assistent"
    r"|sachbearbeiter|chef"
    r"|mitarbeiter|referent|praktikant|werkstudent|koordinator|spezialist|techniker|ingenieur|buchhalter|verkäufer"
    r"|einkäufer|geschäftsleitung)(?:in)?(?: (?:und|&) (?:\w+-?)?(?:inhaber|gründer"
    r"|geschäftsführer)(?:in)?)?"
    r"(?: der geschäfts(?:leitung|führung)| des vorstands)?"
    rf"(?:,? (?:(?:des|der|im|vom|für den|für das|in der) )?{_GERMAN_AREA}(?: (?:und|&) {_GERMAN_AREA})?)?"
)
_SPANISH_AREA = join_alternatives(
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
_OF_AREA = rf"(?:,? (?:of|for) (?:the )?|, ){_AREA}(?: (?:and |& )?{_AREA}){{0,3}}"
_ENGLISH = join_alternatives(
    rf"{join_alternatives(_CHIEF, _OWNER)}"
    rf"(?: ?(?:and|&|/|,) ?{join_alternatives(_CHIEF, _OWNER, 'managing director', 'operator', 'manager')})?",
    rf"chief (?:{_AREA} ){{1,3}}officer",
    r"(?:vp|svp|evp|avp|vice president|head|director|chief),? (?:(?:of|for) )?(?:the )?"
    rf"{_AREA}(?: (?:and |& )?{_AREA}){{0,3}}",
    rf"(?:(?:executive|personal) )?(?:assistant|secretary|pa|advisor|deputy) to (?:the |our )?(?:{_RANK} )?"
    rf"(?:{_CHIEF}|{_OWNER}|director|manager|board|management)",
    rf"(?:{_AREA} (?:and |& )?){{0,4}}{_JOB}(?:{_OF_AREA}| (?:commercial|general))?",
    rf"responsible (?:of|for) (?:the )?(?:{_AREA} ){{0,3}}{_AREA}",
)
_KINDS = tuple(
    compile_pattern(rf"(?<![\w-])(?:{_RANK}[ .-]{{1,2}})*{kind}(?![\w-])") for kind in (_ENGLISH, _GERMAN, _SPANISH)
)
_ANY = compile_pattern("|".join(kind.pattern for kind in _KINDS))
_HEADS = frozenset(
    """manager director lead head vp svp evp avp vice engineer developer programmer consultant specialist coordinator
    analyst admin executive officer rep agent assistant designer architect recruiter buyer planner strategist scientist
    accountant bookkeeper marketer supervisor controller technician intern freelancer student teacher nurse doctor
    trainee apprentice receptionist cashier dentist pharmacist therapist photographer editor treasurer
    lawyer attorney realtor broker advisor professor researcher journalist secretary registrar ceo cto coo cfo cmo cio
    cro cpo ciso cso cxo founder cofounder owner president proprietor chief responsible representative leader
    partner""".split()
)
_BEGINNINGS = tuple(
    """responsable corresponsable jef directora codirector gerente coordinador encargad supervisora fundador cofundador
    dueñ propietari soci técnic agente especialista analista""".split()
)
"""Of Spanish titles, before the ending that tells men and women apart."""
GERMAN_ENDINGS = tuple(
    ending + gender
    for ending in """leiter leitung geschäftsführer inhaber gründer manager berater entwickler assistent sachbearbeiter
    chef mitarbeiter referent praktikant werkstudent koordinator spezialist techniker ingenieur buchhalter verkäufer
    einkäufer geschäftsleitung""".split()
    for gender in ("", "in")
)
"""Of German titles, which are one word with the area they are for: "Vertriebsleiterin"."""
_WORD = compile_pattern(r"[^\W\d_]+")


def find_titles(folded: str) -> Iterator[Span]:
    """Every title of a text in its longest reading."""
    words = set(_WORD.findall(folded))
    if _HEADS.isdisjoint(words) and not any(
        word.startswith(_BEGINNINGS) or word.endswith(GERMAN_ENDINGS) for word in words
    ):
        return
    end = 0
    for title in _ANY.finditer(folded):
        if title.start() >= end:
            end = max(match.end() for kind in _KINDS if (match := kind.match(folded, title.start())))
            yield title.start(), end
