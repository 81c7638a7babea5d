"""Spanish phrases, as regular expressions for whole words on folded text; accents are often left out in a chat."""

from __future__ import annotations

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
