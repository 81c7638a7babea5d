"""What is said about a message before the next question: values said back, answers, small talk. Pure.

`REMARKS` is the table of the same name in `docs/dialogue.md`, row by row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from assistant.dialogue.context import TurnContext
from assistant.dialogue.message import PERSON, SMALL_TALK
from assistant.dialogue.moves import (
    AnswerQuestion,
    Apologise,
    ArrangeCall,
    CantAnswer,
    Changed,
    HandOver,
    Move,
    NoAddress,
    Noted,
    OtherLanguage,
    Redirect,
    Removed,
    Respect,
    SkipQuestion,
    SmallTalk,
    Switched,
    TellUrgent,
    ThrowAway,
    Unclear,
    Why,
)
from assistant.dialogue.state import QuestionTopic
from assistant.understanding.port import Act
from pipeline.domain.record import Field, FieldId
from pipeline.intake.normalise import classify_mail

OWN_WORDS: frozenset[FieldId] = frozenset({Field.GOAL, Field.PROBLEM})
"""Free text in the visitor's own words: short ones are read back in quotes, another wording is no correction."""
GROWING: frozenset[FieldId] = OWN_WORDS | {Field.TOOLS}
"""Where more of the same is an addition, unless the visitor says that something was wrong."""


@dataclass(frozen=True, slots=True)
class RemarkRule:
    """A row of the table of remarks."""

    visitor: str
    remark: str
    say: Callable[[TurnContext], Iterable[Move]]
    alone: bool = False
    """Only where no row before said anything."""


def _if_language(kind: type[Switched | OtherLanguage]) -> Callable[[TurnContext], Iterable[Move]]:
    def say(turn: TurnContext) -> Iterable[Move]:
        remark = turn.said.about_language
        return (remark,) if isinstance(remark, kind) else ()

    return say


def _say_who_comes(turn: TurnContext) -> Iterable[Move]:
    asks = turn.said.has_act(Act.HUMAN) and not turn.said.has_act(Act.BOOK_CALL)
    return (HandOver(turn.said.staffed, turn.said.back_at),) if asks else ()


def _arrange_call(turn: TurnContext) -> Iterable[Move]:
    return (ArrangeCall(),) if turn.said.has_act(Act.BOOK_CALL) else ()


def _say_urgent(turn: TurnContext) -> Iterable[Move]:
    rule = turn.playbook.fields.urgent
    return (TellUrgent(),) if rule and rule.say and turn.state.urgent and not turn.before.urgent else ()


def _redirect(turn: TurnContext) -> Iterable[Move]:
    kind = turn.state.kind
    return (Redirect(kind),) if kind and kind != turn.before.kind else ()


def _say_sorry(turn: TurnContext) -> Iterable[Move]:
    said = turn.said
    return (Apologise(),) if said.has_act(Act.COMPLAIN) and not said.changes and not said.has_act(*PERSON) else ()


def _echo_corrected(turn: TurnContext) -> Iterable[Move]:
    fields = _find_corrected(turn)
    return (Changed(fields),) if fields else ()


def _echo_removed(turn: TurnContext) -> Iterable[Move]:
    gone = tuple(field for field in turn.said.removed if field not in turn.record.known)
    return (Removed(gone),) if gone else ()


def _echo_given(turn: TurnContext) -> Iterable[Move]:
    """Nothing but the correction where there is one, and no guess at what a question is about."""
    given = _find_speakable(turn)
    answered = turn.asked is not None and turn.asked.field in given
    guess = turn.said.has_act(Act.QUESTION) and not answered
    return (Noted(given),) if given and not guess and not _find_corrected(turn) else ()


def _find_speakable(turn: TurnContext) -> tuple[FieldId, ...]:
    """Fields with a value of this message that may be said back: nothing of a person before there is consent."""
    unspoken = frozenset() if turn.state.consented else turn.playbook.fields.contact
    return tuple(field for field in turn.said.merged.changed if field in turn.record.known and field not in unspoken)


def _find_corrected(turn: TurnContext) -> tuple[FieldId, ...]:
    own_words = turn.playbook.fields.own_words
    growing = GROWING | own_words if not turn.said.has_act(Act.CORRECT) else OWN_WORDS | own_words
    corrected = turn.said.merged.corrected
    return tuple(field for field in _find_speakable(turn) if field in corrected and field not in growing)


def _if_settled(kind: type[Respect | SkipQuestion]) -> Callable[[TurnContext], Iterable[Move]]:
    def say(turn: TurnContext) -> Iterable[Move]:
        return (turn.settled,) if isinstance(turn.settled, kind) else ()

    return say


def _explain_question(turn: TurnContext) -> Iterable[Move]:
    field = turn.said.named or (turn.asked.field if turn.asked else None)
    return (Why(field),) if turn.said.has_act(Act.WHY) else ()


def _leave_open(turn: TurnContext) -> Iterable[Move]:
    consent = turn.state.consent
    return (CantAnswer(refused=consent is not None and not consent.given),) if turn.said.unanswered else ()


def _refuse_address(turn: TurnContext) -> Iterable[Move]:
    fault = turn.said.bad_address
    return (NoAddress(fault),) if fault and Field.EMAIL not in turn.record.known else ()


def _remark_on_throw_away(turn: TurnContext) -> Iterable[Move]:
    address = turn.record.value(Field.EMAIL)
    first = isinstance(address, str) and Field.EMAIL in turn.said.merged.new
    return (ThrowAway(),) if first and classify_mail(str(address), frozenset()) == "disposable" else ()


def _say_something_friendly(turn: TurnContext) -> Iterable[Move]:
    return [SmallTalk(str(act)) for act in SMALL_TALK if act in turn.said.acts][:1]


def _say_not_understood(turn: TurnContext) -> Iterable[Move]:
    waiting = turn.waiting
    if waiting is None or turn.following is None or turn.said.changes:
        return ()
    if waiting == turn.following or waiting.topic is QuestionTopic.NEW_VALUE:
        return (Unclear(),)
    return (SkipQuestion(),) if waiting.topic is QuestionTopic.FIELD else ()


REMARKS = (
    RemarkRule(
        "asks for another language",
        "a word in it, if there are texts for it, and the same question again",
        _if_language(Switched),
    ),
    RemarkRule("writes a language without texts", "once, which ones it speaks", _if_language(OtherLanguage)),
    RemarkRule(
        "asks for a person",
        "in working hours, that a colleague was asked to join; else that nobody is at work, and that one will get back",
        _say_who_comes,
    ),
    RemarkRule(
        "tells of an urgent case",
        "once, what the playbook says to do; then only the name, a way to reach them and what is needed are asked for",
        _say_urgent,
    ),
    RemarkRule(
        "wants a call or an appointment",
        "the booking link, or without one that a colleague will call; their words are noted for the time they name",
        _arrange_call,
    ),
    RemarkRule("complains, gives nothing and does not ask for a person", "sorry, and the way out", _say_sorry),
    RemarkRule(
        "is a student, an applicant, a seller or a customer",
        "once, where to turn; then only a name and a way to answer them are asked for",
        _redirect,
    ),
    RemarkRule("corrects a value", "the new value", _echo_corrected),
    RemarkRule("wants a value out", "that it is taken out; it is not asked for again", _echo_removed),
    RemarkRule(
        "gives a value",
        "the value in few words, a short goal or problem in their own; nothing of a person before consent",
        _echo_given,
    ),
    RemarkRule(
        "refuses the field that was asked for",
        "that this is fine; it is declined and not asked again",
        _if_settled(Respect),
    ),
    RemarkRule("does not know", "that it can stay open", _if_settled(SkipQuestion)),
    RemarkRule("asks why", "the reason for the field they name, else for the one that was asked", _explain_question),
    RemarkRule(
        "asks what approved language answers",
        "the answer, at most two in a turn",
        lambda turn: map(AnswerQuestion, turn.said.answers),
    ),
    RemarkRule(
        "asks anything else",
        "that a colleague will answer, the question is noted for them; to who refused contact, where to write",
        _leave_open,
    ),
    RemarkRule(
        "leaves an address that can't be right",
        "why: nothing behind the @, a blank, a domain kept for examples, letters that mail does not take",
        _refuse_address,
    ),
    RemarkRule(
        "leaves an address that is made to be thrown away",
        "once, whether there is one that reaches them next week as well; it is taken as it is",
        _remark_on_throw_away,
    ),
    RemarkRule(
        "greets, thanks, goes off topic, and nothing else", "a short friendly line", _say_something_friendly, alone=True
    ),
    RemarkRule(
        "says nothing that was understood, and a question follows",
        "that it was not understood, or that it can stay open when the tries are used up",
        _say_not_understood,
        alone=True,
    ),
)
"""All that fit are said, in this order."""


def choose_remarks(turn: TurnContext) -> tuple[Move, ...]:
    """All remarks on a message; small talk only where there is nothing better to say."""
    remarks: tuple[Move, ...] = ()
    for rule in REMARKS:
        if not (rule.alone and remarks):
            remarks += tuple(rule.say(turn))
    return remarks


def echo_values(turn: TurnContext) -> tuple[Move, ...]:
    """What was heard, said back."""
    return (*_echo_corrected(turn), *_echo_removed(turn), *_echo_given(turn))
