"""Spanish phrases, as regular expressions for whole words on folded text; accents are often left out in a chat."""

from __future__ import annotations

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
