"""What the visitor does with a message, by each language's phrases for it (`language/<language>/acts.yaml`)."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.understanding.acts.corrections import is_correction
from assistant.understanding.acts.polarity import detect_polarity
from assistant.understanding.language.words import compile_lists, compile_phrases
from assistant.understanding.port import Act
from assistant.understanding.text.utterance import Utterance
from pipeline.domain.record import CONTACT_FIELDS, Field

_BEGINNING, _END = 700, 300
"""Characters of a long text in which acts are looked for."""
_MOST_FILLERS = 5
"""Words of politeness before or behind what a message says."""


def _whole(name: str) -> re.Pattern[str]:
    """A list's phrases as all that a message says, but for words of politeness around it."""
    return compile_lists(
        rf"^[\W_]*(?:(?>{{opener}}\b)[\W_]+){{0,{_MOST_FILLERS}}}{{{name}}}"
        rf"(?:[\W_]+{{closer}}){{0,{_MOST_FILLERS}}}[\W_]*$"
    )


_ANYWHERE = {
    Act.THANKS: compile_phrases("thanks"),
    Act.BYE: compile_phrases("bye"),
    Act.HUMAN: compile_phrases("human"),
    Act.BOOK_CALL: compile_phrases("book_call"),
    Act.STOP: compile_phrases("stop"),
    Act.DELETE_DATA: compile_phrases("delete_data"),
    Act.DECLINE: compile_phrases("decline"),
    Act.UNSURE: compile_phrases("unsure"),
    Act.WHY: compile_phrases("why"),
    Act.COMPLAIN: compile_phrases("complain"),
    Act.OFF_TOPIC: compile_phrases("off_topic"),
}
_WHOLE = {
    Act.HUMAN: _whole("human_alone"),
    Act.BOOK_CALL: _whole("book_call_alone"),
    Act.STOP: _whole("stop_alone"),
    Act.UNSURE: _whole("unsure_alone"),
    Act.WHY: _whole("why_alone"),
}
_NOT = {
    Act.HUMAN: compile_phrases("human_not"),
    Act.BOOK_CALL: compile_phrases("book_call_not"),
    Act.STOP: compile_phrases("stop_not"),
    Act.DELETE_DATA: compile_phrases("delete_data_not"),
    Act.UNSURE: compile_phrases("unsure_not"),
    Act.WHY: compile_phrases("why_not"),
    Act.COMPLAIN: compile_phrases("complain_not"),
}
"""What looks like the act and is none."""
_GREET = compile_lists(r"^[\W_]*{greet}(?!\w)(?! {not_behind_greet}\b)")
_WHY_AT_END = compile_lists(r"\b{why_alone}\?")
_OF_OTHERS = compile_lists(r"(?<!you )(?<!your )\b{others}\b[^.!?;,:\n]*$")
"""Whoever else does it in the same clause: "customers forget to call back" says nothing of the visitor."""
_CLAUSE = 80
"""Characters before a phrase in which its subject is looked for."""
_SAID_OF_ANYBODY = frozenset((Act.THANKS, Act.OFF_TOPIC, Act.DELETE_DATA))
_AT_US = compile_phrases("at_us")
_IN_THE_DARK = compile_phrases("in_the_dark")
_OUTBURST = 2
"""Words up to which anger says nothing of its cause."""
_OPENED = rf"[\W_]*(?:(?>{{opener}}\b)[\W_]*){{0,{_MOST_FILLERS}}}"
"""Each word is taken in one way: "ok" opens in five languages, and five to the number of such words is no end."""
_QUESTION = compile_lists(_OPENED + r"{question}\b")
_NO_QUESTION = compile_lists(_OPENED + "{question_not}")
_WHAT_IT_IS = compile_lists("^" + _OPENED + r"{what_it_is}\b")
_DECLINES_PHONE = compile_phrases("decline_phone")
_SURE = 0.9
"""Probability from which the learned weights are believed beside the rules, which have found what is easy."""
_GREETING = 4
"""Words up to which a message may be nothing but a greeting."""
_POLAR = frozenset((Act.AFFIRM, Act.DENY))
_BY_RULES_ALONE = frozenset((Act.INFORM, Act.CORRECT, Act.MIXED))
"""What is told by values, by what is known, or by two phrases at once."""
_WITHOUT_YES = frozenset((Act.UNSURE, Act.DECLINE, Act.STOP))
_RATHER = {Act.WHY: Act.QUESTION, Act.STOP: Act.DENY}
"""What the weights must hear less of: "what does it cost?" asks no reason, and "no, I don't want to" ends no chat."""


def find_acts(utterance: Utterance) -> set[Act]:
    """The acts a message performs by its wording; `inform` is for what was found in it."""
    utterance = _without_middle(utterance)
    folded = utterance.folded
    acts = {act for act, pattern in _ANYWHERE.items() if _is_said(act, pattern, utterance)}
    acts |= {act for act, pattern in _WHOLE.items() if pattern.search(folded)}
    acts -= {act for act in acts & _NOT.keys() if _NOT[act].search(folded)}
    if _GREET.search(folded):
        acts.add(Act.GREET)
    if _WHY_AT_END.search(folded):
        acts.add(Act.WHY)
    _add_polarity(acts, utterance)
    _add_learned(acts, utterance)
    _settle_wishes(acts, utterance)
    if Act.WHY not in acts and not (acts & {Act.DECLINE, Act.UNSURE} and "?" not in folded) and _asks(utterance):
        acts.add(Act.QUESTION)
    if is_correction(utterance):
        acts.add(Act.CORRECT)
    if _tells_a_problem(utterance):
        acts -= {Act.COMPLAIN} | ({Act.UNSURE} if _IN_THE_DARK.search(folded) else set())
    return acts


def _without_middle(utterance: Utterance) -> Utterance:
    """A long text greets and asks at its start, and takes leave or asks for a person at its end."""
    if len(utterance.text) <= _BEGINNING + _END:
        return utterance
    text = f"{utterance.text[:_BEGINNING]}\n{utterance.text[-_END:]}"
    return replace(utterance, text=text, folded=f"{utterance.folded[:_BEGINNING]}\n{utterance.folded[-_END:]}")


def _is_said(act: Act, pattern: re.Pattern[str], utterance: Utterance) -> bool:
    """Whether the visitor does it: not where the clause is about others, unless we asked how to reach the visitor."""
    folded = utterance.folded
    if act in _SAID_OF_ANYBODY or (act is Act.COMPLAIN and utterance.asked & CONTACT_FIELDS):
        return pattern.search(folded) is not None
    found = pattern.finditer(folded)
    return any(not _OF_OTHERS.search(folded, max(0, one.start() - _CLAUSE), one.start()) for one in found)


def _settle_wishes(acts: set[Act], utterance: Utterance) -> None:
    """Of what is wanted from us, that which says more."""
    folded = utterance.folded
    if Act.STOP in acts and utterance.asks(Field.PHONE) and _DECLINES_PHONE.search(folded):
        acts -= {Act.STOP}
        acts.add(Act.DECLINE)
    if Act.HUMAN in acts and _WHAT_IT_IS.search(folded):
        acts.discard(Act.HUMAN)
    if Act.DELETE_DATA in acts:
        acts.add(Act.STOP)


def _add_polarity(acts: set[Act], utterance: Utterance) -> None:
    """Yes, no or both; a wish to go on behind words of stopping ("never mind, send it") is a yes, and stops nothing."""
    said = detect_polarity(
        utterance.without(match.span() for match in _ANYWHERE[Act.UNSURE].finditer(utterance.folded))
    )
    if said.insists and Act.DELETE_DATA not in acts:
        acts -= {Act.STOP, Act.DECLINE, Act.UNSURE}
    if said.act is not None and not (said.act is Act.AFFIRM and acts & _WITHOUT_YES):
        acts.add(said.act)


def _add_learned(acts: set[Act], utterance: Utterance) -> None:
    """Acts that no phrase says and the learned weights hear: beside the rules, and where those hold nothing against it.

    A yes or no is only taken where a question was put and the rules hear neither.
    """
    from assistant.understanding.learned.acts import recognise_acts  # with numpy: a start need not wait for it

    folded, heard = utterance.folded, recognise_acts(utterance.text)
    for act, probability in heard.items():
        if probability < _SURE or act in _BY_RULES_ALONE or (act in _NOT and _NOT[act].search(folded)):
            continue
        if act in _RATHER and heard.get(_RATHER[act], 0) > probability:
            continue
        if (act in _WITHOUT_YES and Act.AFFIRM in acts) or (act is Act.GREET and len(folded.split()) > _GREETING):
            continue
        if act in _POLAR and (acts & (_POLAR | _WITHOUT_YES | {Act.MIXED}) or not utterance.previous):
            continue
        if act in _SAID_OF_ANYBODY or act in _POLAR or not _OF_OTHERS.search(folded):
            acts.add(act)


def _asks(utterance: Utterance) -> bool:
    """A question mark, or a sentence that begins as questions do and not as "what we need is ..."."""
    folded = utterance.folded
    if "?" in folded:
        return True
    return any(
        _QUESTION.match(folded, start, end) and not _NO_QUESTION.match(folded, start, end)
        for start, end in utterance.sentences()
    )


def _tells_a_problem(utterance: Utterance) -> bool:
    """Who is asked for a goal or a problem answers with what is terrible: that is no complaint about the chat."""
    asked = utterance.asks(Field.GOAL) or utterance.asks(Field.PROBLEM)
    return asked and len(utterance.folded.split()) > _OUTBURST and not _AT_US.search(utterance.folded)
