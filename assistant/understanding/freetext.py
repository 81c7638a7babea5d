"""Goals and problems in the visitor's own words: the clause that states one, or the answer to the question for it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from assistant.understanding import german, spanish
from assistant.understanding.patterns import any_of, words
from assistant.understanding.port import Act, Finding
from assistant.understanding.utterance import BLANK, WHO, Span, Utterance, overlaps
from assistant.understanding.words import CHAT_WORDS, FUNCTION_WORDS
from pipeline.domain.record import Field

MIN_CLAUSE_WORDS = 4
MIN_ANSWER_WORDS = 2
MAX_CHARS = 500
"""What is longer is cut: a field holds a statement, not a page."""

_WE = r"(?:we|i)(?:'d| would| really|'re|'m| are| am)*"
_GOAL = words(
    rf"{_WE} (?:really |also |just |mainly )?(?:like|love|want|wanna|wish|need|hope|plan|aim|intend|looking|trying"
    rf"|hoping|planning|aiming|keen"
    r"|interested|exploring|considering) (?:to|for|in|at|on|a|an|some|something|more|better|help|our|fewer|less)",
    rf"{_WE} ?need (?!it\b|this|that|them|you|\d)\w+",
    *("(?:looking|trying|hoping|planning|aiming) (?:to|for)", "(?:and|to|we|i) need (?:a|an|some|more|better|to)"),
    r"(?:our|my|the|main) (?:main |primary |biggest )?(?:goal|aim|objective|target|priority|idea|plan)s? (?:is|are"
    r"|would be|right now is)",
    *german.GOALS,
    *spanish.GOALS,
)
_PROBLEM = words(
    *("struggl\\w+", "falling through", "fall through", "isn't working", "doesn't (?:work|scale)"),
    r"(?:our|my|the|main|biggest) (?:main |biggest |real |current )?(?:problem|issue|challenge|pain ?point|pain"
    r"|bottleneck|trouble)s?",
    r"(?:we|i)(?:'re| are|'m| am)? (?:keep |constantly |always |currently |often )?(?:losing|lose|missing|miss"
    r"|drowning|stuck|wasting|waste"
    r"|overwhelmed|spending too|frustrated|fed up)",
    r"(?:takes?|taking|costs?|costing) (?:us )?(?:too|way too|forever|so|hours|days|weeks)",
    *("too (?:slow|many|much|expensive|manual|long)", "(?:it|this|that|they|\\w+) keeps? \\w+ing"),
    "go(?:es|ing)? cold",
    *(
        "(?:is|are|'s) (?:such )?(?:a |an )?(?:complete |total )?(?:mess|chaos|nightmare|disaster)",
        "get(?:s|ting)? (?:lost|forgotten)",
    ),
    *(
        "pil(?:e|es|ing) up",
        "slip(?:s|ping)? through",
        "(?:by hand|manually)\\b",
        "backlog",
        "nobody knows",
        "no one knows",
    ),
    *("(?:answer|reply|respond)\\w* (?:\\w+ ){0,2}(?:twice|too late)", "(?:unhappy|angry|annoyed) customers"),
    r"(?:we|i) (?:can't|cannot|can not|don't have time|aren't able|are unable)",
    *("have (?:trouble|problems?|issues?|difficult\\w+|a hard time)", "no (?:visibility|overview|way (?:of|to))"),
    "nobody (?:answers|replies|follows)",
    *german.PROBLEMS,
    *spanish.PROBLEMS,
)
_NOT_A_GOAL = words(
    *("talk", "speak", "chat with", "human", "real person", "someone", "somebody", "agent", "question", "know"),
    *("ask", "stop"),
    *("unsubscribe", "cancel", "correct", "change (?:it|that|my|the)", "help with anything", "say", "tell you"),
    "share",
    *("give you", "not sure", "persona", "mensch", "see the price", "a quote", "start", "begin"),
    *("sprechen", "reden", "wissen", "mitarbeiter", "starten", "anfangen", "loslegen"),
    "wir brauchen (?:es|das) (?:bis|im|in)",
    *("hablar", "saber", "empezar", "comenzar", "lo (?:necesitamos|queremos) (?:para|en|antes)", "agente"),
)
_WHO_THEY_ARE = re.compile(
    r"(?:we|i)(?:'re| are|'m| am)? (?:(?:a|an|the|run|sell|own|operate|work|based|from|about|around)\b|\d)"
)
_ASKS_THE_CHAT = words("(?:just )?(?:tell|show|give|send) me", "how much", "what (?:does|do) (?:it|you)")
_FILLER = any_of(
    *(
        "yes",
        "yeah",
        "yep",
        "sure",
        "ok",
        "okay",
        "well",
        "so",
        "um",
        "uh",
        "hmm",
        "hi",
        "hello",
        "hey",
        "there",
        "thanks",
    ),
    *("good (?:morning|afternoon|evening|day)", "guten (?:tag|morgen|abend)", "buen[oa]s(?: (?:días|tardes|noches))?"),
    *("thank you", "basically", "honestly", "actually", "sorry", "no", "ja", "hola", "hallo", "bueno"),
)
_OPENING = re.compile(rf"[\W_]*(?:{_FILLER}\b(?:[\W_]+|$))*")
_NEXT_CLAUSE = (
    r"\bund (?=(?:wir|ich|unsere?|möchten?|wollen|will|brauchen?|suchen?)\b)"
    r"|\by (?=(?:nos|nuestr[oa]s?|no|queremos|quiero|necesit\w+|busc\w+|perdemos|tardamos)\b)"
)
"""An "and" behind which another statement begins."""
_CLAUSE_CUT = re.compile(
    r",|;|\b(?:but|because|so|since|aber|pero)\b|\band (?=(?:we|i|our|my|need)\b)"
    rf"|{_NEXT_CLAUSE}|[\x00\x01]"
)
_CLAUSE_STOP = re.compile(
    r", (?:and|but|so|we|i|my|our|it|budget|about)\b|\b(?:but|because)\b|[\x00\x01]| and (?=(?:we|i|our|my|it)\b)"
    rf"|{_NEXT_CLAUSE}"
    r"|\b(?:before|by) (?=q[1-4])"
)
_WITHOUT_CONTENT = frozenset(
    (Act.DECLINE, Act.UNSURE, Act.STOP, Act.HUMAN, Act.WHY, Act.COMPLAIN, Act.OFF_TOPIC, Act.BYE, Act.CORRECT)
)


def find_free_text(utterance: Utterance, acts: frozenset[Act], taken: Iterable[Finding]) -> Iterator[Finding]:
    """Clauses that state a goal or a problem; a whole answer only to the question for one of them."""
    found = {finding.field: finding for finding in _clauses(utterance)}
    yield from found.values()
    asked = next((field for field in (Field.GOAL, Field.PROBLEM) if utterance.asks(field)), None)
    if asked and not found and (span := _answer(utterance, acts, taken)) and not _about_them(utterance, span):
        yield utterance.finding(asked, utterance.text[slice(*span)], span, 0.8)


def _about_them(utterance: Utterance, span: Span) -> bool:
    """Whether an answer tells who they are, or what they want of this chat, instead of a goal or a problem."""
    return bool(_WHO_THEY_ARE.match(utterance.folded, *span) or _ASKS_THE_CHAT.search(utterance.folded, *span))


def _clauses(utterance: Utterance) -> Iterator[Finding]:
    for start, end in utterance.sentences():
        if utterance.folded[end : end + 1] == "?":
            continue
        told: list[Span] = []
        for field, cue in ((Field.PROBLEM, _PROBLEM), (Field.GOAL, _GOAL)):
            stated = cue.search(utterance.folded, start, end)
            span = _clause(utterance, stated.span(), (start, end)) if stated else None
            if (
                not span
                or overlaps(span, told)
                or (field is Field.GOAL and _NOT_A_GOAL.search(utterance.folded, *span))
            ):
                continue
            told.append(span)
            yield utterance.finding(field, utterance.text[slice(*span)], span, 0.9 if utterance.asks(field) else 0.7)


def _clause(utterance: Utterance, cue: Span, sentence: Span) -> Span | None:
    """The clause around a cue, without the conjunctions at its ends; null where too little is left of it."""
    cuts = [cut.end() for cut in _CLAUSE_CUT.finditer(utterance.folded, *sentence) if cut.end() <= cue[0]]
    stop = _CLAUSE_STOP.search(utterance.folded, cue[1], sentence[1])
    start, end = max(cuts, default=sentence[0]), stop.start() if stop else sentence[1]
    span = utterance.trimmed((start, min(end, start + MAX_CHARS)), " ,;:-")
    return span if len(utterance.folded[slice(*span)].split()) >= MIN_CLAUSE_WORDS else None


def _answer(utterance: Utterance, acts: frozenset[Act], taken: Iterable[Finding]) -> Span | None:
    """All of a message that says something, and does and names nothing else."""
    if acts & _WITHOUT_CONTENT or utterance.folded.rstrip().endswith("?"):
        return None
    opened = _OPENING.match(utterance.folded)
    start = opened.end() if opened else 0
    span = utterance.trimmed((start, min(len(utterance.folded), start + MAX_CHARS)), " ,;:-.!")
    said = utterance.folded[slice(*span)]
    covered = sum(finding.end - finding.start for finding in taken)
    told = [word for word in re.findall(r"[^\W\d_]+", said) if word not in FUNCTION_WORDS | CHAT_WORDS]
    if (
        not told
        or len(said.split()) < MIN_ANSWER_WORDS
        or 2 * max(covered, said.count(WHO) + said.count(BLANK)) > len(said)
    ):
        return None
    return span
