"""Prompt injection: a message that gives orders to a machine, or is a program, instead of talking to a receptionist.

It is recognised by rules before any understanding sees it, so that neither rules nor a model find a yes, a name or a
budget in a story that was written to steer them. The visitor's words are stored like any others.
"""

from __future__ import annotations

from assistant.understanding.patterns import words

READ = 20_000
"""Code points that are looked at; far more than a message that gets as far as this may have."""

_ORDERS = r"(?:instructions?|rules|prompts?|guidelines|directions|directives?|orders|messages?|conversation|context)"
_ANSWERS = r"(?:answers?|responses?|repl(?:y|ies)|outputs?|sentences?)"
_PERFORM = (
    r"(?:act(?:s|ing)? (?:as|like|just like|exactly like|the part|in the role)|behave|pretend|role-?play|simulate"
    r"|impersonate|emulate|immerse yourself|play the (?:role|part)|transform into|take on the (?:role|persona)"
    r"|adopt the (?:role|persona))"
)
_ANYWHERE = words(
    # what came before shall not count
    rf"(?:ignore|disregard|forget|override|bypass|discard)\b[^.?!\n]{{0,40}}\b(?:previous|prior|above|earlier|before"
    rf"|all|any|your|every|these|those|other)\b[^.?!\n]{{0,30}}\b{_ORDERS}",
    r"(?:ignore|disregard|forget) (?:all|any|every ?thing)(?: \w+){0,3} (?:before|told|above|learned|know)",
    # what we were told shall be shown
    r"(?:system|hidden|initial|original|starting|developer) (?:prompts?|instructions?|messages?|configuration)",
    rf"(?:print|output|repeat|reveal|translate|encode|recite|spell check|display)\b[^.?!\n]{{0,40}}\b(?:your|above"
    rf"|previous|initial|system)\b[^.?!\n]{{0,20}}\b(?:{_ORDERS}|text|configuration)",
    rf"(?:print|output|repeat|translate|encode|spell check) the (?:text|words|{_ORDERS}|lines?)? ?(?:above|before)",
    r"what (?:were|are|have) you (?:been )?(?:told|instructed|not supposed|not allowed|forbidden)",
    r"i was instructed to",
    r"my instructions are",
    r"(?:developer|debug(?:ging)?|maintenance|god|admin|dan|unrestricted|jailbreak|benchmarking) mode",
    r"(?:administrator|admin|root|system) override",
    # a machine is spoken to, or about, as such
    r"(?:hi|hey|hello|dear|ok|okay)?,? ?(?:chat ?g[pt]{2}|gpt)[,:!.]? (?:i(?:'d| would| want)|you|from|let'?s|create|will"
    r"|now|please|act|pretend|lets|we'll)",
    r"(?:hi|hey|hello|dear),? (?:chat ?g[pt]{2}|gpt|claude|assistant|ai|bard|gemini|\{\w+(?:\.\w+)*\})",
    r"(?:generator\.name|respond as gpt|as an ai (?:language )?model|ai language model)",
    r"(?:open ?a[il]'?s?|content|ethical|moral) (?:content )?(?:polic(?:y|ies)|guidelines|restrictions|limitations)",
    r"(?:rules|policies|restrictions|limitations|confines) (?:and \w+ )?(?:of|set by|by) (?:open ?a[il]|ai|chat ?gpt)",
    r"(?:amoral|uncensored|unfiltered|unethical|jail ?broken|jailbreak)",
    r"do anything now",
    r"(?:stay|remain|keep|always stays?|still keeping|break|breaks?) (?:in )?character",
    r"never (?:refuses?|declines?)",
    r"(?:language|ai|chat) (?:model|machine) (?:named|called|known as|that (?:only|has|never|does))",
    r"(?:an ai|bot|chat ?bot|character|persona) (?:named|called|known as)",
    # it shall be somebody else
    rf"you(?: are|'re|r| will| must| should| shall| have|'ll)? (?:now |also |only |always |not |then |be )*"
    rf"(?:to |about to |going to |required to )?(?:now )?{_PERFORM}",
    rf"(?:i (?:want|need|would like|'d like)|i would like for) (?:for )?you (?:to |now to )?{_PERFORM}",
    r"you are (?:now|no longer|about to|going to|in a (?:future|fictional)|a (?:sub-?system|troubled|typical|fictional)"
    r"|chat ?gpt|an? (?:ai|\w+ ai)\b)(?! (?:talk|speak|chat|close|open|our|able|available|hiring|looking))",
    r"(?:let'?s|we'?ll|we will) (?:play a (?:game|little game)|do a role-?play|pretend)",
    r"(?:fictional|hypothetical|imaginary|fake|imaginative)[,\s]+(?:and \w+ )?(?:universe|world|story|scenarios?|linux"
    r"|robot|terminal|ai|dialogue|real)",
    r"(?:in the role|take the role|the role|persona) of (?:an?|another|the|mr)",
    # how it shall answer
    r"(?:from (?:now|this moment|here)(?: on| own| forward| onwards?)?|henceforth),? (?:and )?(?:on )?(?:until\b.{0,20}"
    r"|i want )?(?:you|your|refer|answer|respond|reply|every|all|only)",
    rf"(?:start|begin|end|prefix|finish|open)\w* (?:\w+ )?(?:your|every|each|all|any|my|the)(?: of (?:your|my))?"
    rf" {_ANSWERS}",
    r"(?:answer|respond|reply|responses?)(?: \w+){0,2} (?:to|for|of) (?:every|all|each|any|my)(?: of)?(?: my|"
    r" these)? (?:prompts?|questions?|requests?|commands?)",
    rf"(?:your|all|every|each|any) (?:of your )?{_ANSWERS} (?:must|should|will|shall|have to|always|as |with )",
    r"(?:respond|answer|reply)(?:ing|s)? (?:to me )?(?:only |just )?(?:as|like|in the voice of|in character)"
    r"(?! (?:soon|quickly|fast|much|well|possible|usual|a team))",
    r"(?:my|your|all|every|each|first|next|put your|the user|user|this|as the|issuing this|<) ?prompts?(?:\W|$)"
    r"(?! (?:repl|response|answer|support|service|delivery|help|attention|payment|action))",
    r"(?:two|2|three|3) (?:different |separate |distinct )*(?:separate |different )?(?:ways|personas|personalities|modes"
    r"|characters|manners|responses)",
    r"make every reply",
    r"(?:write|compose|generate|create|tell) (?:me )?(?:one|a|an|the) (?:\w+ ){0,3}(?:sentence|poem|story|joke|dialogue"
    r"|rap|essay|script|song|haiku|rant)",
    r"complete (?:this|the following) sentence",
    r"continue the following",
    r"focus only on the following",
    r"use this analysis",
    r"(?:chain of thought|sanitize your inputs|print this|if questioned|salient summary)",
    r"rules ?= ?",
)  # fmt: skip
