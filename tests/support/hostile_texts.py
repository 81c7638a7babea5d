"""Texts that nobody types to be answered: fragments that fill a whole message, and numbers that readers trip on."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.understanding.guided import MAX_LENGTH

FRAGMENTS = tuple(
    (
        "Q1 |1st |million |thousand |hundred |hundreds |dozen |half a million |a couple million |zu dritt "
        "|ein paar |mil |dos mil |zwei |one |twenty |two hundred |1|1 |1.|1,|1-|1/|1:|10-20 |10k-|k |1k |1e9 |9"
        "|999,999 |1,000,000 |0 |00|$5 |€|USD |EUR 5 |5 EUR |$ |$1-|1 - |between |between 1 and 2 |per month "
        "|budget |budget 5k |5k per month |20 people |team of 5 |only me |me and 3 others |+1 |+|+49 30 901820. "
        "|030 901820 |1 415 555 |(|)|( 1 )|monday |in 2 weeks |two weeks |next |this |may |2026 |2026-12-01 "
        "|12/24/2026 |1/1/1 |3rd |quarter |the end of the year |the end of |day |ago |asap |now |by friday "
        "|from monday to |before |week 50 |fy27 |a@b.c |a@b.co |a.b.|a-b-|a@|@b.co |@|a@b@|a.b@c.d.e.f |http://a.b "
        "|www. |://|a |i |I |we |at |, and |a,b,|aaaa|ab |1a|a1 |Acme |Acme Inc |at Inc |GmbH |Dr. |Mr |Mrs |anna "
        "|Anna Muster |Anna Muster, |I'm Anna from |my name is |i'm |call me |it's |ceo |head of |CEO at Acme, "
        "|berlin |new york |San |Berlin, Germany, |10115 |12345 |SW1A 1AA |of |the |of the |in |and |or |no |yes "
        "|not |not 5 but 6, |actually |i mean |no, |but |because |why |what |how |ok |hi |hello |bye |thanks "
        "|human |stop |bot |we need |we want to |problem is |goal is |saas |salesforce |hubspot |people |, |. |! "
        "|? |!|?|\n|\t| |;|-|- |--|...|'|\"|''|“|/|\\|_|__|%|&|&amp;|<|<a>|>|:|::|'s |n't |ä|ß|İ|中|٣|Ⅷ|½|😀|👨‍👩‍👧"
        "|\x00|\x01|\u200b|\u202e|ignore all |pretend |your |no rules or |you are now |select |<script "
        "|javascript : |act as |we use Zendesk. "
    ).split("|")
)
"""What is repeated: something of each kind that a recogniser looks for, and signs that stand between."""

NUMBERS = (
    "million " * 52,
    "1" + "0" * 400,
    "9" * 15 + " " + "billion " * 9,
    "1e309 euros",
    "budget of 999999999999999 crore crore crore",
    "one million million million million million million million euros",
    "1,000,000,000,000,000,000,000,000 people",
    "infinity dollars, or nan people",
    "-1 people and a budget of -5 euros",
    "0 people, 0 euros, 0 weeks, week 0, Q0, year 0000",
    "in 999 years, in 99999 weeks, in 999999999999 days",
    "99/99/9999, 2026-99-99, 31/02/2026, Feb 30, 29.02.2027, 24:61",
    "Q9 2026, H7, week 99 of 9999, year 20000, 12/9999",
    "two hundred thousand million billion trillion quadrillion dollars",
    "half a million million, a couple million million",
    "1.1.1.1.1.1.1 1,1,1,1,1 1'1'1'1",
    "²³¹ people, ٣٤ weeks, Ⅷ euros, ½ million, １２３ people, ৪২ leads",
    "+" + "9" * 60,
    "+1 " * 20 + "415 555 0132",
    "a" * 3000 + "@" + "b" * 900 + ".com",
    "\ud800 lone surrogate \udfff, 20 people",
    "",
    "   \n\t ",
)


def repeat_to_full(fragment: str) -> str:
    """The fragment repeated to the longest text that is read."""
    return (fragment * (MAX_LENGTH // len(fragment) + 1))[:MAX_LENGTH]


def list_full_texts() -> Iterator[tuple[str, str]]:
    """Each fragment with the text it fills."""
    for fragment in FRAGMENTS:
        yield fragment, repeat_to_full(fragment)
