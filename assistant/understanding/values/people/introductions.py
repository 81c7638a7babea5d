"""Who writes, without a sentence around it: labelled lines, signatures, and "Kim Larsen, kim@spoke.com, Head of CX"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest

from assistant.understanding.language.words import compile_lists, get_words
from assistant.understanding.lexicon.lexicon import rate_given_name
from assistant.understanding.port import Finding
from assistant.understanding.text.patterns import compile_pattern
from assistant.understanding.text.utterance import BLANK, Span, Utterance
from assistant.understanding.values.people.answers import is_company_name, is_role_name, names_occupation
from assistant.understanding.values.people.name_words import NameRun, read_name_run, split_name
from assistant.understanding.values.people.role import find_titles
from assistant.understanding.values.places.gazetteer import is_place
from pipeline.domain.record import Field, PersonName

_LABEL = compile_lists(
    r"(?<![\w'-])(?:(?P<first>{label_first_name})|(?P<last>{label_last_name})|(?P<name>{label_name})"
    r"|(?P<company>{label_company})|(?P<role>{label_role})"
    r"|(?:(?:^|(?<=[\n,;|]) ?)[^\W\d_]{2,20} )?[^\W\d_]{3,20}) ?[:=] ?"
)
_CLOSING = compile_lists(r"(?m)^(?:--|{signature_openers})[ ,.!]*$")
_NO_COMPANY = compile_pattern(r"[@\d\x00]|https?:|www\.")
_MOST_WORDS = 6
_MOST_LINES = 4
"""Name, title, company, and one in between; behind them stand numbers and addresses."""
_BREAK = compile_pattern(r"[,;|\n!<>()]+| [-/] |(?<!prof)(?<=[^\W\d_]{3})\.(?= )")
_LEAD = compile_lists(
    r"(?:(?:{answer_openers}|{agreement_words}|{answer_frames}|{i_am}|{i_am_short})(?!\w)[\s,.!:-]*)+"
)
_AGREES = compile_lists(r"[\W_]*{agreement_words}(?!\w)")
_GOES_ON = compile_lists(r"(?: (?:{said_after}|{from_where}) |[ ,.!]*$| (?:{said_after})[ .!]*$)")
_SAYS_WHERE = compile_lists(r" (?:{from_where}|{at_word}|@) ?")
_SENTENCE_END = compile_pattern(r"[!?]|(?<=[^\W\d_]{3})\.(?= [^\W\d_])|(?<=[)\d\x00])\.(?= )")
_AT = compile_lists(r" (?:{at_word}|{in_word}|@) | *(?:$|[,;|\n.<(\x00])")
_PHONE_DIGITS = 6
_MOST_PARTS = 20
_LONGEST_TITLE = 120
"""Parts and characters that are looked at: who introduces themselves says little more."""
_KNOWN_NAME = 2.0
"""Rate of first names that a hundred people bear."""
_LIKELY_NAME = 0.8
"""What a name alone behind a yes must weigh: "ya jake", but not "yes mate"."""


def find_introductions(utterance: Utterance) -> Iterator[Finding]:
    """Name, role and company as they stand beside each other; addresses and numbers are blanked out before."""
    found: list[Finding] = []
    if ":" in utterance.folded or "=" in utterance.folded:
        found = list(_labelled(utterance))
    if not found and "\n" in utterance.folded:
        found = list(_signed(utterance))
    if not found and (_AGREES.match(utterance.folded) or _BREAK.search(utterance.folded)):
        found = list(_listed(utterance))
    yield from found


def _labelled(utterance: Utterance) -> Iterator[Finding]:
    """ "Name: Anna Muster, Company: Muster Ltd" in lines or in a row."""
    labels = list(_LABEL.finditer(utterance.folded))
    spans: dict[str, Span] = {}
    for label, following in zip_longest(labels, labels[1:]):
        end = following.start() if following else len(utterance.folded)
        line = utterance.folded.find("\n", label.end(), end)
        span = utterance.trimmed((label.end(), line if line >= 0 else end), " ,;.|-/")
        if label.lastgroup and span[0] < span[1]:
            spans.setdefault(label.lastgroup, span)
    yield from _labelled_names(utterance, spans)
    if "company" in spans and is_company_name(utterance, spans["company"]):
        yield utterance.finding(Field.COMPANY, utterance.text[slice(*spans["company"])], spans["company"], 0.95)
    if "role" in spans and is_role_name(utterance, spans["role"]):
        yield utterance.finding(Field.ROLE, utterance.text[slice(*spans["role"])], spans["role"], 0.95)


def _labelled_names(utterance: Utterance, spans: dict[str, Span]) -> Iterator[Finding]:
    alone = {label: utterance.without([(span[1], len(utterance.folded))]) for label, span in spans.items()}
    runs = {label: read_name_run(alone[label], span[0], True, certain=True) for label, span in spans.items()}
    parts = {label: utterance.text[run.start : run.end] for label, run in runs.items() if run}
    name = runs.get("name")
    if name and name.after >= spans["name"][1]:
        yield _named(utterance, name, 1.0)
    elif "first" in parts and "last" in parts:
        whole = PersonName(f"{parts['first']} {parts['last']}", parts["first"], parts["last"])
        yield utterance.finding(Field.NAME, whole, (spans["first"][0], spans["last"][1]), 1.0)


def _signed(utterance: Utterance) -> Iterator[Finding]:
    """Name, role and company of a signature: a closing line, the name, and more lines below it."""
    closing = _CLOSING.search(utterance.folded)
    lines = _lines(utterance, closing.end())[:_MOST_LINES] if closing else []
    name = read_name_run(utterance, lines[0][0], trusting=False) if len(lines) > 1 else None
    if name is None or name.after != lines[0][1]:
        return
    yield _named(utterance, name, 0.9)
    titled = [line for line in lines[1:] if any(find_titles(utterance.folded[slice(*line)]))]
    if titled:
        yield utterance.finding(Field.ROLE, utterance.text[slice(*titled[0])], titled[0], 0.95)
    others = (line for line in lines[1:] if line not in titled and not _NO_COMPANY.search(utterance.folded, *line))
    if company := next((line for line in others if len(utterance.text[slice(*line)].split()) <= _MOST_WORDS), None):
        yield utterance.finding(Field.COMPANY, utterance.text[slice(*company)], company, 0.95)


def _lines(utterance: Utterance, start: int) -> list[Span]:
    """The lines that hold anything, without space around them."""
    spans = (match.span() for match in re.finditer(r"[^\n]+", utterance.folded[start:]))
    trimmed = (utterance.trimmed((start + first, start + last), ",") for first, last in spans)
    return [span for span in trimmed if span[0] < span[1]]


def _listed(utterance: Utterance) -> Iterator[Finding]:
    """A name between commas, with an address or a title beside it, or alone behind a yes; then what follows it."""
    parts = _parts(utterance)[:_MOST_PARTS]
    for index, part in enumerate(parts):
        name = _name_in(utterance, part)
        if name is None:
            continue
        over = _SENTENCE_END.search(utterance.folded, name.after)
        behind = [later for later in parts[index + 1 :] if not over or later[0] < over.start()]
        role = next((role for later in behind[:2] if (role := _title_in(utterance, later))), None)
        addressed = _is_addressed(utterance)
        if not (addressed or (role and name.count > 1) or _is_all(utterance, parts, index, name)):
            continue
        yield _named(utterance, name, 0.9)
        role = role or next((role for later in behind if (role := _title_in(utterance, later))), None)
        if role:
            yield utterance.finding(Field.ROLE, utterance.text[slice(*role)], role, 0.9)
        if any(_SAYS_WHERE.match(utterance.folded, end) for end in (name.after, role[1] if role else name.after)):
            return
        companies = (later for later in behind if not role or later[1] <= role[0] or later[0] >= role[1])
        company = next((later for later in companies if _is_listed_company(utterance, later)), None)
        if company and (addressed or role):
            yield utterance.finding(Field.COMPANY, utterance.text[slice(*company)], company, 0.9)
        return


def _is_addressed(utterance: Utterance) -> bool:
    """Whether an email address or a phone number was read in the message."""
    pairs = zip(utterance.text, utterance.folded, strict=True)
    taken = "".join(char for char, left in pairs if left == BLANK)
    return "@" in taken or sum(map(str.isdigit, taken)) >= _PHONE_DIGITS


def _parts(utterance: Utterance) -> list[Span]:
    """What stands between commas, dashes and line ends, without openers."""
    starts = [0, *(match.end() for match in _BREAK.finditer(utterance.folded))]
    ends = [*(match.start() for match in _BREAK.finditer(utterance.folded)), len(utterance.folded)]
    parts = []
    for start, end in zip(starts, ends, strict=True):
        lead = _LEAD.match(utterance.folded, utterance.trimmed((start, end))[0], end)
        span = utterance.trimmed((lead.end() if lead else start, end), " .:-\"'")
        if span[0] < span[1]:
            parts.append(span)
    return parts


def _name_in(utterance: Utterance, part: Span) -> NameRun | None:
    """The name that a part is, or begins with before "from ...": its first word must be known for one."""
    run = read_name_run(utterance, part[0], trusting=True)
    if not run or run.start > part[1] or not _GOES_ON.match(utterance.folded[: part[1]], min(run.after, part[1])):
        return None
    first = re.split(r"[ .]", utterance.folded[run.start : run.end])[0]
    known = run.is_last or rate_given_name(first) >= _KNOWN_NAME
    return run if known and run.weight >= (0.0 if run.count > 1 else _LIKELY_NAME) else None


def _is_all(utterance: Utterance, parts: list[Span], index: int, name: NameRun) -> bool:
    """Whether nothing but a yes stands beside the name."""
    agreed = _AGREES.match(utterance.folded)
    elsewhere = utterance.asked - {Field.NAME, Field.EMAIL, Field.PHONE}
    return bool(agreed and agreed.end() <= name.start and not elsewhere and index == len(parts) - 1 <= 1)


def _title_in(utterance: Utterance, part: Span) -> Span | None:
    """The title that a part is, or begins with before a company."""
    said, rest = utterance.folded[slice(*part)], utterance.folded[part[0] : part[0] + _LONGEST_TITLE]
    for start, end in find_titles(rest):
        if start == 0 and (
            _AT.match(rest, end) or (rest[:end] in get_words("owners") and rest.startswith(" of ", end))
        ):
            return part[0], part[0] + end
        break
    company = utterance.text[part[0]].isupper() and len(said.split()) > 1
    return part if not company and names_occupation(said) and is_role_name(utterance, part) else None


def _is_listed_company(utterance: Utterance, part: Span) -> bool:
    said = utterance.folded[slice(*part)]
    return len(said.split()) <= _MOST_WORDS and not is_place(said) and is_company_name(utterance, part)


def _named(utterance: Utterance, run: NameRun, confidence: float) -> Finding:
    name = split_name(utterance.text[run.start : run.end], run.is_last)
    return utterance.finding(Field.NAME, name, (run.start, run.end), confidence)
