"""German phrases, as regular expressions for whole words on folded text."""

from __future__ import annotations

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
