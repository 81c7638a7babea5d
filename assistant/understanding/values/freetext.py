"""Goals and problems in the visitor's own words, clause by clause, and whole answers to open questions.

What a clause tells is known by words of wishes and troubles (`language/LANGUAGE/needs.yaml`), else by learned weights.
Who is asked for a goal and tells a trouble has answered with a problem, and the other way round.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, islice

from assistant.understanding.acts.corrections import wants_some_change
from assistant.understanding.language.words import compile_lists, compile_phrases, get_words
from assistant.understanding.port import Act, Finding
from assistant.understanding.text.nonsense import is_nonsense
from assistant.understanding.text.patterns import compile_pattern
from assistant.understanding.text.utterance import BLANK, WHO, Span, Utterance, fold_text
from assistant.understanding.text.words import CHAT_WORDS, FUNCTION_WORDS
from assistant.understanding.values.contact import URL
from pipeline.domain.record import Field, FieldId

MIN_CLAUSE_WORDS = 4
MIN_CLAUSE_CHARS = 20
"""Either is enough for a statement that was not asked for: three German words may say a lot."""
MIN_ONLY_WORD = 4
"""Letters of the one word that is all of an answer: "chaos", but not "hm"."""
MAX_CHARS = 500
"""What is longer is cut: a field holds a statement, not a page."""
BRIEF = 7
"""Words up to which an answer that all is well tells of no trouble behind it."""
SURE, LIKELY, TURNED = 0.8, 0.5, 3
"""From which probability a clause tells something unasked, or tells nothing; from which one, and how many times
likelier, it tells a trouble where a goal was asked for. The other way round it must be sure. Set on clauses that
were not learned from."""
MOST_CLAUSES = 12
"""Of a message that are looked at; who writes more has said it by then."""
NEEDS = (Field.GOAL, Field.PROBLEM)
NO_ANSWER = frozenset(
    (Act.DECLINE, Act.UNSURE, Act.STOP, Act.HUMAN, Act.WHY, Act.COMPLAIN, Act.OFF_TOPIC, Act.BYE, Act.DELETE_DATA)
)
_WITHOUT_CONTENT = NO_ANSWER | {Act.CORRECT, Act.BOOK_CALL}
_CHOSEN = frozenset((Field.INDUSTRY, Field.STAGE, Field.USE_CASE, Field.TOOLS))
"""What a goal or a problem may name without being nothing but that."""

_WISH, _TROUBLE, _NO_WISH = compile_phrases("wishes"), compile_phrases("troubles"), compile_phrases("no_wishes")
_WHO_THEY_ARE = compile_lists(r"\W*{who_they_are}")
_NOT_OURS = compile_phrases("asks_the_chat", "about_others")
_ALL_WELL = compile_phrases("all_well")
_OPENING = compile_lists(r"[\W_]*(?:{statement_openers}\b(?:[\W_]+|$))*")
_CUT = compile_lists(r",(?!\d)|[;:]|(?<!\w)-(?!\w)|[\x00\x01]+|\b{clause_starts}(?!(?<=\w)\w)")
_SAYS_NOTHING = FUNCTION_WORDS | CHAT_WORDS | get_words("no_trouble_words")
_WORD = compile_pattern(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a sentence, and what it tells."""

    span: Span
    sentence: int
    tells: FieldId | None = None
    open: bool = False
    """No word of it says what it tells: it may belong to what stands beside it, or be the answer."""
    sure: bool = False


def find_free_text(utterance: Utterance, acts: frozenset[Act], taken: Iterable[Finding]) -> Iterator[Finding]:
    """A goal and a problem: where clauses tell them, and what the answer to the question for one of them says."""
    if wants_some_change(utterance):
        return
    asked = next((field for field in NEEDS if utterance.asks(field)), None)
    answers = asked is not None and not acts & _WITHOUT_CONTENT and not URL.search(fold_text(utterance.text))
    taken = tuple(taken)
    clauses = [_judge(utterance, clause, taken, asked) for clause in split_clauses(utterance)]
    clauses = _settle(utterance, clauses, asked if answers else None, acts)
    for field in NEEDS:
        runs = [list(run) for tells, run in groupby(clauses, lambda clause: clause.tells) if tells == field]
        told = [span for run in runs if (span := _statement(utterance, run, asked, answers, taken))]
        if told:
            span = max(told, key=lambda span: span[1] - span[0]) if answers else told[0]
            sure = any(clause.sure for clause in clauses if clause.tells == field)
            confidence = (0.9 if sure and utterance.asks(field) else 0.8) if asked else 0.7
            yield utterance.finding(field, utterance.text[slice(*span)], span, confidence)


def find_whole_answer(utterance: Utterance, acts: frozenset[Act]) -> Span | None:
    """All statements of a message that answers; null for a refusal, a question alone, or no words at all."""
    statements = _statements(utterance)
    if acts & NO_ANSWER or not statements:
        return None
    start, end = statements[0][0], min(statements[-1][1], statements[0][0] + MAX_CHARS)
    span = utterance.trimmed((start, end), " ,;:-.!")
    said = utterance.folded[slice(*span)]
    return span if any(map(str.isalnum, said)) and not is_nonsense(said) else None


def split_clauses(utterance: Utterance) -> list[Clause]:
    """The statements of a message in clauses, without the conjunctions between them."""
    clauses = (
        Clause(span, index)
        for index, sentence in enumerate(_statements(utterance))
        for span in _cut(utterance, sentence)
        if span[0] < span[1]
    )
    return list(islice(clauses, MOST_CLAUSES))


def strip_openers(utterance: Utterance, span: Span) -> Span:
    """Without greetings, "as I said" and conjunctions before what is said."""
    opened = _OPENING.match(utterance.folded, *span)
    return utterance.trimmed((min(opened.end(), span[1]) if opened else span[0], span[1]), " ,;:-.!")


def says_something(utterance: Utterance, span: Span, taken: Iterable[Finding]) -> bool:
    """Whether words are left that no other finding covers, and are words at all."""
    said, taken = utterance.folded[slice(*span)], tuple(taken)
    chosen = utterance.without((one.start, one.end) for one in taken if one.field in _CHOSEN).folded[slice(*span)]
    told = any(word not in _SAYS_NOTHING for word in _WORD.findall(chosen))
    counted = taken if any(one.field not in _CHOSEN for one in taken) else ()
    covered = sum(max(0, min(one.end, span[1]) - max(one.start, span[0])) for one in counted)
    mostly_taken = 2 * max(covered, said.count(WHO) + said.count(BLANK)) > len(said)
    return told and not mostly_taken and not is_nonsense(said)


def _statements(utterance: Utterance) -> list[Span]:
    return [span for span in utterance.sentences() if utterance.folded[span[1] : span[1] + 1] != "?"]


def _cut(utterance: Utterance, sentence: Span) -> Iterator[Span]:
    start = sentence[0]
    for cut in _CUT.finditer(utterance.folded, *sentence):
        yield utterance.trimmed((start, cut.start()), " ,;:-")
        start = cut.end()
    yield utterance.trimmed((start, sentence[1]), " ,;:-")


def _judge(utterance: Utterance, clause: Clause, taken: Sequence[Finding], asked: FieldId | None) -> Clause:
    """What the words of a clause say that it tells."""
    folded, (start, end) = utterance.folded, strip_openers(utterance, clause.span)
    brief = len(folded[start:end].split()) <= BRIEF
    if start == end or _NOT_OURS.search(folded, start, end) or (brief and _ALL_WELL.search(folded, start, end)):
        return clause
    wish, trouble = _WISH.search(folded, start, end), _TROUBLE.search(folded, start, end)
    if trouble and not (wish and wish.start() <= trouble.start()):
        return replace(clause, tells=Field.PROBLEM, sure=True)
    if wish:
        return clause if _NO_WISH.search(folded, start, end) else replace(clause, tells=Field.GOAL, sure=True)
    if _WHO_THEY_ARE.match(folded, start, end) or not says_something(utterance, (start, end), taken):
        return clause
    return replace(clause, open=True)


def _settle(
    utterance: Utterance, clauses: list[Clause], answered: FieldId | None, acts: frozenset[Act]
) -> list[Clause]:
    """With what the open clauses tell: by learned weights, by what stands beside them, or by what was asked for."""
    if answered:
        judged = _join([_judge_open(utterance, clause, answered) if clause.open else clause for clause in clauses])
        return [replace(clause, tells=answered) if clause.open else clause for clause in judged]
    if utterance.asked or acts & _WITHOUT_CONTENT:
        return _join(clauses)
    told = _join([_leave_out(utterance, clause) if clause.open else clause for clause in clauses])
    return _join([_judge_open(utterance, clause, None) if clause.open else clause for clause in told])


def _join(clauses: Iterable[Clause]) -> list[Clause]:
    """Open clauses with what is told by the clause before them in their sentence, else by the one behind."""
    joined = list(clauses)
    for order in (range(1, len(joined)), range(len(joined) - 2, -1, -1)):
        for index in order:
            beside = joined[index - 1 if order.step > 0 else index + 1]
            if joined[index].open and beside.tells and beside.sentence == joined[index].sentence:
                joined[index] = replace(joined[index], tells=beside.tells, open=False)
    return joined


def _leave_out(utterance: Utterance, clause: Clause) -> Clause:
    """Closed where it likely tells neither."""
    from assistant.understanding.learned.clauses import (  # with numpy: a start need not wait for it
        Telling,
        judge_clause,
    )

    return replace(clause, open=judge_clause(utterance.folded[slice(*clause.span)])[Telling.NEITHER] < SURE)


def _judge_open(utterance: Utterance, clause: Clause, answered: FieldId | None) -> Clause:
    from assistant.understanding.learned.clauses import Telling, judge_clause

    told = judge_clause(utterance.folded[slice(*clause.span)])
    for field, telling, other, likely in (
        (Field.GOAL, Telling.GOAL, Telling.PROBLEM, SURE),
        (Field.PROBLEM, Telling.PROBLEM, Telling.GOAL, LIKELY),
    ):
        if not answered and told[telling] >= SURE and told[other] < 1 - SURE:
            return replace(clause, tells=field, open=False)
        turned = told[telling] >= likely and told[telling] >= told[other] * TURNED
        if answered and answered != field and turned:
            return replace(clause, tells=field, open=False)
    return clause


def _statement(
    utterance: Utterance, run: Sequence[Clause], asked: FieldId | None, answers: bool, taken: Sequence[Finding]
) -> Span | None:
    """The words of clauses that tell the same; null where too little is left of them."""
    start, end = run[0].span[0], run[-1].span[1]
    if not answers and run[0].sentence != run[-1].sentence:
        end = max(clause.span[1] for clause in run if clause.sentence == run[0].sentence)
    start, end = strip_openers(utterance, (start, min(end, start + MAX_CHARS)))
    said = utterance.folded[start:end]
    if answers and run[0].tells == asked:
        alone = len(said.split()) == 1 and (len(said) < MIN_ONLY_WORD or asked != Field.PROBLEM)
        return (start, end) if not alone and says_something(utterance, (start, end), taken) else None
    long = len(said.split()) >= MIN_CLAUSE_WORDS or len(said) >= MIN_CLAUSE_CHARS
    return (start, end) if long or (answers and len(said.split()) > 1) else None
