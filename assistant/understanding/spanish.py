"""Spanish phrases, as regular expressions for whole words on folded text; accents are often left out in a chat."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.understanding.port import Act

_YOU_ME = "(?:me|nos)"
_PERSON = "(?:persona|alguien|humano|agente|asesora?|comercial|compañer[oa]|operadora?|responsable|ejecutiv[oa])"

ACTS: Mapping[Act, tuple[str, ...]] = {
    Act.THANKS: ("se (?:lo )?agradezco", "mil gracias", "muy amable"),
    Act.BYE: (
        "hasta (?:otra|la vista|la próxima)",
        "(?:que )?(?:tenga|pase) (?:usted )?(?:un )?(?:buen|feliz) (?:d[ií]a|tarde|noche|fin de semana)",
        "nos vemos",
        "chao",
    ),
    Act.HUMAN: (
        f"(?:p[aá]se|comun[ií]que|conecte|ponga)(?:me|nos) con (?:un |una )?{_PERSON}",
        f"hablar (?:directamente )?con (?:un |una |el |la |su |vuestro )?{_PERSON}",
        f"(?:quiero|prefiero|necesito|quisiera) (?:a )?(?:un |una )?{_PERSON}(?=\\W*$| real)",
        "(?:ll[aá]me(?:n)?(?:me|nos)|pueden? llamar(?:me|nos)|que me llamen)",
        "(?:persona|humano) (?:real|de verdad)",
    ),
    Act.STOP: (
        "d[eé]j(?:e|en|a)(?:me|nos) (?:en paz|tranquil[oa])",
        "dejen? de (?:escribir|preguntar|molestar|llamar)\\w*",
        "no (?:m[aá]s|haga m[aá]s|quiero m[aá]s) preguntas",
        "basta ya",
        "no me (?:escriba|moleste|llame|contacte)n?",
        "no (?:estoy|estamos) interesad[oa]s?",
        "olv[ií]d(?:elo|alo|ese)",
        "borren? mis datos",
    ),
    Act.DECLINE: (
        "(?:prefiero|preferimos|preferir[ií]a|mejor) no (?:decir\\w*|dar\\w*|compartir\\w*|contestar\\w*|responder\\w*"
        "|indicar\\w*|revelar\\w*)",
        "(?:no|tampoco) (?:quiero|queremos|puedo|podemos|deseo|voy a|pienso) (?:decir|dar|compartir|revelar|contestar"
        "|responder|facilitar)\\w*",
        "(?:es|son) (?:algo )?(?:confidencial(?:es)?|privad[oa]s?|personal(?:es)?|secret[oa]s?)",
        "no (?:es (?:de )?su incumbencia|es asunto suyo|le importa|se lo digo)",
        "sin comentarios",
        "s[aá]ltese? esta",
    ),
    Act.UNSURE: (
        "(?:todav[ií]a|a[uú]n) no (?:lo )?(?:s[eé]|sabemos|hemos|est[aá]|tenemos)",
        "no (?:lo )?(?:sabemos|sabr[ií]a|recuerdo|tengo (?:ni )?idea|tenemos (?:ni )?idea|tenemos claro|tengo claro)",
        "no (?:estoy|estamos) segur[oa]s?",
        "(?:no est[aá]|a[uú]n no|todav[ií]a no) (?:est[aá] )?(?:decidido|definido|claro|fijado|cerrado)",
        "por (?:definir|decidir|determinar|ver)(?=\\W*$)",
        "depende",
        "dif[ií]cil (?:de )?decir",
        "qui[eé]n sabe",
        "ni (?:la m[aá]s m[ií]nima )?idea",
        "sin decidir",
    ),
    Act.WHY: (
        "(?:por|para) qu[eé] (?:\\w+ ){0,2}(?:necesit\\w*|quier\\w*|pid\\w*|pregunt\\w*|saber\\w*|hace falta"
        "|es necesario|importa)",
    ),
    Act.COMPLAIN: (
        "p[eé]rdida de tiempo",
        "ya (?:se )?(?:lo|la|os lo) (?:he|hab[ií]a|dije|hemos) ?(?:dicho|contado|escrito|respondido)?",
        "(?:no sirve|no sirven) (?:para|de) nada",
        "qu[eé] (?:pesad[oa]|rollo|verg[uü]enza|desastre)",
        "rid[ií]culo",
        "frustrante",
        "mierda",
        "tonter[ií]as?",
        "no me (?:entiende|escucha|ayuda)",
        "estoy harto",
        "p[eé]sim[oa]",
    ),
    Act.OFF_TOPIC: (
        "qu[eé] tiempo (?:hace|har[aá])",
        "(?:un )?(?:poema|hor[oó]scopo)",
        "ignor[ae] (?:\\w+ ){0,2}(?:instrucciones|reglas)",
        "capital de",
        "c[aá]sate conmigo",
    ),
    Act.CORRECT: (
        "me he equivocado",
        "(?:era|fue|hay) un error",
        "(?:cambiar|corregir|modificar)(?:lo)? (?:algo|eso|esto|el|la|mi|los|las)",
        "no,? sino",
        "deber[ií]a (?:ser|decir|poner)",
        "correcci[oó]n",
        "mejor dicho",
        "y no \\d+",
    ),
}

YES = (
    "est[aá] (?:bien|perfecto|correcto|todo bien)",
    "as[ií] es",
    "me parece (?:bien|perfecto|estupendo)",
    "adelante",
    "perfecto",
    "(?:todo |es |todo est[aá] )(?:correcto|bien|perfecto)",
    "sin problemas?",
    "dale",
    "ok(?:ey)?",
    "cómo no",
    "(?:con|mucho) gusto",
    "encantad[oa]",
    "estupendo",
    "genial",
    "eso es(?! todo)",
    "conforme",
    "acepto",
    "de una",
    "bueno(?=\\W*$|,? (?:s[ií]|vale|de acuerdo))",
)
"""How a yes begins."""

NO = (
    "mejor no",
    "est[aá] mal",
    "no es (?:correcto|as[ií])",
    "(?:ahora|por ahora|por el momento|de momento|todav[ií]a|a[uú]n) no(?! (?:lo|s[eé]|est[aá]|sabemos|hemos|tenemos))",
    "de (?:ninguna manera|ning[uú]n modo|eso nada)",
    "ni hablar",
    "claro que no",
    "por supuesto que no",
    "prefiero que no",
    "en absoluto",
    "gracias,? pero no",
    "incorrecto",
)
"""How a no begins."""
