"""The words for yes and no in English, and what turns one into the other: expressions on folded text."""

from __future__ import annotations

from assistant.understanding.text import german, spanish
from assistant.understanding.text.patterns import build_phrases, compile_pattern, join_alternatives

_FILLERS = join_alternatives(
    *("pl(?:ea)?[sz]e?", "and", "but", "then", "honestly", "actually", "i am sorry", "i.m sorry", "most")
)
LEAD = compile_pattern(
    r"[\W_]*(?:(?:oh+|ah+|o|well|so|h+m+|m{2,}|u+m+|uh+|er|hi|hello|hey|sorry|lo+l|haha+|tbh|hmpf|öh+m*|ä+h+m*"
    r"|ach|na|pues)"
    r"(?!\w)[\W_]*"
    rf"|{_FILLERS}"
    r"(?!\w)[\W_]+)*"
)
SOFT_YES = join_alternatives(
    *("ok+", "okay+", "okey", "oki", "okie", r"k(?!\.\w)", "kk", "alright(?:y)?", "fair (?:enough|play)"),
    *("all right", "aight", "fine", "great", "cool"),
    *("nice", "good"),
    *("thanks", "thank you", "thank u", "vale"),
    r"please(?=\W*$|[.,!]| (?:and )?th)",
)
"""Openers that only take note when a no follows ("ok no thanks", "thanks but I'm set")."""
YES = join_alternatives(
    *("y+e+s+", "ye", "yea+h*", "yeh", "yep+", "yup+", "yessir"),
    *("ya+h*(?! (?:lo|la|se|est[aá]|no|le|he|hemos))", "aye", "yws", "y(?=\\W*$)", "uh[- ]?huh", "0 k"),
    *("affirmative", "spot on", "bang on", "by all means", "roger that", "okidoki", "okey ?-?dokey", "fire away"),
    "deal(?=\\W*$)",
    *("(?:i'm|i am|count me) in(?=\\W*$)", "suits(?=\\W*$)", "go on(?: then)?(?=\\W*$)"),
    *("mhm+", "i reckon(?=\\W*$)", "(?:i|we) can live with (?:that|it)"),
    *("you bet(?:cha)?", "i'?d say so", "(?:that|it) checks out", "(?:100|hundred) ?(?:%|per ?cent)"),
    *("if you (?:must|like|want|wish|insist)", "if it'?s no (?:trouble|bother)"),
    "(?:that|it)(?:'?s| is)(?: indeed| really)? me(?=\\W*$|[.,!])",
    *("sure(?: thing)?", "surely", "correct", "right(?! now| away)", "true", "exactly", "precisely", "indeed"),
    "definitely",
    *("absolutely", "certainly", "totally", "of ?course", "offcourse", "obviously", "agreed", "agree", "approved"),
    "ideal",
    *("confirm(?:ed|s)?", "affirm(?:ed)?", "perfect", "prefect", "excellent", "awesome", "super", "superb"),
    *("wonderful", "brilliant"),
    *("amazing", "lovely", "fantastic", "wow great", "sounds", "works", "looks (?:good|right|great|fine)", "suits me"),
    r"please (?:do|go|proceed|confirm|try|book|play|start|continue|reserve|send|set)(?! not)",
    *("go ahead", "go for it", "let's (?:do|go)", "do (?:it|that|so)", "proceed", "carry on", "continue"),
    "much obliged",
    *("you got", "you're right", "you are (?:right|correct)", "got it\\W+(?:perfect|great|thanks)"),
    r"i (?:do|would|am|sure do|did|have|can)(?=\W*$|[.,!;]| please| thanks| thank| so\b| yes| indeed)",
    *(
        "(?:i )?(?:think|guess|believe|suppose|reckon) so",
        "i (?:agree|confirm)",
        "i'd (?:love|like) (?:that|to)(?=\\W*$|[.,!])",
    ),
    r"why not(?=\W*$)",
    r"(?:that|it)'?s (?:right|correct|fine|good|great|ok|okay|perfect|exactly|it exactly|what i|the one)",
    r"that (?:is|was|sounds?|seems|looks|works|suits|should be|would be|will be) (?:about |just |very |all |exactly "
    r"|me )?"
    r"(?:right|correct|fine|good|great|ok|okay|perfect|it exactly|what i|well)",
    *("that works", "that (?:would|will|should) work", "that'll work", "that suits"),
    *("ja+", "jep", "jawohl", "genau", "stimmt", "richtig", "klar", "gerne?", "natürlich"),
    *("s[ií]", "claro", "correcto", "exacto", "por supuesto", "de acuerdo", "desde luego", "oui"),
    *german.YES,
    *spanish.YES,
)
NO = join_alternatives(
    r"no+(?! (?:más de|mas de|menos de|more than|later than|earlier than|idea|clue"
    r"|budget|timeline|rush|problem|worries|preference|deadline"
    r"|doubt|issues?|s[eé]\b|lo s[eé]))",
    *("nope?s?", "nopes", "nah+", "naw", "nay", "nein", "nö", "nee?", "ni(?! idea)", "never", "negative", "none"),
    *("neither", "incorrect"),
    r"not(?! before| until| more| less| over| under| only| just| sure| certain| really sure| quite sure| entirely"
    r"| only| decided| set| long ago)",
    *(
        "nothin",
        "noth?ign?",
        "nothing(?! (?:above|over|more than|under|below))",
        "noting",
        "heck no",
        "hell no",
    ),
    "(?:absolutely|definitely|certainly|of course) not",
    *("(?:may ?be|perhaps) (?:later|another|next time|some other|at a later|not)", "another time", "some other time"),
    *(
        "later(?! today)",
        "hold (?:on|off)",
        "don't",
        "do not",
        "nunca",
        "para nada",
        "keine?s?(?! ahnung| problem| einwände| angabe| plan| blassen)",
        "n(?=\\W*$)",
        r"(?:please |let'?s )(?:do )?not(?=\W*$| (?:do|go)\b)",
    ),
    *("nichts", "nada", "tampoco"),
    *german.NO,
    *spanish.NO,
)
GLUED = r"(?=th?ank|tha|sir|real|bye|than|please|pleas|sure|that|take|resol|clear|its|liked|i |sorry)"
"""What people type right behind a yes or no without a space."""
STARTS_YES = compile_pattern(rf"{YES}(?![\w'])|(?:yes|ok|sure|okay){GLUED}")
STARTS_SOFT = compile_pattern(
    rf"{SOFT_YES}(?![\w'])(?! (?:so|morning|afternoon|evening|day|night|bye|to meet|question|luck)\b)"
)
STARTS_NO = compile_pattern(rf"{NO}(?![\w'])|no(?:thing?)?{GLUED}")
NO_THANKS = build_phrases(
    *("no,? ?thank\\w*", "no th?anks?", "no need", "no more(?! than)", "nothing (?:else|more)"),
    "not (?:now|yet|right now|at the moment|today)",
    *("but not? ", "don't (?:think so|want|need)"),
)
NO_ANYWHERE = build_phrases(
    *("no,? ?thank\\w*", "no th?anks?", "no need", "no more(?! than)", "no other"),
    "nothing (?:else|more|for now|at the moment|thanks?)",
    r"not (?:now|yet|right now|at the moment|at this time|at the present|today|anymore|needed|necessary|interested)",
    r"(?:i|we) (?:really |actually |currently |just )*(?:don'?t|do not|didn'?t|did not|haven'?t|have not|won'?t"
    r"|will not|would ?n'?t"
    r"|would not|can'?t|cannot|never|no longer)(?! (?:mind|care|wait|remember|recall|know|understand|believe it"
    r"|have a preference"
    r"|see (?:a|any) problem|think i know|get it))",
    r"(?:it|this|that|he|she|they|the \w+)(?:'?s| is| was| are| were|'re)? ?(?:not|n't|isn'?t|wasn'?t|aren'?t|ain'?t"
    r"|doesn'?t"
    r"|didn'?t|hasn'?t|won'?t)",
    *("(?:isn|wasn|ain|hasn|doesn)'t", "that'?s (?:not|wrong|incorrect|also incorrect)"),
    "(?:is|was|'s) (?:all |totally |completely |so )?(?:wrong|incorrect)",
    *("(?:may ?be|perhaps) (?:later|another|next time|some other|at a later)", "another time", "some other time"),
    "hold (?:on|off)",
    *("never ?mind", "out of the question", "changed my mind", "change of plans"),
    "(?:i'?m|we'?re|i am) (?:all |now )?(?:set|done)",
)
NO_PROBLEM = compile_pattern(
    r"[\W_]*(?:(?:ok|okay|oh|sure|yes|yeah)\b[\W_]*)*"
    + join_alternatives(
        r"(?:i|we) (?:have|see) no (?:problems?|objections?|issues?)\b",
        r"(?:no|not an?) (?:problems?|worries|probs?|issues?|objections?|doubt|complaints|bother|trouble)\b",
        r"no,? (?:that|it|this)(?:'?s| is) (?:right|correct)\b",
        r"(?:(?:nothing(?:'?s| is)?|not) wrong|(?:nothing|no changes?) to (?:add|change|correct|fix)|not bad"
        r"|can'?t complain"
        r"|nichts (?:hinzuzufügen|zu ändern)|nada que (?:añadir|cambiar))\b"
        r"(?!.*\b(?:but|except|apart|only|aber|außer|nur|pero|salvo)\b)",
    )
)
_SECOND_THOUGHT = join_alternatives(
    *("wait", "sorry", "i mean", "i meant", "actually", "scratch that", "halt", "perdón", "quiero decir")
)
SECOND_THOUGHT = compile_pattern(
    rf"[\W_]*{join_alternatives('no+', 'nope', 'nein', 'y+e+s+', 'yeah', 'yep', 'sure', 'ja', 'sí', 'si')}\W+"
    rf"(?:{join_alternatives('no', 'oh', 'hang on', 'hold on')}\W+)?"
    rf"{_SECOND_THOUGHT}\W+"
    r"(?=(?:no+|nope|nein|y+e+s+|yeah|yep|ja|s[ií])\b)"
)
"""A yes or no that is taken back at once: what stands behind it counts."""
TWO_MINDS = compile_pattern(
    r"[\W_]*(?:(?P<no>y+e+a+h*|yep|ya+h*)[ ,]+(?:nah+|no+)|(?:nah+|no+)[ ,]+(?:y+e+a+h*|yep))(?=\W*$|,)"
)
"""Of "yeah, nah" and "nah, yeah" the last word is the answer."""
SIGN = compile_pattern(r"[\W_]*(?:(?P<yes>[👍👌✅✔💯🆗])|[👎❌🚫🙅])[\W_]*$")
TURNED_ROUND = compile_pattern(r"(?:\b(?:not|never|hardly|nicht|kaum|no)|n['’]t)(?: \w+)? $")
"""What makes a no of the yes behind it: "I'm not happy with that"."""
ALL_SAID = build_phrases(
    r"(?:that|this|it|thst|tht)(?:'?s| is| was| will be|'ll be| would be)?(?: about)? (?:all|everything"
    r"|enough)(?! (?:right|correct|good|fine|set up))",
    *("that(?:'?s| is| was| will be|'ll be) it(?! exactly)", "that(?:'ll| will) do"),
    "i(?:'?m| am) (?:done|good|fine|all set)(?! with| for)",
    *("you've (?:helped|provided|answered)", "das (?:ist|war) alles", "eso es todo", "(?:all )?i needed"),
)
ENOUGH_FOR_NOW = build_phrases(
    "all",
    "everything",
    "enough",
    "done",
    "for (?:now|today|me)",
    "thanks?",
    "thank you",
    "i (?:need|needed|want)",
    "bye",
)
FOR_NOW = build_phrases("for (?:now|today)")
OFFERS_MORE = build_phrases(
    *("else", "further", "more", "other", "another", "additional", "(?:that|it) be all", "is that (?:all|it)"),
    "assist(?:ance)?",
    *("help you", "noch etwas", "algo más"),
)
ASKS_TO_CONFIRM = build_phrases(
    *("confirm\\w*", "conferring", "correct", "right", "verify", "is that", "so that's", "to review", "to be clear"),
    *("recap", "check"),
    *("you(?: would|'d)? (?:want|like|wish)(?! to go)", "booking", "details", "stimmt", "correcto", "okay"),
)
REPLACES = build_phrases(
    *("instead", "actually", "rather", "sorry", "wrong", "change (?:it|that|the|to|over)", "make (?:it|that|the)"),
    "double that",
    *("on second thought", "mistake", "i meant?", "misheard", "prefer", "should be", "need(?:s)? to be"),
)
YES_AT_END = compile_pattern(
    r"\b(?<![^, ])(?:yes|yeah|yep|please do|i agree|exactly|correct|by me|works for me|go ahead)\W*$|"
    r"\b(?:sounds|is|are|it'?s|that'?s|everything'?s|works|looks|be|was|all|'m|am|this|that) "
    r"(?:totally |fully |perfectly |just |all |exactly |about |very )*"
    r"(?:correct|right|good|fine|ok|okay|perfect|great|confirmed|spotless|alright|comfortable|well|it exactly|nice"
    r"|ideal)"
    r"(?: (?:for|with|by) (?:me|us|that|it))?\W*(?:$|[.,!?]|thanks?\b|so\b|to proceed|what|how|is\b|do\b|does\b|and\b)|"
    r"\bit (?:surely |sure )?(?:is|does)\W*$|\blooking forward to (?:that|it)\b|\bthat(?:'ll| will| would|'d) work\b"
    r"|\bfine by me\b|"
    r"\bhappy (?:to|with)\b|\bmuch appreciated\b"
)
SHORT = 4
"""Words up to which "sounds good" agrees even where no question is known."""
PRAISE = compile_pattern(r"\b(?:good|great|fine|nice|perfect|well|ideal|appreciated|happy)\b")
FINE_MYSELF = compile_pattern(r"\bi(?:'?m| am) (?:good|fine|ok|okay|great|all right|alright)\b(?! (?:with|to|for|by))")
