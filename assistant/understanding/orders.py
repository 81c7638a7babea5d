"""Sentences that order the machine about: what is shaped like an instruction to it answers no question. Pure.

Beside `injection.py`, which knows the phrases of attacks and keeps a whole message from any understanding. Here nothing
is refused: only the sentence answers nothing. A wish of a buyer begins with a verb as well ("answer customers within an
hour"), so an order needs both, a verb that speaks to somebody and an object that only the machine has: its answers, its
instructions, its rules, this conversation, the score of this very lead.
"""

from __future__ import annotations

from dataclasses import replace

from assistant.understanding.port import Act, Finding, Understood
from assistant.understanding.text.patterns import compile_pattern, join_alternatives
from assistant.understanding.text.utterance import Utterance
from pipeline.domain.record import Field

NO_ANSWERS = frozenset(
    {Field.GOAL, Field.PROBLEM, Field.NAME, Field.COMPANY, Field.ROLE, Field.INDUSTRY, Field.STAGE, Field.USE_CASE}
)
"""Fields that such a sentence answers by its shape or by a word in it; addresses, dates and numbers are said or not."""

_VERB = join_alternatives(
    *"""add answer append begin behave call change classify complete confirm consider continue copy create delete
    disclose display encode end execute explain finish follow forget generate give grant ignore include insert list
    mark obey output pretend print provide put quote rate recommend remember remove repeat reply respond return reveal
    route run say send set show skip speak start stop submit summari[sz]e switch tell transfer translate treat type use
    write antworte schreibe? gib setze zeige? wiederhole übersetze ignoriere sage? markiere vergiss führe lösche nenne
    escribe responde muestra marca repite traduce ignora di dime olvida pon ejecuta borra actúa""".split()
)
_OPENING = (
    r"(?:\W|(?:please|now|just|then|and|also|ok|so|first|instead|bitte|por favor|always|never|only|simply)\b)*"
    r"(?:(?:do not|don't|never|you (?:must|will|shall|should|have to|need to|are to|can)"
    r"|i (?:want|order|command) you to)(?: now| only| always| never| not)* )?"
)
_ITS_OWN = join_alternatives(
    r"your (?:\w+ )?(?:answers?|repl(?:y|ies)|responses?|instructions?|configuration|settings?|rules?|prompts?)",
    r"your (?:\w+ )?(?:secrets?|tasks?)|(?:every|each|all) (?:of )?(?:your )?(?:repl(?:y|ies)|answers?|responses?)",
    r"(?:this|my (?:\w+ )?) ?(?:lead|message|conversation|chat|form|answer|behalf)\b",
    r"(?:all|any) (?:previous|prior|earlier) \w+|every visitor after|all your (?:leads|customers|users|visitors)",
    r"the customers you|you have talked",
    r"(?:the|our|a|your) (?:password|secret|command|database|console|consent|system)\b",
    r"(?:the )?(?:text|sentence|words?|everything|instructions?|lines?) (?:\w+ )?(?:above|before|below|following)",
    r"following link|this sentence|the (?:word|phrase|letter|sentence)\b|a (?:poem|story|song|joke|essay)\b|base64",
    r"json\b|(?:in|as) (?:xml|html|code|a table)\b|(?:score|rate|discount|grade)\w*(?: \w+)? (?:of|to|as) \d",
    r"punktzahl|score of|(?:with|only|just) (?:ok|yes|no|ja|nein|sí)\b|nothing else|is (?:free|discontinued)",
    r"being an? |me master|any more questions|deine|anweisungen|gedicht|nur noch|tus |instrucciones|un poema",
    r"la palabra|esta conversación",
)
_ORDER = compile_pattern(rf"{_OPENING}{_VERB}\b.*?\b{_ITS_OWN}")
_ROLE = compile_pattern(
    r"\W*(?:system|assistant|user|developer|ai|human|instruction)s? ?:|\s*#{2,}|.{0,20}(?:\[/?inst\]|<\|\w+\|>)"
    r"|\W*(?:your new (?:task|role|job|name|instructions?|goal) (?:is|are)\b"
    r"|from (?:now|here|this point) on,? (?:you|your|always|only)\b)"
)
"""Marks of who speaks in a model's own transcript, and a new part to play."""


def drop_orders(understood: Understood, utterance: Utterance) -> Understood:
    """Without what was read from sentences that order the machine about; of nothing else left, it is off topic."""
    kept = tuple(found for found in understood.findings if not _is_ordered(found, utterance))
    if kept == understood.findings:
        return understood
    acts = set(understood.acts)
    if not kept:
        acts = (acts - {Act.INFORM, Act.CORRECT}) | {Act.OFF_TOPIC}
    return replace(understood, acts=tuple(act for act in Act if act in acts), findings=kept)


def _is_ordered(found: Finding, utterance: Utterance) -> bool:
    if found.field not in NO_ANSWERS:
        return False
    sentence = utterance.sentence_at(found.start)
    return any(pattern.match(utterance.folded, *sentence) for pattern in (_ORDER, _ROLE))
