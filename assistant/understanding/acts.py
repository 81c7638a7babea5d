"""What the visitor does with a message, by the phrases people use for it in English, German and Spanish."""

from __future__ import annotations

import re

from assistant.understanding.corrections import corrects
from assistant.understanding.polarity import polarity
from assistant.understanding.port import Act
from assistant.understanding.utterance import Utterance

_SOMEONE = (
    r"(?:a |an |the |your |my |some |any |one of your |another |actual |real |live |sales |human |bank |customer |support |service |different )*"
    r"(?:human(?: being)?s?|persons?|people|someone|somebody|some ?one|agents?|reps?|representatives?|manager|supervisor|advis[eo]rs?|operator|expert|consultant|team|sales|staff|"
    r"colleague|worker|employee|specialist|reception|restaurant|owner|boss|support|mensch(?:en)?|mitarbeiter(?:in)?|berater(?:in)?|jemand(?:em|en)?|persona|alguien|agente|humano|asesor)"
)
_PHRASES: dict[Act, str] = {
    Act.GREET: (
        r"^[\W_]*(?:hi+|hii+|hie|hello+|hallo|hallow|hey+|hiya|howdy|yo|hai|heya|greetings|good ?(?:morning|afternoon|evening|day)s?|gud (?:morning|evng|evening)|"
        r"(?:a )?very good (?:morning|evening|afternoon)|moin|servus|guten (?:tag|morgen|abend)|grüß gott|hola|buen[oa]s(?: d[ií]as| tardes| noches)?)\b(?! bye)"
    ),
    Act.THANKS: r"\b(?:thank(?:s|ing|you| you| u|ful)?\w*|thx+|thnx|thanx|ty|tysm|tks|tq|cheers|much appreciated|appreciate (?:it|that|your|the|you)|i appreciate|grateful|danke\w*|dankeschön|vielen dank|gracias)\b",
    Act.BYE: (
        r"\b(?:(?:good ?)?bye+|good ?buy|see (?:you|ya|u)|cya|farewell|take care|talk (?:to you )?(?:soon|later)|have (?:a|an) (?:\w+ )?(?:day|one|weekend|evening|night|afternoon|week)|"
        r"good ?night|so long|ciao|adios|adiós|hasta (?:luego|pronto|mañana)|tschüss|tschüß|auf wiedersehen|bis bald|ttyl|gotta go|have to go|signing off|close (?:the|this) (?:chat|conversation)|end (?:the|this) (?:chat|conversation))\b"
    ),
    Act.HUMAN: (
        rf"\b(?:(?:talk|speak|chat|connect|speaking|talking|chatting|hablar|sprechen|reden)(?:ing)?(?: me| us)?(?: directly| right now)? (?:to|with|con|mit) {_SOMEONE}|(?:get|give|find|pass|transfer|hand|put|connect|forward|bring|send|refer)"
        rf"(?: me| us| this)?(?: over| on| through)?(?: to| with)? {_SOMEONE}|put me through|transfer me to|pass me (?:on )?to|hand me over|(?:want|need|prefer|like|get) {_SOMEONE}(?! who| that| to (?:use|answer))\b(?=[ .,!?]*(?:please|now|instead|on the line|$))"
        rf"|(?:can|could|may) (?:i|you|we) (?:please )?(?:talk|speak|have|get) (?:to |with )?{_SOMEONE}|{_SOMEONE},? (?:please|bitte|por favor)\b"
        r"|(?:real|actual|live|human) (?:person|human|agent|being|representative|rep|support)|human (?:agent|being|please)|with a (?:machine|robot|bot)|talking to (?:a )?(?:bot|robot|machine)s?|"
        r"(?:can|could|will|would) (?:someone|somebody|anyone|a person|a human|you) (?:please )?(?:call|ring|phone|contact) me(?: back)?|call me back|"
        r"(?:einen?|mit) (?:echten )?menschen?|mit jemandem sprechen|una persona(?: real)?|persona real)\b|^\W*(?:human|agent|representative|operator|person|mensch|humano)\W*$"
    ),
    Act.STOP: (
        r"^\W*(?:please )?(?:stop|quit|exit|end|enough|cancel|halt|aufhören|stopp|basta|para)(?: it| this| that| now| please| already| asking)*\W*$|"
        r"\b(?:stop (?:asking|texting|messaging|writing|contacting|bothering|it|this|talking|now|already)|just stop|leave me alone|go away|no more questions|don'?t (?:contact|bother|message|email|write|ask) me|"
        r"do not (?:contact|bother|message|email|call) me|unsubscribe|not interested|forget (?:it|about it|this)|never ?mind|i(?:'m| am) (?:done|out)(?: with (?:this|you))?(?=\W*$)|end (?:the |this )?(?:chat|conversation)|close (?:the |this )?(?:chat|conversation)|"
        r"hör(?:en sie)? auf|lass(?:en sie)? mich|kein interesse|déjame|no me interesa|deja de|delete my data)\b"
    ),
    Act.DECLINE: (
        r"\b(?:(?:i'?d |i would |i |we'?d |would )?(?:rather|prefer) (?:not|no\b|to keep)|(?:i |we )?(?:don'?t|do not|won'?t|will not|wouldn'?t|can'?t|cannot|not going to|am not|'m not) (?:really )?(?:want(?:ing)? to |wish to |like to |feel comfortable |comfortable |able to |allowed to |going to |willing to )?(?:say|share|shar(?:e|ing)|tell(?:ing)?|giv(?:e|ing)|disclos\w+|provid\w+|reveal\w*|discuss|answer)"
        r"|don'?t feel comfortable|not comfortable|uncomfortable (?:sharing|giving|with)|none of your business|no comment|confidential|(?:that'?s|it'?s|is|keep (?:that|it|this)) (?:private|personal|secret|sensitive|to myself)|"
        r"mind your own|not (?:telling|sharing|saying|giving|willing|at liberty)|skip (?:this|that|it|the question|please|for now)?|pass(?= on (?:that|this)|\W*$)|under nda|"
        r"(?:möchte|will|sage|verrate) (?:ich )?(?:das |es |dazu )?(?:lieber )?nicht(?: sagen)?|lieber nicht|keine angabe|prefiero no|no quiero (?:dar|decir|compartir))\b"
    ),
    Act.UNSURE: (
        r"\b(?:(?:don'?t|do not|dont|didn'?t|did not|doesn'?t|wouldn'?t) (?:really |actually |exactly |even |quite |honestly |yet |currently )*(?:know|remember|recall|have (?:an |any |a )?(?:idea|clue|number|figure|exact|timeline|budget (?:yet|in mind|set)|a budget yet)|no\b)|dunno|idk|no (?:idea|clue)|not (?:really |quite |entirely |totally |100% |completely |so |very |too |exactly |yet )*(?:sure|certain|decided|clear|positive)|unsure|uncertain|"
        r"(?:can'?t|cannot|can not|couldn'?t|hard to|difficult to|tough to|impossible to) (?:really |quite )?(?:tell|say|recall|remember|figure out|estimate|guess|think of)|(?:i )?(?:forgot|forget|have forgotten)\b|clueless|have doubts|(?:i )?doubt (?:it)?|haven'?t (?:really |yet )?(?:decided|thought|figured|worked|set|made up|got (?:a|that))|"
        r"(?:still )?(?:undecided|to be (?:decided|determined|confirmed))|tbd|tbc|(?:it|that) depends|depends on|up in the air|no budget (?:yet|set|in mind|defined|decided)|not (?:yet )?(?:set|defined|determined|fixed)|who knows|"
        r"weiß (?:ich |es |das )?(?:noch )?(?:nicht|keine)|weiss (?:ich )?(?:noch )?nicht|keine ahnung|noch (?:offen|unklar|nicht (?:entschieden|klar))|nicht sicher|bin mir unsicher|no (?:lo )?s[eé]\b|ni idea|no estoy segur[oa]|no tengo (?:ni )?idea|todavía no)\b|^\W*(?:maybe|perhaps|vielleicht|quizás?|tal vez)\b(?! (?:later|another|next|some ?time|we|around|about|in|at|\d))"
    ),
    Act.WHY: (
        r"\bwhy (?:do|would|are|should|is|does|must|did)?(?: (?:you|that|this|it|i|we|they))?(?: \w+)? ?(?:need|want|ask|asking|require|have to (?:know|give|tell|say)|necessary|relevant|important|matter|needed|give|share|tell|know)\b|"
        r"\bwhat (?:do|would|will|are) you (?:need|want|use|do|doing|going to do)? ?(?:it|that|this|with it|with that|with my \w+|my \w+|with)?\b(?: for| with)|^\W*(?:but )?(?:why|what for|how come|for what|warum|wieso|weshalb|wozu|por qu[eé]|para qu[eé])\W*$|"
        r"\bwhat(?:'s| is) (?:that|this|it) for\b|\bwhy that\b|\bwhy\?|\b(?:warum|wieso|wozu|weshalb) (?:brauch\w*|woll\w*|frag\w*|müss\w*|ist|benötig\w*)|\b(?:por|para) qu[eé] (?:lo |la |me |te |necesit\w*|quier\w*|pid\w*|pregunt\w*)"
    ),
    Act.COMPLAIN: (
        r"\b(?:frustrat\w+|ridiculous|useless|terrible|horrible|awful|worst|pathetic|stupid|dumb|idiot\w*|moron|annoy\w+|waste (?:of )?(?:my )?time|wasting (?:my )?time|sick of|fed up|unacceptable|rubbish|garbage|crap|shit\w*|fuck\w*|wtf|bullshit|damn|sucks?|"
        r"already (?:told|said|gave|answered)|i (?:just )?(?:said|told you) (?:that|already|this)|you'?re not (?:listening|helping|understanding)|you (?:don'?t|do not) understand|stop repeating|asked (?:me )?(?:that|this) (?:already|twice)|again and again|not working at all|isn'?t working at all|"
        r"not leading anywhere|nonsense|disappoint\w+|angry|hate (?:this|you|bots)|nervt|schlecht|unverschämt|blöd\w*|inútil|pésimo|molest[oa]|harto|estafa|scam(?:mers?)?)\b"
    ),
    Act.OFF_TOPIC: (
        r"\b(?:weather|football|soccer|basketball|tell me a joke|joke|sing (?:me )?a song|(?:write|compose) (?:me )?(?:a |an )?(?:poem|story|song|essay|haiku|code|script|python|function)|poem|recipe|horoscope|meaning of life|are you (?:single|married|alive|real|human|sentient|a (?:robot|bot|human|person|machine|real person)|an ai|chatgpt|gpt)|"
        r"(?:who|what) (?:made|created|built) you|marry me|love you|favou?rite (?:colou?r|movie|food|song|team)|capital of|who (?:won|is the president)|president of|bitcoin price|lottery|homework|"
        r"ignore (?:all |any |your |the |my )*(?:previous|prior|above|earlier|instructions|rules)|(?:system|initial|hidden|your) prompt|jailbreak|pretend (?:to be|you)|act as|roleplay|you are now|developer mode|wetter|witz|fútbol|chiste)\b"
    ),
}
_PATTERNS = {act: re.compile(pattern) for act, pattern in _PHRASES.items()}
_QUESTION = re.compile(
    r"\?|^[\W_]*(?:(?:and|so|but|ok|okay|hi|hello|hey|yes|no|well|thanks|great)\b[\W_]*)*(?:what|how|when|where|who|which|whose|why|can (?:you|i|we|it)|could (?:you|i|we|it)|do (?:you|i|we|they)|does|did (?:you|i)|is (?:it|there|that|this|your|the)|are (?:you|there|they|your)|will (?:you|it|i)|would (?:you|it)|"
    r"should (?:i|we)|have you|has (?:it|the)|tell me|wie|was (?:kostet|ist|macht|sind)|wann|wo|wer|welche\w*|können (?:sie|wir)|kann (?:ich|man)|gibt es|haben sie|cómo|como funciona|qué|que es|cuánto\w*|cuanto\w*|cuándo|dónde|quién|cuál\w*|puedo|pueden|tienen)\b"
)
_NOT_HUMAN = re.compile(
    r"\b(?:don'?t|do not|no) (?:want|need|you need|have)?(?: you)? ?(?:to )?(?:transfer|talk|speak|connect|a human|a person|put)\b|\bno need to (?:talk|speak)"
)
_UNSURE_ELSEWHERE = re.compile(
    r"\bwho knows (?:what|how)\b.*\bneed\b|\bforget (?:it|about|this)\b|\bdon'?t forget\b|\bno doubt\b"
)


def acts_of(utterance: Utterance) -> set[Act]:
    """The acts a message performs by its wording; `inform` is added where something was found."""
    acts = {act for act, pattern in _PATTERNS.items() if pattern.search(utterance.folded)}
    yes_no = polarity(utterance)
    if yes_no is not None and not (yes_no and acts & {Act.UNSURE, Act.DECLINE, Act.STOP}):
        acts.add(Act.AFFIRM if yes_no else Act.DENY)
    if Act.UNSURE in acts and _UNSURE_ELSEWHERE.search(utterance.folded):
        acts.discard(Act.UNSURE)
    if Act.HUMAN in acts and _NOT_HUMAN.search(utterance.folded):
        acts.discard(Act.HUMAN)
    if Act.WHY not in acts and _QUESTION.search(utterance.folded):
        acts.add(Act.QUESTION)
    if corrects(utterance):
        acts.add(Act.CORRECT)
    return acts
