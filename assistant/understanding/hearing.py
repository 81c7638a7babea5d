"""How every message is understood, by rules or by a model: what is an answer to us, and what only looks like one."""

from __future__ import annotations

from dataclasses import replace

from assistant.dialogue.remarks import OWN_WORDS
from assistant.understanding.acts.acts import find_acts
from assistant.understanding.injection import READ, is_injection
from assistant.understanding.orders import drop_orders
from assistant.understanding.port import Act, MessageInContext, Understanding, Understood
from assistant.understanding.text.utterance import Utterance
from assistant.understanding.values.contact import find_emails
from assistant.understanding.values.phones import find_phones
from pipeline.domain.record import is_built_in

LONG = 40
"""Words beyond which a text is no short answer; the longest of 6,197 labelled messages of service chats has 33."""
OPENING = 15
"""Words at the start of a long text in which it may still answer: "no, we'd rather not, because ..."."""
_ANSWERS = frozenset({Act.AFFIRM, Act.DENY, Act.DECLINE, Act.UNSURE, Act.STOP, Act.BYE, Act.CORRECT})


def understand_message(understanding: Understanding, heard: MessageInContext) -> Understood:
    """What a message says and does.

    Of a prompt injection only an email or phone number is taken, and the understanding never sees it. In a long text a
    yes, a no or a refusal counts where people put it, at the start, and no stray word is the name that was asked for.
    """
    if is_injection(heard.text):
        utterance = Utterance.of(heard, READ)
        return Understood((Act.OFF_TOPIC,), (*find_emails(utterance), *find_phones(utterance)))
    words = heard.text.split()
    if len(words) <= LONG:
        return drop_orders(understanding.understand(heard), Utterance.of(heard))
    asked = tuple(field for field in heard.asked if field in OWN_WORDS or not is_built_in(field))
    understood = drop_orders(understanding.understand(replace(heard, asked=asked)), Utterance.of(heard))
    answered = find_acts(Utterance.of(replace(heard, text=" ".join(words[:OPENING])), READ))
    done = {*understood.acts} - _ANSWERS | answered & _ANSWERS
    return replace(understood, acts=tuple(act for act in Act if act in done))
