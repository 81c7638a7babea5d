"""Roles: a job title that the visitor gives as their own, or any short answer to the question for it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.understanding.port import Finding
from assistant.understanding.utterance import BLANK, Utterance
from assistant.understanding.words import CHAT_WORDS
from pipeline.domain.record import Field

_RANK = r"(?:(?:senior|junior|sr|jr|lead|chief|regional|global|national|deputy|assistant|associate|managing|executive|interim|acting|group|principal|general|vice|co|key|national|area|technical)[ .-]{1,2})*"
_AREA = (
    r"(?:sales|marketing|operations?|ops|support|customer|client|success|service|services|care|experience|it|product|engineering|software|"
    r"revenue|revops|growth|finance|financial|hr|human|resources|people|talent|business|development|digital|account|accounts|project|program|"
    r"office|country|content|brand|demand|generation|gen|communications?|partnerships?|partner|procurement|purchasing|supply|chain|logistics|"
    r"data|analytics|security|legal|compliance|quality|research|strategy|innovation|technology|tech|information|web|e-?commerce|ecommerce|"
    r"retail|store|field|inside|commercial|administrative|admin|medical|clinical|practice|property|real|estate|social|media|event|events|"
    r"community|channel|enterprise|mid-market|smb|emea|apac|latam|na|crm|systems?|network|and|&|of|the)"
)
_TITLE = re.compile(
    rf"(?<![\w-])(?:{_RANK}(?:"
    rf"(?:ceo|cto|coo|cfo|cmo|cio|cro|cpo|ciso|cso|cxo)\b(?:(?: ?(?:and|&|/|,) ?)(?:co-?)?(?:founder|owner|president|ceo|cto|coo))?"
    rf"|chief (?:{_AREA} ){{1,3}}officer"
    rf"|(?:co-?)?founder\b(?: ?(?:and|&|/|,) ?(?:ceo|cto|coo|owner|president|managing director))?|(?:business |company |shop |store )?(?:co-?)?owner|president|proprietor|geschäftsführer(?:in)?|inhaber(?:in)?|director general|gerente|dueñ[oa]|leiter(?:in)?"
    rf"|(?:vp|svp|evp|avp|vice president|head|director)\b(?:,? (?:of |for )?{_AREA}){{0,5}}(?<! and)(?<! of)(?<! the)"
    rf"|(?:{_AREA} ){{0,4}}(?:manager|director|lead|leader|head|vp|engineer|developer|programmer|consultant|specialist|coordinator|analyst|administrator|admin|"
    rf"executive|officer|rep|representative|agent|assistant|designer|architect|recruiter|buyer|planner|strategist|scientist|accountant|bookkeeper|"
    rf"marketer|supervisor|controller|technician|intern|freelancer|student|teacher|nurse|doctor|lawyer|attorney|realtor|broker|advisor|professor|researcher|journalist|secretary)\b"
    rf"(?: (?:of|for) (?:{_AREA} ?){{1,4}})?"
    r"))(?![\w-])"
)
_OWN = re.compile(
    rf"(?:\b(?:i'm|i am|im|i work as|working as|work as|as|soy|ich bin|i'm currently|i serve as|acting as|being)(?: (?:the|a|an|their|our|your|its|der|die|el|la|one of the|both))?"
    rf"|\bmy (?:role|title|job title|job|position|function)(?: is|:| here is)?(?: (?:the|a|an|that of))?|\b(?:role|title|position|job title):"
    rf"|{BLANK}(?: ?[,/(-]| here,?| and (?:i'm|i am)|,? (?:the|our))?(?: (?:the|a|an))?) $"
)
_AT_COMPANY = re.compile(r",? (?:at|@|for|with|from|bei|en) ?[^\W\d_]")
_OTHERS = re.compile(r"\b(?:my|our|your|the|a|an|their|his|her|to|with|talk|hire|hiring|need|for|is|are|want) $")
_PREAMBLE = re.compile(
    r"[\W_]*(?:(?:yes|sure|ok|okay|it's|its|i'm|i am|im|i work as|i work in|my role is|my title is|as|well|the|a|an|our|hi|no|sorry|actually)\b[\W_]*)*"
)
MAX_ANSWER_WORDS = 6


def find_roles(utterance: Utterance) -> Iterator[Finding]:
    """The visitor's own title; "our CTO decides" is about somebody else."""
    for title in _TITLE.finditer(utterance.folded):
        own = _OWN.search(utterance.folded, max(0, title.start() - 40), title.start())
        placed = not title.start() or (
            _AT_COMPANY.match(utterance.folded, title.end()) and not _OTHERS.search(utterance.folded, 0, title.start())
        )
        if own or (placed and _AT_COMPANY.match(utterance.folded, title.end())) or utterance.asks(Field.ROLE):
            span = utterance.trimmed(title.span(), " ,.-")
            yield utterance.finding(
                Field.ROLE, utterance.text[slice(*span)], span, 1.0 if utterance.asks(Field.ROLE) else 0.9
            )
            return
    if utterance.asks(Field.ROLE):
        yield from _bare(utterance)


def _bare(utterance: Utterance) -> Iterator[Finding]:
    opened = _PREAMBLE.match(utterance.folded)
    span = utterance.trimmed((opened.end() if opened else 0, len(utterance.folded)), " .,!\"'")
    said = utterance.folded[slice(*span)]
    words = said.split()
    if 0 < len(words) <= MAX_ANSWER_WORDS and words[0] not in CHAT_WORDS and not re.search(r"[\d?\x00]", said):
        yield utterance.finding(Field.ROLE, utterance.text[slice(*span)], span, 0.7)
