"""People's names: after the words that introduce one, or as the answer to the question for it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.understanding.language.words import compile_lists, compile_phrases, get_words
from assistant.understanding.port import Finding
from assistant.understanding.text.patterns import compile_pattern
from assistant.understanding.text.utterance import Utterance
from assistant.understanding.text.words import NOT_A_NAME
from assistant.understanding.values.people.name_words import (
    NameRun,
    find_name_before,
    read_name_run,
    split_name,
)
from assistant.understanding.values.places.gazetteer import is_place
from pipeline.domain.record import Field, PersonName

_CLEAR = compile_lists(r"\b{name_is}(?:(?<=[ :,\"])| )")
_NOT_A_PERSONS = compile_lists(r"\b{not_a_persons}(?:'s)? $")
_SURNAME = compile_lists(r"\b{last_name_is}")
_ALSO_SURNAME = compile_lists(r",? ?(?:{and_word} )?{last_name_is}")
_IS_MY_SURNAME = compile_lists(r" {is_my_last_name}\b")
_I_AM = compile_lists(r"(?:(?:^|[.,!?] ?|\b{said_first} ){i_am_short}|\b{i_am}) ")
_IT_IS = compile_lists(r"\b{it_is} ")
_HERE = compile_lists(r",? {1,2}{here_i_am}\b")
_LEGAL_FORM = compile_pattern(r"\b(?:ltd|limited|inc|llc|gmbh|plc|corp|pty|pvt|b\.v|s\.l|s\.a)\b")
_OPENS_CLAUSE = compile_lists(r"(?:^|[,.!?;:-] *|\b{said_first} )$")
_CLOSES_CLAUSE = compile_lists(r" *(?:$|[,.;!\n\x00-]|(?:{said_after}|{and_word} {we_word})\b)")
_SIGNED = compile_lists(r"(?:{signed_off},?[ \n]+)(?=[^\W\d_]+(?: [^\W\d_]+)?\W*$)")
_ARRANGED = compile_phrases("arranged")
_GREETED = compile_lists(r"\W*{greet}(?: there)?[ ,.!-]+")
_ANNOUNCED = compile_lists(r"(?:^|[,.!] ?){announced} (?=[^\W\d_])")
_FROM_WHERE = compile_lists(r" {from_where} [^\W\d_]")
_COMMA = compile_pattern(r", ?")
_LAST_FIRST = compile_pattern(
    r"((?:(?:van|von|de|del|della|di|da|dos|den|der|ter|la) )*[A-Z][^\W\d_]*(?:['-][^\W\d_]+)*)"
    r", ?([A-Z][^\W\d_]+(?:[ -][A-Z][^\W\d_]+)*)\.?"
)
_FOR_WHOM = compile_pattern(r"\b(?P<word>under|for|by|with)(?: (?:i think|i believe|likely))? (?=[^\W\d_])")
_PREAMBLE = compile_lists(
    r"[\W_]*(?:{answer_openers}\b[\W_]*)*(?:(?:{answer_frames}|{i_am}|{i_am_short})\b[\W_]*){0,2}"
)
_POSTAMBLE = compile_lists(r"[\W_]*(?:{answer_closers}\b[\W_]*)*")
_BOUNDARY = compile_lists(r" *(?:$|[,.;!?()\n\x00\"-]|(?:[a-z]{1,4} ){0,3}[a-z]*\d|(?:{said_after}|{name_ends})\b)")
_SMALL_PARTICLE = compile_lists(r"{particles} ")
_LIKELY = -1.2
"""What a word must weigh as a name where somebody is said to come from somewhere."""
_AND = compile_lists(r" (?:{and_word}|&) ")


def find_names(utterance: Utterance) -> Iterator[Finding]:
    """Names with their first and last part, without titles."""
    readings = (*_introduced(utterance), *_closed(utterance), *_arranged(utterance))
    if readings:
        yield from readings
    elif utterance.asks(Field.NAME):
        yield from _bare(utterance)


def _introduced(utterance: Utterance) -> Iterator[Finding]:
    for cue in _SURNAME.finditer(utterance.folded):
        run = read_name_run(utterance, cue.end(), trusting=True, certain=True)
        if run and not _CLEAR.search(utterance.folded, 0, cue.start()):
            yield _finding(utterance, run, 0.9, surname=True)
            return
    for cue in _CLEAR.finditer(utterance.folded):
        run = read_name_run(utterance, cue.end(), trusting=True, certain=True)
        others = _NOT_A_PERSONS.search(utterance.folded, max(0, cue.start() - 20), cue.start())
        if run and not others and not _NOT_A_PERSONS.search(cue[0]):
            yield _finding(utterance, run, 1.0)
            return
    yield from _weakly_introduced(utterance)


def _weakly_introduced(utterance: Utterance) -> Iterator[Finding]:
    """After "I'm" and "it's" nearly everything may follow: a name must look like one and end there."""
    asked = utterance.asks(Field.NAME)
    for pattern in (_I_AM,) if utterance.asks(Field.COMPANY) else (_I_AM, _IT_IS):
        for cue in pattern.finditer(utterance.folded):
            run = read_name_run(utterance, cue.end(), trusting=asked) or _from_somewhere(utterance, cue.end())
            if (
                not run
                or _SMALL_PARTICLE.match(utterance.text, cue.end())  # "soy de Málaga"
                or _LEGAL_FORM.search(utterance.folded, run.start, run.end)
                or not _BOUNDARY.match(utterance.folded, run.after)
            ):
                continue
            spoken = pattern is _I_AM and not utterance.asks(Field.ROLE)
            if asked or run.capitalised or (spoken and _opens_and_closes(utterance, cue.start(), run)):
                yield _finding(utterance, run, 0.9 if asked else 0.8)
                return


def _from_somewhere(utterance: Utterance, start: int) -> NameRun | None:
    """A word that may well be a name, with a place or a company behind it: "this is dev from finchpay"."""
    run = read_name_run(utterance, start, trusting=False, certain=True)
    return run if run and run.weight >= _LIKELY and _FROM_WHERE.match(utterance.folded, run.after) else None


def _opens_and_closes(utterance: Utterance, start: int, run: NameRun) -> bool:
    """In lower case only a whole clause is an introduction: "hi, i'm priya", but not "while i'm abroad"."""
    opens = _OPENS_CLAUSE.search(utterance.folded, max(0, start - 10), start)
    return bool(opens and _CLOSES_CLAUSE.match(utterance.folded, run.after))


def _closed(utterance: Utterance) -> Iterator[Finding]:
    """Names before the words that say so ("Priya Shah here", "Shah is my surname"), and signatures."""
    for pattern, surname in ((_HERE, False), (_IS_MY_SURNAME, True)):
        for close in pattern.finditer(utterance.folded):
            run = find_name_before(utterance, close.start())
            if run and _OPENS_CLAUSE.search(utterance.folded, max(0, run.start - 10), run.start):
                yield _finding(utterance, run, 0.9, surname=surname)
                return
    greeted, announced = _GREETED.match(utterance.folded), _ANNOUNCED.search(utterance.folded)
    for opened in filter(None, (greeted, announced)):
        run = read_name_run(utterance, opened.end(), trusting=False)
        says = opened is announced or (run and _FROM_WHERE.match(utterance.folded, run.end))
        if run and run.capitalised and run.count > 1 and says:
            yield _finding(utterance, run, 0.8)
            return
    if (signed := _SIGNED.search(utterance.folded)) and (run := read_name_run(utterance, signed.end(), trusting=False)):
        yield _finding(utterance, run, 0.8)


def _arranged(utterance: Utterance) -> Iterator[Finding]:
    """Something is booked "for Priya Shah" or "under Shah": only capitals tell a name from anything else there."""
    arranged = bool(_ARRANGED.search(utterance.folded))
    for cue in _FOR_WHOM.finditer(utterance.folded):
        run = read_name_run(utterance, cue.end(), trusting=False)
        under = cue["word"] == "under"
        if run and run.capitalised and ((arranged and (run.count > 1 or under)) or (under and run.count > 1)):
            yield _finding(utterance, run, 0.8)
            return


def _bare(utterance: Utterance) -> Iterator[Finding]:
    """A message, or its beginning, that is nothing but a name."""
    if listed := _last_first(utterance):
        yield listed
        return
    for start in _starts(utterance):
        run = read_name_run(utterance, start, trusting=True)
        if run and start and _SMALL_PARTICLE.match(utterance.text, start):
            continue
        if run and (couple := _couple(utterance, run)):
            yield couple
            return
        if run and (_ends_there(utterance, run) or (run.capitalised and run.count > 1)):
            yield _finding(utterance, run, 0.9)
            return


def _starts(utterance: Utterance) -> list[int]:
    """Where an answer may begin: behind "hi, ", or with it where no comma parts them ("Mai Ja")."""
    opened = _PREAMBLE.match(utterance.folded)
    end = opened.end() if opened else 0
    parted = re.search(r"[^\w ] *$", utterance.folded[:end])
    return list(dict.fromkeys((end, 0) if parted else (0, end)))


def _couple(utterance: Utterance, run: NameRun) -> Finding | None:
    """ "Anna und Peter Muster": the first one's first name, and the last name of both."""
    joined = _AND.match(utterance.folded, run.after) if run.count == 1 else None
    other = read_name_run(utterance, joined.end(), trusting=True) if joined else None
    if not other or other.count < 2:
        return None
    first = split_name(utterance.text[run.start : run.end], surname=False)
    second = split_name(utterance.text[other.start : other.end], surname=False)
    joint = utterance.text[run.end : other.start].strip()
    both = PersonName(f"{first.full} {joint} {second.full}", first.full, second.last)
    return utterance.finding(Field.NAME, both, (run.start, other.end), 0.9)


def _ends_there(utterance: Utterance, run: NameRun) -> bool:
    rest = utterance.folded[run.after :]
    if rest.strip() in get_words("particle_words"):  # "Anna de": cut short
        return False
    closed = _POSTAMBLE.match(rest)
    return bool((closed and closed.end() == len(rest)) or _BOUNDARY.match(rest))


def _said_in_full(utterance: Utterance, run: NameRun) -> NameRun:
    """The longer name behind a short one that it repeats: "Victor, Victor Adeyemi", "Ruiz, Andrea Ruiz"."""
    comma = _COMMA.match(utterance.folded, run.end)
    longer = read_name_run(utterance, comma.end(), trusting=False) if comma and run.count == 1 else None
    words = utterance.folded[longer.start : longer.end].split() if longer else []
    return longer if longer and len(words) > 1 and utterance.folded[run.start : run.end] in words else run


def _last_first(utterance: Utterance) -> Finding | None:
    """ "O'Brien, Maeve": a whole answer of two names, the last one first."""
    match = _LAST_FIRST.fullmatch(utterance.text.strip())
    if not match or any(is_place(part.lower()) or part.lower() in NOT_A_NAME for part in match.groups()):
        return None
    last, first = match.groups()
    if last in first.split():
        return None
    start = utterance.text.index(last)
    return utterance.finding(
        Field.NAME, PersonName(f"{first} {last}", first, last), (start, start + len(match[0])), 0.9
    )


def _finding(utterance: Utterance, run: NameRun, confidence: float, surname: bool = False) -> Finding:
    run = _said_in_full(utterance, run)
    name = split_name(utterance.text[run.start : run.end], surname or run.is_last)
    joined = _ALSO_SURNAME.match(utterance.folded, run.end)
    also = read_name_run(utterance, joined.end(), trusting=True, certain=True) if joined else None
    if not also:
        return utterance.finding(Field.NAME, name, (run.start, run.end), confidence)
    last = split_name(utterance.text[also.start : also.end], surname=True).full
    whole = PersonName(f"{name.full} {last}", name.full, last)
    return utterance.finding(Field.NAME, whole, (run.start, also.end), confidence)
