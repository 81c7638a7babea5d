"""Which of the understood languages a message is in, by its commonest words."""

from __future__ import annotations

from assistant.understanding.text.patterns import compile_pattern

_WORD = compile_pattern(r"[^\W\d_]+")
_COMMON = {
    "de": frozenset(
        "ich wir sind ist nicht und das der die ein eine mit für von uns unser unsere haben hat bei auf zu ja nein"
        " danke bitte hallo leute mitarbeiter heiße mein meine keine kein weiß guten wie warum".split()
    ),
    "es": frozenset(
        "yo somos es no y el la los las un una con para de por que nosotros tenemos mi me llamo soy hola gracias sí si"
        " personas empleados nuestro nuestra en estamos tengo buenos buenas cómo qué favor".split()
    ),
    "en": frozenset(
        "i we are is not and the a an with for of us our have has at on to yes no thanks please hi hello people my me"
        " it in that this you your do be can would".split()
    ),
}


_NUMBERS = {
    "de": compile_pattern(
        r"(?:ein|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf)?(?:und)?(?:zwei|drei|vier|fünf|sechs|sieben"
        r"|acht|neun|zehn|elf|zwölf|zwanzig|dreißig|zig|hundert|tausend)\w*"
    ),
    "es": compile_pattern(
        r"(?:dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|doce|trece|catorce|quince|veint\w+|treinta|cuarenta"
        r"|cincuenta|sesenta|setenta|ochenta|noventa|cien|ciento|\w*cient[oa]s|quinient[oa]s|mil|docena)"
    ),
}
"""Numbers in words, which short answers consist of."""


def guess_language(folded: str) -> str:
    """`en`, `de` or `es`; English where nothing speaks for another."""
    words = _WORD.findall(folded[:500])
    scores = {code: sum(word in common for word in words) for code, common in _COMMON.items()}
    for code, numbers in _NUMBERS.items():
        scores[code] += sum(numbers.fullmatch(word) is not None for word in words)
    best = max(scores, key=lambda code: scores[code])
    return best if scores[best] > scores["en"] else "en"
