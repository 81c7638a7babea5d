"""People's names: after the words that introduce one, or as the bare answer to the question for it."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.understanding.port import Finding
from assistant.understanding.text.patterns import compile_pattern, join_alternatives
from assistant.understanding.text.utterance import Utterance
from assistant.understanding.text.words import NOT_A_NAME
from assistant.understanding.values.people.name_words import NameRun, find_name_before, read_name_run, split_name
from assistant.understanding.values.places.gazetteer import is_place
from pipeline.domain.record import Field, PersonName

_CLEAR = compile_pattern(
    r"\b(?:(?:(?:my|the|his|her) )?(?:full |first |given |second |real )?"
    r"names?(?: is| would be| was| should be|'s|s|:| of)?[ :,]{1,3}\"?|"
    + join_alternatives(
        *(
            "i(?: am|.?m) (?:called|known as)",
            "(?:you're|you are|ur) (?:speaking|talking|chatting) (?:to|with)",
            "(?:you (?:can|may) )?(?:just )?(?:call )?call me",
            "they call me",
            "i go by",
        ),
        *(
            "known as",
            "on behalf of",
            "spell?(?:ed|t)",
            "me llamo",
            "me chamo",
            "je m'appelle",
            "mi chiamo",
            "mi nombre es",
            "ich hei(?:ß|ss)e",
        ),
        "mein (?:vor|nach)?name (?:ist|lautet)",
        *(
            "le habla",
            "puede[ns]? llamarme",
            "ll[aá]m[ae](?:n)?me",
            "nennen sie mich(?: einfach)?",
            "nenn mich(?: einfach)?",
        ),
        "sie können mich(?= [^\\W\\d_]+ nennen)",
    )
    + " )"
)
_NOT_A_PERSONS = compile_pattern(
    r"\b(?:company|business|firm|brand|product|project|restaurant|shop|store|domain|file|user|host|last|family|team"
    r"|org|"
    r"organi[sz]ation|startup|agency|school|tool|website)(?:'s)? $"
)
_SURNAME = compile_pattern(r"\b(?:my )?(?:last ?name|surname|family name|nachname|apellido)(?: is|'s|:)?[ :]{1,2}")
_ALSO_SURNAME = compile_pattern(r",? ?(?:and )?(?:my )?(?:last ?name|surname|family name)(?: is|'s|:)? ")
_I_AM = compile_pattern(
    r"(?:(?:^|[.,!?] ?|\b(?:hi|hello|hey|hiya|yo|so|and|yes|sure) )(?:im|am)"
    r"|\b(?:i'm|i am|myself|this is|i,|i -|soy|habla|ich bin|hier ist|hier spricht)"
    r"(?: (?:die|der)(?= (?!\w+(?:erin|orin|istin|antin|entin|kraft|ung)\b)[^\W\d_]+ (?:von|vom|aus)\b))?)(?: with)? "
)
_IT_IS = compile_pattern(r"\b(?:it's|its|it is|that's|(?:that|it)(?:'d| would| will) be)(?: for)? ")
_HERE = compile_pattern(
    r",? {1,2}(?:(?:ist )?mein name\b|(?:es )?mi nombre\b|here\b|hier\b|aquí\b|al habla\b|am apparat\b|speaking\b"
    r"|is (?:my|the) (?:full |first |given )?(?:reservation "
    r"|booking )?name\b"
    r"|is what they call me)"
)
_IS_MY_SURNAME = compile_pattern(r" is my (?:last ?name|surname|family name)\b")
_LEGAL_FORM = compile_pattern(r"\b(?:ltd|limited|inc|llc|gmbh|plc|corp|pty|pvt|b\.v|s\.l|s\.a)\b")
_OPENS_CLAUSE = compile_pattern(r"(?:^|[,.!?;:-] *|\b(?:hi|hello|hey|hiya|yo|so|and|sure|yes) )$")
_CLOSES_CLAUSE = compile_pattern(r" *(?:$|[,.;!\n\x00-]|(?:from|at|here|speaking|calling|and (?:i|my|we|our))\b)")
_SIGNED = compile_pattern(
    r"(?:(?:regards|sincerely|saludos|grüße|gruß),?[ \n]+|(?:best|cheers|thanks|thank you),?\n+)"
    r"(?=[^\W\d_]+(?: [^\W\d_]+)?\W*$)"
)
_ARRANGED = compile_pattern(
    r"\b(?:book\w*|reserv\w+|tables?|appointments?|meetings?|demos?|calls?|slots?|party|lunch|dinner|schedul\w+"
    r"|listed|arrang\w+)\b"
)
_GREETED = compile_pattern(
    r"\W*(?:hi|hello|hey|hiya|good (?:morning|afternoon|evening)|morning|hallo|hola)(?: there)?[ ,.!-]+"
)
_ANNOUNCED = compile_pattern(r"(?:^|[,.!] ?)(?:hier|aqu[ií]) (?=[^\W\d_])")
_FROM_WHERE = compile_pattern(r" (?:from|at|with) [^\W\d_]")
_COMMA = compile_pattern(r", ?")
_LAST_FIRST = compile_pattern(
    r"((?:(?:van|von|de|del|della|di|da|dos|den|der|ter|la) )*[A-Z][^\W\d_]*(?:['-][^\W\d_]+)*)"
    r", ?([A-Z][^\W\d_]+(?:[ -][A-Z][^\W\d_]+)*)\.?"
)
_FOR_WHOM = compile_pattern(r"\b(?P<word>under|for|by|with)(?: (?:i think|i believe|likely))? (?=[^\W\d_])")
_PREAMBLE = compile_pattern(
    r"[\W_]*(?:(?:yes|yeah|yep|sure|ok|okay|ugh|fine|alright"
    r"|of course|certainly|hi|hello|hey|well|oh|no|sorry|actually|thanks"
    r"|thank you|yo|hiya|servus|moin|grüß gott|guten (?:tag|morgen|abend)|good (?:morning|afternoon|evening)"
    r"|autocorrect|typo|buen[oa]s(?: d[ií]as| tardes| noches)?|"
    r"sir|hallo|hola|ja|sí|si)\b[\W_]*)*(?:(?:it's|its|it is|that's|i'm|i am|im|am|my|this is|under|for|name|soy"
    r"|ich bin)\b[\W_]*){0,2}"
)
_POSTAMBLE = compile_pattern(
    r"[\W_]*(?:(?:please|thanks|thank you|here|speaking|and you|sir|danke|gracias|por favor|bitte)[\W_]*)*"
)
_BOUNDARY = compile_pattern(
    r" *(?:$|[,.;!?()\n\x00\"-]|\w*\d|(?:from|at|of|with|and|here|speaking|calling|by|but|i|my|we|the|von|de|aus|in)\b)"
)


def find_names(utterance: Utterance) -> Iterator[Finding]:
    """Names with their first and last part, without titles."""
    readings = (*_introduced(utterance), *_closed(utterance), *_arranged(utterance))
    if readings:
        yield from readings
    elif utterance.asks(Field.NAME):
        listed = _last_first(utterance)
        yield from [listed] if listed else _bare(utterance)


def _introduced(utterance: Utterance) -> Iterator[Finding]:
    for cue in _SURNAME.finditer(utterance.folded):
        run = read_name_run(utterance, cue.end(), trusting=True)
        if run and not _CLEAR.search(utterance.folded, 0, cue.start()):
            yield _finding(utterance, run, 0.9, surname=True)
            return
    for cue in _CLEAR.finditer(utterance.folded):
        run = read_name_run(utterance, cue.end(), trusting=True)
        if (
            run
            and not _NOT_A_PERSONS.search(utterance.folded, max(0, cue.start() - 20), cue.start())
            and not _NOT_A_PERSONS.search(cue[0])
        ):
            yield _finding(utterance, run, 1.0)
            return
    yield from _weakly_introduced(utterance)


def _weakly_introduced(utterance: Utterance) -> Iterator[Finding]:
    """After "I'm" and "it's" nearly everything may follow: a name must look like one and end there."""
    asked = utterance.asks(Field.NAME)
    for pattern in (_I_AM,) if utterance.asks(Field.COMPANY) else (_I_AM, _IT_IS):
        for cue in pattern.finditer(utterance.folded):
            run = read_name_run(utterance, cue.end(), trusting=asked)
            if cue[0].endswith(" with ") and utterance.asks(Field.COMPANY):
                continue
            if (
                not run
                or _LEGAL_FORM.search(utterance.folded, run.start, run.end)
                or not _BOUNDARY.match(utterance.folded, run.end)
            ):
                continue
            spoken = pattern is _I_AM and not utterance.asks(Field.ROLE)
            if asked or run.capitalised or (spoken and _opens_and_closes(utterance, cue.start(), run)):
                yield _finding(utterance, run, 0.9 if asked else 0.8)
                return


def _opens_and_closes(utterance: Utterance, start: int, run: NameRun) -> bool:
    """In lower case only a whole clause is an introduction: "hi, i'm priya", but not "while i'm abroad"."""
    opens = _OPENS_CLAUSE.search(utterance.folded, max(0, start - 10), start)
    return bool(opens and _CLOSES_CLAUSE.match(utterance.folded, run.end))


def _closed(utterance: Utterance) -> Iterator[Finding]:
    """Names before the words that say so ("Priya Shah here", "Shah is my surname"), and signatures."""
    for pattern, surname in ((_HERE, False), (_IS_MY_SURNAME, True)):
        for close in pattern.finditer(utterance.folded):
            run = find_name_before(utterance, close.start())
            if run and _OPENS_CLAUSE.search(utterance.folded, max(0, run.start - 10), run.start):
                yield _finding(utterance, run, 0.9, surname=surname)
                return
    if greeted := _GREETED.match(utterance.folded):
        run = read_name_run(utterance, greeted.end(), trusting=False)
        if run and run.capitalised and run.count > 1 and _FROM_WHERE.match(utterance.folded, run.end):
            yield _finding(utterance, run, 0.8)
            return
    if announced := _ANNOUNCED.search(utterance.folded):
        run = read_name_run(utterance, announced.end(), trusting=False)
        if run and run.capitalised and run.count > 1:
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
    opened = _PREAMBLE.match(utterance.folded)
    for start in dict.fromkeys((opened.end() if opened else 0, 0)):
        run = read_name_run(utterance, start, trusting=True)
        if run and (_ends_there(utterance, run) or (run.capitalised and run.count > 1)):
            yield _finding(utterance, run, 0.9)
            return


def _ends_there(utterance: Utterance, run: NameRun) -> bool:
    rest = utterance.folded[run.end :]
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
    name = split_name(utterance.text[run.start : run.end], surname or run.after_title)
    joined = _ALSO_SURNAME.match(utterance.folded, run.end)
    also = read_name_run(utterance, joined.end(), trusting=True) if joined else None
    if not also:
        return utterance.finding(Field.NAME, name, (run.start, run.end), confidence)
    last = split_name(utterance.text[also.start : also.end], surname=True).full
    whole = PersonName(f"{name.full} {last}", name.full, last)
    return utterance.finding(Field.NAME, whole, (run.start, also.end), confidence)
