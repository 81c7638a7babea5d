"""How every message is understood, by rules or by a model: what is an answer to us, and what only looks like one."""

from __future__ import annotations

from dataclasses import replace

from assistant.understanding.acts import acts_of
from assistant.understanding.contact import find_emails
from assistant.understanding.injection import READ, is_injection
from assistant.understanding.phones import find_phones
from assistant.understanding.port import Act, Heard, Understanding, Understood
from assistant.understanding.utterance import Utterance

LONG = 60
"""Words from which on a "no" or "stop" somewhere in the text is no answer to us; nine of ten chat messages have 20."""
_ANSWERS = frozenset({Act.AFFIRM, Act.DENY, Act.DECLINE, Act.UNSURE, Act.STOP, Act.BYE})


def understand(understanding: Understanding, heard: Heard) -> Understood:
    """What a message says and does.

    Of a prompt injection only an email or phone number is taken, and the understanding never sees it. In a long text a
    yes, a no or a refusal counts where people put it, in the first sentence, whatever is found further on.
    """
    if is_injection(heard.text):
        utterance = Utterance.of(heard, READ)
        return Understood((Act.OFF_TOPIC,), (*find_emails(utterance), *find_phones(utterance)))
    understood = understanding.understand(heard)
    if len(heard.text.split()) <= LONG:
        return understood
    answered = _ANSWERS & acts_of(_first_sentence(heard))
    return replace(understood, acts=tuple(act for act in understood.acts if act not in _ANSWERS or act in answered))


def _first_sentence(heard: Heard) -> Utterance:
    whole = Utterance.of(heard, READ)
    start, end = next(iter(whole.sentences()), (0, 0))
    return Utterance.of(replace(heard, text=whole.text[start:end]), READ)
