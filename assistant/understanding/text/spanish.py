"""Spanish phrases, as regular expressions for whole words on folded text; accents are often left out in a chat."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.understanding.port import Act

_YOU_ME = "(?:me|nos)"
_PERSON = "(?:persona|alguien|humano|agente|asesora?|comercial|compañer[oa]|operadora?|responsable|ejecutiv[oa])"

ACTS: Mapping[Act, tuple[str, ...]] = {
    Act.HUMAN: (
        f"(?:p[aá]se|comun[ií]que|conecte|ponga)(?:me|nos) con (?:un |una )?{_PERSON}",
        f"hablar (?:directamente )?con (?:un |una |el |la |su |vuestro )?{_PERSON}",
        f"(?:quiero|prefiero|necesito|quisiera) (?:a )?(?:un |una )?{_PERSON}(?=\\W*$| real)",
        "(?:ll[aá]me(?:n)?(?:me|nos)|pueden? llamar(?:me|nos)(?! \\w+\\W*$)|que me llamen)",
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
    *("conforme", "cierto"),
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

FUNCTION_WORDS = frozenset(
    """yo tú usted ustedes nosotros él ella ellos mi mis tu su sus nuestro nuestra nuestros nuestras el la los las un
    una unos unas y e o u pero porque que qué quién cuál cuándo dónde cómo soy es somos son era está estoy estamos
    están fue tengo tiene tenemos tienen hay ha he hemos con de del en para por sin sobre hasta desde entre a al
    no sí si ya muy más menos también solo sólo aquí ahí ahora hoy mañana siempre nunca casi mío mía tuyo tuya
    suyo suya jaja jajaja alrededor quiero queremos necesito necesitamos busco buscamos uso usamos trabajo
    trabajamos gracias favor""".split()
)
BUSINESS_WORDS = frozenset(
    """empresa negocio tienda compañía dueño dueña propietario propietaria fundador fundadora director directora
    gerente jefe jefa responsable encargado encargada coordinador coordinadora agente empleado empleada cliente
    clientes soporte ventas atención servicio estudiante consulta precio precios proyecto herramienta
    herramientas sector número dirección correo teléfono mes año semana interesado interesada nuevo nueva seguro
    segura autónomo autónoma""".split()
)
ORGANISATIONS = frozenset(
    """viajes grupo tienda tiendas hotel hoteles hostal clínica farmacia librería ferretería restaurante transportes
    talleres taller academia colegio universidad inmobiliaria seguros banco editorial bodegas panadería consultora
    asesoría gestoría agencia estudio laboratorios muebles construcciones supermercados industrias servicios
    distribuciones comercial óptica zapatería""".split()
)
"""Words that open a company's name: behind a person's, they say where they work."""
CHAT_WORDS = frozenset(
    """correcto incorrecto exacto adelante perfecto estupendo genial vale bueno depende sé lo acuerdo todo así mal
    bien ninguna manera puedo decirlo compartirlo prefiero confidencial privado idea claro supuesto encantado
    encantada perdón disculpe inglés ingles español espanol
    alemán francés hola adiós buenas buenos tardes noches días""".split()
)
DESCRIBING_WORDS = frozenset(
    """cansado cansada harto harta nuevo nueva listo lista molesto molesta enfadado enfadada contento contenta ocupado
    ocupada enfermo enferma perdido perdida curioso curiosa particular libre disponible solo sola
    preocupado preocupada""".split()
)
CALENDAR_WORDS = frozenset(
    """lunes martes miércoles jueves viernes sábado domingo enero febrero marzo abril mayo junio julio agosto
    septiembre octubre noviembre diciembre primavera verano otoño invierno trimestre semestre""".split()
)
GOALS = (
    "(?:queremos|quiero|necesitamos|necesito|buscamos|busco|estamos buscando|estoy buscando)",
    "(?:nos|me) gustar[ií]a",
    "(?:el|nuestro|mi) (?:principal )?objetivo (?:es|ser[ií]a)",
    "(?:quisi[eé]ramos|quisiera|pretendemos)",
)
PROBLEMS = (
    "(?:el|nuestro|mi) (?:principal |mayor )?problema",
    "perdemos|se (?:nos )?pierden?",
    "demasiad[oa]s?",
    "(?:nos|me) cuesta",
    "tardamos",
    "nadie (?:sabe|responde|contesta|atiende)",
    "no (?:damos abasto|llegamos a|tenemos (?:control|visibilidad|tiempo))",
    "tenemos (?:muchos )?problemas?",
    "estamos (?:saturados|desbordados|perdiendo)",
)
