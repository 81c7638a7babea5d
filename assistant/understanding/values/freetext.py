"""Goals and problems in the visitor's own words: the clause that states one, or the answer to the question for it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from assistant.understanding.port import Act, Finding
from assistant.understanding.text import german, spanish
from assistant.understanding.text.nonsense import is_nonsense
from assistant.understanding.text.patterns import build_phrases, compile_pattern, join_alternatives
from assistant.understanding.text.utterance import BLANK, WHO, Span, Utterance, fold_text, is_overlapping
from assistant.understanding.text.words import CHAT_WORDS, FUNCTION_WORDS
from assistant.understanding.values.contact import URL
from pipeline.domain.record import Field

MIN_CLAUSE_WORDS = 4
MIN_CLAUSE_CHARS = 20
"""Either is enough: three German words may say a lot."""
MIN_ONLY_WORD = 4
"""Letters of the one word that is all of an answer: "chaos", but not "hm"."""
MAX_CHARS = 500
"""What is longer is cut: a field holds a statement, not a page."""

_WE = r"(?:we|i)(?:'d| would| really|'re|'m| are| am)*"
_GOAL = build_phrases(
    rf"{_WE} (?:really |also |just |mainly )?(?:like|love|want|wanna|wish|need|hope|plan|aim|intend|looking|trying"
    rf"|hoping|planning|aiming|keen"
    r"|interested|exploring|considering) (?:to|for|in|at|on|a|an|some|something|more|better|help|our|fewer|less)",
    rf"{_WE} (?:want|like|love|need)(?: for)? (?:us|everyone|everybody|my (?:(?:whole|sales|support) )?"
    r"(?:team|staff|crew|people|agents?|reps?|colleagues|customers|clients)) (?:\w+ ){0,6}to\b",
    rf"{_WE} ?need (?!it\b|this|that|them|you|\d)\w+",
    *("(?:looking|trying|hoping|planning|aiming) (?:to|for)", "(?:and|to|we|i) need (?:a|an|some|more|better|to)"),
    r"(?:clients?|customers?|boss|team|company|shop|store)(?: of (?:ours|mine))? needs? (?:a|an|some|to|more|better)",
    r"(?:our|my|the|main) (?:main |primary |biggest )?(?:goal|aim|objective|target|priority|idea|plan)s? (?:is|are"
    r"|would be|right now is)",
    *german.GOALS,
    *spanish.GOALS,
)
_PROBLEM = build_phrases(
    *("struggl\\w+", "falling through", "fall through", "isn't working", "doesn't (?:work|scale)"),
    r"(?:our|my|the|main|biggest) (?:main |biggest |real |current )?(?:problem|issue|challenge|pain ?point|pain"
    r"|bottleneck|trouble)s?",
    r"(?:we|i)(?:'re| are|'m| am)? (?:keep |constantly |always |currently |often )?(?:losing|lose|missing|miss"
    r"|drowning|stuck|wasting|waste"
    r"|overwhelmed|spending too|frustrated|fed up)",
    r"(?:takes?|taking|costs?|costing) (?:us )?(?:too|way too|forever|so|hours|days|weeks)",
    *("too (?:slow|many|much|expensive|manual|long)", "(?:it|this|that|they|\\w+) keeps? \\w+ing"),
    r"(?<!\bnever )(?<!\bnot )(?<!\bto )(?:lose|losing|lost) track",
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
_NOT_A_GOAL = build_phrases(
    *("talk", "speak", "chat with", "human", "real person", "someone", "somebody", "agent", "question", "know"),
    *("ask", r"(?<!customers )(?<!clients )stop(?! (?:los|miss|wast|answer|phon|call|copy|do|go|com|forget)\w*ing)"),
    *("unsubscribe", "cancel", "correct", "change (?:it|that|my|the)", "help with anything", "say", "tell you"),
    "share",
    *("give you", "not sure", "persona", "mensch", "see the price", "a quote", "start", "begin"),
    *("sprechen", "reden", "wissen", "mitarbeiter", "starten", "anfangen", "loslegen"),
    "wir brauchen (?:es|das) (?:bis|im|in)",
    *("hablar", "saber", "empezar", "comenzar", "lo (?:necesitamos|queremos) (?:para|en|antes)", "agente"),
)
_WHO_THEY_ARE = compile_pattern(
    r"(?:we|i)(?:'re| are|'m| am)? (?:(?:a|an|the|run|sell|own|operate|work|based|from|about|around)\b|\d)"
)
_ASKS_THE_CHAT = build_phrases("(?:just )?(?:tell|show|give|send) me", "how much", "what (?:does|do) (?:it|you)")
_ABOUT_OTHERS = build_phrases(
    *("my (?:friend|wife|husband|brother|sister|neighbou?r|mum|mom|dad)", "a friend of (?:mine|ours)", "just saying"),
    *("i hope (?:you|this|all)", "(?:nice|pleased|glad) to meet", "visit https?"),
)
_ALL_WELL = build_phrases(
    "nothing(?:'s| is)? (?:broken|wrong|really|major|much|specific|special|in particular)",
    "no (?:real )?(?:problems?|issues?)",
    "(?:it|all|everything|things?)(?:'?s| is| are)? (?:\\w+ )?(?:fine|good|ok|okay|great|alright|well)",
    *("just (?:curious|looking|browsing)", "(?:see|read|check) (?:my|the) (?:\\w+ )?(?:message|answer|reply)"),
    *("see above", "you (?:don'?t|do not) want to know", "where (?:do|should) i (?:start|begin)", "long story"),
    *("alles (?:gut|bestens|in ordnung)", "läuft (?:alles|gut)", "todo (?:bien|en orden)", "ning[uú]n problema"),
)
"""There is no trouble, or none that is told."""
_BRIEF = 7
"""Words up to which an answer that all is well tells of no trouble behind it."""
_NO_PROBLEM_AT_ALL = frozenset(
    """problem problems issue issues complaints probleme problemas none nothing ninguno ninguna nada keine keins keines
    nichts""".split()
)
_CHOSEN = frozenset((Field.INDUSTRY, Field.STAGE, Field.USE_CASE, Field.TOOLS))
"""What a goal or a problem may name without being nothing but that."""
_FILLER = join_alternatives(
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
    *("thank you", "basically", "honestly", "actually", "sorry", "no(?=\\W*[,.!-])", "ja", "hola", "hallo", "bueno"),
)
_OPENING = compile_pattern(rf"[\W_]*(?:{_FILLER}\b(?:[\W_]+|$))*")
_NEXT_CLAUSE = (
    r"\bund (?=(?:wir|ich|unsere?|möchten?|wollen|will|brauchen?|suchen?)\b)"
    r"|\by (?=(?:nos|nuestr[oa]s?|no|queremos|quiero|necesit\w+|busc\w+|perdemos|tardamos)\b)"
)
"""An "and" behind which another statement begins."""
_CLAUSE_CUT = compile_pattern(
    r",|;|\b(?:but|because|so(?! that)|since|aber|pero|weil|denn|porque)\b|\band (?=(?:we|i|our|my|need)\b)"
    rf"|{_NEXT_CLAUSE}|[\x00\x01]"
)
_CLAUSE_STOP = compile_pattern(
    r", (?:and|but|so|we|i|my|our|it|budget|about)\b|\b(?:but|because|weil|denn|porque)\b|[\x00\x01]"
    r"| and (?=(?:we|i|our|my|it)\b)"
    rf"|{_NEXT_CLAUSE}"
    r"|\b(?:before|by) (?=q[1-4])"
)
_SAYS_NOTHING = FUNCTION_WORDS | CHAT_WORDS | _NO_PROBLEM_AT_ALL
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
    """Whether an answer tells who they or others are, or what they want of this chat, and no goal or problem."""
    patterns = (_ASKS_THE_CHAT, _ABOUT_OTHERS)
    told = any(pattern.search(utterance.folded, *span) for pattern in patterns)
    if len(utterance.folded[slice(*span)].split()) <= _BRIEF and _ALL_WELL.search(utterance.folded, *span):
        return True
    return told or bool(_WHO_THEY_ARE.match(utterance.folded, *span))


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
                or is_overlapping(span, told)
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
    long = len(utterance.folded[slice(*span)].split()) >= MIN_CLAUSE_WORDS or span[1] - span[0] >= MIN_CLAUSE_CHARS
    return span if long else None


def _answer(utterance: Utterance, acts: frozenset[Act], taken: Iterable[Finding]) -> Span | None:
    """All of a message that says something, and does and names nothing else; a question behind it is left out."""
    statements = [span for span in utterance.sentences() if utterance.folded[span[1] : span[1] + 1] != "?"]
    if acts & _WITHOUT_CONTENT or not statements or URL.search(fold_text(utterance.text)):
        return None
    opened = _OPENING.match(utterance.folded)
    start = max(opened.end() if opened else 0, statements[0][0])
    end = min(statements[-1][1], start + MAX_CHARS)
    span = utterance.trimmed((start, max(start, end)), " ,;:-.!")
    return span if _says_something(utterance, span, tuple(taken)) else None


def _says_something(utterance: Utterance, span: Span, taken: tuple[Finding, ...]) -> bool:
    """Whether words are left that no other finding covers, and are words at all."""
    said = utterance.folded[slice(*span)]
    chosen = utterance.without((one.start, one.end) for one in taken if one.field in _CHOSEN).folded[slice(*span)]
    told = [word for word in re.findall(r"[^\W\d_]+", chosen) if word not in _SAYS_NOTHING]
    counted = taken if any(one.field not in _CHOSEN for one in taken) else ()
    covered = sum(one.end - one.start for one in counted)
    only_word = len(said.split()) == 1 and (len(said) < MIN_ONLY_WORD or not utterance.asks(Field.PROBLEM))
    mostly_taken = 2 * max(covered, said.count(WHO) + said.count(BLANK)) > len(said)
    return bool(told) and not (only_word or mostly_taken or is_nonsense(said))
