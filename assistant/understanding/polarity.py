"""Yes and no, in the light of the question before."""

from __future__ import annotations

import re

from assistant.understanding.utterance import Utterance

_FILLERS = r"(?:oh+|ah+|o|well|so|hm+|mm+|um+|uh+|er|hi|hello|hey|sorry|please|and|but|then|honestly|actually|i'?m sorry|thanks|thank you|thank u|ok|okay|k|great|cool)"
_OPENED = re.compile(rf"[\W_]*(?:{_FILLERS}\b[\W_]*)*")
_NO = (
    r"(?:no+|nope?s?|nah+|naw|ni|nay|nein|nö|ne|never|negative|not (?:at all|now|yet|really|today|needed|necessary|right now|right this|at (?:the|this|that)|interested|anymore|tonight|for now|tomorrow|me)|not|"
    r"nothing|nothin|noth?ign?|noting|none|neither|heck no|hell no|absolutely not|definitely not|certainly not|of course not|"
    r"(?:may ?be|perhaps) (?:later|another|next|some other|at a later|not)|another time|some other time|later\b(?! today)|hold on|don't|do not|nunca|para nada|keine?s?|nichts|nada|tampoco)"
)
_YES = (
    r"(?:y+e+s+s*|ye|yea+h*|yeh|yep+|yup+|yess?ir|ya+|yah|aye|es|yws|uh[- ]?huh|sure|surely|s[uú]re thing|ok+|okay+|okey|oki|okie|kk?|0 k|alright|all right|aight|correct|right|true|exactly|precisely|indeed|definitely|absolutely|"
    r"certainly|totally|affirmative|of ?course|offcourse|obviously|agreed|agree|confirm(?:ed|s)?|fine|perfect|prefect|great|good|excellent|awesome|super|superb|"
    r"cool|nice|wonderful|brilliant|amazing|lovely|fantastic|wow great|please (?:do|go|proceed|confirm|try|book|play|make|start|continue|reserve|try|send)|go ahead|go for it|"
    r"let's (?:do|go)|do it|do that|proceed|carry on|continue|sounds|works|you got|you're right|you are (?:right|correct)|looks (?:good|right|great|fine)|"
    r"i (?:do|would|am|sure do|think so|agree|confirm|guess so|believe so|suppose so)(?! not\b|n't)|i'd (?:love|like) (?:that|to)\b|that'?s (?:right|correct|fine|good|great|ok|okay|perfect|exactly|it exactly|what i)|"
    r"ja+|jep|jo|jawohl|genau|stimmt|richtig|klar|gerne?|natürlich|s[ií]|claro|vale|correcto|exacto|por supuesto|de acuerdo|desde luego|oui|affirm)"
)
_STARTS_NO = re.compile(rf"{_NO}(?![\w'])|no(?=th?ank|tha|sir|real)|no(?:pe)?(?=than)|nothing?(?=than|sir|done|is\b)")
_STARTS_YES = re.compile(
    rf"{_YES}(?![\w'])|(?:yes|ok|sure|okay)(?=(?:thank|please|sir|sure|that|take|resol|clear|its|liked|i |sorry|pleas))"
)
_NO_ANYWAY = re.compile(
    r"\b(?:no,? ?thank\w*|no th?anks?|no need|no more\b|no other|nothing (?:else|more|for now|at the moment|right now|thanks?)|not (?:now|yet|right now|at the moment|at this time|at the present|today|anymore|needed|necessary|interested)|"
    r"(?:i|we) (?:really |actually |currently |just )*(?:don'?t|do not|didn'?t|did not|haven'?t|have not|won'?t|will not|would ?n'?t|would not|can'?t|cannot|never|no longer)\b(?! (?:mind|care|wait|remember|recall|know|think i know|understand|see (?:a|any) problem|have a preference|believe it|get it))|"
    r"(?:it|this|that|he|she|they|the \w+)(?:'?s| is| was| are| were|'re)? ?(?:not\b|n't|isn'?t|wasn'?t|aren'?t|ain'?t|doesn'?t|didn'?t|hasn'?t|won'?t)|(?:isn|wasn|ain|hasn|doesn)'t|"
    r"that'?s (?:not|wrong|incorrect|also incorrect)|(?:is|was|'s) (?:wrong|incorrect)|(?:may ?be|perhaps) (?:later|another|next time|some other|at a later)|another time|some other time|hold on|never ?mind|out of the question|"
    r"changed my mind|change of plans|(?:i'?m|we'?re|i am) (?:all set|all done|done|good now)|no problem thanks no)\b"
)
_NO_PROBLEM = re.compile(r"no (?:problem|worries|probs?|issues?|rush|objections?|doubt)\b")
_BUT_NO = re.compile(r"\b(?:but|though)\b.{0,15}\b(?:not|no|don't)\b")
_THAT_IS_ALL = re.compile(
    r"\b(?:(?:that|this|it|thst|tht)(?:'?s| is| was| will be|'ll be| would be| wil be)?(?: about)? (?:all|everything|enough)|that(?:'?s| is| was| will be|'ll be) it|that will do|that'll do|all (?:good|set|done|clear|fine)|"
    r"i(?:'?m| am) (?:done|good|fine|all set)|enough|das (?:ist|war) alles|eso es todo|nothing|you've (?:helped|provided|answered))\b"
)
_OFFERS_MORE = re.compile(r"\b(?:else|further|more|other|another|additional|noch etwas|algo más)\b")
_ASKS_TO_CONFIRM = re.compile(
    r"\b(?:confirm\w*|correct|right|verify|sure|is that|is this|so that's|to review|to be clear|recap|check|you (?:want|would|'d)|stimmt|correcto|okay\?|ready)\b|\?"
)
_REPLACES = re.compile(
    r"\b(?:instead|actually|rather|sorry|wrong|change (?:it|that|the|to|over)|make (?:it|that)|double that|on second thought|mistake|i meant?|misheard|prefer)\b"
)
_ENDS_YES = re.compile(
    r"(?:,| |^)(?:yes|yeah|yep|please do|i agree|exactly|correct|sounds (?:good|great|perfect|fine|right)|is (?:correct|right|perfect|confirmed|spotless)|(?:all|it'?s|it is|this is|everything is|everything's|that is|that'?s|that|this) (?:\w+ )?(?:correct|right|good|fine|ok|okay|perfect|great|confirmed|works)|"
    r"works for me|(?:is|be|would be|will be|that be|i am|i'm) (?:totally |fully |perfectly |just )?(?:ok|okay|fine|great|good|perfect|alright|comfortable|all right)(?: (?:for|with|by) me)?|it (?:surely |sure )?is|that(?:'ll| will) work|that(?:'s| is) (?:exactly )?it exactly|by me|looking forward to (?:that|it)|go ahead|confirmed?|much appreciated)\W*(?:$|[.,!?]|thanks?|thank|for me|so|to proceed|what|how|is|do|and)"
)


def polarity(utterance: Utterance) -> bool | None:
    """True for yes, false for no, null for neither; a no that follows a yes wins ("yes, but not right now")."""
    folded = utterance.folded
    opened = _OPENED.match(folded)
    body = opened.end() if opened else 0
    if _NO_PROBLEM.search(folded) and not re.match(r"[\W_]*no problem.*\bno\b", folded):
        return True
    if _starts(_STARTS_NO, folded, 0) or _starts(_STARTS_NO, folded, body):
        return False
    if _starts(_STARTS_YES, folded, 0) or _starts(_STARTS_YES, folded, body):
        return not _taken_back(utterance)
    return _without_opener(utterance)


def _starts(pattern: re.Pattern[str], folded: str, at: int) -> bool:
    lead = re.compile(r"[\W_]*").match(folded, at)
    return bool(pattern.match(folded, lead.end() if lead else at))


def _taken_back(utterance: Utterance) -> bool:
    first = re.split(r"[.!?]", utterance.folded, maxsplit=1)[0][:60]
    if _BUT_NO.search(first) or re.search(
        r"\b(?:no,? ?thank\w*|no th?anks?|nothing else|not (?:now|yet|right now|at the moment)|no need)\b", first
    ):
        return True
    return bool(_OFFERS_MORE.search(utterance.previous) and _THAT_IS_ALL.search(first))


def _without_opener(utterance: Utterance) -> bool | None:
    folded, previous = utterance.folded, utterance.previous
    if _NO_ANYWAY.search(folded):
        return False
    if _ENDS_YES.search(folded):
        return True
    if _THAT_IS_ALL.search(folded) and not re.search(r"\bit exactly\b", folded):
        return True if previous and _ASKS_TO_CONFIRM.search(previous) and not _OFFERS_MORE.search(previous) else False
    if previous and _ASKS_TO_CONFIRM.search(previous) and _REPLACES.search(folded):
        return False
    return None
