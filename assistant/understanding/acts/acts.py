"""What the visitor does with a message, by the phrases people use for it in English, German and Spanish."""

from __future__ import annotations

import re

from assistant.understanding.acts.corrections import is_correction
from assistant.understanding.acts.polarity import detect_polarity
from assistant.understanding.language.words import compile_lists, compile_phrases
from assistant.understanding.port import Act
from assistant.understanding.text import german, spanish
from assistant.understanding.text.patterns import build_phrases, compile_pattern, join_alternatives
from assistant.understanding.text.utterance import Utterance
from pipeline.domain.record import Field

_START = r"^[\W_]*"
_ANY_ADJECTIVE = join_alternatives(
    *("a", "an", "the", "your", "my", "some", "any", "one of your", "another", "actual", "real", "live", "sales"),
    "bank",
    *("human", "customer", "service", "different", "echten?", "einem", "einen", "una?"),
)
_PERSON = join_alternatives(
    *("human(?: being)?s?", "persons?", "people", "(?:some|any) ?one", "(?:some|any)body"),
    *("agents?", "reps?", "representatives?"),
    "manager",
    *("supervisor", "advis[eo]rs?", "operator", "expert", "consultant", "team", "sales", "staff", "colleague"),
    "worker",
    *("employee", "specialist", "reception", "restaurant", "owner", "boss", "support", "mensch(?:en)?"),
    "mitarbeiter(?:in)?",
    *("berater(?:in)?", "jemand(?:em|en)?", "persona", "alguien", "agente", "humano", "asesor"),
)
_SOMEONE = rf"(?:{_ANY_ADJECTIVE} ){{0,4}}{_PERSON}"


def _phrases(act: Act, *english: str) -> re.Pattern[str]:
    return build_phrases(*english, *german.ACTS[act], *spanish.ACTS[act])


_GREET = compile_lists(_START + r"{greet}(?!\w)(?! bye)")
_THANKS = compile_phrases("thanks")
_BYE = compile_phrases("bye")
_HUMAN = _phrases(
    Act.HUMAN,
    rf"(?:talk|speak|chat|connect|hablar|sprechen|reden)(?:ing)?(?: me| us)?(?: directly| right now)? (?:to|with|con"
    rf"|mit) {_SOMEONE}",
    r"(?:get|give|find|pass|transfer|hand|put|connect|forward|bring|send|refer)(?: me| us| this)?(?: over| on"
    r"| through)?(?: to| with)? " + _SOMEONE,
    rf"(?:mit|con) {_SOMEONE} (?:sprechen|reden|hablar)",
    rf"is there (?:{_ANY_ADJECTIVE} ){{0,4}}{_PERSON}",
    rf"{_PERSON} (?:that |who )?(?:i|we) can (?:talk|chat|speak)",
    *("put me through", "transfer me to", "pass me (?:on )?to", "hand me over"),
    *("(?:call|ring|phone) (?:me|us) back", "(?:want|need|like|request|arrange|get) a call[ -]?back"),
    rf"(?:want|need|prefer|like|get) {_SOMEONE}(?=[ .,!?]*(?:please\b|now\b|instead\b|on the line|$))",
    rf"(?:can|could|may) (?:i|you|we) (?:please )?(?:talk|speak|have|get) (?:to |with )?{_SOMEONE}",
    rf"{_SOMEONE},? (?:please|bitte|por favor)",
    "(?:real|actual|live|human) (?:person|human|agent|being|representative|rep|support)",
    "human (?:agent|being|please)",
    *("(?:with|to) (?:a )?(?:machine|robot|bot)s?", "mit jemandem sprechen", "persona real"),
    r"(?:have|get|let) (?:someone|somebody|a person|a colleague|your team) (?:just )?(?:call|ring|phone|contact) me",
    r"(?:can|could|will|would) (?:someone|somebody|anyone|a person|a human|you) (?:please )?(?:call|ring|phone"
    r"|contact) me(?: back)?",
)
_HUMAN_ALONE = compile_pattern(rf"{_START}(?:human|agent|representative|operator|person|mensch|humano)\W*$")
_STOP_ALONE = compile_pattern(
    rf"{_START}(?:please )?(?:stop|quit|exit|end|enough|cancel|halt|aufhören|stopp|basta|para)"
    r"(?: it| this| that| now| please| already| asking)*\W*$"
)
_STOP = _phrases(
    Act.STOP,
    *("stop (?:asking|texting|messaging|writing|contacting|bothering|it|this|talking|now|already)", "just stop"),
    r"(?:don'?t|do not) want to be (?:contacted|called|emailed|messaged)",
    r"(?:delete|erase|forget) (?:all )?my (?:\w+ )?(?:data|details|address|number|email)",
    *("leave me alone", "(?:remove|take) me (?:off|from)"),
    *("go away", "no more questions", "(?:don'?t|do not) (?:contact|bother|message|email|write|call|ask) me"),
    "unsubscribe",
    *("not interested", "forget (?:about )?(?:it|this)", "never ?mind"),
    "i(?:'m| am) (?:done|out)(?: with (?:this|you))?(?=\\W*$)",
    *("(?:end|close) (?:the |this )?(?:chat|conversation)", "hör(?:en sie)? auf"),
    "lass(?:en sie)? mich",
    *("kein interesse", "déjame", "no me interesa", "deja de"),
)
_DECLINE = _phrases(
    Act.DECLINE,
    "(?:rather|prefer|like|want) (?:to )?(?:stay|remain|be) anonymous",
    "you (?:really )?(?:don'?t|do not) (?:really )?need (?:to know|that|this|my)(?! \\w+ (?:to|for)\\b)",
    *("(?:rather|prefer) (?:not|no|to keep)", "none of (?:your|ur|yr) (?:business|concern)"),
    *("mind your own", "no comment"),
    *("confidential", "under nda"),
    r"(?:don'?t|do not|won'?t|will not|wouldn'?t|can'?t|cannot|not going to|am not"
    r"|'m not) (?:really )?(?:want(?:ing)? to |wish to |like to "
    r"|feel comfortable |comfortable |able to |allowed to |going to |willing to )?"
    r"(?:say|share|sharing|tell(?:ing)?|giv(?:e|ing)|disclos\w+|provid\w+|reveal\w*|discuss|answer|go into)",
    r"not allowed to (?:talk|speak)",
    *("don'?t feel comfortable", "not comfortable", "uncomfortable (?:sharing|giving|with)"),
    *("(?:that'?s|it'?s|is|keep (?:that|it|this)) (?:private|personal|secret|sensitive|to myself)",),
    r"private(?=\W*$| (?:info|matter|thing|data))",
    "not (?:telling|sharing|saying|giving|willing|at liberty)",
    "skip(?: (?:this|that|it|the question|please|for now))?",
    *("pass(?= on (?:that|this)|\\W*$)", "lieber nicht", "keine angabe", "prefiero no"),
    "no quiero (?:dar|decir|compartir)",
    r"(?:möchte|will|sage|verrate) (?:ich )?(?:das |es |dazu )?(?:lieber )?nicht(?: sagen)?",
)
_UNSURE = _phrases(
    Act.UNSURE,
    r"(?<!you )(?:don'?t|do not|doesn'?t|wouldn'?t) "
    r"(?:really |actually |exactly |even |quite |honestly |yet |currently )*"
    r"(?:know|remember|recall|no\b|have (?:an |any |a )?(?:idea|clue|number|figure|exact|timeline|budget (?:yet"
    r"|in mind|set)))",
    r"(?:not|haven'?t|without) (?:a|the|any) (?:\w+ )?(?:clue|foggiest|faintest|slightest|scooby)(?: idea)?",
    *("your guess is as good as mine", "beats me", "search me", "(?:god|heaven|goodness) knows", "who can say"),
    *("dunno", "idk", "no (?:idea|clue)", "unsure", "uncertain", "clueless", "have doubts", "who knows"),
    "up in the air",
    r"not (?:really |quite |entirely |totally |100% |completely |so |very |too |exactly |yet )*(?:sure|certain"
    r"|decided|positive)",
    r"(?:can'?t|cannot|can not|couldn'?t|hard to|difficult to|tough to|impossible to) (?:really |quite )?"
    r"(?:tell|say(?! (?:that )?i )|recall|remember|figure out|estimate|guess|think of)",
    *("(?<!you )forg[oe]t(?! to| it| about| this| my data| me)", "have forgotten", "(?:still )?undecided"),
    *("to be (?:decided|determined|confirmed)", "tbd", "tbc"),
    r"haven'?t (?:really |yet )?(?:decided|thought|figured|worked|set|made up|got (?:a|that))",
    *("(?:it|that) depends", "depends(?: on|\\W*$)", "too (?:early|soon) to (?:say|tell|know)"),
    *(
        "zu früh (?:um|zu)",
        "no (?:budget|timeline|deadline|date) (?:yet|set|in mind|defined|decided)",
    ),
    *("not (?:yet )?(?:set|defined|determined|fixed)", "nicht sicher", "bin mir unsicher", "keine ahnung"),
    r"wei(?:ß|ss) (?:ich |es |das )?(?:noch )?(?:nicht|keine)|noch (?:offen|unklar|nicht (?:entschieden|klar))",
    *("no (?:lo )?s[eé]", "ni idea", "no estoy segur[oa]", "no tengo (?:ni )?idea", "todavía no"),
)
_UNSURE_ALONE = compile_pattern(
    rf"{_START}(?:(?:could be|possibly|möglich|kann sein|puede ser)(?=\W*$)|(?:maybe|perhaps|vielleicht"
    rf"|quizás?|tal vez)\b(?! (?:later|another|next|some ?time|we|around|about|in|at|[$€£]?\d)))"
)
_WHY = _phrases(
    Act.WHY,
    r"why (?:do|would|are|should|is|does|must|did)?(?: ?(?:you|that|this|it|i|we|they))?(?: \w+)? ?"
    r"(?:need|want|ask|asking|require|have to (?:know|give|tell|say)|necessary|relevant|important|matter|needed|give"
    r"|share|tell|know|call|ring|phone|contact|email|store|save|collect|keep)",
    r"what (?:do|would|will|are) you (?:need|want|use|do|doing|going to do)? ?(?:it|that|this|with it|with that"
    r"|(?:with )?my \w+)?(?: for| with)",
    *("what(?:'?s| is) (?:that|this|it) for", "why that"),
    *("(?:warum|wieso|wozu|weshalb) (?:brauch\\w*|woll\\w*|frag\\w*|müss\\w*|ist|benötig\\w*)",),
    r"(?:por|para) qu[eé] (?:lo |la |me |te )?(?:necesit\w*|quier\w*|pid\w*|pregunt\w*)",
)
_WHY_ALONE = compile_pattern(
    rf"{_START}(?:but )?(?:why|what for|how come|for what|warum|wieso|weshalb|wozu|por qu[eé]|para qu[eé])\W*$|\bwhy\?"
)
_COMPLAIN = _phrases(
    Act.COMPLAIN,
    *("frustrat\\w+", "ridiculous", "useless", "terrible", "horrible", "awful", "worst", "pathetic", "stupid"),
    *("dumb", "idiot\\w*"),
    *("moron", "annoy\\w+", "wast(?:e|ing) (?:of )?(?:my )?time", "sick of", "fed up", "unacceptable", "rubbish"),
    *("what a waste", "garbage", "crap", "(?:driving|drives) me (?:nuts|crazy|mad|insane)"),
    *("shit\\w*", "fuck\\w*", "wtf", "bullshit", "damn", "sucks?", "already (?:told|said|gave|answered)"),
    *("nonsense", "disappoint\\w+"),
    *("i (?:just )?(?:said|told you) (?:that|already|this)", "you'?re not (?:listening|helping|understanding)"),
    "stop repeating",
    *("you (?:don'?t|do not) understand", "asked (?:me )?(?:that|this) (?:already|twice)", "again and again"),
    "not leading anywhere",
    *("(?:not|isn'?t) working at all", "angry", "hate (?:this|you|bots)", "nervt", "schlecht", "unverschämt"),
    "blöd\\w*",
    *("inútil", "pésimo", "molest[oa]", "harto", "estafa", "scam(?:mers?)?"),
)
_AT_US = build_phrases(
    *("you(?:r|'re)?", "(?:chat)?bots?", "robots?", "machines?", "sick of", "fed up", "my time", "what an?", "wtf"),
    *("fuck\\w*", "(?:this|your) (?:chat|site|website|page|conversation|assistant|thing)", "this (?:is|sucks)"),
    *("i (?:just |already )?(?:said|told)", "du", "dein\\w*", "ihr", "tú", "usted(?:es)?"),
)
"""Where anger is meant for the chat, and not for what the visitor was asked about."""
_IN_THE_DARK = build_phrases(
    r"(?:we|they|nobody|customers?|people|the team) (?:\w+ )?(?:don't|do not|doesn't|never) (?:really |even )?know "
    r"(?:which|who|where|when|if|whether|that|how many)(?: \w+){4,}"
)
"""What they do not know is the trouble itself, told at length."""
_OUTBURST = 2
"""Words up to which anger says nothing of its cause."""
_OFF_TOPIC = _phrases(
    Act.OFF_TOPIC,
    *("weather", "football", "soccer", "basketball", "joke", "poem", "recipe", "horoscope", "meaning of life"),
    *("homework", "lottery"),
    "sing (?:me )?a song",
    "(?:write|compose) (?:me )?(?:a |an )?(?:poem|story|song|essay|haiku|code|script|python|function)",
    r"are you (?:single|married|alive|real|human|sentient|a (?:robot|bot|human|person|machine|real person)|an ai"
    r"|chatgpt|gpt)",
    *("(?:who|what) (?:made|created|built) you", "marry me", "love you", "favou?rite (?:colou?r|movie|food|song|team)"),
    *("capital of", "who (?:won|is the president)", "president of", "bitcoin price", "wetter", "witz", "fútbol"),
    "chiste",
    r"ignore (?:all |any |your |the |my )*(?:previous|prior|above|earlier|instructions|rules)",
    *("(?:system|initial|hidden|your) prompt", "jailbreak", "pretend (?:to be|you)", "roleplay", "you are now"),
    "developer mode",
)
_QUESTION = compile_pattern(
    r"\?|^[\W_]*(?:(?:and|so|but|ok|okay|hi|hello|hey|yes|no|well|thanks|great)\b[\W_]*)*"
    + join_alternatives(
        *("what'?s?", "how'?s?", "when'?s?", "where'?s?", "who'?s?", "which", "whose", "why", "can (?:you|u|i|we|it)"),
        "could (?:you|i|we|it)",
        *("do (?:you|u|i|we|they)", "does", "did (?:you|i)", "is (?:it|there|that|this|your|the)"),
        *("are (?:you|u|there|they|your)", "(?:please |just )+(?:tell|show|give) me"),
        *("will (?:you|it|i)", "would (?:you|it)", "should (?:i|we)", "have you", "has (?:it|the)", "tell me"),
        *("wie", "wann", "wo", "wer"),
        *(
            "was (?:kostet|ist|macht|sind)",
            "welche\\w*",
            "können (?:sie|wir)(?! (?:gern )?(?:machen|tun))",
            "kann (?:ich|man)",
            "gibt es",
        ),
        *("haben sie", "cómo", "qué"),
        *("cuánto\\w*", "cuanto(?! antes)\\w*", "cuándo", "dónde", "quién", "cuál\\w*", "puedo", "pueden", "tienen"),
    )
    + r"\b"
)
_PHRASES: tuple[tuple[Act, re.Pattern[str]], ...] = (
    (Act.GREET, _GREET),
    (Act.THANKS, _THANKS),
    (Act.BYE, _BYE),
    (Act.HUMAN, _HUMAN),
    (Act.HUMAN, _HUMAN_ALONE),
    (Act.STOP, _STOP),
    (Act.STOP, _STOP_ALONE),
    (Act.DECLINE, _DECLINE),
    (Act.UNSURE, _UNSURE),
    (Act.UNSURE, _UNSURE_ALONE),
    (Act.WHY, _WHY),
    (Act.WHY, _WHY_ALONE),
    (Act.COMPLAIN, _COMPLAIN),
    (Act.OFF_TOPIC, _OFF_TOPIC),
    (Act.CORRECT, _phrases(Act.CORRECT)),
)
_NOT_HUMAN = build_phrases(
    r"(?:don'?t|do not|no) (?:want|need|you need|have)?(?: you)? ?(?:to )?(?:transfer|talk|speak|connect|a human"
    r"|a person|put)(?! (?:to|with) (?:an? |some |your |this )?(?:machine|robot|bot|chatbot|computer|ai|program)s?\b)",
    "no need to (?:talk|speak)",
    "why (?:would|do|should|will|are) (?:you|they|someone|somebody) (?:\\w+ )?(?:call|ring|phone|contact)\\w*",
)
_IS_IT_A_PERSON = compile_pattern(
    r"^[\W_]*(?:(?:hi|hello|hey|so|wait|ok)\W+)?(?:are you|am i (?:talking|speaking|chatting))\b"
)
"""Asks what the assistant is, and for nobody."""
_NO_CALLS = build_phrases("(?:don'?t|do not) call me", "no me llamen?")
"""To the question for a phone number this refuses the number, and ends nothing."""
_WITHOUT_YES = frozenset((Act.UNSURE, Act.DECLINE, Act.STOP))


def find_acts(utterance: Utterance) -> set[Act]:
    """The acts a message performs by its wording; `inform` is for what was found in it."""
    folded = utterance.folded
    acts = {act for act, pattern in _PHRASES if pattern.search(folded)}
    if Act.STOP in acts and utterance.asks(Field.PHONE) and _NO_CALLS.search(folded):
        acts = acts - {Act.STOP} | {Act.DECLINE}
    yes_no = detect_polarity(utterance.without(match.span() for match in _UNSURE.finditer(folded)))
    if yes_no is not None and not (yes_no and acts & _WITHOUT_YES):
        acts.add(Act.AFFIRM if yes_no else Act.DENY)
    if Act.HUMAN in acts and (_NOT_HUMAN.search(folded) or _IS_IT_A_PERSON.search(folded)):
        acts.discard(Act.HUMAN)
    hedged = acts & {Act.DECLINE, Act.UNSURE} and "?" not in folded
    if Act.WHY not in acts and not hedged and _QUESTION.search(folded):
        acts.add(Act.QUESTION)
    if is_correction(utterance):
        acts.add(Act.CORRECT)
    if Act.COMPLAIN in acts and _tells_a_problem(utterance):
        acts.discard(Act.COMPLAIN)
    if Act.UNSURE in acts and _tells_a_problem(utterance) and _IN_THE_DARK.search(folded):
        acts.discard(Act.UNSURE)
    return acts


def _tells_a_problem(utterance: Utterance) -> bool:
    """Who is asked for a goal or a problem answers with what is terrible: that is no complaint about the chat."""
    asked = utterance.asks(Field.GOAL) or utterance.asks(Field.PROBLEM)
    return asked and len(utterance.folded.split()) > _OUTBURST and not _AT_US.search(utterance.folded)
