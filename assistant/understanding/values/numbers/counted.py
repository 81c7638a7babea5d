"""What a number counts or names: heads by their jobs, or things, pages, versions and hours."""

from __future__ import annotations

from assistant.understanding.text.patterns import compile_pattern
from assistant.understanding.text.utterance import Utterance
from assistant.understanding.text.words import CHAT_WORDS, DESCRIBING_WORDS, FUNCTION_WORDS, OTHER_FUNCTION_WORDS

_NUMBERED = compile_pattern(
    r"(?:[$€£₹#]|\d[/:-]|\b(?:version|versión|v|no\.?|nr\.?|number|level|phase|step|age|aged|top|page|chapter|section"
    r"|slide|line|item|room|table|floor|house|suite|unit|gate|route|building|channel|question|option|ticket|order|invoice|case"
    r"|article|tier|type|model|windows|iphone|android|ios|python|seite|zimmer|frage|kapitel|página|piso"
    r"|(?:opens?|closes?|starts?|until|till|call|ring|meet|reach|ping|text"
    r"|free|available|back)(?: me| us| again)* at)) ?$"
)
_LONGEST_LABEL = 24
"""Characters before a number that are looked at."""
_NEXT_WORD = compile_pattern(r"[ -](?P<word>[^\W\d_][\w'-]*)(?P<ends>\W*$|[,.;]| (?:and|in|plus|at)\b)?")
_READ_BACK = compile_pattern(r"\d")
"""A number in the assistant's last message: one that answers it counts the same, whatever it is called."""
_AREAS = frozenset(
    "sales support service marketing engineering ops operations admin office development finance".split()
)
_CLOSES = (
    FUNCTION_WORDS
    | CHAT_WORDS
    | DESCRIBING_WORDS
    | OTHER_FUNCTION_WORDS
    | frozenset(
        """ish approx approximately roughly total overall altogether guys girls lads women men humans souls max maximum
        min minimum tops including incl excluding counting plus give spread across split strong seats licenses licences
        year-round permanent seasonal freelance inkl insgesamt aktuell derzeit momentan aprox aproximadamente unas
        rum herum nurses clerks cooks chefs pros aides temps contractors volunteers consultants accountants assistants
        kräfte fachkräfte leute mann frau frauen""".split()
    )
) - {"calls", "looks", "works"}
_PROFESSION = compile_pattern(
    r"(?!(?:orders|numbers|(?:news)?letters|servers|computers|offers|others|matters|papers|posters|flyers|chapters"
    r"|members?hips|layers|folders|containers|trailers|competitors|visitors|monitors|indicators|customers"
    r"|flowers|burgers|answers|months|quarters|headquarters|centers|consumers|followers|readers)$)"
    r"\w{2,}(?:ers|ists|ians|ators|isors|itors|uctors|men|innen|arbeiter|techniker|dores|tores|istas|eros|eras)"
)
"""What counted people are called by what they do: "12 drivers", "8 Technikerinnen"."""


def is_numbered(folded: str, start: int) -> bool:
    """Whether the number at `start` names a page, a version, a price or an hour instead of counting anything."""
    return _NUMBERED.search(folded, max(0, start - _LONGEST_LABEL), start) is not None


def is_counting_things(utterance: Utterance, end: int) -> bool:
    """Whether the number counts what is neither heads nor asked about: "3 Standorte", but not "12 drivers"."""
    following = _NEXT_WORD.match(utterance.folded, end)
    if not following or following["word"] in _CLOSES or _PROFESSION.fullmatch(following["word"]):
        return False
    if _READ_BACK.search(utterance.previous) or following["word"].removesuffix("s") in utterance.previous:
        return False
    return not (following["word"] in _AREAS and following["ends"] is not None)
