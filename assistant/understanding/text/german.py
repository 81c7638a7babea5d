"""German phrases, as regular expressions for whole words on folded text."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.understanding.port import Act

ACTS: Mapping[Act, tuple[str, ...]] = {
    Act.HUMAN: (
        "(?:echte[nrm]?|richtige[nrm]?) (?:menschen?|personen?|mitarbeiter(?:in)?|berater(?:in)?)",
        "(?:mit )?(?:einem?|einer|jemand(?:em)?|dem) (?:menschen|mitarbeiter(?:in)?|person|berater(?:in)?|kollegen)?"
        " ?(?:direkt )?(?:sprechen|reden|telefonieren|chatten|verbinden|verbunden werden)",
        "verbinden sie mich",
        "(?:rufen|ruf) (?:sie |du )?mich (?:bitte )?(?:an|zurück)",
        "bitte um (?:einen )?(?:rückruf|anruf)",
        "geben sie mir (?:bitte )?(?:einen?|jemand(?:en)?)\\b(?= (?:mensch|berater|mitarbeiter|kolleg|ansprech))",
    ),
    Act.STOP: (
        "(?:lassen sie|lass) mich (?:bitte )?in (?:ruhe|frieden)",
        "schluss(?: jetzt| damit)?(?=\\W*$)",
        "(?:keine|stellen sie keine) (?:weiteren )?fragen (?:mehr|bitte)?",
        "kein interesse(?: mehr)?",
        "(?:vergessen sie|vergiss) es",
        "meine daten löschen",
    ),
    Act.DECLINE: (
        "(?:möchte|will|werde|darf|mag|sage|verrate|gebe|nenne) (?:ich )?(?:ihnen |dir )?"
        "(?:das |es |dazu |darüber |hier )?(?:lieber |eher |jetzt |noch )?(?:nicht|nichts|keine angaben?)"
        "(?: (?:sagen|angeben|verraten|nennen|teilen|machen|preisgeben)|(?=\\W*$))",
        "(?:darüber|dazu) (?:kann|darf|möchte|will) ich (?:leider )?(?:nicht|nichts|keine)",
        "(?:ist|bleibt|wäre) (?:mir )?(?:zu )?(?:vertraulich|privat|geheim|persönlich)",
        "(?:geht|ging) (?:sie|dich|euch) (?:gar |überhaupt )?nichts an",
        "eher nicht (?:sagen|angeben)",
        "ohne angabe",
        "überspringen",
    ),
    Act.UNSURE: (
        "(?:wissen|weiß|weiss) (?:wir|ich|man) (?:\\w+ )?(?:\\w+ )?nicht",
        "(?:wir|ich) (?:wissen|weiß|weiss) (?:es |das )?(?:\\w+ )?(?:nicht|keine)",
        "(?:noch )?(?:unklar|unsicher|unentschieden|offen)(?=\\W*$)",
        "schwer zu sagen",
        "(?:kann|könnte) ich (?:\\w+ )?(?:\\w+ )?nicht (?:genau )?(?:sagen|abschätzen|einschätzen|beurteilen)",
        "nicht (?:ganz |so )?(?:sicher|genau)(?=\\W*$)",
        "(?:steht|stehen) (?:\\w+ )?noch nicht fest",
        "noch nicht (?:festgelegt|entschieden|geklärt|bekannt|definiert|besprochen|überlegt)",
        "kommt (?:ganz )?(?:da|d)?rauf an",
        "hängt davon ab",
        "(?:keinen?|null) (?:blassen schimmer|plan)(?=\\W*$)",
    ),
    Act.WHY: (
        "(?:warum|wieso|weshalb|wozu|wofür) (?:\\w+ ){0,2}(?:brauch\\w*|woll\\w*|frag\\w*|müss\\w*|benötig\\w*|wissen"
        "|ist das|nötig|wichtig)",
    ),
    Act.COMPLAIN: (
        "zeitverschwendung",
        "(?:schon|bereits) (?:gesagt|geschrieben|beantwortet|erwähnt|mitgeteilt)",
        "(?:so ein |was für ein )?(?:mist|quatsch|blödsinn|schwachsinn|scheiß\\w*)",
        "unbrauchbar",
        "nutzlos",
        "lächerlich",
        "frustrierend",
        "nicht zu gebrauchen",
        "verstehen (?:sie )?mich nicht",
        "ärgerlich",
    ),
    Act.OFF_TOPIC: (
        "fußball",
        "(?:ein )?(?:gedicht|rezept|horoskop)",
        "ignorier(?:e|en sie) (?:\\w+ ){0,2}(?:anweisungen|regeln|vorgaben)",
        "hauptstadt von",
        "heirate mich",
    ),
    Act.CORRECT: (
        "war (?:falsch|ein tippfehler|ein fehler|ein irrtum)",
        "(?:ich )?(?:habe mich|hab mich) (?:vertippt|verschrieben|geirrt|vertan)",
        "(?:etwas|das|es|den|die) (?:noch )?(?:ändern|korrigieren|berichtigen)",
        "(?:korrektur|tippfehler)",
        "sondern",
        "sollte (?:heißen|es heißen)",
        "doch (?:lieber|eher)",
    ),
}

YES = (
    "jo(?=[\\s.!]*$|,)",
    "sehr gerne?",
    "selbstverständlich",
    "passt",
    "in ordnung",
    "einverstanden",
    "(?:das|alles|es) (?:stimmt|passt|ist (?:richtig|korrekt|gut|in ordnung|ok(?:ay)?))(?! (?:so )?nicht)(?: so)?",
    "alles (?:richtig|korrekt|klar|bestens|gut)",
    "auf jeden fall",
    "(?:können|dürfen) sie (?:gern )?(?:machen|tun|haben)",
    "von mir aus",
    "(?:machen|tun) (?:sie|wir) das",
    "kein problem",
    "korrekt",
    "perfekt",
    "super",
    "unbedingt",
    "sicher(?:lich)?(?! nicht)",
    "meinetwegen",
    "bitte (?:ja|gerne)",
    "freilich",
    "aber (?:sicher|klar|gerne?|ja|natürlich)(?=\\W*$|[,.!])",
    "(?:na|ja|also) (?:gut|klar|schön|dann)(?=\\W*$|[,.!])",
    "keine einwände",
    "(?:geht|ist) (?:klar|in ordnung)(?=\\W*$|[,.!])",
    *("gebongt", "exakt", "ganz genau"),
    "läuft(?=\\W*$)",
)
"""How a yes begins."""

NO = (
    "auf (?:gar )?keinen fall",
    "(?:das |ich )?(?:glaube|denke|finde) (?:ich )?(?:eher )?(?:kaum|nicht)",
    "leider (?:nein|nicht)",
    "(?:(?:das|es|alles) )?(?:stimmt|passt) (?:so |leider |noch )?nicht",
    "(?:gerade|momentan|jetzt|derzeit|im moment|noch) nicht(?! (?:entschieden|klar|festgelegt|sicher|bekannt))",
    "nicht (?:ganz|wirklich|richtig|nötig|jetzt|unbedingt)",
    "(?:lieber|eher|besser|bitte|bloß) nicht",
    "falsch",
    "danke,? nein",
    "(?:das|es|die \\w+|der \\w+) ist (?:leider |so )?(?:falsch|verkehrt|nicht (?:richtig|korrekt))",
    "keinesfalls",
    "brauche? (?:ich|wir) nicht",
    "(?:sicher|natürlich|bestimmt) nicht",
)
"""How a no begins."""

FUNCTION_WORDS = frozenset(
    """vom beim ins ich wir du sie er es ihr ihnen mir mich uns unser unsere unseren unserem mein meine meinen meinem
    der die das den dem des ein eine einen einem einer und oder aber weil dass ob wenn als wie was wer wo wann
    warum welche welcher welches bin bist ist sind war waren sein habe hast hat haben hatte hatten wird werden
    wurde kann können könnte soll sollte muss müssen möchte möchten will wollen würde würden mit von aus bei für
    auf in im am an zu zum zur nach vor seit bis über unter um ohne gegen durch nicht kein keine keinen nur noch
    schon auch sehr ganz so dann da hier dort jetzt heute gerade immer nie etwa circa ungefähr rund ja nein
    vielleicht gibt geht macht machen brauche brauchen suche suchen nutzen arbeite
    arbeiten bitte danke gern gerne""".split()
)
BUSINESS_WORDS = frozenset(
    """firma unternehmen betrieb laden geschäft geschäftsführer geschäftsführerin inhaber inhaberin gründer gründerin
    leiter leiterin leitung teamleiter teamleiterin mitarbeiter mitarbeiterin berater beraterin chef chefin
    kunde kunden kundenservice kundendienst vertrieb einkauf entwickler entwicklerin student studentin anfrage
    anfragen angebot preis preise projekt werkzeug werkzeuge branche nummer adresse telefon monat jahr woche
    interessiert neu zufrieden sicher selbstständig zuständig verantwortlich""".split()
)
CHAT_WORDS = frozenset(
    """natürlich selbstverständlich einverstanden nö nee passt stimmt ordnung alles richtig falsch schwer sagen
    angabe keinesfalls leider lieber vertraulich unklar ahnung unsicher entschuldigung moment egal super prima
    perfekt danke hallo tschüss moin servus guten gute schönen schöne tag tage abend abende nacht wochenende
    schönes schöner gutes guter tut nichts spielt steht bleibt feierabend grüße grüß gruß gott name privat
    beruflich geschäftlich dienstlich zuhause daheim""".split()
)
DESCRIBING_WORDS = frozenset(
    """sauer müde verärgert genervt unzufrieden zufrieden gespannt neugierig dabei fertig bereit krank raus weg
    unterwegs allein alleine gleich sofort froh enttäuscht dankbar verwirrt ratlos überfordert gestresst beschäftigt
    erreichbar verfügbar dran durch überzeugt skeptisch unentschlossen offen erstmal zurück wieder traurig glücklich
    bald spät früh schnell langsam begeistert schauen gucken stöbern überlegen suchen umschauen""".split()
)
CALENDAR_WORDS = frozenset(
    """montag dienstag mittwoch donnerstag freitag samstag sonntag januar februar märz april mai juni juli august
    september oktober november dezember frühjahr frühling sommer herbst winter quartal halbjahr""".split()
)
GOALS = (
    "(?:wir|ich) (?:wollen|möchten|suchen|brauchen|planen|will|möchte|suche|brauche|plane|hätten gern|würden gern)",
    "(?:wollen|möchten|suchen|brauchen|möchte|suche|brauche) (?:wir|ich)",
    "(?<=und )(?:wollen|möchten|suchen|brauchen)",
    "(?:unser|mein|das) (?:wichtigstes |größtes )?ziel (?:ist|wäre)",
    "(?:auf der suche|es geht (?:uns |mir )?(?:um|darum))",
)
PROBLEMS = (
    "(?:unser|mein|das|größtes|hauptsächliche) problem",
    "wir verlieren|verlieren wir",
    "zu (?:langsam|viele?|lange|teuer|spät|aufwendig|umständlich|kompliziert|unübersichtlich)",
    "geh(?:en|t) (?:\\w+ ){0,2}(?:unter|verloren)",
    "(?:bleiben|bleibt) (?:\\w+ ){0,2}liegen",
    "(?:niemand|keiner) (?:weiß|antwortet|fühlt|hat|kümmert)",
    "kein(?:e|en)? (?:überblick|übersicht|zeit)",
    "kommen (?:\\w+ ){0,2}nicht (?:mehr )?(?:hinterher|nach)",
    "(?:überlastet|überfordert|doppelt beantwortet)",
)
