"""Budgets: an amount of money, believed when a budget was asked for or is spoken of in the same sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.understanding.port import Finding
from assistant.understanding.text.patterns import compile_pattern
from assistant.understanding.text.utterance import Span, Utterance, search_sentence
from assistant.understanding.values.dates.date_words import MONTHS, join_words
from assistant.understanding.values.numbers.quantities import Quantity
from pipeline.domain.record import Budget, Field

_CODES = {
    "USD": "$ us$ usd dollar dollars buck bucks dólares dolares",
    "EUR": "€ eur euro euros",
    "GBP": "£ gbp pound pounds quid",
    "CAD": "c$ ca$ cad",
    "AUD": "a$ au$ aud",
    "NZD": "nz$ nzd",
    "SGD": "s$ sgd",
    "CHF": "chf franken francs",
    "INR": "₹ inr rs rupee rupees",
    "JPY": "¥ jpy yen 円",
    "CNY": "cny rmb yuan",
    "SEK": "sek",
    "NOK": "nok",
    "DKK": "dkk",
    "PLN": "pln zł zloty zlotys złotych",
    "CZK": "czk kč",
    "BRL": "r$ brl reais",
    "MXN": "mxn",
    "AED": "aed dirham dirhams",
    "ZAR": "zar rand",
}
_CURRENCIES = {word: code for code, words in _CODES.items() for word in words.split()}
_CURRENCY = "|".join(
    re.escape(word) + (r"\b" if word[-1].isalnum() else "") for word in sorted(_CURRENCIES, key=len, reverse=True)
)
_BEFORE = compile_pattern(rf"(?<![a-z])({_CURRENCY})\.? ?$")
_AFTER = compile_pattern(rf"(?:-| ?a | ?u\.?s\.? | ?swiss | ?schweizer | ?)({_CURRENCY})")
_EACH = r"(?:/|per|a|an|each|every|pro|im|al|por|the) ?"
_PERIOD_AFTER = compile_pattern(
    r"(?: (?:netto|brutto|net|gross|max(?:imum)?|tops|or so|ex(?:cl)?\.? vat|(?:plus|\+) (?:vat|tax)|zzgl\.? mwst\.?))?"
    rf" ?(?:(?P<month>{_EACH}(?:month|mo|mth|monat|mes)\b|monthly|p\.?m\.?\b|mtl|monatlich|mensual(?:es)?)"
    rf"|(?P<year>{_EACH}(?:year|yr|annum|jahr|año)\b|yearly|annual(?:ly)?|p\.?a\.?\b|jährlich|anual(?:es)?)"
    rf"|(?P<project>{_EACH}project\b|for the (?:whole |entire )?project|one[- ]?(?:off|time)|once|in total|total"
    rf"|upfront|overall|einmalig))"
)
_PERIOD_BEFORE = compile_pattern(
    r"\b(?:(?P<month>monthly|per month|mensual|monatliche?s?)|(?P<year>annual|yearly|per year|anual|jährliche?s?)"
    r"|(?P<project>project|total|one[- ]off)) "
    r"(?:budget|spend|cost|limit|presupuesto)"
)
_PER_HEAD = compile_pattern(
    r" ?(?:/|per|a|each|pro|por) ?(?:user|seat|agent|head|person|license|licence|employee|lead|click|nutzer)\b"
)
_CUE = compile_pattern(
    r"\b(?:budget\w*|spend(?:ing)?|afford|invest(?:ing)?|set aside|allocat\w+|earmarked|willing to pay|(?:can|could"
    r"|would|will) pay|"
    r"pay (?:up to|around|about)|price range|ballpark|we have (?:about |around |roughly |up to )?(?=[$€£\d])|ceiling"
    r"|ausgeben|presupuesto|gastar)"
)
_OTHER_MONEY = compile_pattern(
    r"\b(?:spent|did (?:i|we|you) spend|(?:my|our) spending|revenue|turnover|arr|mrr|funding"
    r"|raised|series [a-e]|valuation|worth|sales of|profit|losing|lose|lost"
    r"|loss|saved?|saving|"
    r"salary|salaries|average deal|deal size|order value|costs us|cost us|charged?|currently pay(?:ing)?|paying now"
    r"|(?:we|i|you) (?:currently |now |already )?(?:pay|paid)|(?:wir )?zahlen|pagamos|payons|paghiamo"
    r"|bill(?:ed)?|"
    r"umsatz|ingresos|facturamos)\b"
)
_OTHER_UNIT = compile_pattern(
    r"[ -]?(?:people|persons?|employees|staff|users|seats|agents|reps|leads|customers|clients|tickets|times|days?"
    r"|weeks?|months?|years?|hours?|"
    r"minutes?|am|pm|locations|offices|stores|of us|leute|mitarbeiter|personas|empleados|tage|wochen|monate|jahre"
    r"|meses|años|días|%|percent)\b"
)
_OTHERS_MONEY = compile_pattern(
    r"\b(?:i|we) (?:\w+ )?(?:saw|read|heard|lost|lose|raised|earn\w*)\b"
    r"|\b(?:your|their) (?:web)?(?:site|page|pricing|plans?|price list|ads?)\b"
    r"|\bpay\w*\b.{0,30}\b(?:today|now|currently|at the moment|at present)\b|\b(?:zahlen|pagamos|payons|paghiamo)\b"
    r"|\b(?:quoted|revenue|turnover|umsatz|raised|ingresos|competitors?|other vendors?)\b"
)
"""Amounts that are no budget even where one is asked for: prices seen, others' offers, what is earned or lost."""
_YEAR = compile_pattern(r"(?:19|20)\d\d")
_DATED = compile_pattern(rf"\b(?:q[1-4]|h[12]|fy|quarter|in|of|since|by|before|until|{join_words(MONTHS)})[ .,]* ?$")
_SENSIBLE_BARE = 100
"""Below this a bare number after a budget question is rather a count of something ("we are 5")."""


def find_budgets(utterance: Utterance, quantities: tuple[Quantity, ...]) -> Iterator[Finding]:
    """Amounts of money that are meant as a budget, those with a currency first."""
    asked = utterance.asks(Field.BUDGET)
    for quantity in quantities:
        span, currency = _with_currency(utterance.folded, quantity)
        if not _is_budget(utterance, quantity, currency, asked):
            continue
        period, end = _period(utterance, span)
        value = Budget(quantity.min, quantity.max, currency, period)
        yield utterance.finding(Field.BUDGET, value, (span[0], end), (1.0 if currency else 0.8) if asked else 0.9)


def _with_currency(folded: str, quantity: Quantity) -> tuple[Span, str | None]:
    """The quantity with its currency sign or word, which may also stand inside a range or between bound and number."""
    start, end = quantity.span
    if after := _AFTER.match(folded, end):
        return (start, after.end()), _CURRENCIES[after[1]]
    if before := _BEFORE.search(folded, max(0, start - 8), start):
        return (before.start(1), end), _CURRENCIES[before[1]]
    inside = re.search(rf"(?<![a-z])(?:{_CURRENCY})", folded[start:end])
    return (start, end), _CURRENCIES[inside[0]] if inside else None


def _is_budget(utterance: Utterance, quantity: Quantity, currency: str | None, asked: bool) -> bool:
    folded, largest = utterance.folded, max(quantity.min or 0, quantity.max or 0)
    if largest <= 0 or _PER_HEAD.match(folded, quantity.end):
        return False
    if (
        not currency
        and _YEAR.fullmatch(folded, *quantity.span)
        and (not asked or _DATED.search(folded, max(0, quantity.start - 15), quantity.start))
    ):
        return False
    if not currency and (_OTHER_UNIT.match(folded, quantity.end) or largest < _SENSIBLE_BARE):
        return False
    sentence = utterance.sentence_at(quantity.start)
    other_money = search_sentence(_OTHER_MONEY, folded, sentence) is not None
    if asked and not search_sentence(_OTHERS_MONEY, folded, sentence) and (currency or not other_money):
        return True
    return search_sentence(_CUE, folded, sentence) is not None and not other_money


def _period(utterance: Utterance, span: Span) -> tuple[str | None, int]:
    """What the amount is for, and where the words for it end."""
    folded = utterance.folded
    if after := _PERIOD_AFTER.match(folded, span[1]):
        return after.lastgroup, after.end()
    start, _ = utterance.sentence_at(span[0])
    if before := _PERIOD_BEFORE.search(folded, start, span[0]):
        return before.lastgroup, span[1]
    return None, span[1]
