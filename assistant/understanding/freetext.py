"""Goals and problems in the visitor's own words: the clause that states one, or the answer to the question for it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.understanding.port import Act, Finding
from assistant.understanding.utterance import BLANK, Span, Utterance
from pipeline.domain.record import Field

MIN_WORDS = 2
MAX_CHARS = 500

_GOAL = re.compile(
    r"\b(?:(?:we|i)(?:'d| would| really|'re|'m| are| am)? ?(?:like|love|want|wanna|wish|need|hope|plan|aim|intend|looking|trying|hoping|planning|aiming|keen|interested|exploring|considering)"
    r" (?:to|for|in|at|on|a|an|some|something|more|better|help)\b|\b(?:looking|trying|hoping|planning|aiming) (?:to|for)\b|"
    r"(?:our|my|the|main) (?:main |primary |biggest )?(?:goal|aim|objective|target|priority|idea|plan)s? (?:is|are|would be|right now is)(?: to)?|"
    r"(?:wir (?:wollen|möchten|suchen|brauchen)|ich (?:will|möchte|suche|brauche)|(?:queremos|quiero|necesitamos|necesito|buscamos|busco))\b)"
)
_PROBLEM = re.compile(
    r"\b(?:struggl\w+|(?:our|my|the|main|biggest) (?:main |biggest |real |current )?(?:problem|issue|challenge|pain ?point|pain|bottleneck|trouble)s?|"
    r"(?:we|i)(?:'re| are|'m| am)? (?:keep |constantly |always |currently |often )?(?:losing|lose|missing|miss|drowning|stuck|wasting|waste|overwhelmed|spending too|frustrated|fed up)|"
    r"(?:takes?|taking|costs?|costing) (?:us )?(?:too|way too|forever|so|hours|days|weeks)|too (?:slow|many|much|expensive|manual|long)|(?:it|this|that|they|\w+) keeps? (?:\w+ing)|"
    r"(?:we|i) (?:can't|cannot|can not|don't have time|aren't able|are unable)|have (?:trouble|problems?|issues?|difficult\w+|a hard time)|falling through|fall through|"
    r"no (?:visibility|overview|way (?:of|to))|isn't working|doesn't (?:work|scale)|doesn't|nobody (?:answers|replies|follows)|unser problem|zu (?:langsam|viel|lange)|"
    r"wir verlieren|nuestro problema|perdemos|demasiad[oa])\b"
)
_NOT_A_GOAL = re.compile(
    r"\b(?:talk|speak|chat|human|real person|someone|somebody|agent|question|know (?:more|how|what|why|if)|ask|stop|unsubscribe|cancel this|correct|change|help with anything|"
    r"say|tell you|share|give you|not sure|persona|mensch)\b"
)
_OPENING = re.compile(
    r"[\W_]*(?:(?:yes|yeah|yep|sure|ok|okay|well|so|um|uh|hmm|hi|hello|hey|there|thanks|thank you|basically|honestly|actually|sorry|no|and|but|because|ja|also|hola|hallo|bueno)\b[\W_]+)*"
)
_ACTS_WITHOUT_CONTENT = frozenset(
    (Act.DECLINE, Act.UNSURE, Act.STOP, Act.HUMAN, Act.WHY, Act.COMPLAIN, Act.OFF_TOPIC, Act.BYE)
)


def find_free_text(utterance: Utterance, acts: frozenset[Act]) -> Iterator[Finding]:
    """Clauses that state a goal or a problem; whole answers only where one of them was asked for."""
    found = {finding.field: finding for finding in _clauses(utterance, acts)}
    yield from found.values()
    for field in (Field.GOAL, Field.PROBLEM):
        if utterance.asks(field) and field not in found and not found and (span := _answer(utterance, acts)):
            yield utterance.finding(field, utterance.text[slice(*span)], span, 0.8)
            return


def _clauses(utterance: Utterance, acts: frozenset[Act]) -> Iterator[Finding]:
    for start, end in utterance.sentences():
        sentence = utterance.folded[start:end]
        if utterance.folded[end : end + 1] == "?" or sentence.count(BLANK) * 2 > len(sentence):
            continue
        for field, cue in ((Field.PROBLEM, _PROBLEM), (Field.GOAL, _GOAL)):
            stated = cue.search(utterance.folded, start, end)
            if stated and not (_NOT_A_GOAL.search(utterance.folded, stated.start(), end) and field is Field.GOAL):
                span = utterance.trimmed(
                    (_clause_start(utterance, stated.start(), start), _clause_end(utterance, stated.end(), end)),
                    " ,;:-",
                )
                if len(utterance.folded[slice(*span)].split()) > MIN_WORDS:
                    yield utterance.finding(
                        field, utterance.text[slice(*span)], span, 0.9 if utterance.asks(field) else 0.7
                    )
                    break


def _clause_start(utterance: Utterance, at: int, floor: int) -> int:
    """The comma or conjunction before the cue; a subject right before it belongs to the clause."""
    cut = max(
        (
            match.end()
            for match in re.finditer(
                r",|\b(?:and|but|because|so|since|und|aber|y|pero)\b|\x00", utterance.folded[floor:at]
            )
        ),
        default=0,
    )
    return floor + cut


def _clause_end(utterance: Utterance, at: int, ceiling: int) -> int:
    stop = re.compile(
        r", (?:and|but|so|we|i|my|our|it|budget)\b|\b(?:but|because)\b|\x00| and (?=(?:we|i|our|my|it)\b)"
    ).search(utterance.folded, at, ceiling)
    return min(stop.start() if stop else ceiling, at + MAX_CHARS)


def _answer(utterance: Utterance, acts: frozenset[Act]) -> Span | None:
    """All of a message that says something and does nothing else."""
    if acts & _ACTS_WITHOUT_CONTENT or utterance.folded.rstrip().endswith("?"):
        return None
    opened = _OPENING.match(utterance.folded)
    span = utterance.trimmed((opened.end() if opened else 0, min(len(utterance.folded), MAX_CHARS)), " ,;:-.!")
    said = utterance.folded[slice(*span)]
    words = re.findall(r"[^\W\d_]+", said)
    if len(words) < MIN_WORDS or said.count(BLANK) * 2 > len(said):
        return None
    return span
