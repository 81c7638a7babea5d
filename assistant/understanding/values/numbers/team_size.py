"""Team sizes: a count of heads, or a bare number where the team size was asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from assistant.understanding.port import Finding
from assistant.understanding.text.patterns import compile_pattern
from assistant.understanding.text.utterance import Utterance, search_sentence
from assistant.understanding.values.numbers.counted import is_counting_things, is_numbered
from assistant.understanding.values.numbers.quantities import Quantity
from pipeline.domain.record import Field, TeamSize

_HEADS = compile_pattern(
    r"[ -]?(?:(?:full[- ]time|part[- ]time|office|ft|other|sales|support|remote|total|paid|active|internal|customer"
    r"|service|marketing|field|great|amazing|lovely|tech|dedicated) ){0,3}"
    r"(?:peoples?|ppl|persons?|employees?|staff|staffers|folks?|heads?|headcount|members?|team ?mates?|colleagues"
    r"|coworkers|brothers|sisters|siblings|"
    r"reps?|agents?|devs?|developers|engineers|salespeople|sellers|workers|ftes?|strong|of us|in (?:the|our"
    r"|my) (?:team|company)|"
    r"on (?:the|our|my) team|team members?|leute|mitarbeiter(?:n|innen)?|(?:full|part)[- ]time(?:rs)?"
    r"|(?:voll|teil)zeit|mitarbeitende|köpfe|"
    r"leuten|personen|angestellten?|beschäftigten?|kolleg(?:inn)?en|köpfen|"
    r"personas|emplead[oa]s|trabajador[ea]s|colaborador[ea]s)\b"
)
_BEFORE = compile_pattern(
    r"(?:team of|company of|staff of|group of|headcount (?:is|of|:)|team size (?:is|of|:)?|we are|we're|we have"
    r"|there are|there're|"
    r"team is|employ|wir sind|somos|team von|equipo de|size(?: is|:)?)(?: (?:about|around|roughly|only|just"
    r"|currently|now|a|an|some|etwa|unos|ca\.?))* ?$"
)
_LABEL = compile_pattern(
    r"(?:(?:^|[\n,;(|] ?)(?:(?:number|no\.?|#) of )?(?:employees|staff|people|heads|agents|seats"
    r"|mitarbeiter(?:innen)?|beschäftigte|empleados|personas|salariés|effectifs?|dipendenti|addetti)(?: total)? ?[:=]"
    r"|\b(?:head ?count|(?:company|team|staff) size|mitarbeiter(?:zahl|anzahl)|anzahl (?:der )?mitarbeiter|teamgröße"
    r"|(?:unternehmens|firmen|betriebs)größe|número de empleados|plantilla|tamaño (?:de la empresa|del equipo)"
    r"|nombre de salariés|taille de l'(?:entreprise|équipe)|numero di dipendenti|organico) ?[:=]?) ?$"
)
"""Of a form or a signature."""
_STRONG_BEFORE = compile_pattern(
    r"(?:team of|company of|staff of|headcount (?:is|of|:)|team size (?:is|of|:)?|employ|wir sind|team von|equipo de)"
    r"(?: (?:about|around|roughly|only|just|currently|now|a|an|some|etwa|unos|ca\.?))* ?$"
)
_WE_ARE = compile_pattern(
    r"\b(?:we are|we're|somos|wir sind)(?: (?:about|around|roughly|only|just|currently|now|unos|ca\.?))* $"
)
_ALONE = compile_pattern(
    r"\b(?:just|only) (?:me|myself|i)\b|\bit'?s (?:just |only )?me\b(?! again)|\bjust me\b|\bmyself only\b"
    r"|\bone[- ](?:man|woman|person) (?:show|band|shop|company|business|team)\b"
    r"|\bi(?:'m| am) (?:a )?(?:solo(?:preneur)?|a one[- ]person|by myself|on my own|the only one|alone)\b"
    r"|\bsolo (?:founder|entrepreneur|business|consultant|shop)\b"
    r"|\bsolopreneur\b|\bnur ich\b|\bsolo yo\b"
)
_ME_AND = compile_pattern(
    r"\b(?:just |only )?(?:me|myself) and (?P<others>my (?:co-?founder|partner|wife|husband|business partner"
    r"|assistant|brother|sister|dad|father|mum|mom|mother|son|daughter|colleague|friend)|(?P<count>\d{1,3}) others)\b"
)
_NOT_HEADS = compile_pattern(
    r"[ -]?(?:\w+ )?(?:customers?|clients?|users?|subscribers|students|patients|visitors|leads?|contacts|locations?"
    r"|offices?|stores?|shops?|"
    r"branches|sites|countries|years?|months?|weeks?|days?|hours?|minutes?|nights?|am|pm|times?|percent|%|euros?"
    r"|dollars?|pounds?|bucks|usd|eur|"
    r"jahre|monate|wochen|tage|kunden|años|meses|semanas|días|clientes|tools?|products?|orders?|rooms?|o'?clock)\b"
    r"|[ ]?[$€£%:]|(?!ish\b)[a-z]|[./:-]\d"
)
_COUNTED = compile_pattern(r"\b(?:of us|people|employees|staff|reps|agents)\b")
_TOTAL = compile_pattern(r" (?:in total|total|overall|altogether|all together|insgesamt|en total)\b")
_YEAR_BEFORE = compile_pattern(r"\b(?:in|since|founded|established|seit|desde|en) $")
_YEAR = compile_pattern(r"(?:19|20)\d\d")
_RATE = compile_pattern(
    r" ?\w* ?(?:per|a|an|each|every|/|pro|por) ?(?:day|week|month|year|hour|shift|agent|tag|woche"
    r"|monat|jahr|día|semana|mes|año)\b"
)
_OTHERS_HEADS = compile_pattern(
    r"\b(?:customers?|clients?) (?:have|with|are|of)\b|\bsell to\b|\bnew (?:hires?|people)\b|\bhir(?:e|ing)\b"
    r"|\bcompetitors?\b"
)
_STANDS_ALONE = compile_pattern(
    r"\W*(?:$|[,.;!?)\n\x00\x01])| (?:and|but|in|at|on|here|now|across|spread|overall|total|altogether|currently|today"
    r"|mostly|plus|so|with|or|und|y|aber|pero|working|based|strong|right|worldwide|all|doing|company|business|shop|store|startup|agency|firm|team|who|que|die)\b"
)
_EMPLOYED = compile_pattern(
    r"^-|employ|staff|headcount|of us|strong|in (?:the|our|my) |on (?:the|our|my) |mitarbeit|angestellt"
    r"|beschäftigt|emplead|trabajador|fte"
)
_TEAM_WITH = compile_pattern(
    r"\b(?:company|business|shop|store|startup|agency|firm|team|retailer|firma|team|shop|empresa|tienda|equipo)"
    r"(?: \w+){0,3} (?:with|mit|con|de)(?: (?:about|around|roughly|some|etwa|rund|unos|unas))? $"
)
_LONGEST_LABEL = 40
"""Characters before a number."""
_PLUS = compile_pattern(
    r"[^.!?;:]{0,30}?(?:,| and| und| y| e| et|\+| plus| &)(?: (?:another|weitere|otr[oa]s|about|around|some))* ?"
)
"""Between two parts of a team: "20 full-time and 15 part-time", "4 dentists, 7 assistants"."""
_NOT_A_PART = compile_pattern(
    r"\b(?:but|of (?:them|whom|which|those)|davon|darunter|including|incl|aber|pero|de ellos|dont|di cui"
    r"|mais|ma|only|in my|volunteers?|ehrenamtliche|voluntari\w+|bénévoles|at harvest|seasonal|seats|offices|customers?"
    r"|clients?|sorry|wait|i mean|rather|actually|or|oder|nein|quatsch|perdón|o sea|pardon|scusa)\b"
)
"""Says that the numbers around it are not added: one is a part of the other, or counts nobody employed."""
_IN_BRACKETS = compile_pattern(r"\d\D{0,20}\((?:\w+ ){0,2}$")
_PART = compile_pattern(
    r" ?(?:[\w-]+ ){0,2}(?:in|on) (?:my|our|the) (?:own )?(?:team|department|group)\b| (?:davon|of them)\b"
)
MAX_TEAM = 3_000_000
"""Above the largest private employers in the world (about 2.1 million heads), a number is no team."""


def find_team_sizes(utterance: Utterance, quantities: tuple[Quantity, ...]) -> Iterator[Finding]:
    """Counts of heads; "about 40" is a point, "over 200" has no upper end, and the parts of a team are added."""
    alone = tuple(_alone(utterance))
    yield from alone
    counted = [(quantity, *found) for quantity in quantities if (found := _confidence(utterance, quantity))[0]]
    if len(counted) > 1:
        wholes = [one for one in counted if not _is_part(utterance.folded, one[0])]
        counted = wholes or counted
    if total := _add_parts(utterance, [quantity for quantity, _, _ in counted]):
        yield utterance.finding(Field.TEAM_SIZE, total, (counted[0][0].start, counted[-1][2]), 0.9)
        return
    for quantity, confidence, end in counted:
        value = TeamSize(_heads(quantity.min), _heads(quantity.max))
        if _sensible(value):
            yield utterance.finding(Field.TEAM_SIZE, value, (quantity.start, end), confidence)


def _is_part(folded: str, quantity: Quantity) -> bool:
    """Whether a number counts some of those that another one counts: "12 in my team", "5 (3 part time)"."""
    return bool(_PART.match(folded, quantity.end) or _IN_BRACKETS.search(folded, 0, quantity.start))


def _add_parts(utterance: Utterance, parts: list[Quantity]) -> TeamSize | None:
    """The sum of all parts where each is joined to the one before it and is a number of its own."""
    asked = utterance.asks(Field.TEAM_SIZE)
    if not asked or len(parts) < 2 or any(part.min is None or part.min != part.max for part in parts):
        return None
    folded = utterance.folded
    joined = all(_PLUS.fullmatch(folded[one.end : two.start]) for one, two in pairwise(parts))
    if not joined or _NOT_A_PART.search(folded, parts[0].start) or _TOTAL.search(folded):
        return None
    heads = int(sum(part.min or 0 for part in parts))
    return TeamSize(heads, heads) if heads <= MAX_TEAM else None


def _alone(utterance: Utterance) -> Iterator[Finding]:
    if match := _ME_AND.search(utterance.folded):
        others = int(match["count"]) if match["count"] else 1
        yield utterance.finding(Field.TEAM_SIZE, TeamSize(others + 1, others + 1), match.span(), 0.9)
    elif ((match := _ALONE.search(utterance.folded)) and "just me" in match[0]) or (
        match and utterance.asks(Field.TEAM_SIZE)
    ):
        yield utterance.finding(Field.TEAM_SIZE, TeamSize(1, 1), match.span(), 0.9)
    elif match and not match[0].startswith("it"):
        yield utterance.finding(Field.TEAM_SIZE, TeamSize(1, 1), match.span(), 0.8)


def _confidence(utterance: Utterance, quantity: Quantity) -> tuple[float, int]:
    """How surely the quantity counts heads (0: not at all), and where the words for them end."""
    folded, asked = utterance.folded, utterance.asks(Field.TEAM_SIZE)
    if is_numbered(folded, quantity.start) or _RATE.match(folded, quantity.end):
        return 0.0, quantity.end
    if _YEAR_BEFORE.search(folded, max(0, quantity.start - 15), quantity.start) and _YEAR.fullmatch(
        folded, *quantity.span
    ):
        return 0.0, quantity.end
    sentence = start, _ = utterance.sentence_at(quantity.start)
    if (total := _TOTAL.match(folded, quantity.end)) and (asked or search_sentence(_COUNTED, folded, sentence)):
        return 1.0, total.end()
    if _LABEL.search(folded, max(0, quantity.start - _LONGEST_LABEL), quantity.start):
        return 0.9, quantity.end
    heads = _HEADS.match(folded, quantity.end)
    if heads and (
        asked or (_ours(utterance, heads, quantity.start) and not search_sentence(_OTHERS_HEADS, folded, sentence))
    ):
        return 1.0 if asked else 0.9, heads.end()
    if _NOT_HEADS.match(folded, quantity.end) or is_counting_things(utterance, quantity.end):
        return 0.0, quantity.end
    if _STRONG_BEFORE.search(folded, start, quantity.start):
        return 0.9, quantity.end
    before = _BEFORE.search(folded, start, quantity.start)
    if asked:
        return (0.9 if before else 0.8), quantity.end
    we_are = _WE_ARE.search(folded, start, quantity.start) and not _tells(utterance)
    return (0.8 if we_are and _STANDS_ALONE.match(folded, quantity.end) else 0.0), quantity.end


def _ours(utterance: Utterance, heads: re.Match[str], start: int) -> bool:
    """Whether counted people are all of the team: "two people answer the same mail" tells of two of them."""
    folded = utterance.folded
    if _EMPLOYED.search(heads[0]) or _BEFORE.search(folded, utterance.sentence_at(start)[0], start):
        return True
    if _TEAM_WITH.search(folded, max(0, start - 40), start):
        return True
    return not _tells(utterance) and _STANDS_ALONE.match(folded, heads.end()) is not None


def _tells(utterance: Utterance) -> bool:
    """Whether the visitor is asked for a story, whose numbers need not be the team's."""
    return utterance.asks(Field.PROBLEM) or utterance.asks(Field.GOAL)


def _heads(number: float | None) -> int | None:
    return None if number is None else int(number)


def _sensible(value: TeamSize) -> bool:
    ends = [end for end in (value.min, value.max) if end is not None]
    return all(1 <= end <= MAX_TEAM for end in ends)
