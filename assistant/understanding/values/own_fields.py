"""The fields that a playbook adds, read by their kinds: first and whole when asked for, else by their own phrases.

A value with form is read by the recogniser of the built-in field that stands for its kind.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.understanding.acts.polarity import detect_polarity
from assistant.understanding.language.words import compile_phrases
from assistant.understanding.port import Act, Finding
from assistant.understanding.text.utterance import Span, Utterance, fold_text
from assistant.understanding.values.contact import URL, find_emails
from assistant.understanding.values.dates.timelines import find_timelines
from assistant.understanding.values.freetext import NO_ANSWER, find_whole_answer
from assistant.understanding.values.numbers.amounts import find_amounts
from assistant.understanding.values.numbers.numerals import find_numerals
from assistant.understanding.values.numbers.quantities import find_quantities
from assistant.understanding.values.people.names import find_names
from assistant.understanding.values.phones import find_phones
from assistant.understanding.values.places.places import find_places
from assistant.understanding.values.vocabulary import Lexicon
from pipeline.conditions.phrase_finder import PhraseFinder, is_negated, split_into_words
from pipeline.domain.record import OTHER, Budget, Field, FieldId, NumberRange, Value
from pipeline.domain.vocabulary import FieldKind, OwnField

Recogniser = Callable[[Utterance], Iterable[Finding]]
STAND_INS: Mapping[FieldKind, tuple[FieldId, Recogniser]] = {
    FieldKind.AMOUNT: (Field.BUDGET, find_amounts),
    FieldKind.DATE: (Field.TIMELINE, find_timelines),
    FieldKind.PLACE: (Field.LOCATION, find_places),
    FieldKind.NAME: (Field.NAME, find_names),
    FieldKind.EMAIL: (Field.EMAIL, find_emails),
    FieldKind.PHONE: (Field.PHONE, find_phones),
}
"""The built-in field of each kind, and who reads it."""
IN_WORDS = frozenset((FieldKind.CHOICE, FieldKind.YES_NO, FieldKind.TEXT))
"""Kinds that any word may answer: read once what has form is taken."""
BARE_NO = 2
"""Words of a no that is an answer, though it also sounds like a refusal: "no thanks"; "I'd rather not say" is none."""
_BOTH, _ALL = compile_phrases("both_of_them"), compile_phrases("all_of_them")
_ONE_WORD = re.compile(r"\W*\w*")
"""What may stand between a phrase and its value, in any language: "my neighbour is Bob"."""
ASKED, ANSWERED_WHOLE, TOLD = 1.0, 0.8, 0.8
"""Confidence of an answer with form or from a list, of one taken whole, and of what was said without being asked."""


@dataclass(frozen=True, slots=True)
class OwnFieldRecogniser:
    """Reads one field."""

    field: OwnField
    phrases: PhraseFinder[bool]
    """True for what speaks of it or means yes, false for what means no."""
    choices: Lexicon
    units: re.Pattern[str] | None
    """Null where the field has none."""

    def find(self, utterance: Utterance, acts: frozenset[Act] = frozenset()) -> Finding | None:
        """Its value in a message, or null; `acts` tell an answer from a refusal."""
        asked = utterance.asks(self.field.id)
        match self.field.kind:
            case FieldKind.CHOICE:
                return self._find_choice(utterance, acts, asked)
            case FieldKind.YES_NO:
                return self._find_yes_or_no(utterance, acts, asked)
            case FieldKind.TEXT:
                return self._find_text(utterance, acts, asked)
            case FieldKind.NUMBER:
                return self._find_number(utterance, asked)
        return self._find_formed(utterance) if asked else self._find_near_phrase(utterance)

    def _find_formed(self, utterance: Utterance, confidence: float = ASKED) -> Finding | None:
        """The first value of its kind."""
        if self.field.kind is FieldKind.URL:  # other recognisers never see one
            found = URL.search(fold_text(utterance.text))
            if not found:
                return None
            quote = utterance.text[slice(*found.span())]
            return Finding(self.field.id, quote, quote, *found.span(), confidence)
        stand_in, recognise = STAND_INS[self.field.kind]
        asked = replace(utterance, asked=frozenset({stand_in}))
        first = next((finding for finding in recognise(asked) if finding.field == stand_in), None)
        if first is None:
            return self._find_bare_amount(utterance) if self.field.kind is FieldKind.AMOUNT else None
        sure = min(first.confidence, confidence)
        return replace(first, field=self.field.id, value=self._for_period(first.value), confidence=sure)

    def _find_bare_amount(self, utterance: Utterance) -> Finding | None:
        """A number without a currency: who is asked for an amount says "80"."""
        if not utterance.asks(self.field.id):
            return None
        first = next(find_quantities(utterance.folded, find_numerals(utterance)), None)
        value = Budget(first.min, first.max, None, self.field.period) if first else None
        return self._found(utterance, value, first.span, 0.9) if first and value else None

    def _for_period(self, value: Value) -> Value:
        if isinstance(value, Budget) and value.period is None and self.field.period:
            return replace(value, period=self.field.period)
        return value

    def _find_near_phrase(self, utterance: Utterance) -> Finding | None:
        """A value behind one of its phrases, or before it, in the same sentence."""
        for start, end in self._phrases(utterance, True):
            first, last = utterance.sentence_at(start)
            behind_verb = end + len(_ONE_WORD.match(utterance.folded[end:last])[0])  # type: ignore[index]
            for kept in ((end, last), (behind_verb, last), (first, start)):
                if found := self._find_formed(_only(utterance, kept), TOLD):
                    return found
        return None

    def _find_number(self, utterance: Utterance, asked: bool) -> Finding | None:
        folded = utterance.folded
        alone = utterance.without(self._list_units(folded))  # the m of "80 m²" is no million
        quantities = tuple(find_quantities(alone.folded, find_numerals(alone)))
        marked = ((quantity, self._find_unit_end(folded, quantity.end)) for quantity in quantities)
        quantity, end = next(((quantity, end) for quantity, end in marked if end), (None, 0))
        if quantity is None and asked and quantities:
            quantity, end = quantities[0], quantities[0].end
        if quantity is None:
            return None
        value = NumberRange(quantity.min, quantity.max, self.field.units[0] if self.field.units else None)
        return utterance.finding(self.field.id, value, (quantity.start, end), ASKED if asked else TOLD)

    def _list_units(self, folded: str) -> list[Span]:
        """Where one of its units stands as a word of its own, or right behind a digit."""
        return [found.span() for found in self.units.finditer(folded)] if self.units else []

    def _find_unit_end(self, folded: str, start: int) -> int:
        """Where the unit ends that stands right behind a number; 0 for none."""
        return next((end for first, end in self._list_units(folded) if 0 <= first - start <= 1), 0)

    def _find_choice(self, utterance: Utterance, acts: frozenset[Act], asked: bool) -> Finding | None:
        words = split_into_words(utterance.folded)
        alone = self.choices.find_alone(words) if asked else None
        found = [alone] if alone else list(self.choices.find(words, typos=asked))
        meant = [hit for hit in found if not is_negated(utterance.folded, hit.start)]
        if meant:
            exact = all(hit.exact for hit in meant)
            sure = (ASKED if asked else TOLD) if exact else 0.7
            ids = tuple(dict.fromkeys(hit.meaning.id for hit in meant))
            if self.field.several:
                return self._found(utterance, ids, (meant[0].start, meant[-1].end), sure)
            return self._found(utterance, ids[0], (meant[0].start, meant[0].end), sure)
        if asked and self.field.several and (taken := self._find_all(utterance)):
            return taken
        if asked and self.field.other and (span := find_whole_answer(utterance, acts)):
            return self._found(utterance, (OTHER,) if self.field.several else OTHER, span, ANSWERED_WHOLE)
        return None

    def _find_all(self, utterance: Utterance) -> Finding | None:
        """Every choice, where the answer is "both" of two, or "all of them"."""
        start, end = utterance.trimmed((0, len(utterance.folded)), " ,;:.!-")
        said, ids = utterance.folded[start:end], tuple(choice.id for choice in self.field.choices)
        if _ALL.fullmatch(said) or (len(ids) == 2 and _BOTH.fullmatch(said)):
            return self._found(utterance, ids, (start, end))
        return None

    def _find_yes_or_no(self, utterance: Utterance, acts: frozenset[Act], asked: bool) -> Finding | None:
        for meaning in (False, True):
            for span in self._phrases(utterance, meaning):
                value = meaning != is_negated(utterance.folded, span[0])
                return self._found(utterance, value, span, ASKED if asked else TOLD)
        if not asked or (acts & NO_ANSWER and not acts & {Act.DENY, Act.AFFIRM}):
            return None
        if Act.DECLINE in acts and len(utterance.folded.split()) > BARE_NO:
            return None
        said, sentences = detect_polarity(utterance).act, utterance.sentences()
        if said not in (Act.AFFIRM, Act.DENY) or not sentences:
            return None
        return self._found(utterance, said is Act.AFFIRM, sentences[0])

    def _find_text(self, utterance: Utterance, acts: frozenset[Act], asked: bool) -> Finding | None:
        if asked:
            span = find_whole_answer(utterance, acts)
            return self._found(utterance, utterance.text[slice(*span)], span, ANSWERED_WHOLE) if span else None
        for start, _ in self._phrases(utterance, True):
            span = utterance.trimmed(utterance.sentence_at(start), " ,;:-")
            return self._found(utterance, utterance.text[slice(*span)], span, 0.7)
        return None

    def _phrases(self, utterance: Utterance, meaning: bool) -> Iterator[Span]:
        hits = self.phrases.find(split_into_words(utterance.folded))
        return ((hit.start, hit.end) for hit in hits if hit.meaning is meaning)

    def _found(self, utterance: Utterance, value: Value, span: Span, confidence: float = ASKED) -> Finding:
        return utterance.finding(self.field.id, value, span, confidence)


def build_recognisers(fields: Iterable[OwnField]) -> tuple[OwnFieldRecogniser, ...]:
    """One for each field, in the playbook's order: kinds with form first, for they leave less to guess."""
    ordered = sorted(fields, key=lambda field: (field.kind in IN_WORDS, field.kind is not FieldKind.NUMBER))
    return tuple(
        OwnFieldRecogniser(
            field,
            PhraseFinder([*((p, True) for p in field.phrases), *((p, False) for p in field.opposites)], plurals=True),
            Lexicon(field.choices),
            _build_units(field.units),
        )
        for field in ordered
    )


def _build_units(units: Iterable[str]) -> re.Pattern[str] | None:
    longest_first = sorted(map(fold_text, units), key=len, reverse=True)
    return re.compile(rf"(?<![^\W\d_])(?:{'|'.join(map(re.escape, longest_first))})(?!\w)") if longest_first else None


def find_own_values(recognisers: Sequence[OwnFieldRecogniser], utterance: Utterance) -> Iterator[Finding]:
    """Values with form: those that were asked for first, and no word for two of them."""
    formed = [one for one in recognisers if one.field.kind not in IN_WORDS]
    for one in sorted(formed, key=lambda one: not utterance.asks(one.field.id)):
        if found := one.find(utterance):
            yield found
            utterance = utterance.without([(found.start, found.end)])


def find_own_answers(
    recognisers: Sequence[OwnFieldRecogniser], utterance: Utterance, acts: frozenset[Act]
) -> Iterator[Finding]:
    """Values in words: choices, yes and no, and whole answers."""
    for one in recognisers:
        if one.field.kind in IN_WORDS and (found := one.find(utterance, acts)):
            yield found


def _only(utterance: Utterance, kept: Span) -> Utterance:
    """The message with everything blanked but a span."""
    return utterance.without([(0, kept[0]), (kept[1], len(utterance.folded))])
