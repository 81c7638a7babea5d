"""Prompt injection: a message that gives orders to a machine, or is a program, instead of talking to a receptionist.

Recognised by rules before any understanding sees it (`assistant/understanding/hearing.py`), so that neither rules nor a
model find a yes, a name or a budget in a text that was written to steer them. The phrases are those of the common
attacks and none that a buyer would write; what they miss is bounded by the checks that stand behind them.
"""

from __future__ import annotations

from assistant.understanding.text.patterns import build_phrases, compile_pattern, join_alternatives
from assistant.understanding.text.utterance import fold_text

READ = 20_000
"""Code points that are looked at: all of any message that gets in."""

_ORDERS = r"(?:instruction|rule|prompt|guideline|directive)s?"
_BOT = r"(?:chat ?g[pt]{2}|gpt|\{[\w.]+\})"
_NEAR = r"[^.?!\n]{0,50}\b"
_PERFORM = join_alternatives(
    r"(?:act|speak|talk|behave|respond|answer) (?:just |exactly )?(?:as|like)"
    r"(?! (?:soon|fast|quick|well|much|long|possible|you\b|an? (?:human|person)))",
    *("pretend", "role-?play", "simulate (?:an?|the)", "respond to (?:all|every) prompts?"),
    *("impersonate", "emulate", "immerse yourself", "transform into", "play the (?:role|part)", "in the role of"),
    *("answer my prompts", "become (?:the|an?) (?!customer|partner|reseller)"),
)
_INJECTION = build_phrases(
    # Forget what you were told ...
    rf"(?:ignore|disregard|forget|override|bypass){_NEAR}(?:previous|prior|above|earlier|all|any|your) "
    rf"{_NEAR}{_ORDERS}",
    rf"(?:ignore|disregard|forget) (?:the |all |any |every |your |my )*(?:previous|prior|above|earlier) {_ORDERS}",
    rf"(?:ignore|disregard|forget) (?:the |all |any |every |your )*{_ORDERS} (?:above|before)",
    r"(?:ignore|disregard|forget) (?:all|any|every ?thing)\b(?: \w+){0,3} (?:before|told|above|learned)",
    *("(?:administrator|admin|root) override", "do anything now", "jail ?br(?:eak|oken)", "dan mode"),
    *("(?:simulate|enable|with) (?:\\S+ ){0,5}(?:developer|debugging|benchmarking) mode", "like developer mode"),
    # ... tell me what it was ...
    *("(?:system|hidden|initial|starting) prompt", "your (?:system|hidden|initial|starting) (?:instructions?|message)"),
    rf"(?:print|output|repeat|reveal|translate|encode|recite|spell check){_NEAR}(?:your|the (?:previous|above|system))"
    r" (?:\w+ )?(?:instruction|prompt|directive|message)s?",
    r"(?:print|output|repeat|encode) the (?:\w+ )?(?:text )?above",
    *("what (?:were|are) you (?:told|instructed|not supposed)", "i was instructed to"),
    r"my instructions are",
    # ... and be somebody else, without rules ...
    rf"(?:hi|hey|hello|dear),? {_BOT}",
    rf"(?:i (?:want|need|would like|'d like)|i'?d like|would like for) you (?:to |now to ){_PERFORM}",
    rf"you(?: are|'re| will| must| should| shall|'ll)(?: now| also| only| always| not| then| be)*"
    rf"(?: to| about to| going to)?(?: now)? {_PERFORM}",
    r"you are (?:now|no longer|about to|chat ?gpt|a (?:hypothetical|troubled|typical|fictional|sub-?system))"
    r"(?! (?:talking|speaking|chatting|closed|open|our|available|hiring|looking|live|connected|able|working))",
    *("role of another", "(?:fictional )?character (?:named|called|known as)"),
    *("amoral", "uncensored", "unfiltered and", "unethical", "no (?:morals|ethics|(?:moral|ethical) \\w+)"),
    r"open ?a[il](?:'?s?) (?:content )?(?:polic(?:y|ies)|rules|employee)",
    r"(?:rules|policies|restrictions|limitations|confines) (?:and \w+ )?(?:of|set by|by) (?:open ?a[il]|ai)",
    *("(?:stays?|remain|keep(?:ing)?|break) (?:in )?character", "ethical (?:and|or) moral guidelines"),
    r"(?:no|without|free (?:of|from) all) (?:rules|restrictions|limitations|filters|limits)(?: or| and)",
    r"(?:i am|you are|named|called) [\w-]+, an? (?:\w+ )?(?:artificial intelligence|ai|chat ?bot|language model)",
    *("as the name (?:suggests|implies)", "play (?:\\w+ )?characters?"),
    r"(?:fictional|hypothetical|imaginary|imaginative|fake)(?:,? (?:and )?\w+)? (?:universe|world|story)",
    # ... and answer like this.
    r"from (?:now|this moment)(?: on| own| forward)?,? (?:(?:and )?until\b.{0,20})?"
    r"(?:you (?:will|are|must|should|shall|only)|you're in|i want you|refer to me|answer|respond|reply|act)",
    r"(?:start|begin|end|prefix) (?:\w+ )?(?:all |each |every )?(?:of )?your (?:answer|response|repl(?:y|ie)|output)s?",
    r"(?:my|each|every|all(?: your)?|user) prompts?(?! (?:repl|respons|answer|support|service|delivery))",
    rf"you (?:will|have to|must|should){_NEAR}(?:answer|respond|reply){_NEAR}(?:two|2) (?:different |separate )*ways",
)  # fmt: skip
_ORDER_AT_ONCE = compile_pattern(
    r"[\W_]*(?:please |now )?"
    + join_alternatives(
        rf"{_PERFORM}\b",
        rf"{_BOT}[,:!.]? (?:you|from now|create|let'?s|we'?ll|now)",
        *("(?:system|administrator): ", "personify ", "enable .{0,30} mode"),
        r"(?:write|compose) (?:me )?(?:one|an?) (?:\w+ ){0,2}(?:sentence|poem|story|joke|dialogue|essay|song)\b",
    )
)
"""What nobody begins a message to a receptionist with."""
_PROGRAM = compile_pattern(
    r"\b"
    + join_alternatives(
        r"javascript\s*:",
        r"data:text/html",
        r"on(?:error|load|click|mouse\w+)\s*=",
        r"(?:alert|eval|exec|system|substring|sleep)\s*\(\s*['\"\d]",
        r"union\s+(?:all\s+)?select\b",
        r"select\s+(?:case\s+when\b|\*|@@|\w+(?:,\s*\w+)*\s+from\b)",
        r"drop\s+table\b",
        r"or\s+1\s*=\s*1\b",
    )
)
_MARKUP = compile_pattern(
    join_alternatives(
        r"<\s*/?\s*(?:script|img|iframe|svg|a href|html|body|object)\b",
        r"&lt;\s*(?:a|script|img)\b",
        r"!\[[^\]]*\]\(",
        r"[;']\s*(?:shutdown|exec)\b",
    )
)
_SHELL = r"(?:ls -|rm -|cat /|touch /|sudo |curl |wget )"
_COMMAND = compile_pattern(_SHELL)
_QUOTED_COMMAND = compile_pattern(rf"['\"(]\s*{_SHELL}")
"""Markup that would fetch or run something, SQL and shell: the common payloads, not every language."""


_INSIDE_A_WORD = compile_pattern(r"(?<=[a-z])-+(?=[a-z])")
"""Hyphens that hide a word from a filter; without them "follow-up" is still no order to anybody."""


def is_injection(text: str) -> bool:
    """Whether the text gives orders to a machine, or is markup or program text."""
    folded = fold_text(text[:READ])
    line = " ".join((_INSIDE_A_WORD.sub("", folded) if "-" in folded else folded).split())
    return bool(_INJECTION.search(line) or _ORDER_AT_ONCE.match(line) or _is_program(folded))


def _is_program(folded: str) -> bool:
    patterns = (_PROGRAM, _MARKUP, _QUOTED_COMMAND)
    return _COMMAND.match(folded) is not None or any(pattern.search(folded) for pattern in patterns)
